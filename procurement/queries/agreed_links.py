"""Links between milestones as a proposal names them, also those that are not there yet.

A link is named by its ends and its kind, as `EX-GV-04>EX-GV-08:FS`: a running number would tell of hidden links, and a
link that somebody wants to draw has none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portal.accounts.markings import common_release
from portal.accounts.models import User
from procurement.models import Deal, Dependency, Milestone
from procurement.proposal_rules import Value
from procurement.queries.plan import circle_of
from procurement.schedule import Link
from procurement.vocabulary import LinkType

NAME = re.compile(rf"([\w-]{{1,60}})>([\w-]{{1,60}}):({'|'.join(LinkType.values)})", re.ASCII)
Changes = Mapping[str, tuple[Mapping[str, Value], Mapping[str, Value]]]  # by name: what it is now, what it becomes


@dataclass(frozen=True)
class LinkRow:
    """Two milestones and the kind of link by which it is named; `found` is None where there is no such link."""

    predecessor: Milestone
    successor: Milestone
    kind: str
    found: Dependency | None = None

    @property
    def code(self) -> str:
        return name_of(self.predecessor.code, self.successor.code, self.kind)

    @property
    def title_en(self) -> str:
        return f"{self.predecessor.title_en} → {self.successor.title_en}"

    @property
    def title_uk(self) -> str:
        """'' where one of them has no Ukrainian title."""
        both = (self.predecessor.title_uk, self.successor.title_uk)
        return " → ".join(both) if all(both) else ""

    @property
    def version(self) -> int:
        """0 where there is no such link."""
        return self.found.version if self.found else 0

    @property
    def releasable_to(self) -> list[str]:
        """Who sees both ends."""
        return common_release([self.predecessor.releasable_to, self.successor.releasable_to])

    @property
    def is_restricted(self) -> bool:
        return bool(self.releasable_to)


def name_of(predecessor: str, successor: str, kind: str) -> str:
    """How a link is named in proposals, addresses and the API."""
    return f"{predecessor}>{successor}:{kind}"


def link_rows(deal: Deal, names: Iterable[str], *, user: User, lock: bool) -> dict[str, LinkRow]:
    """The links of these names of which the person sees both ends, whether they are there or not."""
    parts = {name: match.groups() for name in sorted(names) if (match := NAME.fullmatch(name))}
    codes = {code for before, after, _ in parts.values() for code in (before, after)}
    ends = {row.code: row for row in Milestone.objects.visible_to(user).filter(deal=deal, code__in=codes)}
    there = _present(deal, parts.values(), user=user, lock=lock)
    return {
        name: LinkRow(ends[before], ends[after], kind, there.get((before, after, kind)))
        for name, (before, after, kind) in parts.items()
        if before in ends and after in ends
    }


def _present(
    deal: Deal, wanted: Iterable[tuple[str, ...]], *, user: User, lock: bool
) -> dict[tuple[str, str, str], Dependency]:
    asked = Q(pk__in=[])
    for before, after, kind in wanted:
        asked |= Q(predecessor__code=before, successor__code=after, type=kind)
    rows: QuerySet[Dependency] = Dependency.objects.visible_to(user).filter(asked, predecessor__deal=deal)
    rows = rows.select_related("predecessor", "successor").order_by("id")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return {(row.predecessor.code, row.successor.code, row.type): row for row in rows}


def link_values(rows: Mapping[str, LinkRow]) -> dict[str, dict[str, Value]]:
    """Kind and lag of each link; None and None where there is none."""
    return {
        name: {
            "type": row.found.type if row.found else None,
            "lag_days": str(row.found.lag_days) if row.found else None,
        }
        for name, row in rows.items()
    }


def drawn(changes: Changes) -> tuple[list[Link], list[Link]]:
    """The links that come and the links that go with these changes."""
    found: tuple[list[Link], list[Link]] = ([], [])
    for name, values in changes.items():
        before, after, _ = _parts(name)
        for links, one in zip(found, reversed(values), strict=True):
            if one["type"] is not None:
                links.append(Link(before, after, str(one["type"]), int(str(one["lag_days"]))))
    return found


def _parts(name: str) -> tuple[str, str, str]:
    match = NAME.fullmatch(name)
    assert match is not None  # names of rows that were found
    return match[1], match[2], match[3]


def standing_twice(deal: Deal, changes: Changes, *, user: User) -> list[str]:
    """The names among the changes whose link would stand twice between its two milestones, if only for a moment."""
    kinds = {name: str(new["type"]) for name, (_, new) in changes.items() if new["type"] is not None}
    asked = {name: name_of(*_parts(name)[:2], kind) for name, kind in kinds.items()}
    there = {name_of(*ends) for ends in _present(deal, map(_parts, asked.values()), user=user, lock=False)}
    every = list(asked.values())
    return [name for name, one in asked.items() if every.count(one) > 1 or (one != name and one in there)]


def circle_with(deal: Deal, changes: Changes, *, user: User) -> list[str]:
    """The milestones of a circle that these changes would make, as far as the person may be told; [] for none."""
    coming, going = drawn(changes)
    return circle_of(deal, coming, going, user=user) or []

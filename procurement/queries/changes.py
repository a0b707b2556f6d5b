"""What changed in a deal: the history that the database keeps, as one reader may see it, the newest first.

A change is what one transaction did to the rows of one kind: who, when, why, and how many. A row that is hidden from
the reader has no history for him, and neither has a state of it that was not released to him then. A milestone's or
term's version also rises when somebody speaks about it; that is told by the statement itself and not once more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Exists, Model, OuterRef, Q, QuerySet, Value

from portal.accounts.models import Party, User
from procurement.models import Deal, Position, PositionWithdrawal
from procurement.queries.versions import released_states
from procurement.vocabulary import Deed, Recorded

Rows = QuerySet[Any]
PAGE = 50
NAMED = 12  # rows of one change that are named one by one; of more only the number is told
SPOKEN = {Recorded.MILESTONE: ("MilestoneStatementEvent", "milestone_id"), Recorded.TERM: ("PositionEvent", "term_id")}
# Fields whose old and new values are shown, by kind.
SHOWN: Mapping[str, Sequence[str]] = {
    Recorded.MILESTONE: ["agreed_start", "agreed_finish", "cancelled_on"],
    Recorded.TERM: ["status"],
    Recorded.PROPOSAL: ["state"],
    Recorded.ORDER: ["quantity", "unit_price"],
    Recorded.LOT: ["due_on", "planned", "accepted", "rejected", "accepted_on"],
    Recorded.PAYMENT: ["due_on", "amount", "paid_on", "paid_amount"],
    Recorded.SITE: ["opened_on"],
    Recorded.OUTPUT: ["planned", "actual"],
    Recorded.DEAL: ["status", "starts_on", "ends_on"],
}
RELATED: Mapping[str, Sequence[str]] = {
    Recorded.STATEMENT: ["milestone", "party", "source"],
    Recorded.CHECK: ["milestone", "party"],
    Recorded.LINK: ["predecessor", "successor"],
    Recorded.POSITION: ["term", "party"],
    Recorded.WITHDRAWAL: ["position__term"],
    Recorded.VERSION: ["term"],
    Recorded.PROPOSAL: ["party"],
    Recorded.ORDER: ["model"],
    Recorded.LOT: ["order__model"],
    Recorded.PAYMENT: ["milestone"],
    Recorded.OUTPUT: ["site", "model"],
}


@dataclass(frozen=True)
class Difference:
    """One value that changed: of which row, which field, from what to what."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Touched:
    """A row that changed, as it is now, and what is different."""

    row: Any
    differences: Sequence[Difference] = ()


@dataclass(frozen=True)
class Change:
    """What one transaction did to the rows of one kind. `party` is that of the person, where there is one."""

    kind: Recorded
    deed: Deed
    at: datetime
    who: str
    by_portal: bool
    why: str
    count: int
    party: Party | None = None
    touched: Sequence[Touched] = field(default_factory=list)


def kinds_of(deal: Deal, *, user: User) -> list[Recorded]:
    """The kinds of which the reader sees a row of the deal. One statement of SQL."""
    tried = {kind: Exists(_visible(kind, deal, user)) for kind in Recorded}
    found: Any = Deal.objects.filter(pk=deal.pk).values(**{kind.name: has for kind, has in tried.items()}).get()
    return [kind for kind in Recorded if found[kind.name]]


def changes_of(deal: Deal, *, user: User, kinds: Sequence[Recorded], since: date | None, number: str) -> Page[Change]:
    """One page of changes of these kinds since a day. Three statements of SQL and at most two more for each kind."""
    if not kinds:
        return Paginator[Change]([], PAGE).get_page(number)
    parts = [_grouped(kind, deal, user, since) for kind in kinds]
    rows: Any = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: Any = Paginator(rows.order_by("-pgh_at", "-pgh_xid", "of_kind", "pgh_label"), PAGE).get_page(number)
    found.object_list = _told(list(found.object_list), deal, user)
    page: Page[Change] = found
    return page


def _visible(kind: Recorded, deal: Deal, user: User) -> Rows:
    if kind == Recorded.WITHDRAWAL:  # it has no marking of its own: it is seen by those who see what is withdrawn
        seen = Position.objects.visible_to(user).filter(term__deal=deal)
        return PositionWithdrawal.objects.filter(position__in=seen.values("pk"))
    model: Any = apps.get_model("procurement", kind.value)
    path = model.deal_path.removesuffix("__") or "pk"
    found: Rows = model.objects.visible_to(user).filter(**{path: deal.pk}).order_by()
    return found


def _released(kind: Recorded, deal: Deal, user: User) -> Rows:
    """The events of the rows that the reader sees, in those of their states that were released to him."""
    events: Any = apps.get_model("procurement", f"{kind.value}Event").objects
    rows: Rows = events.filter(pgh_obj_id__in=_visible(kind, deal, user).values("pk")).order_by()
    marked = any(column.name == "releasable_to" for column in rows.model._meta.get_fields())
    return released_states(rows, user) if marked else rows


def _events(kind: Recorded, deal: Deal, user: User) -> Rows:
    """Those of them that are changes and no echo of a statement."""
    rows = _released(kind, deal, user)
    if kind in SPOKEN:
        name, about = SPOKEN[kind]
        spoken: Rows = apps.get_model("procurement", name)._default_manager.filter(
            **{"pgh_xid": OuterRef("pgh_xid"), about: OuterRef("pgh_obj_id")}
        )
        rows = rows.exclude(Q(pgh_label=Deed.UPDATE) & Exists(spoken))
    return rows


def _grouped(kind: Recorded, deal: Deal, user: User, since: date | None) -> Rows:
    rows = _events(kind, deal, user)
    if since:
        rows = rows.filter(pgh_at__date__gte=since)
    named: Rows = rows.annotate(of_kind=Value(kind.value, output_field=CharField()))
    groups: Rows = named.values("of_kind", "pgh_xid", "pgh_label", "pgh_actor", "pgh_reason", "pgh_at")
    counted: Rows = groups.annotate(how_many=Count("pgh_obj_id", distinct=True))
    return counted


def _told(groups: Sequence[Mapping[str, Any]], deal: Deal, user: User) -> list[Change]:
    parties = _parties({_name(group["pgh_actor"]) for group in groups})
    few: dict[Recorded, set[int]] = defaultdict(set)
    for group in groups:
        if group["how_many"] <= NAMED:
            few[Recorded(group["of_kind"])].add(group["pgh_xid"])
    touched = {kind: _touched(kind, xids, deal, user) for kind, xids in few.items()}
    return [_change(group, parties, touched) for group in groups]


def _change(
    group: Mapping[str, Any],
    parties: Mapping[str, Party | None],
    touched: Mapping[Recorded, Mapping[tuple[int, str], list[Touched]]],
) -> Change:
    kind, name = Recorded(group["of_kind"]), _name(group["pgh_actor"])
    return Change(
        kind=kind,
        deed=Deed(group["pgh_label"]),
        at=group["pgh_at"],
        who=name,
        by_portal=group["pgh_actor"].startswith("system:"),
        why=group["pgh_reason"],
        count=group["how_many"],
        party=parties.get(name),
        touched=touched.get(kind, {}).get((group["pgh_xid"], group["pgh_label"]), [])
        if group["how_many"] <= NAMED
        else [],
    )


def _name(actor: str) -> str:
    return actor.partition(":")[2]


def _parties(names: set[str]) -> dict[str, Party | None]:
    people = User.objects.filter(username__in=names).select_related("party")
    return {person.username: person.party for person in people}


def _touched(kind: Recorded, xids: set[int], deal: Deal, user: User) -> dict[tuple[int, str], list[Touched]]:
    """The rows that changed in these transactions, by transaction and deed, with what is different."""
    events = _events(kind, deal, user)
    done = list(events.filter(pgh_xid__in=xids).values_list("pgh_xid", "pgh_label", "pgh_obj_id", "pgh_id"))
    keys = {key for _xid, _label, key, _number in done}
    rows = _visible(kind, deal, user).filter(pk__in=keys).select_related(*RELATED.get(kind, []))
    by_key: Mapping[int, Model] = {row.pk: row for row in rows}
    changed = {key for _xid, label, key, _number in done if label == Deed.UPDATE}
    differences = _differences(kind, _released(kind, deal, user).filter(pgh_obj_id__in=changed)) if changed else {}
    found: dict[tuple[int, str], dict[int, Touched]] = defaultdict(dict)
    for xid, label, key, number in sorted(done, key=lambda one: one[3]):
        before = found[xid, label].get(key)
        gone = [*(before.differences if before else []), *differences.get(number, [])]
        found[xid, label][key] = Touched(by_key[key], gone)
    return {group: list(of_rows.values()) for group, of_rows in found.items()}


def _differences(kind: Recorded, states: Rows) -> dict[int, list[Difference]]:
    """By event: the values shown that it left otherwise than the state before it."""
    names = SHOWN.get(kind, [])
    found: dict[int, list[Difference]] = {}
    last: dict[int, Mapping[str, Any]] = {}
    for event in states.order_by("pgh_id").values("pgh_id", "pgh_obj_id", *names) if names else ():
        old = last.get(event["pgh_obj_id"], event)
        found[event["pgh_id"]] = [
            Difference(name, old[name], event[name]) for name in names if old[name] != event[name]
        ]
        last[event["pgh_obj_id"]] = event
    return found

"""How well the catalog is covered: figures with two independent sources, disputes, the oldest check."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from catalog.models import Capability, CheckedClaim, FigureSupport
from catalog.rules import REVIEW_AFTER
from catalog.vocabulary import Domain
from portal.accounts.models import User

Place = tuple[str, int]  # a domain, and the key of a capability


@dataclass(frozen=True)
class Row:
    """One line of the board. Figures are those with numbers; statements, due and oldest count words too."""

    figures: int
    two_sources: int
    disputed: int
    statements: int
    due: int
    oldest_check: date | None

    @property
    def share(self) -> int | None:
        """Percent of the figures that two independent sources state; None without figures."""
        return round(100 * self.two_sources / self.figures) if self.figures else None


@dataclass(frozen=True)
class Coverage:
    """The board on one day: all, by domain code, by capability (in its order)."""

    on: date
    total: Row
    by_domain: Mapping[str, Row]
    by_capability: Sequence[tuple[Capability, Row]]


def coverage(user: User, *, on: date) -> Coverage:
    """Counts what the person may see. Three statements of SQL."""
    counted = _counted(user, on)
    by_domain: dict[str, list[Row]] = defaultdict(list)
    by_capability: dict[int, list[Row]] = defaultdict(list)
    for (domain, capability), row in counted.items():
        by_domain[domain].append(row)
        by_capability[capability].append(row)
    known = Capability.objects.visible_to(user)
    return Coverage(
        on=on,
        total=_together(counted.values()),
        by_domain={code: _together(by_domain[code]) for code in Domain.values if code in by_domain},
        by_capability=[(row, _together(by_capability[row.pk])) for row in known if row.pk in by_capability],
    )


def _counted(user: User, on: date) -> dict[Place, Row]:
    """A row for each domain and capability of which something is stated."""
    places = ("model__domain", "capability_id")
    numbers = FigureSupport.objects.visible_to(user).values_list(*places)
    figures = numbers.annotate(
        all=Count("pk"),
        two=Count("pk", filter=Q(has_two_voices=True)),
        disputed=Count("pk", filter=Q(is_disputed=True)),
    )
    stated = {(domain, capability): counts for domain, capability, *counts in figures}
    claims = CheckedClaim.objects.visible_to(user).values_list(*places)
    due = Count("pk", filter=Q(last_checked__lte=on - REVIEW_AFTER))
    rows = claims.annotate(all=Count("pk"), due=due, oldest=Min("last_checked"))
    return {
        (domain, capability): Row(*stated.get((domain, capability), (0, 0, 0)), *counts)
        for domain, capability, *counts in rows
    }


def _together(rows: Collection[Row]) -> Row:
    return Row(
        figures=sum(row.figures for row in rows),
        two_sources=sum(row.two_sources for row in rows),
        disputed=sum(row.disputed for row in rows),
        statements=sum(row.statements for row in rows),
        due=sum(row.due for row in rows),
        oldest_check=min((row.oldest_check for row in rows if row.oldest_check), default=None),
    )

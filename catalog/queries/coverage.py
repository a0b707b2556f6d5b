"""How well the catalog is covered: figures with two independent sources, disputes, the oldest check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, When
from django.db.models.functions import Lower, Trim

from catalog.models import Capability, Claim
from catalog.queries.ledger import with_last_check
from catalog.rules import ABOUT, REVIEW_AFTER, ROUNDING
from catalog.vocabulary import Bound, Domain
from portal.accounts.models import User

# One row per figure (capability of a model; money per currency), then totals, domains and capabilities at once.
# The rule of `rules.can_all_hold`, for all figures in one statement; a test compares the two.
COUNTED = """
WITH claim AS ({claims}),
ends AS (
  SELECT *, CASE WHEN bound = %s THEN %s ELSE %s END AS slack FROM claim
),
figure AS (
  SELECT domain, code, model_id, compared, bound = %s AS words, count(*) AS statements,
    count(DISTINCT publisher) AS publishers, min(last_checked) AS oldest,
    count(*) FILTER (WHERE last_checked <= %s) AS due,
    coalesce(max(least - abs(least) * slack) > min(most + abs(most) * slack), false) AS disputed
  FROM ends GROUP BY 1, 2, 3, 4, 5
)
SELECT domain, code, count(*) FILTER (WHERE NOT words), count(*) FILTER (WHERE NOT words AND publishers > 1),
  count(*) FILTER (WHERE NOT words AND disputed), sum(statements), sum(due), min(oldest)
FROM figure GROUP BY GROUPING SETS ((), (domain), (code))
"""


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
    """Counts what the person may see. Two statements of SQL."""
    found = {(domain or "", code or ""): Row(*numbers) for domain, code, *numbers in _counted(user, on)}
    known = Capability.objects.visible_to(user)
    return Coverage(
        on=on,
        total=found.get(("", ""), Row(0, 0, 0, 0, 0, None)),
        by_domain={code: found[code, ""] for code in Domain.values if (code, "") in found},
        by_capability=[(row, found["", row.code]) for row in known if ("", row.code) in found],
    )


def _counted(user: User, on: date) -> list[tuple[Any, ...]]:
    claims, params = _claims(user)
    slack: list[Any] = [Bound.APPROX, ABOUT + ROUNDING, ROUNDING]
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(claims=claims), [*params, *slack, Bound.TEXT, on - REVIEW_AFTER])
        return [_whole(row) for row in cursor.fetchall()]


def _whole(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """An empty catalog has no sums."""
    return (*row[:5], int(row[5] or 0), int(row[6] or 0), row[7])


def _claims(user: User) -> tuple[str, tuple[Any, ...]]:
    """The counting claims in the unit in which they are compared (`figures.comparable`), as SQL."""
    stated_only = When(canonical_low=None, canonical_high=None, then=F("unit"))
    rows = with_last_check(Claim.objects.visible_to(user).filter(withdrawal=None)).annotate(
        domain=F("model__domain"),
        code=F("capability__code"),
        publisher=Lower(Trim("source__publisher")),
        compared=Case(stated_only, default=F("capability__canonical_unit"), output_field=CharField()),
        least=Case(When(canonical_low=None, canonical_high=None, then=F("low")), default=F("canonical_low")),
        most=Case(When(canonical_low=None, canonical_high=None, then=F("high")), default=F("canonical_high")),
    )
    columns = ("domain", "code", "publisher", "compared", "least", "most", "last_checked", "model_id", "bound")
    sql, params = rows.order_by().values(*columns).query.sql_with_params()
    return sql, params

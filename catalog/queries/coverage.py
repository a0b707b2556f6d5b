"""How well the catalog is covered: figures with two independent sources, disputes, the oldest check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, When
from django.db.models.functions import TruncDate

from catalog.models import Capability, Claim, ClaimCheck, DroneModel, Source
from catalog.queries.ledger import not_withdrawn
from catalog.rules import ABOUT, REVIEW_AFTER, ROUNDING
from catalog.vocabulary import Bound, Domain
from portal.accounts.models import User

# One row per figure (capability of a model; money per currency), then totals, domains and capabilities at once.
# The rule of `rules.can_all_hold`, for all figures in one statement; a test compares the two. Claims are grouped by
# numbers, and a publisher is one number (`voice`): texts of all claims would cost more than all the rest.
COUNTED = """
WITH claim AS ({claims}),
newest AS (SELECT claim_id, max(checked_on) AS checked_on FROM {checks} GROUP BY claim_id),
speaking AS (SELECT id, min(id) OVER (PARTITION BY lower(btrim(publisher))) AS voice FROM {sources}),
said AS (
  SELECT model_id, capability_id, compared, bound = %s AS words, least, most, voice,
    CASE WHEN bound = %s THEN %s ELSE %s END AS slack,
    coalesce(greatest(claim.checked_on, newest.checked_on), recorded_on) AS last_checked
  FROM claim JOIN speaking ON speaking.id = source_id LEFT JOIN newest ON newest.claim_id = claim.id
),
figure AS (
  SELECT model_id, capability_id, words, count(*) AS statements, min(voice) < max(voice) AS confirmed,
    min(last_checked) AS oldest, count(*) FILTER (WHERE last_checked <= %s) AS due,
    coalesce(max(least - abs(least) * slack) > min(most + abs(most) * slack), false) AS disputed
  FROM said GROUP BY model_id, capability_id, compared, words
)
SELECT domain, code, count(*) FILTER (WHERE NOT words), count(*) FILTER (WHERE NOT words AND confirmed),
  count(*) FILTER (WHERE NOT words AND disputed), sum(statements), sum(due), min(oldest)
FROM figure JOIN {models} model ON model.id = model_id JOIN {capabilities} capability ON capability.id = capability_id
GROUP BY GROUPING SETS ((), (domain), (code))
"""


TABLES = {
    "checks": ClaimCheck._meta.db_table,
    "sources": Source._meta.db_table,
    "models": DroneModel._meta.db_table,
    "capabilities": Capability._meta.db_table,
}


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
        cursor.execute(COUNTED.format(claims=claims, **TABLES), [*params, Bound.TEXT, *slack, on - REVIEW_AFTER])
        return [_whole(row) for row in cursor.fetchall()]


def _whole(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """An empty catalog has no sums."""
    return (*row[:5], int(row[5] or 0), int(row[6] or 0), row[7])


def _claims(user: User) -> tuple[str, tuple[Any, ...]]:
    """The counting claims in the unit in which they are compared (`figures.comparable`), as SQL."""
    stated_only = When(canonical_low=None, canonical_high=None, then=F("unit"))
    rows = not_withdrawn(Claim.objects.visible_to(user))
    asked = rows.order_by().values(
        "id",
        "model_id",
        "capability_id",
        "source_id",
        "bound",
        "checked_on",
        recorded_on=TruncDate("recorded_at"),
        compared=Case(stated_only, default=F("capability__canonical_unit"), output_field=CharField()),
        least=Case(When(canonical_low=None, canonical_high=None, then=F("low")), default=F("canonical_low")),
        most=Case(When(canonical_low=None, canonical_high=None, then=F("high")), default=F("canonical_high")),
    )
    sql, params = asked.query.sql_with_params()
    return sql, params

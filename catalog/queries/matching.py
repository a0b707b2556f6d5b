"""How models answer conditions on figures, computed by the database with the rule of catalog/rules.py (`answer`).

A test holds both against each other. The numbers of a match are the places in `WORST_FIRST`.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Case, Count, Expression, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Abs, Coalesce, Least

from catalog.conditions import Condition
from catalog.models import Claim, DroneModel
from catalog.rules import ABOUT, WORST_FIRST, Asked
from catalog.units import MONEY, dimension
from catalog.vocabulary import Bound, Match

NUMBER = {match: number for number, match in enumerate(WORST_FIRST)}
SHOWN_FIRST = (Match.MEETS, Match.MAY, Match.FAILS, Match.UNKNOWN)
SLACK = Case(When(bound=Bound.APPROX, then=Value(ABOUT)), default=Value(Decimal(0)))


def with_match(rows: QuerySet[DroneModel], conditions: Sequence[Condition]) -> QuerySet[DroneModel]:
    """Rows with `match_number`: the answer to all conditions together. Needs one condition at least."""
    return rows.annotate(match_number=worst_of([answer_number(one.capability, one.wanted) for one in conditions]))


def worst_of(answers: Sequence[Any]) -> Any:
    """The worst of several numbers of answers: the smallest."""
    return answers[0] if len(answers) == 1 else Least(*answers)


def in_groups(rows: QuerySet[DroneModel], condition: Condition) -> QuerySet[DroneModel]:
    """Rows of `with_match` ordered by group (surely, may, not, not known), within one by the figure, largest first."""
    place = Case(*[When(match_number=NUMBER[match], then=Value(n)) for n, match in enumerate(SHOWN_FIRST)])
    largest = _numbers(condition.capability, condition.wanted).annotate(n=Max(Coalesce("upper", "lower"))).values("n")
    return rows.order_by(place, F("largest").desc(nulls_last=True), "name_en", "slug").annotate(
        largest=Subquery(largest)
    )


def only(rows: Any, matches: Sequence[Match]) -> Any:
    """Rows of `with_match` that give one of the answers."""
    return rows.filter(match_number__in=[NUMBER[match] for match in matches])


def count_answers(rows: Any) -> dict[Match, int]:
    """How many rows of `with_match` give each answer, in the order in which they are shown."""
    counted = dict(rows.order_by().values_list("match_number").annotate(n=Count("pk")))
    return {match: counted.get(NUMBER[match], 0) for match in SHOWN_FIRST}


def match_of(model: Any) -> Match | None:
    """The answer of a row of `with_match`; None where no condition was asked."""
    number = getattr(model, "match_number", None)
    return None if number is None else WORST_FIRST[number]


def answer_number(capability: str, wanted: Asked) -> Expression:
    """The number of the answer that the outer row's model gives to one condition on a capability."""
    found = _numbers(capability, wanted).annotate(all_meet=BoolAnd(_meets(wanted)), all_fail=BoolAnd(_fails(wanted)))
    answer = Case(
        When(all_meet=True, then=Value(NUMBER[Match.MEETS])),
        When(all_fail=True, then=Value(NUMBER[Match.FAILS])),
        default=Value(NUMBER[Match.MAY]),
    )
    return Coalesce(Subquery(found.values(n=answer), output_field=IntegerField()), Value(NUMBER[Match.UNKNOWN]))


def _numbers(capability: str, wanted: Asked) -> Any:
    """The outer model's statements that the condition can be compared with, grouped, with `lower` and `upper`."""
    rows = Claim.objects.filter(model=OuterRef("pk"), capability__code=capability, withdrawal=None)
    is_money = dimension(wanted.unit) == MONEY
    if is_money:
        rows = rows.filter(unit=wanted.unit)
    else:
        rows = rows.filter(Q(canonical_low__isnull=False) | Q(canonical_high__isnull=False))
    low, high = ("low", "high") if is_money else ("canonical_low", "canonical_high")
    ends = rows.exclude(bound=Bound.TEXT).annotate(
        lower=F(low) - Abs(F(low)) * SLACK,
        upper=F(high) + Abs(F(high)) * SLACK,
    )
    return ends.order_by().values("model")


def _meets(wanted: Asked) -> Q:
    low = Q() if wanted.low is None else Q(lower__gte=wanted.low, lower__isnull=False)
    high = Q() if wanted.high is None else Q(upper__lte=wanted.high, upper__isnull=False)
    return low & high


def _fails(wanted: Asked) -> Q:
    below = Q(pk=None) if wanted.low is None else Q(upper__lt=wanted.low, upper__isnull=False)
    above = Q(pk=None) if wanted.high is None else Q(lower__gt=wanted.high, lower__isnull=False)
    return below | above

"""How models answer conditions on figures, computed by the database with the rule of catalog/rules.py (`answer`).

It reads what the statements span (`FigureSpan`): all statements meet what is asked for when the whole span lies within
it, all fail when none of the span does. A test holds it against the rule. The numbers of a match are the places in
`WORST_FIRST`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Expression,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Least

from catalog.conditions import Condition
from catalog.models import DroneModel
from catalog.rules import WORST_FIRST, Asked
from catalog.vocabulary import Match

NUMBER = {match: number for number, match in enumerate(WORST_FIRST)}
SHOWN_FIRST = (Match.MEETS, Match.MAY, Match.FAILS, Match.UNKNOWN)
MATCH_NUMBER = "match_number"  # the annotation with the answer to all conditions together
SPAN = "span_{}"  # the relation of a model to what is stated of the n-th different figure asked for


class Within(Func):
    template = "(%(expressions)s)"
    arg_joiner = " <@ "
    output_field = BooleanField()


class Touches(Within):
    arg_joiner = " && "


def with_match(rows: QuerySet[DroneModel], conditions: Sequence[Condition]) -> Any:
    """Rows with `match_number`: the answer to all conditions together. Needs one condition at least."""
    found, answers = with_answers(rows, [(one.capability, one.wanted) for one in conditions])
    return found.annotate(match_number=worst_of(answers))


def with_answers(rows: Any, asked: Sequence[tuple[str, Asked]]) -> tuple[Any, list[Expression]]:
    """Rows that know the span of each figure asked for, and for each condition the number of the model's answer.

    What is asked of one figure twice (threshold and objective, from and to) reads its span once.
    """
    figures = [(capability, wanted.unit) for capability, wanted in asked]
    places = {figure: place for place, figure in enumerate(dict.fromkeys(figures))}
    for (capability, unit), place in places.items():
        of_it = Q(spans__capability=capability, spans__unit=unit)
        rows = rows.alias(**{SPAN.format(place): FilteredRelation("spans", condition=of_it)})
    answers = [
        _answer(f"{SPAN.format(places[figure])}__", wanted) for figure, (_, wanted) in zip(figures, asked, strict=True)
    ]
    return rows, answers


def worst_of(answers: Sequence[Any]) -> Any:
    """The worst of several numbers of answers: the smallest."""
    return answers[0] if len(answers) == 1 else Least(*answers)


def largest_first_asked() -> F:
    """Of rows of `with_match`: the largest value stated of the first figure asked for."""
    return F(f"{SPAN.format(0)}__largest")


def only(rows: Any, matches: Sequence[Match]) -> Any:
    """Rows of `with_match` that give one of the answers."""
    return rows.filter(match_number__in=[NUMBER[match] for match in matches])


def count_answers(rows: Any) -> dict[Match, int]:
    """How many rows of `with_match` give each answer, in the order in which they are shown."""
    return by_match(dict(rows.order_by().values_list(Cast("match_number", TextField())).annotate(n=Count("pk"))))


def by_match(counted: Mapping[str, int]) -> dict[Match, int]:
    """The same for counts by the text of the number."""
    return {match: counted.get(str(NUMBER[match]), 0) for match in SHOWN_FIRST}


def match_of(model: Any) -> Match | None:
    """The answer of a row of `with_match`; None where no condition was asked."""
    number = getattr(model, "match_number", None)
    return None if number is None else WORST_FIRST[number]


def _answer(figure: str, wanted: Asked) -> Expression:
    """The number of the answer of what is stated of a figure; not known where there is no span."""
    meets, touches = _tests(figure, wanted)
    return Case(
        When(Q(**{f"{figure}unit": None}), then=Value(NUMBER[Match.UNKNOWN])),
        When(meets, then=Value(NUMBER[Match.MEETS])),
        When(touches, then=Value(NUMBER[Match.MAY])),
        default=Value(NUMBER[Match.FAILS]),
        output_field=IntegerField(),
    )


def _tests(figure: str, wanted: Asked) -> tuple[Any, Any]:
    """Whether the span lies within what is asked for, and whether the two touch.

    Where one side is open the ends of the span tell, and they stand in an index. Else its gaps count too.
    """
    lowest, highest = f"{figure}lowest_end", f"{figure}highest_end"
    if wanted.high is None:
        return Q(**{f"{lowest}__gte": wanted.low}), Q(**{highest: None}) | Q(**{f"{highest}__gte": wanted.low})
    if wanted.low is None:
        return Q(**{f"{highest}__lte": wanted.high}), Q(**{lowest: None}) | Q(**{f"{lowest}__lte": wanted.high})
    allowed = Func(Value(wanted.low), Value(wanted.high), Value("[]"), function="numrange")
    return Within(F(f"{figure}span"), allowed), Touches(F(f"{figure}span"), allowed)

"""What the services ask for, and how the stated figures of the models answer it (procurement/requirement_rules.py)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, F, IntegerField, Prefetch, QuerySet, Value, When

from catalog.models import Claim, DroneModel
from catalog.naming import by_name
from catalog.queries.figures import Saying, comparable, sayings, stated
from catalog.queries.matching import NUMBER, count_answers, only, with_answers, worst_of
from catalog.queries.pages import claims_of
from catalog.queries.paging import page_of
from catalog.rules import Asked, answer
from catalog.vocabulary import Match
from portal.accounts.models import User
from procurement.models import Requirement, RequirementFigure
from procurement.requirement_rules import Wanted, condition, overall
from procurement.vocabulary import FigureLevel

PAGE_SIZE = 30


@dataclass(frozen=True)
class Judgement:
    """How one model answers one figure, and the statements that decide it (none: it is not known)."""

    figure: RequirementFigure
    match: Match
    claims: Sequence[Claim]

    @property
    def sayings(self) -> list[Saying]:
        return sayings(self.claims)


@dataclass(frozen=True)
class ModelAnswer:
    """How one model answers one requirement: figure by figure, then the worst of each level."""

    model: DroneModel
    requirement: Requirement
    judgements: Sequence[Judgement]

    def _level(self, level: str) -> Match | None:
        return overall([one.match for one in self.judgements if one.figure.level == level])

    @property
    def threshold(self) -> Match | None:
        return self._level(FigureLevel.THRESHOLD)

    @property
    def objective(self) -> Match | None:
        return self._level(FigureLevel.OBJECTIVE)

    @property
    def answer(self) -> Match:
        """The answer to the threshold; to the objective where there is no threshold."""
        return self.threshold or self.objective or Match.UNKNOWN

    @property
    def surely(self) -> int:
        """How many of the figures are surely met."""
        return sum(one.match == Match.MEETS for one in self.judgements)

    @property
    def says_something(self) -> bool:
        return any(one.match != Match.UNKNOWN for one in self.judgements)


@dataclass(frozen=True)
class Ranking:
    """The models of the requirement's domain, best answer first; `answers` counts them by their answer."""

    requirement: Requirement
    judging: Sequence[RequirementFigure]
    other: Sequence[RequirementFigure]
    rows: Sequence[ModelAnswer]
    page: Page[Any]
    answers: Mapping[Match, int]


@dataclass(frozen=True)
class Matrix:
    """The models on one page against every judging requirement of a branch; `other` judge no model."""

    branch: str
    requirements: Sequence[Requirement]
    other: Sequence[Requirement]
    rows: Sequence[tuple[DroneModel, Sequence[ModelAnswer | None]]]
    page: Page[Any]


def requirements_of(user: User) -> list[Requirement]:
    """Every requirement with its figures as `judged` pairs. Two statements of SQL."""
    figures = RequirementFigure.objects.visible_to(user).select_related("capability", "source").order_by("id")
    rows = Requirement.objects.visible_to(user).prefetch_related(Prefetch("figures", queryset=figures))
    return list(rows.order_by("branch", "slug"))


def asked_by(figure: RequirementFigure) -> Asked | None:
    """The values that a figure allows, in the unit in which claims are compared; None where it judges nobody."""
    low, high, unit = comparable(figure)
    return condition(Wanted(figure.level, figure.bound, figure.capability.better, low, high, unit))


def _asked(figure: RequirementFigure) -> Asked:
    wanted = asked_by(figure)
    assert wanted is not None  # `judging` leaves out what judges nobody
    return wanted


def judging(requirement: Requirement) -> list[RequirementFigure]:
    """The requirement's figures that judge a model."""
    return [figure for figure in requirement.figures.all() if asked_by(figure) is not None]


def answer_of(model: DroneModel, claims: Sequence[Claim], requirement: Requirement) -> ModelAnswer:
    """How the model's claims that count answer the requirement."""
    return ModelAnswer(model, requirement, [_judge(figure, claims) for figure in judging(requirement)])


def _judge(figure: RequirementFigure, claims: Iterable[Claim]) -> Judgement:
    wanted = _asked(figure)
    said = [(claim, stated(claim)) for claim in claims if claim.capability_id == figure.capability_id]
    deciding = [(claim, one) for claim, one in said if one.unit == wanted.unit and claim.bound != "text"]
    return Judgement(figure, answer([one for _, one in deciding], wanted), [claim for claim, _ in deciding])


def ranking(requirement: Requirement, *, user: User, match: Sequence[Match], number: str) -> Ranking:
    """One page of the models of the requirement's domain, best answer first. Four statements of SQL."""
    figures = judging(requirement)
    rows = ranked(DroneModel.objects.visible_to(user).filter(domain=requirement.domain), figures)
    answers = count_answers(rows) if figures else {}
    chosen = _with_claims(only(rows, match) if match else rows, user)
    total = sum(number for one, number in answers.items() if not match or one in match)
    page = page_of(chosen, total=total, number=number, size=PAGE_SIZE)
    return Ranking(
        requirement,
        figures,
        [figure for figure in requirement.figures.all() if figure not in figures],
        [answer_of(model, model.counting, requirement) for model in page.object_list],
        page,
        answers,
    )


def ranked(rows: QuerySet[DroneModel], figures: Sequence[RequirementFigure]) -> Any:
    """Rows with `match_number`, the answer to the requirement, in the order of `requirement_rules.rank`."""
    if not figures:
        return rows.none()
    asked = [(figure.capability.code, _asked(figure)) for figure in figures]
    known, answers = with_answers(rows, asked)
    numbers = {f"answer_{place}": answer for place, answer in enumerate(answers)}
    threshold = [name for name, figure in zip(numbers, figures, strict=True) if figure.level == FigureLevel.THRESHOLD]
    found: Any = known.annotate(**numbers).annotate(
        match_number=worst_of([F(name) for name in threshold or numbers]),
        surely=_count(numbers, Match.MEETS),
        maybe=_count(numbers, Match.MAY),
    )
    return found.order_by("-match_number", "-surely", "-maybe", *by_name())


def _count(names: Iterable[str], match: Match) -> Any:
    one_each = [
        Case(When(**{name: NUMBER[match]}, then=Value(1)), default=Value(0), output_field=IntegerField())
        for name in names
    ]
    return sum(one_each[1:], start=one_each[0])


def _with_claims(rows: Any, user: User) -> Any:
    claims = Prefetch("claims", queryset=claims_of(user), to_attr="counting")
    return rows.select_related("maker").prefetch_related(claims)


def matrix(branch: str, *, user: User, number: str) -> Matrix | None:
    """One page of models against the branch's requirements; None for a branch that states none. Six statements."""
    every = [requirement for requirement in requirements_of(user) if requirement.branch == branch]
    if not every:
        return None
    columns = [requirement for requirement in every if judging(requirement)]
    domains = {requirement.domain for requirement in columns}
    models = DroneModel.objects.visible_to(user).filter(domain__in=domains).order_by(*by_name())
    page = page_of(_with_claims(models, user), total=models.count(), number=number, size=PAGE_SIZE)
    rows = [(model, [_cell(model, requirement) for requirement in columns]) for model in page.object_list]
    return Matrix(branch, columns, [row for row in every if row not in columns], rows, page)


def _cell(model: Any, requirement: Requirement) -> ModelAnswer | None:
    return answer_of(model, model.counting, requirement) if model.domain == requirement.domain else None


def answered_by(model: DroneModel, claims: Sequence[Claim], *, user: User) -> list[ModelAnswer]:
    """The way back: the requirements of the model's domain about which its claims say something, best answer first."""
    answers = [answer_of(model, claims, row) for row in requirements_of(user) if row.domain == model.domain]
    telling = [found for found in answers if found.says_something]
    return sorted(telling, key=lambda found: -NUMBER[found.answer])

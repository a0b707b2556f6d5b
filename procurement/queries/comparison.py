"""What the comparison page shows, and every file of it: the rows asked for, the check against a requirement."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.queries.comparison import FEWEST, MOST, Comparison, ComparisonRow, comparison
from portal.accounts.models import User
from procurement.models import Requirement, RequirementFigure
from procurement.queries.requirements import Judgement, ModelAnswer, answer_of, judging, requirements_of


@dataclass(frozen=True)
class Check:
    """`overall`: the answer of each model; `rows`: each judging figure with the judgement of each model."""

    requirement: Requirement
    overall: Sequence[ModelAnswer]
    rows: Sequence[tuple[RequirementFigure, Sequence[Judgement]]]


@dataclass(frozen=True)
class Compared:
    """The page's choice. `rows` are those shown; `checks` the requirements that concern one of the models at least.

    `unknown` is the requirement that was asked for and is none of them, '' when all is well.
    """

    found: Comparison
    rows: Sequence[ComparisonRow]
    only: bool
    checks: Sequence[Requirement]
    check: Check | None
    too_many: bool
    unknown: str

    @property
    def enough(self) -> bool:
        return len(self.found.models) >= FEWEST

    @property
    def is_whole(self) -> bool:
        """True when everything that was asked for is there: only then is a file made of it."""
        return self.enough and not (self.found.missing or self.too_many or self.unknown)


def compared(slugs: Sequence[str], *, only: bool, requirement: str, user: User) -> Compared:
    """The models side by side; `only` leaves out the rows that are the same for all. Four statements of SQL."""
    found = comparison(slugs, user=user)
    checks = [row for row in requirements_of(user) if judging(row) and _concerns(row, found)]
    chosen = next((row for row in checks if row.slug == requirement), None)
    return Compared(
        found=found,
        rows=[row for row in found.rows if row.differs or not only],
        only=only,
        checks=checks,
        check=_check(chosen, found) if chosen else None,
        too_many=len(set(slugs)) > MOST,
        unknown="" if chosen else requirement,
    )


def _concerns(requirement: Requirement, found: Comparison) -> bool:
    return any(model.domain == requirement.domain for model in found.models)


def _check(requirement: Requirement, found: Comparison) -> Check:
    answers = [answer_of(model, model.counting, requirement) for model in found.models]  # type: ignore[attr-defined]  # prefetched
    by_figure = zip(*(one.judgements for one in answers), strict=True)
    return Check(requirement, answers, list(zip(judging(requirement), by_figure, strict=True)))

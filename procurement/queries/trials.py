"""Trials and evaluations of a model, as far as the reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet

from catalog.models import Claim, DroneModel
from catalog.queries.figures import comparable, stated
from catalog.queries.pages import claims_of
from catalog.rules import Stated, can_all_hold
from catalog.vocabulary import Bound
from portal.accounts.models import Party, User
from procurement.models import Engagement, Evaluation, Trial, TrialFigure
from procurement.models.trials import OwnStatement

S = TypeVar("S", bound=OwnStatement)


def current(rows: QuerySet[S]) -> QuerySet[S]:
    """Of the rows that the person may see, those that none of them replaces.

    A newer row that is hidden from the person does not take the older one away: that would tell of it.
    """
    return rows.exclude(pk__in=rows.exclude(replaces=None).order_by().values("replaces"))


def trials_of(user: User) -> QuerySet[Any]:
    """Rows of Trial with their figures, and the engagement where the person may see it too. Two statements more."""
    engagements: Any = Prefetch("engagement", queryset=Engagement.objects.visible_to(user))
    observed = TrialFigure.objects.visible_to(user).select_related("capability").order_by("id")
    rows = current(Trial.objects.visible_to(user)).select_related("party", "model", "source")
    return rows.prefetch_related(engagements, Prefetch("figures", queryset=observed, to_attr="observed"))


def evaluations_of(user: User) -> QuerySet[Evaluation]:
    """Evaluations that count for the person."""
    return current(Evaluation.objects.visible_to(user)).select_related("party", "model")


@dataclass(frozen=True)
class Observed:
    """One observed figure beside what is stated: how many statements there are, and which cannot hold with it."""

    figure: TrialFigure
    stated: Sequence[Claim]
    against: Sequence[Claim]


@dataclass(frozen=True)
class TrialRow:
    """One trial with its observations."""

    trial: Trial
    observed: Sequence[Observed]


@dataclass(frozen=True)
class Experience:
    """What the reader's party, and others as far as they released it, saw and think of a model."""

    trials: Sequence[TrialRow]
    evaluations: Sequence[Evaluation]

    @property
    def releases(self) -> list[list[str]]:
        """The release lists of everything shown, for the marking of the page."""
        return [row.trial.releasable_to for row in self.trials] + [row.releasable_to for row in self.evaluations]


def experience_of(model: DroneModel, *, user: User, claims: Iterable[Claim] | None = None) -> Experience:
    """At most five statements of SQL; one less where the caller has read the model's claims that count."""
    said = list(claims_of(user).filter(model=model) if claims is None else claims)
    claims = [claim for claim in said if claim.bound != Bound.TEXT]
    trials = trials_of(user).filter(model=model).order_by("-held_on", "-id")
    return Experience(
        trials=[TrialRow(trial, _beside(trial.observed, claims)) for trial in trials],
        evaluations=list(evaluations_of(user).filter(model=model).order_by("-recorded_at", "-id")),
    )


def _beside(figures: Iterable[TrialFigure], claims: Sequence[Claim]) -> list[Observed]:
    rows = []
    for figure in figures:
        unit = comparable(figure)[2]
        said = [c for c in claims if c.capability_id == figure.capability_id and comparable(c)[2] == unit]
        seen = _as_stated(figure)
        against = [claim for claim in said if not can_all_hold([seen, stated(claim)])]
        rows.append(Observed(figure, said, against if figure.bound != Bound.TEXT else []))
    return rows


def _as_stated(figure: TrialFigure) -> Stated:
    low, high, unit = comparable(figure)
    return Stated(figure.bound, low, high, source="observed", unit=unit)


def engagements_to_choose(user: User) -> list[Engagement]:
    """Events at which a trial may have been shown, the newest first."""
    return list(Engagement.objects.visible_to(user).order_by("-starts_on", "slug")[:200])


def parties_to_release_to(user: User) -> list[Party]:
    """Parties that have people on the portal, without the person's own."""
    return list(Party.objects.filter(people__isnull=False).exclude(code=user.party_code).distinct())

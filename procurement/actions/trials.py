"""Putting trials and evaluations on record for the own party, and releasing them to others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from catalog.actions.claim_rows import figure_fields
from catalog.actions.claim_words import ClaimWords, checked_figure
from catalog.actions.sources import SourceWords, date_problem, known_source, source_problems
from catalog.models import Capability, DroneModel
from catalog.stated import StatedFigure
from catalog.typed import read_day
from portal.accounts import roles
from portal.accounts.models import Party, User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from procurement.models import Engagement, Evaluation, Trial, TrialFigure
from procurement.models.trials import OwnStatement

S = TypeVar("S", bound=OwnStatement)
MOST_FIGURES = 30
RATINGS = range(1, 6)


@dataclass(frozen=True)
class Seen:
    """One observation as typed: the code of the capability and "38 km"."""

    capability: str
    figure: str
    condition: str = ""


@dataclass(frozen=True)
class TrialWords:
    """A trial as typed. The date may be partial; `engagement` is the slug of the event where it was shown."""

    held_on: str
    place: str = ""
    conditions: str = ""
    note: str = ""
    engagement: str = ""
    source: SourceWords = field(default_factory=SourceWords)
    observed: Sequence[Seen] = ()


def add_trial(*, model_slug: str, words: TrialWords, by: User, at: datetime) -> Trial:
    """Puts a trial on record, for the own party only until it is released.

    Missing: no such model. Refused: no right. Invalid names each field (observations as figure-1, figure-2, ...).
    Nothing is written then.
    """
    party = _party(by)
    problems = _trial_problems(words, at.date())
    engagement = _engagement(words.engagement, by, problems)
    observed = _observed(words.observed, problems)
    if problems:
        raise Invalid(problems)
    with writing(by=by.actor, reason="Trial put on record"):
        trial = Trial(
            model=_model(model_slug, by),
            engagement=engagement,
            held_on=read_day(words.held_on, today=at.date()),
            place=words.place.strip(),
            conditions=words.conditions.strip(),
            note=words.note.strip(),
            **_cited(words.source),
            **_owned(party, by, at),
        )
        trial.save()
        TrialFigure.objects.bulk_create(
            TrialFigure(trial=trial, capability=capability, **figure_fields(seen, capability))
            for capability, seen in observed
        )
    return trial


def _cited(words: SourceWords) -> dict[str, object]:
    """A known source as such; another one as words of the trial's own. The words were checked before."""
    known = None if words == SourceWords() else known_source(words)
    if known is not None:
        return {"source": known}
    named = {"source_url": words.url, "source_publisher": words.publisher, "source_language": words.language}
    return {name: text.strip() for name, text in named.items()}


def _party(by: User) -> Party:
    if not by.may(roles.STATE) or by.party is None:
        raise Refused(_("Your role may read this but not write it."), code="no-right")
    return by.party


def _owned(party: Party, by: User, at: datetime) -> dict[str, object]:
    return {"party": party, "person": by.username, "recorded_at": at, "releasable_to": [party.code]}


def _model(slug: str, by: User) -> DroneModel:
    model = DroneModel.objects.visible_to(by).filter(slug=slug).first()
    if model is None:
        raise Missing(_("There is no such model."))
    return model


def _trial_problems(words: TrialWords, today: date) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if not words.held_on:
        problems["held_on"] = [_("Say when it was held: a day, a month or a year.")]
    elif told := date_problem(words.held_on, today):
        problems["held_on"] = [told]
    if words.source != SourceWords():
        problems |= source_problems(words.source, today)
    if not (words.observed or words.note.strip() or words.conditions.strip()):
        problems["note"] = [_("Write what was observed: a figure or words.")]
    return problems


def _engagement(slug: str, by: User, problems: dict[str, list[str]]) -> Engagement | None:
    if not slug:
        return None
    found = Engagement.objects.visible_to(by).filter(slug=slug).first()
    if found is None:
        problems["engagement"] = [_("There is no such event.")]
    return found


def _observed(observed: Sequence[Seen], problems: dict[str, list[str]]) -> list[tuple[Capability, StatedFigure]]:
    """The observations that can be read; what cannot is a problem of figure-1, figure-2, ..."""
    if len(observed) > MOST_FIGURES:
        problems["observed"] = [_("At most %(n)s figures.") % {"n": MOST_FIGURES}]
        return []
    known = Capability.objects.in_bulk(field_name="code")
    found = []
    for number, seen in enumerate(observed, start=1):
        if seen.capability not in known:
            problems[f"figure-{number}"] = [_("Choose what the figure is about.")]
            continue
        capability = known[seen.capability]
        words = ClaimWords(seen.capability, SourceWords(), "", figure=seen.figure, condition=seen.condition)
        try:
            found.append((capability, checked_figure(words, capability)))
        except Invalid as fault:
            problems[f"figure-{number}"] = [text for texts in fault.problems.values() for text in texts]
    return found


def add_evaluation(
    *, model_slug: str, rating: int, by: User, at: datetime, pros: str = "", cons: str = "", note: str = ""
) -> Evaluation:
    """Puts the party's evaluation on record, for the own party only until it is released.

    The same person's earlier evaluation of the model is replaced by it (and stays in the history). Missing, Refused,
    Invalid (rating, pros): nothing is written then.
    """
    party = _party(by)
    problems: dict[str, list[str]] = {}
    if rating not in RATINGS:
        problems["rating"] = [_("Rate from 1 (poor) to 5 (very good).")]
    if not (pros.strip() or cons.strip() or note.strip()):
        problems["pros"] = [_("Write what speaks for it or against it: a number alone says little.")]
    if problems:
        raise Invalid(problems)
    with writing(by=by.actor, reason="Evaluation put on record"):
        model = _model(model_slug, by)
        DroneModel.objects.select_for_update().get(pk=model.pk)  # two at once would replace the same row
        own = Evaluation.objects.filter(model=model, party=party, person=by.username, replaced_by=None)
        evaluation = Evaluation(
            model=model,
            rating=rating,
            pros=pros.strip(),
            cons=cons.strip(),
            note=note.strip(),
            replaces=own.order_by("-id").first(),
            **_owned(party, by, at),
        )
        evaluation.save()
    return evaluation


def release_trial(*, uid: UUID, to: Iterable[str], by: User, at: datetime, reason: str) -> Trial:
    """Releases a trial of the own party to further parties, as a new row that replaces it. See `_released`."""
    with writing(by=by.actor, reason=_why(reason)):
        old = _own(Trial.objects.visible_to(by).filter(uid=uid).first(), by)
        figures = list(old.figures.order_by("id"))
        trial = _released(Trial.objects.get(pk=old.pk), old, to, by, at)
        for figure in figures:
            figure.pk, figure.trial = None, trial
            figure._state.adding = True
        TrialFigure.objects.bulk_create(figures)
    return trial


def release_evaluation(*, uid: UUID, to: Iterable[str], by: User, at: datetime, reason: str) -> Evaluation:
    """Releases an evaluation of the own party to further parties, as a new row that replaces it. See `_released`."""
    with writing(by=by.actor, reason=_why(reason)):
        old = _own(Evaluation.objects.visible_to(by).filter(uid=uid).first(), by)
        return _released(Evaluation.objects.get(pk=old.pk), old, to, by, at)


def _why(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": [_("Write why it is released.")]})
    return reason.strip()


def _own(row: S | None, by: User) -> S:
    """The row, when the person may release it; its model is locked, so that two releases stand in line."""
    party = _party(by)
    if row is None:
        raise Missing(_("It does not exist, or it is not released to you."))
    DroneModel.objects.select_for_update().get(pk=row.model_id)  # type: ignore[attr-defined]  # both have a model
    if row.party_id != party.pk:
        raise Refused(_("It is released by the party that put it on record."))
    if type(row)._default_manager.filter(replaces=row.pk).exists():
        raise Conflict(_("Somebody has replaced it in the meantime."), current={"id": str(row.uid)})
    return row


def _released(new: S, old: S, to: Iterable[str], by: User, at: datetime) -> S:
    """`new` is a second copy of `old`: saved as the row that replaces it, with the parties of `to` added."""
    wanted = set(to)
    unknown = wanted - set(Party.objects.filter(code__in=wanted).values_list("code", flat=True))
    added = wanted - set(old.releasable_to)
    if unknown or not added:
        raise Invalid({"to": [_("Choose a party that cannot read it yet.")]})
    new.pk, new.uid, new.replaces, new.person, new.recorded_at = None, uuid4(), old, by.username, at
    new._state.adding = True
    new.releasable_to = sorted({*old.releasable_to, *wanted})
    new.save()
    return new

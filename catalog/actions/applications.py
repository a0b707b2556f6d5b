"""Applications: putting on record that somebody says what a model is meant or used for, and withdrawing it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catalog.actions.claim_rows import officer_party
from catalog.actions.claim_words import checked_words
from catalog.actions.sources import SourceWords, source_on_record
from catalog.models import ApplicationStatement, DroneModel
from catalog.typed import read_day
from catalog.vocabulary import DroneRole
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing


@dataclass(frozen=True)
class ApplicationWords:
    """An application as typed: its code, who says it, when, on which page; `condition` are words that belong to it."""

    application: str
    source: SourceWords
    stated_by: str
    stated_on: str = ""
    condition: str = ""


def add_application(*, model_slug: str, words: ApplicationWords, by: User, at: datetime) -> ApplicationStatement:
    """Puts an application on record for the person's party, with its source (a new one is put on record with it).

    Missing: no such model. Refused: no right. Invalid: each problem names its field; a statement that is on record
    already is one too. Nothing is written then.
    """
    party = officer_party(by)
    problems = checked_words(words, today=at.date())
    if words.application not in DroneRole.values:
        problems["application"] = [_("Choose what the model is meant or used for.")]
    if problems:
        raise Invalid(problems)
    with writing(by=by.actor, reason="Application put on record"):
        row = ApplicationStatement(
            model=_locked(model_slug, by),
            application=words.application,
            stated_by=words.stated_by,
            stated_on=read_day(words.stated_on, today=at.date()),
            source=source_on_record(words.source, at=at),
            condition=words.condition.strip(),
            owner=party,
            added_by=by.username,
            recorded_at=at,
        )
        _refuse_double(row)
        row.save()
    return row


def _locked(slug: str, by: User) -> DroneModel:
    """The model under its row lock: whoever writes about it at the same time stands in line here."""
    model = DroneModel.objects.visible_to(by).filter(slug=slug).select_for_update().first()
    if model is None:
        raise Missing(_("There is no such model."))
    return model


def _refuse_double(row: ApplicationStatement) -> None:
    names = ("model", "application", "source", "stated_by", "stated_on", "condition")
    same = ApplicationStatement.objects.filter(withdraws=None, withdrawn_by=None)
    known = same.filter(**{name: getattr(row, name) for name in names}).first()
    if known is not None:
        told = _("This statement is on record already, as number %(number)s.") % {"number": known.pk}
        raise Invalid({"application": [told]})


def withdraw_application(*, number: int, by: User, at: datetime, reason: str) -> ApplicationStatement:
    """Takes an application back; returns the row that does it.

    Officers withdraw what their own party brought, and what the public record brought. Missing, Refused (no right, or
    another party's), Invalid (reason), Conflict (withdrawn already): nothing is written then.
    """
    party = officer_party(by)
    if not reason.strip():
        raise Invalid({"reason": [_("Write why: everybody who sees the statement reads it.")]})
    with writing(by=by.actor, reason=reason.strip()):
        row = _counting(number, by)
        if row.owner_id not in (None, party.pk):
            raise Refused(_("A statement is withdrawn by the party that brought it. You can add one of your own."))
        withdrawal = ApplicationStatement(
            model=row.model,
            application=row.application,
            stated_by=row.stated_by,
            stated_on=row.stated_on,
            source=row.source,
            condition=reason.strip(),
            withdraws=row,
            owner=party,
            added_by=by.username,
            recorded_at=at,
        )
        withdrawal.save()
    return withdrawal


def _counting(number: int, by: User) -> ApplicationStatement:
    """The application, its model locked. Missing: not there. Conflict: somebody withdrew it."""
    rows = ApplicationStatement.objects.visible_to(by).filter(withdraws=None).select_related("model", "source")
    row = rows.filter(pk=number).first()
    if row is None:
        raise Missing(_("There is no such statement."))
    _locked(row.model.slug, by)
    taken_back = ApplicationStatement.objects.filter(withdraws=row).first()
    if taken_back is not None:
        at, why = taken_back.recorded_at.isoformat(), taken_back.condition
        current = {"application": row.pk, "withdrawn_at": at, "reason": why}
        raise Conflict(_("The statement was withdrawn in the meantime."), current=current)
    return row

"""Saying something about a milestone: forecast, started, reported met, disputed, confirmed, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from portal.partialdate import first_day, whole_day
from procurement import rules
from procurement.models import Milestone, MilestoneStatement
from procurement.queries.plan import facts_of
from procurement.queries.since import said_since
from procurement.vocabulary import ReasonCode, StatementKind

NEEDS_DATE = frozenset({StatementKind.FORECAST, StatementKind.STARTED, StatementKind.REPORTED_MET})
NEEDS_REASON = frozenset(StatementKind.values) - {StatementKind.CONFIRMED}
SAYABLE = frozenset(rules.MAY_SAY)


@dataclass(frozen=True)
class Words:
    """What somebody says, as typed. Dates are YYYY-MM-DD ('' = none); `about` is the statement that is answered."""

    kind: str
    reason: str = ""
    date: str = ""
    start_date: str = ""
    about: UUID | None = None
    quantity: Decimal | None = None
    quantity_unit: str = ""
    reason_code: str = ""  # the kind of the reason; '' = not named


def state_milestone(
    *,
    milestone_code: str,
    kind: str,
    by: User,
    at: datetime,
    reason: str,
    version: int,
    date: str = "",
    start_date: str = "",
    about: UUID | None = None,
    quantity: Decimal | None = None,
    quantity_unit: str = "",
    reason_code: str = "",
) -> MilestoneStatement:
    """Adds a statement of the person's party about a milestone, and raises the milestone's version by one.

    `version` is the version the person saw. `about` may be left out for an answer to the open report.
    Missing: no such milestone for this person. Refused: no right, or the rules do not allow it now. Invalid: the
    input is incomplete. Conflict: somebody was faster; `current` holds the present state. Nothing is written then.
    """
    words = Words(kind, reason.strip(), date, start_date, about, quantity, quantity_unit, reason_code)
    _check_right(by, kind)
    _check_words(words)
    with writing(by=by.actor, reason=words.reason or kind):
        milestone = locked_milestone(milestone_code, by)
        statements = list(
            MilestoneStatement.objects.visible_to(by).filter(milestone=milestone).select_related("party").order_by("id")
        )
        known = facts_of(milestone, statements)
        if milestone.version != version:
            raise _conflict(milestone, known, version, by)
        statement = _statement(milestone, words, _answered(words, known, statements), known, by, at)
        statement.save()
        milestone.version += 1
        milestone.save(update_fields=["version"])
    return statement


def _conflict(milestone: Milestone, known: rules.Facts, seen: int, by: User) -> Conflict:
    """Both versions: the one that was seen and the present one, with everything that was said between them."""
    return Conflict(
        _("The milestone has changed since you opened it."),
        current={
            "code": milestone.code,
            "state": known.state.value,
            "version": milestone.version,
            "seen_version": seen,
            "said_since": [
                {
                    "id": str(row.uid),
                    "kind": row.kind,
                    "party": row.party.code if row.party else None,
                    "person": row.person,
                    "stated_on": row.stated_on,
                    "date": row.date,
                    "reason": row.reason,
                }
                for row in said_since(milestone, seen, user=by)
            ],
        },
    )


def _check_right(by: User, kind: str) -> None:
    right = roles.CONFIRM if kind == StatementKind.CONFIRMED else roles.STATE
    if not by.may(right) or by.party is None:
        raise Refused(_("Your role may read this milestone but not state anything about it."), code="no-right")


def _check_words(words: Words) -> None:
    problems = {**_missing(words), **_bad_dates(words)}
    if words.kind not in SAYABLE:
        problems["kind"] = [_("Choose what you want to state.")]
    if words.reason_code and words.reason_code not in ReasonCode.values:
        problems["reason_code"] = [_("Choose the kind of reason.")]
    if problems:
        raise Invalid(problems)


def _missing(words: Words) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if words.kind in NEEDS_REASON and not words.reason:
        problems["reason"] = [_("Write why: the other party reads it.")]
    if words.kind in NEEDS_DATE and not words.date:
        problems["date"] = [_("Give the day, for example 2027-03-01.")]
    if words.kind == StatementKind.PARTLY_MET and words.quantity is None:
        problems["quantity"] = [_("Give the quantity that is met.")]
    return problems


def _bad_dates(words: Words) -> dict[str, list[str]]:
    given = {"date": words.date, "start_date": words.start_date}
    problems = {name: [_("Write a day as YYYY-MM-DD.")] for name, text in given.items() if text and not _is_day(text)}
    if not problems and words.start_date and words.date and words.start_date > words.date:
        problems["start_date"] = [_("The start is after the finish.")]
    return problems


def _is_day(text: str) -> bool:
    try:
        return bool(whole_day(text))
    except ValueError:
        return False


def locked_milestone(code: str, by: User) -> Milestone:
    """The milestone under its row lock; two who write at once stand in line here."""
    rows = Milestone.objects.visible_to(by).filter(code=code).select_for_update(of=("self",))
    milestone = rows.select_related("deal").first()
    if milestone is None:
        raise Missing(_("There is no such milestone."))
    if milestone.deal.is_public:
        raise Refused(_("The public record has sources instead of parties: nobody states its milestones here."))
    return milestone


def _answered(words: Words, known: rules.Facts, statements: Sequence[MilestoneStatement]) -> int | None:
    """The key of the statement that is answered: the named one (0 when this person sees none), or the open report."""
    if words.about is not None:
        return next((row.pk for row in statements if row.uid == words.about), 0)
    if words.kind in {StatementKind.CONFIRMED, StatementKind.DISPUTED} and known.open_report:
        return known.open_report.number
    return None


def _statement(
    milestone: Milestone, words: Words, about: int | None, known: rules.Facts, by: User, at: datetime
) -> MilestoneStatement:
    assert by.party is not None  # checked with the right
    new = rules.Said(
        number=0,
        kind=words.kind,
        party=by.party.code,
        side=by.party.side,
        person=by.username,
        day=first_day(words.date) if words.date else None,
        about=about,
        quantity=words.quantity,
    )
    try:
        rules.check(new, known, internal=milestone.is_restricted, today=at.date())
    except rules.NotNow as refusal:
        raise Refused(str(refusal.why.label) % refusal.values, code=refusal.why.value) from None
    return MilestoneStatement(
        milestone=milestone,
        kind=words.kind,
        party=by.party,
        person=by.username,
        by=by,
        stated_on=at.date().isoformat(),
        start_date=words.start_date,
        date=words.date,
        quantity=words.quantity,
        quantity_unit=words.quantity_unit,
        reason_code=words.reason_code,
        reason=words.reason,
        about_id=about,
        recorded_at=at,
    )

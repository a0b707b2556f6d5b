"""Schedules of reports: made, changed, paused and taken up by officers; and a report asked for now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from procurement.models import Deal
from reports.actions.making import queue
from reports.actions.recipients import take_over_recipients
from reports.models import Report, ReportSchedule
from reports.rules import DAY, WEEK, Period, period_of
from reports.vocabulary import Cadence, FileForm, Tongue


@dataclass(frozen=True)
class ScheduleWords:
    """What a form or a call says of a new schedule. `own`: only for the party of who makes it.

    `language` (Tongue) and `formats` (FileForm) are those of the mails.
    """

    deal: str
    cadence: str
    zone: str
    hour: int
    own: bool = False
    language: str = Tongue.BOTH
    formats: Sequence[str] = (FileForm.PDF,)


def add_schedule(*, words: ScheduleWords, by: User, at: datetime, reason: str = "A new schedule") -> ReportSchedule:
    """A schedule that begins with the period of today.

    Missing: no such deal for this person. Refused: no right. Invalid: there is one already, or no own party.
    """
    _check_right(by)
    deal = Deal.objects.visible_to(by).filter(code=words.deal).first()
    if deal is None:
        raise Missing(_("There is no such deal."))
    if words.own and by.party_code not in deal.party_codes:
        raise Invalid({"own": [_("Your party is no party of this deal, so it has no report of its own.")]})
    audience = by.party_code if words.own else ""
    if words.cadence == Cadence.YEARLY and deal.starts_on is None:
        raise Invalid({"cadence": [_("The deal has no first day from which its years could be counted.")]})
    with writing(by=by.actor, reason=reason):
        Deal.objects.select_for_update().get(pk=deal.pk)  # two at once: the second one is told
        if ReportSchedule.objects.filter(deal=deal, cadence=words.cadence, audience=audience).exists():
            raise Invalid({"cadence": [_("There is such a schedule already. Change it in the list.")]})
        return ReportSchedule.objects.create(
            deal=deal,
            cadence=words.cadence,
            audience=audience,
            releasable_to=[audience] if audience else [],
            zone=words.zone,
            hour=words.hour,
            starts_on=_today(words.zone, at),
            language=words.language,
            formats=list(words.formats),
        )


def change_schedule(
    *,
    schedule_id: int,
    zone: str,
    hour: int,
    version: int,
    by: User,
    reason: str,
    language: str | None = None,
    formats: Sequence[str] | None = None,
) -> ReportSchedule:
    """Another clock or hour, other mails (None leaves them). What was reported stays.

    Conflict when somebody changed it since.
    """
    with writing(by=by.actor, reason=reason):
        row = _held(schedule_id, version, by)
        row.zone, row.hour = zone, hour
        row.language = row.language if language is None else language
        row.formats = row.formats if formats is None else list(formats)
        row.version += 1
        row.save()
    return row


def pause_schedule(*, schedule_id: int, version: int, by: User, reason: str = "Paused") -> ReportSchedule:
    """No report is made until it is taken up again."""
    with writing(by=by.actor, reason=reason):
        row = _held(schedule_id, version, by)
        row.is_active = False
        row.version += 1
        row.save()
    return row


def resume_schedule(
    *, schedule_id: int, version: int, by: User, at: datetime, reason: str = "Taken up again"
) -> ReportSchedule:
    """Goes on with the period of today: what fell into the pause is not made up."""
    with writing(by=by.actor, reason=reason):
        row = _held(schedule_id, version, by)
        if not row.is_active:
            row.is_active, row.starts_on = True, max(row.starts_on, _today(row.zone, at))
            row.version += 1
            row.save()
    return row


def run_now(*, schedule_id: int, by: User, at: datetime) -> Report:
    """A report on the running period up to today for the schedule's audience, asked for now; once a day.

    It belongs to the deal's schedule on demand, so that the report due at the end of the period is made all the same.
    That schedule begins with the mails and recipients of the one from which it is asked for first.
    """
    _check_right(by)
    row = _visible(schedule_id, by)
    today = _today(row.zone, at)
    with transaction.atomic():
        with writing(by=by.actor, reason="A report on demand"):
            like = {"zone": row.zone, "language": row.language, "formats": row.formats}
            wanted, is_new = ReportSchedule.objects.get_or_create(
                deal=row.deal,
                cadence=Cadence.ON_DEMAND,
                audience=row.audience,
                defaults={"starts_on": today, "releasable_to": row.releasable_to, **like},
            )
            if is_new:
                take_over_recipients(row, wanted, at=at)
        period = Period(_began(row, today), today + DAY)
        queue(wanted, period, at=at)
    return Report.objects.get(schedule=wanted, period_end=period.end)


def _began(schedule: ReportSchedule, today: date) -> date:
    if schedule.cadence == Cadence.ON_DEMAND:
        return today + DAY - WEEK
    return period_of(schedule.cadence, today, anchor=schedule.deal.starts_on or schedule.starts_on).start


def _today(zone: str, at: datetime) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _check_right(by: User) -> None:
    if not by.may(roles.ISSUE_REPORT):
        raise Refused(_("Your role reads reports but does not issue them."), code="no-right")


def _visible(schedule_id: int, by: User) -> ReportSchedule:
    row = ReportSchedule.objects.visible_to(by).select_related("deal").filter(pk=schedule_id).first()
    if row is None:
        raise Missing(_("There is no such schedule."))
    return row


def _held(schedule_id: int, version: int, by: User) -> ReportSchedule:
    """The schedule, locked; refused without the right, and when it is no longer as the person saw it."""
    _visible(schedule_id, by)
    _check_right(by)
    row = ReportSchedule.objects.select_for_update().get(pk=schedule_id)
    if row.version != version:
        raise Conflict(
            _("Somebody changed this schedule since you saw it. Look at it again."), current={"version": row.version}
        )
    return row

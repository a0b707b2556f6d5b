"""Schedules as their page shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q, QuerySet

from portal.accounts.models import User
from procurement.models import Deal
from reports.models import Report, ReportSchedule
from reports.rules import DAY, Period, next_due, periods_due
from reports.vocabulary import Cadence, ReportState, Zone


@dataclass(frozen=True)
class Listed:
    """A schedule with the period that it tells next and the moment, in UTC, when that report is due."""

    schedule: ReportSchedule
    period: Period | None
    due: datetime | None

    @property
    def clocks(self) -> list[tuple[str, datetime]]:
        """The moment on the clocks of both capitals, without a zone, as (name, day and time)."""
        zones = [Zone.KYIV, Zone.WASHINGTON] if self.due else []
        return [
            (str(zone.label), self.due.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for zone in zones if self.due
        ]

    @property
    def last_day(self) -> date | None:
        """The last day that was reported."""
        end: date | None = getattr(self.schedule, "reported_to", None)
        return end - DAY if end else None


def schedules_of(user: User, *, at: datetime) -> list[Listed]:
    """The schedules that the person may see with the last period reported (`reported_to`). One statement of SQL."""
    ready = Q(reports__state=ReportState.READY)
    rows = ReportSchedule.objects.visible_to(user).select_related("deal")
    return [listed(row, at) for row in rows.annotate(reported_to=Max("reports__period_end", filter=ready))]


def schedule_of(uid: UUID, *, user: User, at: datetime) -> Listed | None:
    """One schedule, None when there is none for this person."""
    ready = Q(reports__state=ReportState.READY)
    rows = ReportSchedule.objects.visible_to(user).select_related("deal").filter(uid=uid)
    row = rows.annotate(reported_to=Max("reports__period_end", filter=ready)).first()
    return listed(row, at) if row else None


def listed(row: ReportSchedule, at: datetime) -> Listed:
    """The schedule with its next period and the moment when that report is due."""
    if row.cadence == Cadence.ON_DEMAND:
        return Listed(row, None, None)
    anchor = row.deal.starts_on
    period, due = next_due(row.cadence, row.starts_on, anchor=anchor, hour=row.hour, zone=row.zone, at=at)
    return Listed(row, period, due)


def deals_to_report(user: User) -> list[Deal]:
    """The deals for which the person may make a schedule: the own ones first."""
    return sorted(Deal.objects.visible_to(user), key=lambda deal: (deal.is_public, deal.code))


def due_of(schedule: ReportSchedule, at: datetime) -> list[Period]:
    """The periods of the schedule whose reports are due, oldest first; none for one on demand."""
    if schedule.cadence == Cadence.ON_DEMAND:
        return []
    clock: dict[str, Any] = {"hour": schedule.hour, "zone": schedule.zone, "at": at}
    return list(periods_due(schedule.cadence, schedule.starts_on, anchor=schedule.deal.starts_on, **clock))


def missing(schedules: QuerySet[ReportSchedule], *, at: datetime) -> list[tuple[ReportSchedule, Period]]:
    """The periods whose reports are due and do not exist, of the active ones among the schedules."""
    rows = list(schedules.filter(is_active=True).select_related("deal"))
    known = set(Report.objects.filter(schedule__in=rows).values_list("schedule_id", "period_end"))
    due = [(row, period) for row in rows for period in due_of(row, at)]
    return [(row, period) for row, period in due if (row.pk, period.end) not in known]


def held_back(user: User, *, at: datetime) -> tuple[int, list[tuple[ReportSchedule, Period]]]:
    """How many reports that were due by then are missing, and those of schedules that the person may see."""
    held = missing(ReportSchedule.objects.all(), at=at)  # their number tells operators of nobody in particular
    seen = set(ReportSchedule.objects.visible_to(user).values_list("pk", flat=True))
    return len(held), [(row, period) for row, period in held if row.pk in seen]

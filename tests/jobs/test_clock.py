"""The clock runs over every change of both capitals' clocks in five years: each report is due once, at its moment.

Two beats sweep at once, every hour, over the database that all share. `make drill` takes each change of the five
years, the tests the first of each kind.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connections

from portal.jobs import running
from portal.jobs.models import Job
from procurement.models import Deal
from reports.models import Report
from reports.rules import Period, due_at
from tests.support import factories
from tests.support.database import copied

pytestmark = pytest.mark.slow
FIRST, DAYS = date(2027, 1, 1), 5 * 366
HOUR = timedelta(hours=1)
SKIPPED_OR_TWICE = {"Europe/Kyiv": 3, "America/New_York": 2}


def _changes(zone: str) -> Iterator[date]:
    """The days on which the clocks of the zone change."""
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        here = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        after = here + timedelta(days=1)
        if here.utcoffset() != after.utcoffset():
            yield day


EVERY = [(zone, day) for zone in SKIPPED_OR_TWICE for day in _changes(zone)]
TAKEN = EVERY if int(os.environ.get("FAULT_ROUNDS", "1")) > 1 else [one for one in EVERY if one[1].year == FIRST.year]


@pytest.fixture(scope="module")
def _ground(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    before = settings.PORTAL_SWEEPS
    settings.PORTAL_SWEEPS = ["reports.tasks.sweep"]
    with django_db_blocker.unblock(), copied("clock"):  # type: ignore[attr-defined]  # pytest-django's
        for deal in Deal.objects.all():
            factories.report_schedule(deal=deal, is_active=False)
        yield
    settings.PORTAL_SWEEPS = before


def test_five_years_have_twenty_changes() -> None:
    assert len(EVERY) == 20
    assert len({(zone, day.month > 6) for zone, day in TAKEN}) == 4


@pytest.mark.usefixtures("_ground")
@pytest.mark.parametrize(("zone", "day"), TAKEN)
def test_a_report_due_on_a_day_of_change_is_due_once_at_its_moment(zone: str, day: date) -> None:
    """Its hour is one that the clocks skip (spring) or show twice (autumn)."""
    hour = SKIPPED_OR_TWICE[zone] - (zone != "Europe/Kyiv" and day.month > 6)
    began = day.replace(year=day.year - 1)
    deal = factories.a_deal(starts_on=began, ends_on=began.replace(year=began.year + 9))
    clock = {"zone": zone, "hour": hour}
    schedule = factories.report_schedule(deal=deal, cadence="deal-yearly", starts_on=began, **clock)
    factories.report_schedule(deal=deal, cadence="weekly", starts_on=day, **clock)
    moment = due_at(Period(began, day), hour=hour, zone=zone)
    at, seen = moment - timedelta(hours=6), None
    with ThreadPoolExecutor(2) as beats:
        while at < moment + timedelta(hours=30):
            list(beats.map(_sweep, [at, at]))
            if seen is None and Report.objects.filter(schedule=schedule).exists():
                seen = at
            at += HOUR
    assert seen == moment
    [report] = Report.objects.filter(schedule=schedule)
    assert (report.period_start, report.period_end) == (began, day)
    ours = Report.objects.filter(deal=deal)
    assert Job.objects.filter(key__in=[f"report:{r.schedule_id}:{r.period_end}" for r in ours]).count() == len(ours)
    assert moment.tzinfo == UTC


def _sweep(at: datetime) -> None:
    try:
        running.sweep(clock=lambda: at)
    finally:
        connections.close_all()

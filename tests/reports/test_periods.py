"""When reports are due: every rhythm, on the clocks of Kyiv and Washington, over five years of clock changes."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from reports.rules import Period, due_at, next_due, period_of, periods, periods_due, quarter_name

ANCHOR = date(2026, 10, 1)
CADENCES = ("weekly", "monthly", "quarterly", "fiscal-quarterly", "deal-yearly")
ZONES = ("Europe/Kyiv", "America/New_York")
FIRST, DAYS = date(2026, 10, 1), 5 * 366


def _day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("cadence", "day", "start", "end"),
    [
        ("weekly", "2026-11-22", "2026-11-16", "2026-11-23"),
        ("weekly", "2026-11-23", "2026-11-23", "2026-11-30"),
        ("monthly", "2028-02-29", "2028-02-01", "2028-03-01"),
        ("monthly", "2026-12-31", "2026-12-01", "2027-01-01"),
        ("quarterly", "2026-11-22", "2026-10-01", "2027-01-01"),
        ("fiscal-quarterly", "2026-09-30", "2026-07-01", "2026-10-01"),
        ("deal-yearly", "2027-09-30", "2026-10-01", "2027-10-01"),
        ("deal-yearly", "2027-10-01", "2027-10-01", "2028-10-01"),
    ],
)
def test_each_day_lies_in_its_period(cadence: str, day: str, start: str, end: str) -> None:
    assert period_of(cadence, _day(day), anchor=ANCHOR) == Period(_day(start), _day(end))


def test_the_year_of_a_deal_that_began_on_a_leap_day_begins_on_1_march() -> None:
    anchor = date(2028, 2, 29)
    assert period_of("deal-yearly", date(2029, 2, 28), anchor=anchor) == Period(anchor, date(2029, 3, 1))
    assert period_of("deal-yearly", date(2029, 3, 1), anchor=anchor) == Period(date(2029, 3, 1), date(2030, 3, 1))


@pytest.mark.parametrize("cadence", CADENCES)
def test_periods_follow_each_other_without_gap_or_overlap(cadence: str) -> None:
    found = list(islice(periods(cadence, FIRST, anchor=ANCHOR), 60))
    assert found[0].start <= FIRST < found[0].end
    assert all(before.end == after.start for before, after in pairwise(found))


def test_a_report_on_demand_has_no_period() -> None:
    with pytest.raises(ValueError, match="on-demand has no periods"):
        period_of("on-demand", FIRST, anchor=ANCHOR)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", range(24))
def test_each_day_of_five_years_has_one_moment_and_they_rise(zone: str, hour: int) -> None:
    """Whatever the clocks do on that day: never twice, never left out, never before the day before it."""
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    moments = [due_at(Period(day - timedelta(days=7), day), hour=hour, zone=zone) for day in days]
    steps = {after - before for before, after in pairwise(moments)}
    assert steps <= {timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)}
    told = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
    assert [local.date() for local in told] == days
    odd = [local for local in told if local.hour != hour]
    assert all(local.hour == hour + 1 for local in odd)
    skipped = {"Europe/Kyiv": 3, "America/New_York": 2}[zone]
    assert len(odd) == (5 if hour == skipped else 0)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "moment"),
    [
        ("Europe/Kyiv", "2027-03-28", 3, "2027-03-28T01:00"),  # 03:00 does not exist: 04:00 summer time
        ("Europe/Kyiv", "2026-10-25", 3, "2026-10-25T00:00"),  # 03:00 comes twice: the first one
        ("America/New_York", "2027-03-14", 2, "2027-03-14T07:00"),
        ("America/New_York", "2026-11-01", 1, "2026-11-01T05:00"),
        ("America/New_York", "2026-10-26", 8, "2026-10-26T12:00"),  # the week when Kyiv has changed already
        ("Europe/Kyiv", "2026-10-26", 8, "2026-10-26T06:00"),
        ("Europe/Kyiv", "2027-03-15", 8, "2027-03-15T06:00"),  # the weeks when Washington has changed already
        ("America/New_York", "2027-03-15", 8, "2027-03-15T12:00"),
    ],
)
def test_hours_that_are_skipped_or_come_twice(zone: str, day: str, hour: int, moment: str) -> None:
    period = Period(_day(day) - timedelta(days=7), _day(day))
    assert due_at(period, hour=hour, zone=zone) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize("cadence", CADENCES)
@pytest.mark.parametrize("zone", ZONES)
def test_asked_minute_by_minute_or_once_each_period_is_due_once(cadence: str, zone: str) -> None:
    """A tick an hour over the clock changes gives what one look after a long sleep gives."""
    start, end = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 20, tzinfo=UTC)
    clock = {"anchor": ANCHOR, "hour": 3, "zone": zone}
    seen: list[Period] = []
    at = start
    while at <= end:
        due = list(periods_due(cadence, date(2027, 1, 15), at=at, **clock))  # type: ignore[arg-type]
        seen += [period for period in due if period not in seen]
        at += timedelta(hours=1)
    assert seen == list(periods_due(cadence, date(2027, 1, 15), at=end, **clock))  # type: ignore[arg-type]
    assert seen == sorted(set(seen), key=lambda period: period.end)


@pytest.mark.parametrize("cadence", CADENCES)
def test_the_next_one_is_the_first_that_is_not_due(cadence: str) -> None:
    at = datetime(2027, 4, 1, 5, tzinfo=UTC)
    clock = {"anchor": ANCHOR, "hour": 8, "zone": "Europe/Kyiv", "at": at}
    due = list(periods_due(cadence, FIRST, **clock))  # type: ignore[arg-type]
    period, moment = next_due(cadence, FIRST, **clock)  # type: ignore[arg-type]
    assert moment > at
    assert all(before.end <= period.start for before in due)
    assert not due or due[-1].end == period.start


def test_quarters_are_named_by_both_years() -> None:
    autumn, spring = (
        period_of("quarterly", date(2026, 11, 1), anchor=ANCHOR),
        Period(_day("2027-04-01"), _day("2027-07-01")),
    )
    assert [quarter_name(autumn, fiscal=fiscal) for fiscal in (False, True)] == ["Q4 2026", "Q1 FY27"]
    assert [quarter_name(spring, fiscal=fiscal) for fiscal in (False, True)] == ["Q2 2027", "Q3 FY27"]

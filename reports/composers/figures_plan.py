"""Figures about the plan: milestones by state and workstream, its end, where slips begin, how sure the dates are."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.pagekit.words import plain, title
from procurement.vocabulary import MilestoneState
from reports.composers.document import Column, Json, Kind, Table
from reports.composers.reckoning import Figure, How


def plan(body: Json, *, is_whole: bool) -> Iterator[Figure]:
    """`is_whole`: the body holds weights, and which milestones wait for which."""
    yield from _states(body)
    if is_whole:
        yield from _ends(body)
    for stream in body["workstreams"]:
        yield from _stream(stream, body, is_whole=is_whole)
    if is_whole:
        for origin in body["origins"]:
            yield from _origin(origin, body)


def named(row: Json) -> list[Any]:
    """The first cells of a milestone's row."""
    return [title(row), row["code"]]


def heads() -> list[Column]:
    return [Column(_("Milestone")), Column(_("Code"), Kind.CODE)]


def _counted(key: str, group: str, name: str, value: int, rows: Sequence[Json]) -> Figure:
    states = dict(MilestoneState.choices)
    columns = [*heads(), Column(_("State"), Kind.WORD), Column(_("Plan"), Kind.DAY), Column(_("Forecast"), Kind.DAY)]
    cells = [
        [*named(row), str(states[row["state"]]), row["agreed_finish"], row["actual_finish"] or row["forecast_finish"]]
        for row in rows
    ]
    return Figure(key, group, name, Decimal(value), Table(key, name, columns, cells))


def _states(body: Json) -> Iterator[Figure]:
    group, rows, summary = _("The whole deal"), body["milestones"], body["summary"]
    yield _counted("total", group, _("milestones"), summary["total"], rows)
    for state in MilestoneState:
        found = [row for row in rows if row["state"] == state]
        yield _counted(state.value, group, str(state.label), summary["states"][state.value], found)
    yield _counted("overdue", group, _("overdue"), summary["overdue"], [row for row in rows if row["overdue"]])


def _ends(body: Json) -> Iterator[Figure]:
    group, summary = _("The whole deal"), body["summary"]
    planned, forecast = summary["planned_end"], summary["forecast_end"]
    yield latest("planned-end", group, _("planned end"), planned, body["milestones"], "agreed_finish")
    yield latest("forecast-end", group, _("forecast end"), forecast, body["milestones"], "forecast_finish")
    if summary["end_slip_days"] is not None:
        columns, name = [Column(_("End")), Column(_("Day"), Kind.DAY)], _("days against the plan, at the end")
        rows = [[_("planned end"), planned], [_("forecast end"), forecast]]
        value = Decimal(summary["end_slip_days"])
        table = Table("end-slip", name, columns, rows)
        yield Figure("end-slip", group, name, value, table, How.DAYS, Kind.LATE)


def latest(key: str, group: str, name: str, value: str | None, rows: Sequence[Json], field: str) -> Figure:
    """The last day of a field of milestones; those without one are no rows of it."""
    cells = [[*named(row), row[field]] for row in rows if row[field]]
    table = Table(key, name, [*heads(), Column(_("Day"), Kind.DAY)], cells)
    return Figure(key, group, name, value, table, How.LATEST, Kind.DAY)


def _stream(stream: Json, body: Json, *, is_whole: bool) -> Iterator[Figure]:
    code, group = stream["code"], plain(title(stream))
    rows = [row for row in body["milestones"] if row["workstream"] == code]
    met = [row for row in rows if row["state"] == MilestoneState.MET]
    yield _counted(f"{code}-total", group, _("milestones"), stream["total"], rows)
    yield _counted(f"{code}-met", group, _("milestones met"), stream["met"], met)
    if is_whole and stream["weight"]:
        yield _weight(f"{code}-weight", group, stream["weight_share"], rows)
    if is_whole and stream["last"]:
        last = stream["last"]["forecast_finish"]
        yield latest(f"{code}-end", group, _("forecast end"), last, rows, "forecast_finish")


def _weight(key: str, group: str, value: int, rows: Sequence[Json]) -> Figure:
    name = f"{_('Weight met')}, %"
    columns = [*heads(), Column(_("Weight"), Kind.NUMBER), Column(_("Weight met"), Kind.NUMBER)]
    cells = [[*named(row), row["weight"], row["weight"] if row["state"] == MilestoneState.MET else 0] for row in rows]
    return Figure(key, group, name, Decimal(value), Table(key, name, columns, cells), How.PERCENT)


def _origin(origin: Json, body: Json) -> Iterator[Figure]:
    """What waits for a milestone where a slip begins, and what of it ends the plan."""
    rows = {row["code"]: row for row in body["milestones"]}
    moved = [rows[code] for code in origin["moved"]]
    key, group = f"origin-{origin['code']}", f"{_('Where slips begin')}: {origin['code']}"
    slip = Column(_("Slip"), Kind.LATE, unit=_("days"))
    cells = [[*named(row), row["finish_slip_days"]] for row in moved]
    yield Figure(f"{key}-moves", group, _("Moves"), Decimal(origin["moves"]), Table(key, "", [*heads(), slip], cells))
    end = body["summary"]["forecast_end"]
    last = [[*named(row), row["finish_slip_days"]] for row in [origin, *moved] if row["forecast_finish"] == end]
    table = Table(f"{key}-end", "", [*heads(), slip], last)
    value = Decimal(origin["end_days"])
    yield Figure(f"{key}-end", group, _("End of the plan"), value, table, How.LARGEST, Kind.LATE)


def sureness(body: Json) -> Iterator[Figure]:
    """Half and four fifths of the courses: for the end of the plan, and for the dates that are least sure."""
    told = body["risk"]
    if not told["p50"]:
        return
    group = _("How sure the dates are")
    rows = {row["code"]: row for row in body["milestones"]}
    stated = [named(rows[code]) for code in told["stated_codes"]]
    name = _("milestones of which the owner stated how long they may take")
    yield Figure("risk-stated", group, name, Decimal(told["stated"]), Table("stated", name, heads(), stated))
    yield from _reached("risk", f"{group}: {_('End of the plan')}", told, told["runs"])
    for row in told["least_sure"]:
        yield from _reached(f"risk-{row['code']}", f"{group}: {row['code']}", row, told["runs"])


def _reached(key: str, group: str, told: Json, runs: int) -> Iterator[Figure]:
    columns = [Column(_("Day"), Kind.DAY), Column(_("Courses that finished by it"), Kind.NUMBER)]
    columns = [*columns, Column(_("All courses"), Kind.NUMBER)]
    for share, name, how, pair in (
        ("p50", _("50 percent"), How.HALF, told["reached"][0]),
        ("p80", _("80 percent"), How.MOST, told["reached"][1]),
    ):
        table = Table(f"{key}-{share}", name, columns, [[day, done, runs] for day, done in pair])
        yield Figure(f"{key}-{share}", group, name, told[share], table, how, Kind.DAY)

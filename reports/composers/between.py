"""What changed between two reports of a deal, from their bodies alone: figures of the one beside those of the other."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.pagekit.words import day, title
from procurement.vocabulary import MilestoneState, TermStatus
from reports.composers.document import Chapter, Column, Json, Kind, Table

Rows = Mapping[str, Json]


def chapters_between(before: Json, after: Json) -> list[Chapter]:
    """The older body first. Only what differs is told, apart from the figures of the whole deal."""
    return [_figures(before, after), _milestones(before, after), _terms(before, after), _goods(before, after)]


def _heads(before: Json, after: Json) -> tuple[str, str]:
    return day(before["period"]["last_day"]), day(after["period"]["last_day"])


def _figures(before: Json, after: Json) -> Chapter:
    was, now = _heads(before, after)
    one, two = before["summary"], after["summary"]
    names = {"total": _("milestones"), "overdue": _("overdue"), "end_slip_days": _("days against the plan, at the end")}
    rows = [[name, one[key], two[key], _less(two[key], one[key])] for key, name in names.items()]
    states = {state: str(MilestoneState(state).label) for state in one["states"]}
    rows += [[states[key], n, two["states"][key], two["states"][key] - n] for key, n in one["states"].items()]
    heads = [
        Column(_("Figure")),
        Column(was, Kind.NUMBER),
        Column(now, Kind.NUMBER),
        Column(pgettext("noun", "Change"), Kind.SIGNED),
    ]
    ends = [[_("forecast end"), one["forecast_end"], two["forecast_end"]]]
    ends += [[_("planned end"), one["planned_end"], two["planned_end"]]]
    days = [Column(_("Day")), Column(was, Kind.DAY), Column(now, Kind.DAY)]
    return Chapter(
        _("The whole deal"),
        tables=[Table("figures", _("The whole deal"), heads, rows), Table("ends", _("Plan and forecast"), days, ends)],
    )


def _less(now: int | None, was: int | None) -> int | None:
    return now - was if now is not None and was is not None else None


def _milestones(before: Json, after: Json) -> Chapter:
    was, now = _heads(before, after)
    old, new = _by_code(before["milestones"]), _by_code(after["milestones"])
    rows = [_moved(old[code], row) for code, row in new.items() if code in old and _differs(old[code], row)]
    rows += [
        [title(row), code, None, _state(row), None, _end(row), None] for code, row in new.items() if code not in old
    ]
    rows += [
        [title(row), code, _state(row), None, _end(row), None, None] for code, row in old.items() if code not in new
    ]
    columns = [
        *[Column(_("Milestone")), Column(_("Code"), Kind.CODE)],
        *[Column(f"{_('State')}, {was}", Kind.WORD), Column(f"{_('State')}, {now}", Kind.WORD)],
        *[Column(f"{_('Forecast')}, {was}", Kind.DAY), Column(f"{_('Forecast')}, {now}", Kind.DAY)],
        Column(_("Moved"), Kind.LATE, unit=_("days")),
    ]
    name = _("Milestones that changed")
    return Chapter(name, none=_("No milestone changed."), tables=[Table("moved", name, columns, rows)])


def _by_code(rows: Sequence[Json]) -> Rows:
    return {row["code"]: row for row in rows}


def _differs(old: Json, new: Json) -> bool:
    return (old["state"], _end(old)) != (new["state"], _end(new))


def _moved(old: Json, new: Json) -> list[Any]:
    ends = _end(old), _end(new)
    days = (_ordinal(ends[1]) - _ordinal(ends[0])) if all(ends) else None
    return [title(new), new["code"], _state(old), _state(new), *ends, days]


def _ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _state(row: Json) -> str:
    return str(MilestoneState(row["state"]).label)


def _end(row: Json) -> Any:
    return row["actual_finish"] or row["forecast_finish"]


def _terms(before: Json, after: Json) -> Chapter:
    was, now = _heads(before, after)
    old, new = before["terms"]["by_status"], after["terms"]["by_status"]
    codes = [code for code in TermStatus.values if old.get(code, 0) != new.get(code, 0)]
    rows = [[str(TermStatus(code).label), old.get(code, 0), new.get(code, 0)] for code in codes]
    columns = [Column(_("Status")), Column(was, Kind.NUMBER), Column(now, Kind.NUMBER)]
    return Chapter(
        _("Terms"), none=_("No term changed its status."), tables=[Table("terms", _("Terms"), columns, rows)]
    )


def _goods(before: Json, after: Json) -> Chapter:
    was, now = _heads(before, after)
    old = {row["order"]: row["accepted"] for row in before["deliveries"]}
    rows: list[list[Any]] = [
        [f"{title(row['model'])}, {row['order']}", old.get(row["order"]), row["accepted"]]
        for row in after["deliveries"]
        if old.get(row["order"]) != row["accepted"]
    ]
    paid = {row["currency"]: row["paid"] for row in before["payments"]}
    rows += [
        [f"{_('Paid')}, {row['currency']}", paid.get(row["currency"]), row["paid"]]
        for row in after["payments"]
        if paid.get(row["currency"]) != row["paid"]
    ]
    columns = [Column(_("What")), Column(was, Kind.NUMBER), Column(now, Kind.NUMBER)]
    name = _("Accepted units and payments")
    return Chapter(name, none=_("Nothing was accepted or paid."), tables=[Table("goods", name, columns, rows)])

"""Chapters about the plan: workstreams, decisions, what was met, what is due, slips, the critical path."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.pagekit.words import plain, title
from procurement.vocabulary import MilestoneState, StatementKind
from reports.composers.document import Chapter, Column, Json, Kind, Table, linked


def page_at(body: Json, name: str = "deal-detail") -> str:
    """The page of the deal as things stood on the last day of the period."""
    return f"{reverse(name, args=[body['deal']['code']])}?status_date={body['period']['last_day']}"


def schedule_at(body: Json) -> str:
    return f"{reverse('deals-schedule', args=[body['deal']['code']])}?status_date={body['period']['last_day']}"


def list_at(name: str, body: Json) -> str:
    return f"{reverse(f'{name}-list')}?deal={body['deal']['code']}"


def table_of(body: Json, key: str, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Table:
    """A table about the plan, with the addresses that give its rows again."""
    return Table(key, name, columns, rows, page_at(body), schedule_at(body))


def _code() -> Column:
    return Column(_("Code"), Kind.CODE, _("stable name of the row, the same in every language"))


def _milestone() -> Column:
    return Column(_("Milestone"))


def _forecast() -> Column:
    return Column(_("Forecast"), Kind.DAY, _("day on which it is expected now, by the rules of the schedule"))


def _plan() -> Column:
    return Column(_("Plan"), Kind.DAY, _("day that both parties agreed"))


def _slip() -> Column:
    return Column(_("Slip"), Kind.LATE, _("forecast minus plan; above 0 is late"), _("days"), is_own=True)


def _owner_of(row: Json) -> str:
    owner = row.get("owner") or {}
    return title(owner) if isinstance(owner, dict) and owner else ""


def workstreams(body: Json) -> Chapter:
    columns = [
        Column(_("Workstream")),
        Column(_("Met"), Kind.NUMBER, _("milestones that one party reported and another confirmed")),
        Column(_("Total"), Kind.NUMBER),
        Column(_("Weight met"), Kind.NUMBER, _("share of the agreed weights"), "%"),
        Column(_("Plan end"), Kind.DAY),
        Column(_("Forecast end"), Kind.DAY),
        _slip(),
        Column(_("Next")),
        Column(_("Day"), Kind.DAY),
    ]
    rows = [_workstream(row, body) for row in body["workstreams"]]
    return Chapter(
        _("Workstreams"),
        _("slip of the last milestone in days; next = next forecast finish"),
        tables=[table_of(body, "workstreams", _("Workstreams"), columns, rows)],
    )


def _workstream(row: Json, body: Json) -> list[Any]:
    last, then, code = row["last"] or {}, row["next"] or {}, row["code"]
    counts = [linked(body, row[key], f"{code}-{key}") for key in ("met", "total")]
    share = linked(body, row["weight_share"] if row["weight"] else None, f"{code}-weight")
    end = linked(body, last.get("forecast_finish"), f"{code}-end")
    ends = [last.get("agreed_finish"), end, last.get("finish_slip_days")]
    next_ = title(then) if then else None
    return [plain(title(row)), *counts, share, *ends, next_, then.get("forecast_finish")]


def decisions(body: Json) -> Chapter:
    why = {"contested": _("Contested"), "late": _("Late"), "proposal": _("Proposal waits for an answer")}
    columns = [
        Column(_("What")),
        _code(),
        Column(_("Why"), Kind.WORD),
        Column(_("Who"), about=_("who has to act: the owner, or the party that has to answer")),
        Column(_("Until"), Kind.DAY, _("day on which the plan expects it now")),
        _slip(),
    ]
    rows = [
        [
            title(row),
            row["code"],
            why[row["why"]],
            ", ".join(title(who) for who in row["who"] if who),
            row["until"],
            row["days"],
        ]
        for row in body.get("decisions", [])
    ]
    return Chapter(
        _("Needs a decision"),
        _("what, by whom, and by when the plan needs it"),
        _("Nothing is late or contested, and no proposal waits."),
        [table_of(body, "decisions", _("Needs a decision"), columns, rows)],
    )


def met(body: Json) -> Chapter:
    name = _("Met since the last report") if body["previous"] else _("Met so far")
    columns = [_milestone(), _code(), Column(_("Owner")), _plan(), Column(_("Met on"), Kind.DAY), _slip()]
    rows = [
        [title(row), row["code"], _owner_of(row), row["agreed_finish"], row["actual_finish"], row["finish_slip_days"]]
        for row in body["met"]
    ]
    return Chapter(name, none=_("Nothing was met."), tables=[table_of(body, "met", name, columns, rows)])


def due_next(body: Json) -> Chapter:
    name = _("Due in the next 30 days")
    columns = [_milestone(), _code(), Column(_("Owner")), _plan(), _forecast(), _slip()]
    rows = [_due(row) for row in body["due_next"]]
    return Chapter(
        name, none=_("Nothing is due in the next 30 days."), tables=[table_of(body, "due", name, columns, rows)]
    )


def _due(row: Json) -> list[Any]:
    days = [row["agreed_finish"], row["forecast_finish"], row["finish_slip_days"]]
    return [title(row), row["code"], _owner_of(row), *days]


def slips(body: Json) -> Chapter:
    name = _("Slips since the last report") if body["previous"] else _("Slips against the agreed plan")
    moved = Column(_("Moved"), Kind.LATE, _("now minus was; above 0 is later"), _("days"), is_own=True)
    columns = [
        _milestone(),
        _code(),
        Column(_("Was"), Kind.DAY),
        Column(_("Now"), Kind.DAY),
        moved,
        Column(_("Critical"), Kind.WORD),
    ]
    rows = [
        [title(row), row["code"], row["was"], row["now"], row["days"], _("critical") if row["critical"] else None]
        for row in body["slips"]
    ]
    begun = [_origin(row, body) for row in body.get("origins", [])]
    heads = [
        _milestone(),
        _code(),
        Column(_("Owner")),
        _slip(),
        Column(_("Moves"), Kind.NUMBER, _("milestones that wait for it without a day to spare")),
        Column(_("End of the plan"), Kind.LATE, _("days by which the end of the plan moves with it"), _("days")),
    ]
    return Chapter(
        name,
        none=_("No forecast has moved."),
        tables=[
            table_of(body, "origins", _("Where slips begin"), heads, begun),
            table_of(body, "slips", name, columns, rows),
        ],
    )


def _origin(row: Json, body: Json) -> list[Any]:
    key = f"origin-{row['code']}"
    reach = [linked(body, row["moves"], f"{key}-moves"), linked(body, row["end_days"], f"{key}-end")]
    return [title(row), row["code"], _owner_of(row), row["finish_slip_days"], *reach]


def critical(body: Json) -> Chapter:
    columns = [_milestone(), _code(), _plan(), _forecast(), _slip(), Column(_("Since the last report"), Kind.WORD)]
    found = body.get("critical") or {"path": [], "left": []}
    rows = [_on_path(row, _("new on the path") if row["new"] else None) for row in found["path"]]
    left = [_on_path(row, _("left the path")) for row in found["left"]]
    return Chapter(
        _("Critical path"),
        _("milestones without a day to spare up to the last one that each reader of this report sees, by date"),
        _("No milestone is critical."),
        [table_of(body, "critical", _("Critical path"), columns, rows + left)],
    )


def _on_path(row: Json, change: str | None) -> list[Any]:
    days = [row["agreed_finish"], row["forecast_finish"], row["finish_slip_days"]]
    return [title(row), row["code"], *days, change]


def milestones(body: Json) -> Chapter:
    """The annex: every milestone that the audience may see."""
    states = dict(MilestoneState.choices)
    columns = [
        _milestone(),
        _code(),
        Column(_("Owner")),
        Column(_("State"), Kind.WORD, about=_("computed from what the parties said")),
        _plan(),
        _forecast(),
        _slip(),
    ]
    rows = [
        [
            title(row),
            row["code"],
            _owner_of(row),
            str(states[row["state"]]),
            row["agreed_finish"],
            row["actual_finish"] or row["forecast_finish"],
            row["finish_slip_days"],
        ]
        for row in body["milestones"]
    ]
    name = _("All milestones")
    return Chapter(name, tables=[table_of(body, "milestones", name, columns, rows)])


def still_to_come(body: Json) -> Chapter:
    name = _("Still to come")
    rows = [row for row in body["milestones"] if row["state"] != MilestoneState.MET]
    return Chapter(name, _("what sources said last of it"), tables=[_said_table(body, "coming", name, rows)])


def happened(body: Json) -> Chapter:
    name = _("Happened since the last report") if body["previous"] else _("Happened so far")
    return Chapter(name, none=_("Nothing new has happened."), tables=[_said_table(body, "happened", name, body["met"])])


def _said_table(body: Json, key: str, name: str, rows: Sequence[Json]) -> Table:
    kinds = dict(StatementKind.choices)
    columns = [
        _milestone(),
        Column(_("Says"), Kind.WORD),
        Column(_("Day"), Kind.DAY, _("as precise as it was said")),
        Column(_("Source")),
        Column(_("Said on"), Kind.DAY),
    ]
    told = []
    for row in rows:
        said = row["said"] or {}
        publisher = (said.get("source") or {}).get("publisher")
        told.append(
            [title(row), str(kinds.get(str(said.get("kind")), "")), said.get("date"), publisher, said.get("on")]
        )
    return table_of(body, key, name, columns, told)

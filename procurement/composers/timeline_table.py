"""The table of a timeline on paper: a table for each workstream, or what sources say of a public deal's milestones."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.pagekit.words import day, number, plain, signed, title
from procurement.models import Milestone, MilestoneStatement
from procurement.queries.plan import PlanRow
from procurement.queries.summary import Summary
from procurement.vocabulary import MilestoneState

Json = dict[str, Any]
SHARED = 0  # millimetres of a column that takes what the others leave


def tables_of(shown: Summary, *, address: str) -> list[Json]:
    """Each with its columns and rows; links begin at the host of the address."""
    if shown.plan.deal.is_public:
        said = [_said(row, words, address) for row in shown.plan.rows for words in row.statements]
        return [{"title": "", "note": "", "columns": _columns(_said_heads()), "rows": said}] if said else []
    return [
        {
            "title": plain(title(one.workstream)),
            "note": _("%(met)s of %(total)s met") % {"met": len(one.met), "total": len(one.rows)},
            "columns": _columns(_heads()),
            "rows": [_row(row, address) for row in one.rows],
        }
        for one in shown.workstreams
    ]


def _columns(heads: Sequence[tuple[str, int, bool]]) -> list[Json]:
    return [{"head": head, "width": width, "right": right} for head, width, right in heads]


def _heads() -> list[tuple[str, int, bool]]:
    """Head, millimetres, and whether its figures stand on the right."""
    return [
        (_("Milestone"), SHARED, False),
        (_("Owner"), 44, False),
        (_("Plan start"), 21, True),
        (_("Plan finish"), 21, True),
        (_("Forecast or actual finish"), 26, True),
        (_("Slip, days"), 14, True),
        (_("Float, days"), 14, True),
        (_("State"), 26, False),
    ]


def _row(row: PlanRow, address: str) -> list[Json]:
    milestone, line = row.milestone, row.line
    spare = line.total_float_days if line else None
    unseen = row.is_overdue and row.state == MilestoneState.SCHEDULED
    return [
        _name(milestone, address, list(_marks(row))),
        {"text": title(milestone.owner) if milestone.owner else "–"},
        {"text": day(milestone.agreed_start) or "–"},
        {"text": day(milestone.agreed_finish) or "–"},
        {"text": day(row.due_on) or "–", "note": _("stated by the owner") if line and line.from_owner else ""},
        {"text": signed(row.slip_days), "bad": row.slip_days > 0},
        {"text": "–" if spare is None else number(spare)},
        {"text": _("Overdue") if unseen else str(row.state.label), "bad": unseen or _is_bad(row)},
    ]


def _is_bad(row: PlanRow) -> bool:
    return row.state in {MilestoneState.CONTESTED, MilestoneState.NOT_MET}


def _marks(row: PlanRow) -> Iterator[str]:
    """What stands beside the code: on the critical path, and for whose eyes."""
    if row.line and row.line.critical:
        yield _("critical")
    if row.milestone.is_restricted:
        yield _("only %(parties)s") % {"parties": ", ".join(row.milestone.releasable_to)}


def _name(milestone: Milestone, address: str, marks: Sequence[str]) -> Json:
    """The title with a link to its page; a title without a translation is marked as English."""
    page = urljoin(address, reverse("milestone-detail", args=[milestone.deal.code, milestone.code]))
    own = get_language() if milestone.title_uk else "en"
    return {"text": title(milestone), "lang": own, "link": page, "note": " · ".join([milestone.code, *marks])}


def _said_heads() -> list[tuple[str, int, bool]]:
    return [
        (_("Milestone"), SHARED, False),
        (_("Says"), 30, False),
        (_("Of the day"), 26, False),
        (_("Said on"), 26, False),
        (_("Source"), 60, False),
    ]


def _said(row: PlanRow, said: MilestoneStatement, address: str) -> list[Json]:
    return [
        _name(row.milestone, address, []),
        {"text": str(said.get_kind_display())},
        {"text": day(said.date) or "–"},
        {"text": day(said.stated_on) or _("no date")},
        {"text": said.source.publisher, "link": said.source.url} if said.source else {"text": "–"},
    ]

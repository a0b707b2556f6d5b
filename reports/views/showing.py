"""What the pages of reports show of a report, whether it is stored or only looked at in advance."""

from typing import Any

from procurement.views.common import strip_of_rows
from procurement.vocabulary import MilestoneState, StatementKind, TermStatus
from reports import drawings
from reports.composers.chapters import chapters_of
from reports.composers.document import Chapter
from reports.composers.remarks import Remarks
from reports.models import Report
from reports.vocabulary import Section

OWN_PARTS = {  # tables for which the page has a part of its own
    *["workstreams", "met", "due", "slips", "deliveries", "payments", "terms", "proposals", "said"],
    *["coming", "happened", "milestones", "decisions"],
}


def of_report(report: Report) -> dict[str, Any]:
    """What each page about one report has on top and below."""
    return {
        "report": report,
        "deal": report.deal,
        "strip": strip_of_rows([(report.deal, [report.releasable_to])]),
        "status_date": report.last_day,
        "known_at": report.known_at,
    }


def on_page(report: Report, remarks: Remarks) -> dict[str, Any]:
    """The stored body and the words that its codes stand for, with what parties say to it."""
    body = report.body or {}
    return {
        **of_report(report),
        "body": body,
        "remarks": remarks,
        "drawing": drawings.strip(body),
        "more": _more(body, remarks),
        "states": dict(MilestoneState.choices),
        "kinds": dict(StatementKind.choices),
        "term_states": dict(TermStatus.choices),
        "terms": [(TermStatus(code).label, n) for code, n in body.get("terms", {}).get("by_status", {}).items()],
    }


def _more(body: dict[str, Any], remarks: Remarks) -> list[Chapter]:
    """The chapters that have no part of their own on the page."""
    made = chapters_of(body, remarks) if body else []
    rest = [chapter for chapter in made if not OWN_PARTS & {table.key for table in chapter.tables}]
    return [chapter for chapter in rest if chapter.key != Section.WHOLE]

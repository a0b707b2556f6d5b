"""Telling people on the pages what happened to a report, and to what a party says to it."""

from datetime import datetime
from typing import Any

from portal.accounts import roles
from portal.accounts.models import Party, User
from portal.notices.actions import tell
from reports.models import Narrative, Report


def announce(report: Report, *, kind: str, at: datetime) -> int:
    """Tells everybody whom the report is for, once; a failure only those who may try again. Public deals tell nobody.

    Part of the caller's transaction. Returns how many are addressed.
    """
    right = roles.ISSUE_REPORT if kind == "report-failed" else ""
    key = f"{kind}:{report.pk}:{report.version if right else ''}"
    link = f"/reports/{report.pk}/"
    return _tell_readers(report, key=key, kind=kind, params=_named(report), link=link, at=at, right=right)


def announce_draft(row: Narrative, *, by: User, at: datetime) -> int:
    """Tells the approvers of the party, apart from who wrote last, that words wait for them: once for each draft."""
    told: dict[str, Any] = {"key": f"comments-wait:{row.pk}:{row.version}", "kind": "comments-wait"}
    return tell(**told, **_about(row), party=row.party, right=roles.DECIDE, but=by, at=at)


def announce_comments(row: Narrative, *, by: User, at: datetime) -> int:
    """Tells everybody whom the report is for, apart from who released them, what a party says to it."""
    told: dict[str, Any] = {"key": f"comments-released:{row.pk}", "kind": "comments-released"}
    return _tell_readers(row.report, **told, **_about(row), but=by, at=at)


def _about(row: Narrative) -> dict[str, Any]:
    words = {"party": row.party.code, "number": row.number, "corrects": row.corrects.number if row.corrects else None}
    return {"params": {**_named(row.report), **words}, "link": f"/reports/{row.report_id}/comments/{row.uid}/"}


def _named(report: Report) -> dict[str, str]:
    return {"deal": report.deal.code, "day": report.last_day.isoformat(), "only": report.audience}


def _tell_readers(report: Report, **told: Any) -> int:
    if report.deal.is_public:
        return 0
    codes = [report.audience] if report.audience else report.deal.party_codes
    return sum(tell(party=party, **told) for party in Party.objects.filter(code__in=codes))

"""Telling people on the pages that a report is out, or that it could not be made."""

from datetime import datetime
from typing import Any

from portal.accounts import roles
from portal.accounts.models import Party
from portal.notices.actions import tell
from reports.models import Report


def announce(report: Report, *, kind: str, at: datetime) -> int:
    """Tells everybody whom the report is for, once; a failure only those who may try again. Public deals tell nobody.

    Part of the caller's transaction. Returns how many are addressed.
    """
    if report.deal.is_public:
        return 0
    codes = [report.audience] if report.audience else report.deal.party_codes
    words = {"deal": report.deal.code, "day": report.last_day.isoformat(), "only": report.audience}
    right = roles.ISSUE_REPORT if kind == "report-failed" else ""
    key = f"{kind}:{report.pk}:{report.version if right else ''}"
    told: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "params": words,
        "link": f"/reports/{report.pk}/",
        "at": at,
        "right": right,
    }
    return sum(tell(party=party, **told) for party in Party.objects.filter(code__in=codes))

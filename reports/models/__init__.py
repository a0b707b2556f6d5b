"""Schedules, the reports made from them, the mails that carry these, and what parties say to them."""

from reports.models.made import Report, ReportSchedule, formats_of_a_new_schedule
from reports.models.mails import ReportDelivery, ReportRecipient
from reports.models.narratives import Narrative

__all__ = [
    "Narrative",
    "Report",
    "ReportDelivery",
    "ReportRecipient",
    "ReportSchedule",
    "formats_of_a_new_schedule",
]

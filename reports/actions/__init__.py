"""Writes of the reports: making them, and the schedules by which they are due."""

from reports.actions.making import issue_report, note_report_failed, queue_due_reports, store_report

__all__ = ["issue_report", "note_report_failed", "queue_due_reports", "store_report"]

"""How far the making of a report is."""

from portal.jobs.models import Job, JobState
from reports.models import Report
from reports.rules import job_key
from reports.vocabulary import ReportState


def job_of(report: Report) -> Job | None:
    """The job that makes the report."""
    return Job.objects.filter(key=job_key(report.schedule_id, report.period_end)).first()


def waits(report: Report, job: Job | None) -> bool:
    """True while a worker will still take the report in hand, or holds it."""
    return report.state == ReportState.QUEUED and (job is None or job.state != JobState.FAILED)

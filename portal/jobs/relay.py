"""The only place that speaks to the queue: a hint that there is work. Losing it loses nothing."""

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

log = structlog.get_logger()
WORK = "portal.jobs.tasks.work"


def hint() -> None:
    """Tells the workers to look for work. A broken queue is logged; the next tick finds the job anyway."""
    try:
        current_app.send_task(WORK, expires=55, ignore_result=True, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("queue not reached", error=str(error))

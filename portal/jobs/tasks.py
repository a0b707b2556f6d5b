"""Celery's tasks: a tick once a minute, and a look for work. Both may come twice, late or never without harm."""

import os
import socket

from celery import shared_task
from django.utils import timezone

from portal.jobs import running


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


@shared_task
def tick() -> None:
    """Puts in line what is due, then works."""
    running.sweep(clock=timezone.now)
    running.run_due(worker=_worker(), clock=timezone.now)


@shared_task
def work() -> None:
    """Works until nothing is due."""
    running.run_due(worker=_worker(), clock=timezone.now)

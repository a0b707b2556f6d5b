"""Test processes side by side: each has a database and a queue of its own, shared files are made once by the first."""

import os
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1 ...; empty in the process that starts them, and alone


def own_name(name: str) -> str:
    """The name, different in each test process."""
    return f"{name}_{WORKER}" if WORKER else name


def take_own_queue() -> None:
    """Gives this process, and those that it starts, a numbered database of the queue's server."""
    if not WORKER:
        return
    number = 1 + int(WORKER.removeprefix("gw"))
    url = urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{number}"))
    os.environ["REDIS_URL"] = url
    settings.REDIS_URL = settings.CELERY_BROKER_URL = url
    settings.CACHES["default"]["LOCATION"] = url

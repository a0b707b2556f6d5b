"""Is the process alive, and can it work? Both answers are for machines and say nothing about anybody's data."""

from datetime import timedelta

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.jobs import quarantine
from portal.jobs.models import Heartbeat

STALE = timedelta(minutes=3)


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database and queue answer; `tick` tells whether beat and worker were seen in the last three minutes,
    `quarantine` whether mails and old work are held back after a restore."""
    checks = {"database": _database(), "queue": _queue()}
    working = all(checks[name] != "unreachable" for name in checks)
    status = {"status": "ok" if working else "unavailable", "tick": checks["database"], "queue": checks["queue"]}
    if checks["database"] != "unreachable":
        status["quarantine"] = "on" if quarantine.is_on() else "off"
    return JsonResponse(status, status=200 if working else 503)


def _database() -> str:
    try:
        tick = Heartbeat.objects.filter(name="tick").first()
    except DatabaseError:
        return "unreachable"
    return "fresh" if tick and timezone.now() - tick.at < STALE else "stale"


def _queue() -> str:
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
        with client:
            return "ok" if client.ping() else "unreachable"
    except redis.RedisError:
        return "unreachable"

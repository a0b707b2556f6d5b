"""Beat leaves a sign when a tick has reached the queue, and none when it has not."""

from pathlib import Path

import pytest
import redis
from celery import Celery
from celery.beat import SchedulingError
from django.conf import settings

from portal.celery import app
from portal.jobs.beat import Scheduler


@pytest.fixture(autouse=True)
def _empty_queue() -> None:
    redis.Redis.from_url(settings.REDIS_URL).flushdb()


def _scheduler(celery: Celery, sign: Path) -> Scheduler:
    return Scheduler(app=celery, schedule_filename=str(sign))


def test_a_tick_that_is_sent_leaves_a_sign(tmp_path: Path) -> None:
    beat = _scheduler(app, tmp_path / "sign")
    assert not beat.sign.exists()
    beat.apply_async(beat.schedule["tick"])
    assert beat.sign.exists()
    assert redis.Redis.from_url(settings.REDIS_URL).llen("celery") == 1


def test_a_tick_that_reaches_no_queue_leaves_none(tmp_path: Path) -> None:
    lost = Celery("lost", set_as_current=False)
    lost.config_from_object("django.conf:settings", namespace="CELERY")
    lost.conf.update(broker_url="redis://127.0.0.1:1/0", task_publish_retry=False)
    beat = _scheduler(lost, tmp_path / "sign")
    with pytest.raises(SchedulingError):
        beat.apply_async(beat.schedule["tick"])
    assert not beat.sign.exists()


def test_every_minute_and_with_our_own_clock() -> None:
    assert app.conf.beat_scheduler == "portal.jobs.beat:Scheduler"
    assert app.conf.beat_schedule["tick"]["schedule"].minute == set(range(60))

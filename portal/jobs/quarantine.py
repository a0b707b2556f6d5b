"""After a restore no mail goes out and nothing old is made up, until an operator has looked. docs/adr/0025 says why.

A backup remembers work that was done after it was made. The portal notices by itself that its record was restored:
the database is known by its server, the server's line of time and the number of one table, and every restore changes
one of the three. Who restores in another way says so: `manage.py quarantine`.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from portal.history.writing import Actor
from portal.jobs.actions import accept_servers, note_server
from portal.jobs.models import Server

HELD_AFTER = timedelta(days=1)  # what was due longer ago is listed in quarantine, not done
FIRST = "first start"
LOCK = 7_301_002  # advisory lock of noticing
IDENTITY = """
    SELECT concat_ws('.', (SELECT system_identifier FROM pg_control_system()),
                     (SELECT timeline_id FROM pg_control_checkpoint()), %s::regclass::oid)
"""


def look(*, at: datetime) -> bool:
    """Notices where the record lives; True in quarantine. Called before any work is done."""
    here = _identity()
    if _last() != here:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            _notice(here, at)
    return is_on()


def _notice(here: str, at: datetime) -> None:
    last = _last()
    if last is None:
        note_server(identity=here, reason=FIRST, at=at, accepted_by="system:jobs")
    elif last != here:
        note_server(identity=here, reason=Server.RESTORED, at=at)


def is_on() -> bool:
    """True as long as nobody has looked at a restored record."""
    return Server.objects.filter(accepted_at=None).exists()


def begun() -> Server | None:
    """What the quarantine began with; None when there is none."""
    return Server.objects.filter(accepted_at=None).first()


def impose(*, reason: str, at: datetime) -> None:
    """By hand: the record was restored in a way that cannot be noticed, or mails must not go out for now."""
    note_server(identity=_identity(), reason=reason, at=at)


def lift(*, by: Actor, at: datetime) -> bool:
    """An operator has looked: mails and old work go on. False when there was no quarantine (any more)."""
    return accept_servers(by=by.name, at=at)


def _identity() -> str:
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY, [Server._meta.db_table])
        [identity] = cursor.fetchone()
    return str(identity)


def _last() -> str | None:
    return Server.objects.order_by("-pk").values_list("identity", flat=True).first()

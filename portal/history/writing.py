"""The one way to write: a transaction in which the database knows who acts and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import connection, transaction

request_id: ContextVar[str] = ContextVar("request_id", default="")


@dataclass(frozen=True)
class Actor:
    """Who acts: a person ("user:olena") or a part of the portal ("system:import")."""

    name: str


@contextmanager
def writing(*, by: Actor, reason: str) -> Iterator[None]:
    """Opens the transaction of an action and tells the database who acts, why, and for which request.

    The settings are local to the transaction, so a pooled connection never carries them over. Nested use keeps
    the outer transaction; the innermost actor and reason hold from there on.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('portal.actor', %s, true), set_config('portal.reason', %s, true),"
                " set_config('portal.request', %s, true)",
                [by.name, reason, request_id.get()],
            )
        yield

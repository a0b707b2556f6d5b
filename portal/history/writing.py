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


def check_at_once() -> None:
    """Within `writing`: references are checked with each statement and not at the end of the transaction.

    For actions that write thousands of rows: every row would be put on a list of waiting checks, and the history
    triggers look through that list for each row, so that the time would grow with the square of the rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

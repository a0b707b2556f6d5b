"""How each domain table is tracked: who did what, why, in which transaction. The database writes it.

`@recorded` gives a model a history table that triggers fill, whoever writes, and a trigger that refuses a write
without an actor. `@statement` adds that rows are never changed or deleted: statements are only added. `@kept` is for
what changes, but is there for ever once it is on record. Nobody but these triggers writes history (grants.py).
"""

from collections.abc import Callable
from typing import TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.expressions import RawSQL
from pghistory.models import Event

ModelClass = TypeVar("ModelClass", bound=type[models.Model])


def _setting(name: str) -> RawSQL:
    return RawSQL(f"coalesce(current_setting('portal.{name}', true), '')", ())


class HistoryEvent(Event):
    """One change of one row: the row as it was left (deletion: as it was), plus who, why and when.

    `pgh_xid` is the 64-bit transaction number: a feed orders by it below the snapshot horizon, never by a clock.
    Actor, reason and request are texts without foreign keys, so that history survives the deletion of a person.
    """

    pgh_id = models.BigAutoField(primary_key=True)
    pgh_xid = models.BigIntegerField(db_default=RawSQL("(pg_current_xact_id()::text)::bigint", ()), db_index=True)
    pgh_actor = models.TextField(db_default=_setting("actor"))
    pgh_reason = models.TextField(db_default=_setting("reason"))
    pgh_request = models.TextField(db_default=_setting("request"))
    pgh_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        abstract = True


REQUIRE_ACTOR = pgtrigger.Trigger(
    name="require_actor",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF coalesce(current_setting('portal.actor', true), '') = '' THEN
            RAISE EXCEPTION 'a write to % needs an actor', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)
NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)
NEVER_CHANGED = pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)


def recorded(model: ModelClass) -> ModelClass:
    """Class decorator: history of every insert, update and delete; writes need an actor."""
    pgtrigger.register(REQUIRE_ACTOR)(model)
    track: Callable[[ModelClass], ModelClass] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        base_model=HistoryEvent,
        model_name=f"{model.__name__}Event",
        obj_field=pghistory.ObjForeignKey(on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"),
        context_field=None,  # type: ignore[arg-type]  # documented way to leave it out
        append_only=True,
    )
    return track(model)


def kept(model: ModelClass) -> ModelClass:
    """Class decorator: like `recorded`, and the database refuses to delete a row."""
    pgtrigger.register(NEVER_DELETED)(model)
    model.is_kept = True  # type: ignore[attr-defined]  # read by grants.py
    return recorded(model)


def statement(model: ModelClass) -> ModelClass:
    """Class decorator: like `recorded`, and the database refuses to change or delete a row."""
    pgtrigger.register(NEVER_CHANGED)(model)
    model.append_only = True  # type: ignore[attr-defined]  # read by grants.py
    return recorded(model)

"""Rights of the web's database role: it owns nothing, may only add to history and statements, and deletes no record."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction
from pghistory.models import Event
from psycopg2 import sql

READ_AND_ADD = "SELECT, INSERT"
READ_ADD_CHANGE = "SELECT, INSERT, UPDATE"
ALL_ROWS = "SELECT, INSERT, UPDATE, DELETE"


def table_rights() -> Iterator[tuple[str, str]]:
    """Each table of the portal with the rights of the web role, as (table, 'SELECT, INSERT')."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model._meta.db_table, _rights(model)
    yield "django_migrations", "SELECT"


def _rights(model: type[models.Model]) -> str:
    if getattr(model, "append_only", False) or issubclass(model, Event):
        return READ_AND_ADD
    return READ_ADD_CHANGE if getattr(model, "is_kept", False) else ALL_ROWS


def apply_grants(*, role: str) -> int:
    """Sets the rights of `role` to exactly `table_rights`; returns the number of tables. Run by the owner.

    Where one role is both owner and web (a server of one's own for trying the portal), there is nothing to give: 0.
    """
    if role == connection.settings_dict["USER"]:
        return 0
    web = sql.Identifier(role)
    statements = [sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(web)]
    rights = list(table_rights())
    for table, allowed in rights:
        name = sql.Identifier(table)
        statements.append(sql.SQL("REVOKE ALL ON TABLE {} FROM {}").format(name, web))
        statements.append(sql.SQL("GRANT {} ON TABLE {} TO {}").format(sql.SQL(allowed), name, web))
    statements.append(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(web))
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return len(rights)

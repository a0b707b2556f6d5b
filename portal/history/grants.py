"""Rights of the web's database role: it owns nothing, only adds to statements, and deletes no record.

It reads history and never writes it: the triggers that note each change run with the rights of the owner. They name
the schema, so that no temporary table of the same name can catch what they write.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models, transaction
from pghistory.models import Event
from psycopg2 import sql

READ = "SELECT"
READ_AND_ADD = "SELECT, INSERT"
READ_ADD_CHANGE = "SELECT, INSERT, UPDATE"
CLERKS = """
    SELECT DISTINCT tgfoid::regprocedure::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE NOT tgisinternal AND pronamespace = 'public'::regnamespace
    AND proname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)_'
"""  # the functions that write history
ALL_ROWS = "SELECT, INSERT, UPDATE, DELETE"


def table_rights() -> Iterator[tuple[str, str]]:
    """Each table of the portal with the rights of the web role, as (table, 'SELECT, INSERT')."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model._meta.db_table, _rights(model)
    yield "django_migrations", "SELECT"


def _rights(model: type[models.Model]) -> str:
    if issubclass(model, Event):
        return READ
    if getattr(model, "append_only", False):
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
        cursor.execute(CLERKS)
        for (clerk,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {clerk} SECURITY DEFINER SET search_path = public, pg_temp")
    return len(rights)

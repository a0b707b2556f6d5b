"""How many models each value of each filter has, all filters in one statement of SQL over one set of rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import IntegerField, QuerySet, Value

from catalog.models import DroneModel, FigureSpan, Maker

COLUMNS = ("id", "domain", "kind", "status", "roles", "maker_id")
ALL, MATCH = "all", "match"
# What a model has one of, what it has several of, and how many there are in all.
COUNTS = {
    ALL: "SELECT 'all', '', count(*) FROM found",
    MATCH: "SELECT 'match', match::text, count(*) FROM found GROUP BY match",
    "domain": "SELECT 'domain', domain, count(*) FROM found GROUP BY domain",
    "kind": "SELECT 'kind', kind, count(*) FROM found GROUP BY kind",
    "status": "SELECT 'status', status, count(*) FROM found GROUP BY status",
    "role": """SELECT 'role', role, sum(n)::bigint
        FROM (SELECT roles, count(*) AS n FROM found GROUP BY roles) alike, unnest(roles) AS role GROUP BY role""",
    "maker": f"""SELECT 'maker', maker.slug, made.n
        FROM (SELECT maker_id, count(*) AS n FROM found WHERE maker_id IS NOT NULL GROUP BY maker_id) made
        JOIN {Maker._meta.db_table} maker ON maker.id = made.maker_id""",
    "has": f"""SELECT 'has', stated.capability, count(*)
        FROM {FigureSpan._meta.db_table} stated JOIN found ON found.id = stated.model_id
        WHERE stated.unit = '' GROUP BY stated.capability""",
}
Counts = Mapping[str, Mapping[str, int]]


def counts_of(rows: QuerySet[DroneModel], names: Iterable[str]) -> Counts:
    """For each name of `COUNTS` the number of rows by value (of a match: its number as text). One statement of SQL."""
    sql, params = _found(rows)
    counted = " UNION ALL ".join(COUNTS[name] for name in names)
    by_name: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH found ({', '.join(COLUMNS)}, match) AS MATERIALIZED ({sql}) {counted}", params)
        for name, value, number in cursor.fetchall():
            by_name[name][value] = number
    return by_name


def _found(rows: QuerySet[DroneModel]) -> tuple[str, tuple[Any, ...]]:
    """The rows as SQL; one that gives no row where a filter can find nothing, which Django would not ask for at all."""
    matched = "match_number" in rows.query.annotations
    number: Any = "match_number" if matched else Value(None, output_field=IntegerField())
    asked = rows.order_by().values_list(*COLUMNS, number).query
    compiled: tuple[str, tuple[Any, ...]] = asked.get_compiler(connection=connection, elide_empty=False).as_sql()
    return compiled

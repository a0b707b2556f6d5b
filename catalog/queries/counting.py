"""How many models each value of each filter has, and which models a page shows: one statement over one set of rows.

The rows are read once: what tests them (the words of a search, the spans of figures) costs more than all the rest.
Each filter in use is a column of that reading, so that its own counts, which leave it out, need no second one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from catalog.models import DroneModel, FigureSpan, Maker
from catalog.naming import ENGLISH, shown_name, sorted_by
from catalog.queries.matching import MATCH_NUMBER, NUMBER, SHOWN_FIRST, largest_first_asked
from catalog.queries.searching import RANK
from catalog.vocabulary import Match

ALL, MATCH, STATEMENTS, PAGE = "all", "match", "statements", "page"
COLUMNS = ("id", "domain", "kind", "status", "roles", "maker_id", "name", "slug")
ONE_EACH = {"domain": "domain", "kind": "kind", "status": "status", "maker": "maker_id"}  # a model has one of them
MANY = 2500  # from so many models on, reading all that is stated is cheaper than looking up each of them
SPANS = FigureSpan._meta.db_table
MATCHES = "SELECT 'match', match::text, count(*) FROM judged {where} GROUP BY match"
# Few models have roles that no other has: first how many have the same ones, then each role of those.
ROLES = """SELECT 'role', role, sum(n) FROM (
    SELECT unnest(roles) AS role, n FROM (SELECT roles, count(*) AS n FROM {of} GROUP BY roles) alike
    ) named GROUP BY role"""
SIZE = f"size AS MATERIALIZED (SELECT count(*) < {MANY} AS few FROM {{of}})"
FEW = "(SELECT few FROM size)"
HAS_OF_FEW = f"""SELECT 'has', capability, count(*) FROM {SPANS} stated JOIN {{of}} found ON found.id = stated.model_id
    WHERE unit = '' AND {FEW} GROUP BY capability"""
STATEMENTS_IN_ALL = f"SELECT '{STATEMENTS}', '', sum(statements) FROM {SPANS} WHERE unit = ''"
# One pass in the order of an index: per capability how many models have it, and at the end all statements.
HAS_OF_MANY = f"""SELECT CASE GROUPING(capability) WHEN 0 THEN 'has' ELSE '{STATEMENTS}' END, coalesce(capability, ''),
    CASE GROUPING(capability) WHEN 0 THEN {{}} ELSE sum(statements) END
    FROM {SPANS} WHERE unit = '' {{}} GROUP BY ROLLUP (capability)"""
HAS_OF_EVERY = HAS_OF_MANY.format("count(*)", "")
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Part:
    """The page that is asked for, from 1, and its size. Beyond the last it is the last."""

    number: int
    size: int
    language: str = ENGLISH  # of the names by which it is sorted

    def sql(self, *, judged: bool, ranked: bool) -> str:
        """The keys of its models by group of answers (surely, may, not, not known); within one by how well they fit
        the words that were typed, if any were; then by the first figure asked for, largest first; then by name.
        """
        groups = " ".join(f"WHEN {NUMBER[match]} THEN {place}" for place, match in enumerate(SHOWN_FIRST))
        order = [f"CASE match {groups} END"] if judged else []
        order += ["rank"] if ranked else []
        order += ["largest DESC NULLS LAST"] if judged else []
        last = f"(SELECT greatest(count(*) - 1, 0) / {self.size} * {self.size} FROM found)"
        start = 0 if self.number == 1 else f"least({(self.number - 1) * self.size}, {last})"
        order += [sorted_by("name", self.language), "slug"]
        return f"""SELECT '{PAGE}', id::text, row_number() OVER () FROM (
            SELECT id FROM found ORDER BY {", ".join(order)}
            LIMIT {self.size} OFFSET {start}) shown"""


def counts_of(rows: QuerySet[DroneModel], names: Iterable[str]) -> Counts:
    """For each name the number of rows by value (of a match: its number as text). One statement of SQL.

    `STATEMENTS` is the number of statements in the whole catalog, whatever the rows.
    """
    return _read(rows, names)


def counts_and_keys(
    rows: QuerySet[DroneModel],
    names: Iterable[str],
    *,
    narrowed: Mapping[str, Q],
    matches: Sequence[Match],
    part: Part,
) -> tuple[Counts, list[int]]:
    """The counts and the keys of one page, in order, of the rows that pass `narrowed` and give one of `matches`.

    `narrowed` are the filters in use by name: the values of each are counted within what the others leave. No match
    means all of them; the answers themselves are counted among all rows that pass. One statement of SQL.
    """
    read = _read(rows, names, narrowed=narrowed, matches=matches, part=part)
    shown = read.pop(PAGE, {})
    return read, sorted(map(int, shown), key=lambda key: shown[str(key)])


def _read(
    rows: QuerySet[DroneModel],
    names: Iterable[str],
    *,
    narrowed: Mapping[str, Q] | None = None,
    matches: Sequence[Match] = (),
    part: Part | None = None,
) -> dict[str, dict[str, int]]:
    asked, filters = list(names), list(narrowed or ())
    every = not (rows.query.where or filters or matches)
    parts = _parts(asked, filters, every=every)
    parts += [part.sql(judged=_is_judged(rows), ranked=_is_ranked(rows))] if part else []
    # Models as they stand are read again sooner than they are written down and read from there.
    once = "NOT MATERIALIZED" if len(parts) == 1 or (every and not _is_judged(rows)) else "MATERIALIZED"
    sql, params = _judged(rows, narrowed or {}, part.language if part else ENGLISH)
    columns = ", ".join([*COLUMNS, "match", "rank", "largest", *map(_passes, filters)])
    ways = ", ".join(_ways(asked, filters, matches))
    by_name: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH judged ({columns}) AS {once} ({sql}), {ways} {' UNION ALL '.join(parts)}", params)
        for name, value, number in cursor.fetchall():
            if number and (name in asked or name == PAGE):
                by_name[name][value] = int(number)
    return by_name


def _passes(name: str) -> str:
    """The column that says whether a row passes the filter."""
    return f"passes_{name}"


def _where(tests: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(tests)}" if tests else ""


def _without(name: str, filters: Sequence[str]) -> str:
    """The rows in which the values of a filter are counted: those of the page, but for the filter itself."""
    return f"without_{name}" if name in filters else "found"


def _ways(asked: Sequence[str], filters: Sequence[str], matches: Sequence[Match]) -> Iterator[str]:
    """The rows of the page, then for each filter in use those that it leaves out too."""
    answer = [f"match IN ({', '.join(str(NUMBER[match]) for match in matches)})"] if matches else []
    for left_out in (None, *(name for name in filters if name in asked)):
        tests = [*answer, *(_passes(name) for name in filters if name != left_out)]
        name = "found" if left_out is None else _without(left_out, filters)
        yield f"{name} AS NOT MATERIALIZED (SELECT * FROM judged {_where(tests)})"
    yield SIZE.format(of=_without("has", filters))


def _parts(asked: Sequence[str], filters: Sequence[str], *, every: bool) -> list[str]:
    together = [name for name in asked if name in (ALL, *ONE_EACH) and name not in filters]
    parts = _one_each(together, "found")
    for name in asked:
        if name in ONE_EACH and name in filters:
            parts += _one_each([name], _without(name, filters))
    parts += [MATCHES.format(where=_where([_passes(name) for name in filters]))] if MATCH in asked else []
    parts += [ROLES.format(of=_without("role", filters))] if "role" in asked else []
    return parts + _stated(asked, _without("has", filters), every=every)


def _stated(asked: Sequence[str], of: str, *, every: bool) -> list[str]:
    """Counts of what is stated: of every model, else as is cheaper for as many models as are found."""
    alone = [STATEMENTS_IN_ALL] if STATEMENTS in asked else []
    if "has" not in asked:
        return alone
    if every:
        return [HAS_OF_EVERY]
    of_found = f"count(*) FILTER (WHERE model_id IN (SELECT id FROM {of}))"
    few = HAS_OF_FEW.format(of=of)
    return [few, *(f"{sql} AND {FEW}" for sql in alone), HAS_OF_MANY.format(of_found, f"AND NOT {FEW}")]


def _one_each(names: Sequence[str], of: str) -> list[str]:
    """Counts of what a model has one of, and of all, in one reading of the rows."""
    if not names:
        return []
    columns = {name: ONE_EACH[name] for name in names if name != ALL}
    sets = ", ".join(f"({columns.get(name, '')})" for name in names)
    named = " ".join(f"WHEN GROUPING({column}) = 0 THEN '{name}'" for name, column in columns.items())
    value = ", ".join(column for name, column in columns.items() if name != "maker")
    name = f"CASE {named} ELSE '{ALL}' END" if named else f"'{ALL}'"
    maker = "maker_id" if "maker" in columns else "NULL::bigint"
    return [
        f"""SELECT one.name, coalesce(one.value, maker.slug, ''), one.n
        FROM (SELECT {name} AS name, coalesce({value or "NULL"}, NULL) AS value, {maker} AS maker_id, count(*) AS n
              FROM {of} GROUP BY GROUPING SETS ({sets})) one
        LEFT JOIN {Maker._meta.db_table} maker ON maker.id = one.maker_id
        WHERE one.name <> 'maker' OR one.maker_id IS NOT NULL"""
    ]


def _is_judged(rows: QuerySet[DroneModel]) -> bool:
    return MATCH_NUMBER in rows.query.annotations


def _is_ranked(rows: QuerySet[DroneModel]) -> bool:
    return RANK in rows.query.annotations


def _judged(rows: QuerySet[DroneModel], narrowed: Mapping[str, Q], language: str) -> tuple[str, tuple[Any, ...]]:
    """The rows as SQL, with a column for each filter in use; SQL also where it can give no row, which Django would
    not ask for at all.
    """
    nothing = Cast(Value(None), IntegerField())
    judged = _is_judged(rows)
    asked = rows.order_by().values_list(
        *(shown_name(language) if column == "name" else column for column in COLUMNS),
        F(MATCH_NUMBER) if judged else nothing,
        F(RANK) if _is_ranked(rows) else nothing,
        largest_first_asked() if judged else nothing,
        *(Case(When(q, then=True), default=False, output_field=BooleanField()) for q in narrowed.values()),
    )
    compiler = asked.query.get_compiler(connection=connection, elide_empty=False)
    compiled: tuple[str, tuple[Any, ...]] = compiler.as_sql()
    return compiled

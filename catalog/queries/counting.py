"""How many models each value of each filter has, and which models a page shows: one statement over one set of rows.

The rows are tested once, and little is written down of them: what tests them (the words of a search, the spans of
figures) costs most, and after it what is carried along. Each filter in use is a column of that reading, so that its own
counts, which leave it out, need no second one. What is counted stands in `ModelFacets`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from catalog.models import DroneModel, Maker, ModelFacets
from catalog.naming import ENGLISH, shown_name, sorted_by
from catalog.queries.matching import MATCH_NUMBER, NUMBER, SHOWN_FIRST, largest_first_asked
from catalog.queries.searching import RANK
from catalog.vocabulary import Match

ALL, MATCH, STATEMENTS, PAGE = "all", "match", "statements", "page"
COLUMNS = ("id", "name", "slug", "match", "rank", "largest")
# Each is codes with a blank between: the only one of a model, or all that it has. Models with the same ones are counted
# together, and then the codes are parted.
FACETS = {"domain": "domain", "kind": "kind", "status": "status", "role": "roles", "has": "stated", "maker": "maker_id"}
ALL_FACETS = ModelFacets._meta.db_table
MATCHES = "SELECT 'match', match::text, count(*) FROM judged {where} GROUP BY match"
STATEMENTS_IN_ALL = f"SELECT '{STATEMENTS}', '', sum(statements) FROM {ALL_FACETS}"
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
    parts = _parts(asked, filters)
    parts += [part.sql(judged=_is_judged(rows), ranked=_is_ranked(rows))] if part else []
    # Models as they stand are read again sooner than they are written down and read from there.
    once = "NOT MATERIALIZED" if len(parts) == 1 or (every and not _is_judged(rows)) else "MATERIALIZED"
    sql, params = _judged(rows, narrowed or {}, part.language if part else ENGLISH)
    columns = ", ".join([*COLUMNS, *map(_passes, filters)])
    ways = ", ".join(_ways(asked, filters, matches))
    by_name: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH judged ({columns}) AS {once} ({sql}), {ways} {' UNION ALL '.join(parts)}", params)
        for name, value, number in cursor.fetchall():
            if number and (name in asked or name == PAGE):
                by_name[name]["" if name == ALL else value] = int(number)
    return by_name


def _passes(name: str) -> str:
    """The column that says whether a row passes the filter."""
    return f"passes_{name}"


def _where(tests: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(tests)}" if tests else ""


def _without(name: str) -> str:
    """The rows in which the values of a filter in use are counted: those of the page, but for the filter itself."""
    return f"without_{name}"


def _ways(asked: Sequence[str], filters: Sequence[str], matches: Sequence[Match]) -> Iterator[str]:
    """The rows of the page, then for each filter in use those that it leaves out too."""
    # Said of what is left out: PostgreSQL takes "is one of" for rare, and would look up each model by itself.
    others = ", ".join(str(number) for match, number in NUMBER.items() if match not in matches)
    answer = [f"match NOT IN ({others})"] if matches and others else []
    for left_out in (None, *(name for name in filters if name in asked)):
        tests = [*answer, *(_passes(name) for name in filters if name != left_out)]
        name = "found" if left_out is None else _without(left_out)
        yield f"{name} AS NOT MATERIALIZED (SELECT * FROM judged {_where(tests)})"


def _parts(asked: Sequence[str], filters: Sequence[str]) -> list[str]:
    used = [name for name in asked if name in FACETS and name in filters]
    together = [name for name in asked if name in (ALL, *FACETS) and name not in used]
    parts = [_counted(together, "found")] if together else []
    parts += [_counted([name], _without(name)) for name in used]
    parts += [MATCHES.format(where=_where([_passes(name) for name in filters]))] if MATCH in asked else []
    return parts + ([STATEMENTS_IN_ALL] if STATEMENTS in asked else [])


def _counted(names: Sequence[str], of: str) -> str:
    """Counts of each code of these facets, and of all, in one reading of the rows."""
    columns = {name: FACETS[name] for name in names if name != ALL}
    sets = ", ".join(f"({columns.get(name, '')})" for name in names)
    named = " ".join(f"WHEN GROUPING({column}) = 0 THEN '{name}'" for name, column in columns.items())
    name = f"CASE {named} ELSE '{ALL}' END" if named else f"'{ALL}'"
    texts = ", ".join(column for column in columns.values() if column != "maker_id")
    maker = "maker_id" if "maker" in columns else "NULL::bigint AS maker_id"
    return f"""SELECT name, code, sum(n) FROM (
            SELECT name, n, unnest(string_to_array(
                CASE name WHEN '{ALL}' THEN name ELSE coalesce(codes, maker.slug) END, ' ')) AS code
            FROM (SELECT {name} AS name, coalesce({texts or "NULL"}) AS codes, {maker}, count(*) AS n
                  FROM {of} found JOIN {ALL_FACETS} facets ON facets.model_id = found.id
                  GROUP BY GROUPING SETS ({sets})) alike
            LEFT JOIN {Maker._meta.db_table} maker ON maker.id = alike.maker_id) parted
        WHERE code <> '' GROUP BY name, code"""


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
        "id",
        shown_name(language),
        "slug",
        F(MATCH_NUMBER) if judged else nothing,
        F(RANK) if _is_ranked(rows) else nothing,
        largest_first_asked() if judged else nothing,
        *(Case(When(q, then=True), default=False, output_field=BooleanField()) for q in narrowed.values()),
    )
    compiler = asked.query.get_compiler(connection=connection, elide_empty=False)
    compiled: tuple[str, tuple[Any, ...]] = compiler.as_sql()
    return compiled

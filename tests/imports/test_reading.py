"""Reading a table: every problem is told with its file, line and column, and nothing stops at the first."""

from pathlib import Path

import pytest

from portal.tables import cells
from portal.tables.reading import Column, Table, read_tables

THINGS = Table(
    "things.csv",
    [
        Column("code", cells.code),
        Column("low", cells.number),
        Column("day", cells.day, needed=False, empty=None),
        Column("tags", cells.list_of(cells.one_of(["a", "b"])), needed=False, empty=list),
    ],
    key=("code",),
)


def _problems(folder: Path, content: bytes) -> list[str]:
    (folder / "things.csv").write_bytes(content)
    return [str(problem) for problem in read_tables(folder, [THINGS]).problems]


def test_good_rows_become_values(tmp_path: Path) -> None:
    assert _problems(tmp_path, b"code,low,day,tags\nx-1,2.50,2026-11-22,a;b\nx-2,1,,\n") == []
    first, second = read_tables(tmp_path, [THINGS]).rows["things.csv"]
    assert (str(first["low"]), first["tags"], first.line) == ("2.50", ["a", "b"], 2)
    assert (second["day"], second["tags"]) == (None, [])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "things.csv: found an empty file; expected a header row."),
        (b"code,day,tags\n", "line 1, column low: found no such column"),
        (b"code,low,day,tags,more\n", "line 1, column more: found an unknown column"),
        (b"code,low,day,tags,low\n", "column low: found the same column twice"),
        (b"code,low,day,tags\nx,ten,,\n", "line 2, column low: found 'ten'; expected a number"),
        (b"code,low,day,tags\nx,1e3,,\n", "line 2, column low: found '1e3'; expected a number"),
        (b"code,low,day,tags\nx,,,\n", "line 2, column low: found an empty cell; expected a value"),
        (b"code,low,day,tags\nx, 1,,\n", "expected no blanks at the ends"),
        (b"code,low,day,tags\nx,1,2026-02-30,\n", "column day: found '2026-02-30'; expected a date"),
        (b"code,low,day,tags\nx,1,,a;c\n", "column tags: found 'a;c'; expected one of a, b"),
        (b"code,low,day,tags\nx,1,,\nx,2,,\n", "line 3, column code: found 'x'; expected each code once"),
        (b"code,low,day,tags\nx,1,\n", "line 2: found 3 cells; expected 4 cells"),
        (b"code,low,day,tags\nx\0,1,,\n", "line 2: found a NUL character"),
        (b"code,low,day,tags\n\xff,1,,\n", "line 2: found the byte 0xff; expected text in UTF-8"),
        (b'code,low,day,tags\n"x,1,,\n', "broken quoting"),
    ],
)
def test_a_problem_names_place_found_and_expected(tmp_path: Path, content: bytes, told: str) -> None:
    [problem] = _problems(tmp_path, content)
    assert told in problem


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    told = _problems(tmp_path, b"code,low,day,tags\n?,ten,never,z\ny,eleven,,\n")
    assert len(told) == 5


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert [str(p) for p in read_tables(tmp_path, [THINGS]).problems] == [
        "things.csv: found no such file; expected a CSV file of this name."
    ]


def test_lines_are_counted_in_the_file_not_in_records(tmp_path: Path) -> None:
    [problem] = _problems(tmp_path, b'code,low,day,tags\n"x-1",1,,"a\n"\ny,bad,,\n')[-1:]
    assert "line 4" in problem

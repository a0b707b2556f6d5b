"""Slips that people make with their files: each is told with its place, and what is no slip is taken as it is."""

import csv
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.accounts.models import Party
from portal.history.writing import Actor
from portal.tables.importing import run
from portal.tables.plan import BadFiles
from portal.tables.reading import Reading
from procurement.models import Deal, Position

CATALOG, RECORD, EXERCISE = (
    ("import_catalog", "public-record"),
    ("import_deal", "public-record"),
    ("import_deal", "exercise"),
)
Copy = Callable[[str], Path]
Rows = list[list[str]]


@pytest.fixture
def copy(db: None, tmp_path: Path) -> Copy:
    """A copy of a data set that a test may change."""

    def make(data: str) -> Path:
        return Path(shutil.copytree(settings.DATA_DIR / data, tmp_path / data))

    return make


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _write(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def _set(path: Path, column: str, value: str) -> None:
    rows = _read(path)
    rows[1][rows[0].index(column)] = value
    _write(path, rows)


def _everything() -> dict[str, list[object]]:
    names = ("accounts", "catalog", "procurement")
    models = [model for name in names for model in apps.get_app_config(name).get_models()]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def _refusal(command: str, directory: Path) -> str:
    """What an import says that must fail and change nothing."""
    before = _everything()
    with pytest.raises(CommandError) as refusal:
        call_command(command, str(directory), verbosity=0)
    assert _everything() == before
    return str(refusal.value)


def _plan(command: str, directory: Path) -> str:
    out = StringIO()
    call_command(command, str(directory), stdout=out)
    return out.getvalue()


LONG = [
    (CATALOG, "sources.csv", "publisher", 200),
    (CATALOG, "sources.csv", "language", 8),
    (CATALOG, "catalog/makers.csv", "name_en", 200),
    (CATALOG, "catalog/models.csv", "aliases", 200),
    (RECORD, "deal/agreements.csv", "title_uk", 300),
    (RECORD, "deal/engagements.csv", "place", 200),
    (RECORD, "deal/term_statements.csv", "stated_by", 200),
    (RECORD, "deal/milestone_statements.csv", "title_en", 300),
    (RECORD, "deal/requirements.csv", "title_en", 300),
    (EXERCISE, "parties.csv", "name_en", 200),
    (EXERCISE, "workstreams.csv", "title_en", 200),
    (EXERCISE, "milestones.csv", "title_uk", 300),
    (EXERCISE, "terms.csv", "unit", 12),
    (EXERCISE, "sites.csv", "name_uk", 200),
]


@pytest.mark.parametrize(("data", "file", "column", "limit"), LONG)
def test_words_longer_than_the_record_holds_are_told_and_never_cut(
    copy: Copy, data: tuple[str, str], file: str, column: str, limit: int
) -> None:
    directory = copy(data[1])
    _set(directory / file, column, "x" * (limit + 1))
    assert f"{file}, line 2, column {column}: found 'xxx" in (told := _refusal(data[0], directory))
    assert f"expected at most {limit} characters" in told


@pytest.mark.parametrize(
    ("file", "column", "value", "expected"),
    [
        ("milestones.csv", "duration_days", "99999999999", "a whole number from 0 to 36600"),
        ("milestones.csv", "weight", "101", "a whole number from 0 to 100"),
        ("milestones.csv", "baseline_start", "2026-13-45", "a date as YYYY-MM-DD"),
        ("milestones.csv", "releasable_to", "EX-UA-SELL;NOBODY", "a code of parties.csv"),
        ("dependencies.csv", "lag_days", "-99999", "a whole number from -36600 to 36600"),
        ("workstreams.csv", "position", "100000", "a whole number from 0 to 9999"),
        ("lots.csv", "quantity_planned", "1,000", "a whole number of at most nine digits"),
        ("orders.csv", "quantity", "9999999999", "a whole number of at most nine digits"),
        ("orders.csv", "unit_price", "9" * 30, "an amount from 0 to 99999999999999.99"),
        ("payments.csv", "amount", "-1.00", "an amount from 0 to"),
        ("sites.csv", "country", "USA", "at most 2 characters"),
        ("ramp.csv", "month", "2027-13", "a date as YYYY, YYYY-MM"),
    ],
)
def test_a_number_or_day_that_cannot_be_is_told(copy: Copy, file: str, column: str, value: str, expected: str) -> None:
    directory = copy("exercise")
    _set(directory / file, column, value)
    told = _refusal("import_deal", directory)
    assert f"{file}, line 2, column {column}: found" in told
    assert f"expected {expected}" in told


def test_a_file_that_nobody_asked_for_is_told(copy: Copy) -> None:
    directory = copy("exercise")
    shutil.copy(directory / "lots.csv", directory / "lots2.csv")
    assert "lots2.csv: found an unknown file; expected only deal.csv, parties.csv" in _refusal("import_deal", directory)


def test_codes_of_another_deal_are_left_to_it(copy: Copy) -> None:
    directory = copy("exercise")
    _set(directory / "deal.csv", "code", "EX-SECOND")
    told = _refusal("import_deal", directory)
    for file, column in (
        ("milestones", "code"),
        ("orders", "order_code"),
        ("payments", "code"),
        ("sites", "site_code"),
    ):
        assert f"{file}.csv, line 2, column {column}: found" in told
    assert "expected a code that no other deal uses; EX-DEAL has this one" in told


def test_an_exercise_never_takes_the_place_of_a_public_deal(copy: Copy) -> None:
    public = Deal.objects.filter(nature="public-record").first()
    assert public
    directory = copy("exercise")
    _set(directory / "deal.csv", "code", public.code)
    assert "deal.csv, line 2, column code: found" in _refusal("import_deal", directory)


def test_an_agreement_never_takes_the_place_of_an_exercise(copy: Copy) -> None:
    directory = copy("public-record")
    rows = _read(directory / "deal/agreements.csv")
    _write(directory / "deal/agreements.csv", [*rows, ["EX-DEAL", *rows[1][1:]]])
    told = _refusal("import_deal", directory)
    assert f"deal/agreements.csv, line {len(rows) + 1}, column agreement: found 'EX-DEAL'" in told


def test_what_only_the_database_sees_is_told_too(db: None) -> None:
    before = Party.objects.count()
    twice = [Party(code="TWICE", name_en="Twice", name_uk="Двічі", side="third") for _ in range(2)]
    with pytest.raises(BadFiles, match=r"the files together: found duplicate key(.|\n)*nothing was written"):
        run(
            Reading(),
            lambda plan: Party.objects.bulk_create(twice),
            by=Actor("system:test"),
            reason="Test",
            rehearse=False,
        )
    assert Party.objects.count() == before


def test_a_corrected_statement_keeps_its_name_and_the_old_one_is_withdrawn(copy: Copy) -> None:
    directory = copy("public-record")
    _set(directory / "deal/term_statements.csv", "statement_en", "Said otherwise.")
    name = _read(directory / "deal/term_statements.csv")[1][0]
    assert "term statements: 1 new, 0 changed, 110 same, 1 gone" in _plan("import_deal", directory)
    old, new = Position.objects.filter(slug=name).order_by("id")
    assert old.withdrawal.reason
    assert (new.text_en, hasattr(new, "withdrawal")) == ("Said otherwise.", False)
    assert "term statements: 0 new, 0 changed, 111 same, 0 gone" in _plan("import_deal", directory)


def test_what_office_programs_do_to_a_file_is_no_slip(copy: Copy) -> None:
    directory = copy("exercise")
    path = directory / "lots.csv"
    rows = _read(path)
    turned = [list(reversed(row)) for row in rows]
    _write(path, turned)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert "lots: 0 new, 0 changed, 65 same, 0 gone" in _plan("import_deal", directory)

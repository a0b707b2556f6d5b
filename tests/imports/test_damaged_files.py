"""Every file damaged in every way: the import tells the place and writes nothing."""

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

CATALOG = ["sources.csv", "catalog/makers.csv", "catalog/models.csv", "catalog/claims.csv"]
RECORD = [
    *["deal/agreements.csv", "deal/engagements.csv", "deal/term_statements.csv", "deal/milestone_statements.csv"],
    *["deal/requirements.csv", "deal/requirement_figures.csv"],
]
EXERCISE = [path.name for path in sorted((settings.DATA_DIR / "exercise").glob("*.csv"))]
FILES = [
    *[("import_catalog", "public-record", file) for file in CATALOG],
    *[("import_deal", "public-record", file) for file in RECORD],
    *[("import_deal", "exercise", file) for file in EXERCISE],
]
Rows = list[list[str]]
NUMBERS = ("low", "high", "lag_days", "duration_days", "quantity", "lot_no", "amount", "units_planned", "position")
REFERENCES = (
    *["source_slug", "maker_slug", "model_slug", "capability", "agreement", "requirement_slug", "workstream"],
    *["owner_party", "predecessor", "term_code", "party", "milestone_code", "order_code", "site_code"],
)


def _drop_column(rows: Rows) -> None:
    for row in rows:
        del row[1]


def _add_column(rows: Rows) -> None:
    for number, row in enumerate(rows):
        row.append("surprise" if number == 0 else "x")


def _repeat_row(rows: Rows) -> None:
    rows.append(list(rows[1]))


def _nul(rows: Rows) -> None:
    rows[1][0] += "\0"


def _spoil(names: tuple[str, ...], text: str) -> Callable[[Rows], bool | None]:
    def damage(rows: Rows) -> bool | None:
        column = next((rows[0].index(name) for name in names if name in rows[0][1:] or name in rows[0][:1]), None)
        if column is None or rows[0][:2] == ["source_slug", "publisher"]:  # a source refers to nothing
            return False
        rows[1][column] = text
        return None

    return damage


def _low_above_high(rows: Rows) -> bool | None:
    if not {"low", "high"} <= set(rows[0]):
        return False
    low, high = rows[0].index("low"), rows[0].index("high")
    row = next(row for row in rows[1:] if row[low] and row[high])
    row[low] = row[high] + "9"
    return None


DAMAGES: dict[str, Callable[[Rows], bool | None]] = {
    "missing column": _drop_column,
    "unknown column": _add_column,
    "bad number": _spoil(NUMBERS, "ten"),
    "low above high": _low_above_high,
    "unknown reference": _spoil(REFERENCES, "nobody-knows-me"),
    "duplicate key": _repeat_row,
    "NUL": _nul,
}


def _damaged(source: Path, target: Path, file: str, damage: Callable[[Rows], bool | None]) -> bool:
    shutil.copytree(source, target)
    with (target / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    if damage(rows) is False:
        return False
    with (target / file).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    return True


def _counts() -> dict[str, int]:
    names = ("accounts", "catalog", "procurement")
    return {m._meta.label: m._default_manager.count() for name in names for m in apps.get_app_config(name).get_models()}


def _cases() -> Iterator[object]:
    for command, data, file in FILES:
        for name, damage in DAMAGES.items():
            with (settings.DATA_DIR / data / file).open(encoding="utf-8", newline="") as lines:
                if damage(list(csv.reader(lines))) is not False:
                    yield pytest.param(command, data, file, damage, id=f"{data}/{file}-{name.replace(' ', '-')}")


@pytest.mark.parametrize(("command", "data", "file", "damage"), list(_cases()))
def test_a_damaged_file_is_told_and_writes_nothing(
    db: None, tmp_path: Path, command: str, data: str, file: str, damage: Callable[[Rows], bool | None]
) -> None:
    assert _damaged(settings.DATA_DIR / data, tmp_path / "data", file, damage)
    before = _counts()
    with pytest.raises(CommandError, match=file.replace(".", r"\.")) as refusal:
        call_command(command, str(tmp_path / "data"), verbosity=0)
    assert "nothing was written" in str(refusal.value)
    assert _counts() == before


@pytest.mark.parametrize(("command", "data", "file"), FILES)
def test_a_wrong_encoding_is_told_and_writes_nothing(
    db: None, tmp_path: Path, command: str, data: str, file: str
) -> None:
    shutil.copytree(settings.DATA_DIR / data, tmp_path / "data")
    path = tmp_path / "data" / file
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    before = _counts()
    with pytest.raises(CommandError, match="text in UTF-8|a NUL character"):
        call_command(command, str(tmp_path / "data"), verbosity=0)
    assert _counts() == before

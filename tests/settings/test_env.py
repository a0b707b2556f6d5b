"""Settings from the environment: typed, loud when wrong, secrets also from files."""

from pathlib import Path

import pytest

from portal import env


def test_a_text_comes_from_the_variable_or_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "secret"))
    assert env.text("THING") == "from a file"
    monkeypatch.setenv("THING", "from the variable")
    assert env.text("THING") == "from the variable"


def test_what_is_missing_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(env.BadSetting, match="THING is not set. Set it, or set THING_FILE"):
        env.text("THING")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(env.BadSetting, match="cannot be read"):
        env.text("THING")


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("off", False), ("", False)])
def test_flags(monkeypatch: pytest.MonkeyPatch, text: str, *, value: bool) -> None:
    monkeypatch.setenv("THING", text)
    assert env.flag("THING") is value


@pytest.mark.parametrize(("read", "text"), [(env.flag, "perhaps"), (lambda name: env.number(name, 1), "many")])
def test_a_wrong_value_stops_the_program(monkeypatch: pytest.MonkeyPatch, read: object, text: str) -> None:
    monkeypatch.setenv("THING", text)
    with pytest.raises(env.BadSetting, match="THING is"):
        read("THING")  # type: ignore[operator]


def test_numbers_lists_and_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "a, b,")
    assert env.words("THING") == ["a", "b"]
    assert env.number("OTHER", 5) == 5
    found = env.database("postgres://web:p%40ss@db:5433/portal")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        *("web", "p@ss", "db", "5433", "portal"),
    )
    with pytest.raises(env.BadSetting, match="must look like"):
        env.database("mysql://x/y")

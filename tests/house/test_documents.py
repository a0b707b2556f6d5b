"""What the documents say is true: commands and files that they name exist, and every decision has its page."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.support.house import ROOT, committed

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", *committed("docs/*.md")]
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_and_management_commands_exist(name: str) -> None:
    text = _text(name)
    named = {
        target for target in re.findall(r"(?:^|`|\s)make ([a-z]+)\b(?!\s+sure)", text) if f"`make {target}" in text
    }
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text)) - {"help"}
    assert named - TARGETS == set()
    assert commands - set(get_commands()) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_to_files_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", _text(name))
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_the_two_commands_of_the_readme_stand_in_it() -> None:
    assert "make run" in _text("README.md")
    assert "make test" in _text("README.md")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(Path(path).name[:4]) for path in committed("docs/adr/*.md")]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_ci_runs_what_everybody_runs() -> None:
    assert re.findall(r"^make (\w+)", _text(".ci/run"), flags=re.MULTILINE) == ["test", "check"]


def test_every_dependency_has_its_reason() -> None:
    block = re.search(r"^dependencies = \[\n(.*?)^\]", _text("pyproject.toml"), flags=re.MULTILINE | re.DOTALL)
    assert block is not None
    assert [line for line in block[1].splitlines() if line.strip() and "#" not in line] == []

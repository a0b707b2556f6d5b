"""Migrations say what they do, and nothing waits to be migrated."""

import pytest
from django.core.management import call_command

from tests.support.house import committed


def test_no_migration_is_named_by_machine() -> None:
    assert [path for path in committed("*/migrations/*.py") if "_auto_" in path] == []


def test_models_and_migrations_agree(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    assert capsys.readouterr().out == ""

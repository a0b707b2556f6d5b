"""Throw-away services around a command: what tests and checks run in."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from portal.embedded import children, postgres, valkey
from portal.embedded.homes import Home, throw_away
from portal.embedded.notes import Notes


def run(command: Sequence[str]) -> int:
    """Runs `command` with DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL and SECRET_KEY set; returns its exit code."""
    with ExitStack() as stack:
        env = {**os.environ, **_environment(stack)}
        env.setdefault("SECRET_KEY", secrets.token_urlsafe(60))
        env.setdefault("PORTAL_INSECURE_HTTP", "1")
        return _obey(command, env)


def _obey(command: Sequence[str], env: Mapping[str, str]) -> int:
    """The command gets Ctrl-C itself (same terminal); SIGTERM is passed on."""
    process = subprocess.Popen(list(command), env=dict(env))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code


def _environment(stack: ExitStack) -> dict[str, str]:
    """Addresses of the services that the environment does not name already, started for as long as `stack` lives."""
    given = os.environ
    if "DATABASE_URL" in given and "REDIS_URL" in given:
        return {"DATABASE_OWNER_URL": given.get("DATABASE_OWNER_URL", given["DATABASE_URL"])}
    home, lock = throw_away()
    stack.enter_context(lock)
    stack.callback(shutil.rmtree, home.data, ignore_errors=True)
    notes = Notes()
    notes.choose_ports()
    found = {"REDIS_URL": given.get("REDIS_URL", "")} if "REDIS_URL" in given else _valkey(stack, home, notes)
    if "DATABASE_URL" in given:
        return found | {"DATABASE_OWNER_URL": given.get("DATABASE_OWNER_URL", given["DATABASE_URL"])}
    return found | _postgres(stack, home, notes)


def _valkey(stack: ExitStack, home: Home, notes: Notes) -> dict[str, str]:
    log = home.data / "valkey.log"
    server = valkey.start(home, notes, log=log, sync=False)
    stack.callback(children.stop, server)
    valkey.wait(server, notes, log=log)
    return {"REDIS_URL": valkey.address(notes)}


def _postgres(stack: ExitStack, home: Home, notes: Notes) -> dict[str, str]:
    log: Path = home.data / "postgres.log"
    postgres.make_cluster(home, notes, log=log, sync=False)
    server = postgres.start(home, notes, log=log, sync=False)
    stack.callback(children.stop, server, sign=signal.SIGINT)
    postgres.wait(server, notes, log=log)
    postgres.make_roles(notes)
    return {
        "DATABASE_OWNER_URL": postgres.address(postgres.OWNER, notes.owner_password, notes.postgres_port),
        "DATABASE_URL": postgres.address(postgres.APP, notes.app_password, notes.postgres_port),
    }

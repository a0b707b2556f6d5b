"""`make run`: services, preparation, then web, worker and beat, until somebody stops it."""

import fcntl
import http.client
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import NoReturn

from portal.embedded import children, homes, leftovers, notes, steps
from portal.embedded.homes import PROJECT, RUN
from portal.embedded.members import GaveUp, Member
from portal.embedded.programs import BEAT, WEB, WORKER, python
from portal.embedded.services import Services
from portal.embedded.talk import say
from portal.env import number

LOGS = RUN / "log"
PATIENCE = 90.0  # seconds until the web must answer
BIGGEST_LOG = 5_000_000  # bytes; a bigger one is set aside at the next start


class Stopped(SystemExit):
    """Somebody asked the portal to stop."""


def run(*, end_with_parent: bool) -> int:
    """Runs the portal until Ctrl-C or SIGTERM (0), or until a process gives up (exit with its message)."""
    if end_with_parent:
        children.end_with_parent(signal.SIGTERM)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _stop)
    try:
        with ExitStack() as stack:
            _lock(stack)
            _serve(stack)
    except Stopped:
        say("Stopped.")
    return 0


def _stop(*_: object) -> NoReturn:
    """Once asked, the end is not disturbed by a second Ctrl-C."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    say("Stopping …")
    raise Stopped(0)


def _lock(stack: ExitStack) -> None:
    """Makes .run and takes it for this run."""
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
        (RUN / "beat").mkdir(exist_ok=True)
        lock = stack.enter_context((RUN / "lock").open("w"))
    except PermissionError:
        raise SystemExit(f"{RUN} belongs to the account that ran the portal first; use that one.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"The portal already runs in {PROJECT}.") from None


def _serve(stack: ExitStack) -> None:
    wanted = number("PORT", 8000) if os.environ.get("PORT") else 8000
    leftovers.end(RUN / "sessions.json")
    stack.callback((RUN / "sessions.json").unlink, missing_ok=True)  # at the very end nothing is left
    for log in LOGS.glob("*.log"):
        if log.stat().st_size > BIGGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
    services = Services(LOGS)
    members = services.members()
    for member in members:
        say(f"Starting {member.name}")
        stack.callback(member.end)
        member.start()
        _remember(members)
    services.wait()
    env = _environment(services.environment())
    for step, mark in steps.due(database=services.database):
        _take(step, env)
        steps.done(step, mark)
    claim, port = notes.claim_port(*range(wanted, wanted + 50))
    stack.enter_context(claim)
    programs = _programs(env, port)
    for member in programs:
        stack.callback(member.end)
        member.start()
        members.append(member)
        _remember(members)
    stack.callback(_ask, programs)  # all at once, before each is waited for
    _await_web(members, port)
    _watch(members)


def _ask(members: list[Member]) -> None:
    for member in members:
        member.ask()


def _remember(members: list[Member]) -> None:
    leftovers.remember(RUN / "sessions.json", [member.process.pid for member in members if member.process])


def _environment(services: Mapping[str, str]) -> dict[str, str]:
    """The environment of every process of the portal; what the caller set stays."""
    own = {
        "SECRET_KEY": _secret_key(),
        "PORTAL_INSECURE_HTTP": "1",
        "DEMO_ACCOUNTS": str(RUN / "demo-accounts.json"),
        "MEDIA_ROOT": str(RUN / "media"),
        "STATIC_ROOT": str(RUN / "static"),
        "GRANIAN_WORKERS": "2",
        "PYTHONUNBUFFERED": "1",
    }
    return {**own, **os.environ, **services}


def _secret_key() -> str:
    path = RUN / "secret-key"
    if not path.exists():
        notes.write_secret(path, notes.password() + notes.password())
    return path.read_text(encoding="utf-8")


def _take(step: steps.Step, env: Mapping[str, str]) -> None:
    say(f"Preparing: {step.title}")
    log = LOGS / "prepare.log"
    process = children.start(
        python(*step.command),
        log=log,
        cwd=PROJECT,
        env={**env, "PORTAL_AS_OWNER": "1"} if step.as_owner else env,
    )
    try:
        code = process.wait()
    finally:
        children.stop(process)
    if code:
        raise SystemExit(f"{step.title} failed (exit code {code}), see {log}:\n{children.tail(log, 30)}")


def _programs(env: Mapping[str, str], port: int) -> list[Member]:
    def member(name: str, words: tuple[str, ...]) -> Member:
        log = LOGS / f"{name}.log"
        command = python(*words)

        def launch() -> subprocess.Popen[bytes]:
            return children.start(command, log=log, cwd=PROJECT, env={**env, "GRANIAN_PORT": str(port)})

        return Member(name, launch, log)

    return [
        member("web", WEB),
        member("worker", (*WORKER, "--concurrency", "2")),
        member("beat", (*BEAT, str(RUN / "beat" / "schedule"))),
    ]


def _await_web(members: list[Member], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _healthy(port):
        if time.monotonic() > deadline:
            log = LOGS / "web.log"
            raise GaveUp(f"web does not answer on port {port}, see {log}:\n{children.tail(log)}")
        _look_after(members)
    say(f"Accounts to sign in with: {RUN / 'demo-accounts.json'}")
    say(f"Portal ready at http://127.0.0.1:{port}")


def _healthy(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/health/live")
        return link.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        link.close()


def _watch(members: list[Member]) -> NoReturn:
    while True:
        _look_after(members)


def _look_after(members: list[Member]) -> None:
    restarted = [member for member in members if member.restart_if_dead()]
    if restarted:
        _remember(members)
    time.sleep(0.3)


def reset() -> int:
    """Drops all data and settings that `run` keeps, unless it runs now."""
    with ExitStack() as stack:
        _lock(stack)
        leftovers.end(RUN / "sessions.json")
        for folder in homes.forget():
            say(f"Dropped {folder}")
    return 0

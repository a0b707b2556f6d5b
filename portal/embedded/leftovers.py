"""Ends what an earlier run left behind when everything was killed at once, so that two servers never share data.

Each child leads a session of its own. A session number cannot be given out again while a member lives, so number
and start time of the leader say whether a session is still ours; when the leader is gone, the folder in which a
process works does.
"""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from portal.embedded.notes import write_secret

PROC = Path("/proc")
BOOT = PROC / "sys/kernel/random/boot_id"
Sessions = dict[int, tuple[str, str]]  # number -> when its leader started, and in which folder it works
SESSION, STARTED = 3, 19  # fields of /proc/<pid>/stat after the name of the program


def remember(path: Path, pids: list[int]) -> None:
    """Writes down the leaders of the sessions that run now."""
    leaders = {str(pid): (_stat(pid)[STARTED], _folder(pid)) for pid in pids if _stat(pid)}
    write_secret(path, json.dumps({"boot": _boot(), "leaders": leaders}))


def end(path: Path, *, patience: float = 20) -> None:
    """Ends every process of the sessions written down: asks once, and uses force after `patience` seconds."""
    written = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if written.get("boot") == _boot():
        leaders = written.get("leaders", {})
        sessions = {int(pid): (str(started), str(folder)) for pid, (started, folder) in leaders.items()}
        for sign in (signal.SIGINT, signal.SIGKILL):
            _send(sessions, sign)
            _wait(sessions, patience)
    path.unlink(missing_ok=True)


def _send(sessions: Sessions, sign: signal.Signals) -> None:
    for pid in _members(sessions):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, sign)


def _wait(sessions: Sessions, patience: float) -> None:
    deadline = time.monotonic() + patience
    while any(_members(sessions)) and time.monotonic() < deadline:
        time.sleep(0.1)


def _members(sessions: Sessions) -> Iterator[int]:
    """The living processes of the sessions."""
    for folder in PROC.glob("[0-9]*"):
        stat = _stat(int(folder.name))
        if stat and stat[0] != "Z" and int(stat[SESSION]) in sessions:
            number = int(stat[SESSION])
            if _is_ours(int(folder.name), _stat(number), *sessions[number]):
                yield int(folder.name)


def _is_ours(pid: int, leader: list[str], started: str, place: str) -> bool:
    """A session whose leader started at another time is somebody else's; without a leader, the folder tells."""
    if leader:
        return leader[STARTED] == started
    return bool(place) and Path(_folder(pid)).is_relative_to(place)


def _folder(pid: int) -> str:
    """The folder in which a process works; empty when that cannot be known."""
    try:
        return str((PROC / str(pid) / "cwd").readlink())
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the state on; empty when there is no such process."""
    try:
        return (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _boot() -> str:
    return BOOT.read_text(encoding="utf-8").strip() if BOOT.exists() else ""

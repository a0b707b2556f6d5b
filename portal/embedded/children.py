"""Child processes that never outlive their parent: own group each, and the kernel ends them when the parent dies."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from portal.embedded.accounts import Account

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def end_with_parent(sign: signal.Signals) -> None:
    """Asks the kernel (Linux) to send `sign` to this process when its parent dies."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


def _before_exec(sign: signal.Signals, parent: int) -> Callable[[], None]:
    def prepare() -> None:
        # After the change of account: that would clear the request.
        end_with_parent(sign)
        # A shell that runs us in the background ignores Ctrl-C, and ignoring is inherited; children answer it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    on_parent_death: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Starts `command` in its own session, its output appended to `log`. Call from the main thread only."""
    switch = account if account and account.switch else None
    with log.open("ab") as out:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env) if env is not None else None,
            user=switch.uid if switch else None,
            group=switch.gid if switch else None,
            extra_groups=[] if switch else None,
            start_new_session=True,
            preexec_fn=_before_exec(on_parent_death, os.getpid()),
        )


def ask(process: subprocess.Popen[bytes], *, sign: signal.Signals = signal.SIGTERM) -> None:
    """Asks the process to end and does not wait."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(sign)


def stop(process: subprocess.Popen[bytes], *, sign: signal.Signals = signal.SIGTERM, patience: float = 20) -> None:
    """Asks the process to end, waits, and then ends its whole group by force."""
    ask(process, sign=sign)
    finish(process, patience=patience)


def finish(process: subprocess.Popen[bytes], *, patience: float = 20) -> None:
    """Waits for a process that was asked, and then ends its whole group by force."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, for messages."""
    if not log.exists():
        return ""
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]
    return "".join(f"    {line}\n" for line in text)

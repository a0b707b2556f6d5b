"""One process under supervision: started, restarted when it dies, given up when it dies too often, ended."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded import children
from portal.embedded.talk import say

LIMIT, WINDOW = 5, 60.0  # restarts, seconds


class GaveUp(SystemExit):
    """A process dies again and again; the message names it and its log."""


@dataclass(slots=True)
class Member:
    """A process that should always run; `launch` starts it, `sign` asks it to end."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    log: Path
    sign: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    asked: bool = False
    restarts: list[float] = field(default_factory=list)

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the process."""
        self.process, self.asked = self.launch(), False
        return self.process

    def ask(self) -> None:
        """Asks the process to end, once: some take a second request for impatience."""
        if self.process and not self.asked:
            self.asked = True
            children.ask(self.process, sign=self.sign)

    def end(self) -> None:
        """Ends the process and all of its group."""
        self.ask()
        if self.process:
            children.finish(self.process)

    def restart_if_dead(self, *, now: float | None = None) -> bool:
        """True when the process had died and was started again."""
        if self.process is None or self.process.poll() is None:
            return False
        code, now = self.process.returncode, time.monotonic() if now is None else now
        self.restarts = [at for at in self.restarts if now - at < WINDOW]
        if len(self.restarts) >= LIMIT:
            raise GaveUp(
                f"{self.name} died {LIMIT + 1} times within a minute (last exit code {code}); everything stops.\n"
                f"Its log is {self.log}:\n{children.tail(self.log)}"
            )
        say(f"{self.name} ended with exit code {code} and is started again; its log is {self.log}")
        self.restarts.append(now)
        self.end()  # what is left of its group
        self.start()
        return True

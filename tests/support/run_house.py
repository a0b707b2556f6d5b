"""A copy of the portal, started and stopped as a newcomer would."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2

from tests.support.house import ROOT

CALLERS_OWN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DEMO_ACCOUNTS", "STATIC_ROOT")
LEFT_OUT = (".*", "node_modules", "tests", "__pycache__", "staticfiles", "htmlcov")


class House:
    """One copy of the portal and the run in it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.output = place.with_name("output.txt")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, port: int = 0, until: str = "Portal ready at ") -> "House":
        """Starts the supervisor and waits for a line of its output."""
        env = {key: value for key, value in os.environ.items() if key not in CALLERS_OWN}
        command = [sys.executable, "-m", "portal.embedded", "run", "--end-with-parent"]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=self.place, stdout=out, stderr=out, env={**env, **({"PORT": str(port)} if port else {})}
            )
        return self.wait_for(until)

    def wait_for(self, text: str, patience: float = 600) -> "House":
        """Waits until the output holds `text`."""
        deadline = time.monotonic() + patience
        while text not in self.said():
            assert time.monotonic() < deadline, self.said()
            assert self.runs() or text in self.said(), self.said()
            time.sleep(0.1)
        return self

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def port(self) -> int:
        """The port that the last line names."""
        found = re.search(r"^Portal ready at http://127\.0\.0\.1:(\d+)$", self.said(), re.MULTILINE)
        assert found, self.said()
        return int(found[1])

    def processes(self) -> dict[int, str]:
        """Living processes below the supervisor, with their command lines, whoever their parent is now."""
        marks = (os.fsencode(self.place), b"DEMO_ACCOUNTS=" + os.fsencode(self.place))
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words, env = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
                cwd = os.fsencode((folder / "cwd").readlink())
            except OSError:
                continue
            if words and (marks[0] in words or marks[1] in env or cwd.startswith(self.data())):
                found[int(folder.name)] = words.replace(b"\0", b" ").decode(errors="replace")
        return found

    def data(self) -> bytes:
        """Where the services keep their data."""
        pointer = self.place / ".run/home"
        return os.fsencode(pointer.read_text() if pointer.exists() else str(self.place / ".run/services"))

    def pid_of(self, word: str) -> int:
        """The number of the first process whose command line holds `word`."""
        return min(pid for pid, words in self.processes().items() if word in words)

    def end(self, sign: signal.Signals = signal.SIGINT) -> int:
        """Ends the supervisor and returns its exit code."""
        assert self.process
        self.process.send_signal(sign)
        return self.process.wait(60)

    def wait_until_quiet(self, patience: float = 30) -> dict[int, str]:
        """Waits until no process is left; returns those that stay all the same."""
        deadline = time.monotonic() + patience
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.processes()

    def runs(self) -> bool:
        """True while the supervisor lives."""
        return self.process is not None and self.process.poll() is None

    def quiet(self) -> None:
        """Ends what runs, if anything does."""
        if self.runs():
            self.end(signal.SIGTERM)
        self.wait_until_quiet()

    def database(self) -> "psycopg2.extensions.connection":
        """A connection of the owner, with the password that the run wrote down."""
        notes = json.loads((self.place / ".run/services.json").read_text(encoding="utf-8"))
        link = psycopg2.connect(
            host="127.0.0.1",
            port=notes["postgres_port"],
            user="portal_owner",
            password=notes["owner_password"],
            dbname="portal",
        )
        link.autocommit = True
        return link


def copy_of_the_portal(place: Path) -> Path:
    """Copies what `make run` needs (not the virtual environment) to `place`."""
    shutil.copytree(ROOT, place, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return place

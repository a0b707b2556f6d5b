"""A real server in front of a copy of the test database."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from tests.support.house import ROOT

SERVER = ("--interface", "wsgi", "--no-ws", "--blocking-threads", "4")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


@contextmanager
def served(env: Mapping[str, str], *, log: IO[bytes], workers: int = 1) -> Iterator[str]:
    """The address of a running portal; `env` names its database."""
    port = free_port()
    words = [*SERVER, "--workers", str(workers), "--port", str(port), "portal.wsgi:application"]
    command = [sys.executable, "-m", "granian", *words]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/health/live", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)

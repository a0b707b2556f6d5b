"""One Valkey server: password, loopback only, never evicts, keeps what it accepted."""

import subprocess
import time
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from portal.embedded import children
from portal.embedded.homes import Home
from portal.embedded.notes import Notes, write_secret

CONFIG = """\
bind 127.0.0.1
protected-mode yes
port {port}
requirepass {password}
maxmemory-policy noeviction
appendonly {append}
save ""
"""


class ValkeyFailed(SystemExit):
    """Valkey cannot be started; the message holds the end of its log."""


def start(home: Home, notes: Notes, *, log: Path, sync: bool = True) -> subprocess.Popen[bytes]:
    """Starts the server in its folder below the home; the password stands in a file, not in the process list."""
    folder = home.data / "valkey"
    folder.mkdir(exist_ok=True, mode=0o700)
    home.account.give(folder)
    config = folder / "valkey.conf"
    text = CONFIG.format(port=notes.valkey_port, password=notes.valkey_password, append="yes" if sync else "no")
    write_secret(config, text)
    home.account.give(config)
    return children.start([home.valkey, config.name], log=log, cwd=folder, account=home.account)


def wait(process: subprocess.Popen[bytes], notes: Notes, *, log: Path, patience: float = 60) -> None:
    """Returns when the server answers a ping."""
    deadline = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(notes):
            return
        time.sleep(0.1)
    raise ValkeyFailed(f"Valkey did not start, see {log}:\n{children.tail(log)}")


def _answers(notes: Notes) -> bool:
    try:
        with Redis(port=notes.valkey_port, password=notes.valkey_password, socket_timeout=2) as link:
            return bool(link.ping())
    except RedisError:
        return False


def address(notes: Notes) -> str:
    """The address as settings read it."""
    return f"redis://:{notes.valkey_password}@127.0.0.1:{notes.valkey_port}/0"

"""What is remembered between runs: ports and passwords of the services, in a file that only its owner reads."""

import contextlib
import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path


def password() -> str:
    """32 random characters that need no quoting in an address."""
    return secrets.token_urlsafe(24)


@dataclass(slots=True)
class Notes:
    """Ports (0 = not chosen yet) and passwords."""

    postgres_port: int = 0
    valkey_port: int = 0
    admin_password: str = field(default_factory=password)
    owner_password: str = field(default_factory=password)
    app_password: str = field(default_factory=password)
    valkey_password: str = field(default_factory=password)

    def choose_ports(self) -> None:
        """Keeps ports that are free and chooses others for those that are taken."""
        self.postgres_port = free_port(self.postgres_port)
        self.valkey_port = free_port(self.valkey_port)


def free_port(*wanted: int) -> int:
    """The first of `wanted` ports that is free on the loopback, else one that the system chooses."""
    for port in (*wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    raise SystemExit("No port is free on 127.0.0.1.")


def claim_port(*wanted: int) -> tuple[socket.socket, int]:
    """The first of `wanted` ports that is free and claimed by no other portal; the claim lives as long as the socket.

    Without it two portals that start at once could choose one port: their web servers share it without a word
    (SO_REUSEPORT), and a request reaches the one or the other.
    """
    for port in wanted:
        claim = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(OSError):
            claim.bind(f"\0drone-deal-portal:{port}")
            if free_port(port) == port:
                return claim, port
        claim.close()
    raise SystemExit(f"No port from {wanted[0]} to {wanted[-1]} is free on 127.0.0.1. Choose another with PORT=.")


def read(path: Path) -> Notes:
    """The notes of an earlier run, or fresh ones."""
    if not path.exists():
        return Notes()
    return Notes(**json.loads(path.read_text(encoding="utf-8")))


def write(path: Path, notes: Notes) -> None:
    """Keeps the notes; at no moment can anybody else read them."""
    write_secret(path, json.dumps(asdict(notes), indent=2))


def write_secret(path: Path, text: str) -> None:
    """Writes a file of mode 0600, whole or not at all, whenever the power goes."""
    half = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    half.replace(path)

"""PostgreSQL and Valkey of `make run`, or the servers that DATABASE_URL and REDIS_URL name instead."""

import os
import signal
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from portal.embedded import homes, notes, postgres, valkey
from portal.embedded.homes import RUN, Home
from portal.embedded.members import Member
from portal.embedded.notes import Notes


class Services:
    """The services of one run: `members` to start, then `wait`, then `environment`."""

    def __init__(self, logs: Path) -> None:
        self.own_postgres = "DATABASE_URL" not in os.environ
        self.own_valkey = "REDIS_URL" not in os.environ
        self.database = os.environ.get("DATABASE_URL", "embedded")
        self.logs = logs
        self.notes: Notes = notes.read(RUN / "services.json")
        self.running: list[Member] = []

    def members(self) -> list[Member]:
        """The services to start here; ports, passwords and the cluster are made on the way."""
        if not (self.own_postgres or self.own_valkey):
            return []
        home = homes.kept()
        postgres.end_orphan(home.data / "cluster")
        self.notes.choose_ports()
        notes.write(RUN / "services.json", self.notes)
        if self.own_postgres:
            postgres.make_cluster(home, self.notes, log=self.logs / "postgres.log")
            self.running.append(self._member("postgres", postgres.start, home, signal.SIGINT))
        if self.own_valkey:
            self.running.append(self._member("valkey", valkey.start, home, signal.SIGTERM))
        return list(self.running)

    def _member(
        self, name: str, start: Callable[..., subprocess.Popen[bytes]], home: Home, sign: signal.Signals
    ) -> Member:
        log = self.logs / f"{name}.log"
        return Member(name, partial(start, home, self.notes, log=log), log, sign)

    def wait(self) -> None:
        """Returns when the services answer and the database's roles are there."""
        for member in self.running:
            if member.process:
                waiting = postgres.wait if member.name == "postgres" else valkey.wait
                waiting(member.process, self.notes, log=member.log)
        if self.own_postgres:
            postgres.make_roles(self.notes)

    def environment(self) -> dict[str, str]:
        """The addresses, as settings read them."""
        found = {}
        if self.own_postgres:
            port = self.notes.postgres_port
            found["DATABASE_OWNER_URL"] = postgres.address(postgres.OWNER, self.notes.owner_password, port)
            found["DATABASE_URL"] = postgres.address(postgres.APP, self.notes.app_password, port)
        if self.own_valkey:
            found["REDIS_URL"] = valkey.address(self.notes)
        return found

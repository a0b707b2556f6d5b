"""Which account of the machine runs PostgreSQL and Valkey. PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")


class NoAccount(SystemExit):
    """Root has nobody to hand the services to."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account by number; `switch` is true when the present process must become it first."""

    uid: int
    gid: int
    switch: bool

    def give(self, path: Path) -> None:
        """Makes the account the owner of `path` (a file or a folder, not what is in it)."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def may_use(self, *, program: Path, folder: Path) -> bool:
        """True when the account can execute `program` and write into `folder`, every folder above them included."""
        script = '"$0" --version >/dev/null 2>&1 && test -w "$1" && test -x "$1"'
        return (
            subprocess.run(
                ["/bin/sh", "-c", script, str(program), str(folder)],
                cwd="/",
                check=False,
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=[] if self.switch else None,
            ).returncode
            == 0
        )


def for_services(existing: Path) -> Account:
    """The account that runs the services; whoever owns `existing` data keeps them."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if existing.exists() and existing.stat().st_uid != 0:
        return Account(existing.stat().st_uid, existing.stat().st_gid, switch=True)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise NoAccount("PostgreSQL does not run as root, and this machine has no account postgres or nobody.")

"""What must be done before the portal can start, and is done again only when its sources change."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.embedded.homes import PROJECT, RUN
from portal.embedded.notes import write_secret

MIGRATIONS = ("*/migrations/*.py", "*/*/migrations/*.py", "uv.lock")
RECORD, EXERCISE = "data/public-record", "data/exercise"


@dataclass(frozen=True, slots=True)
class Step:
    """A command of this Python; it is repeated when a file that matches `watched` changes or `product` is gone."""

    title: str
    command: tuple[str, ...]
    watched: tuple[str, ...]
    as_owner: bool = False
    product: str = ""


STEPS = (
    Step("Ukrainian texts", ("tools/messages.py", "compile"), ("locale/**/*.po",)),
    Step("Database tables", ("manage.py", "migrate", "--no-input"), MIGRATIONS, as_owner=True),
    Step("Rights in the database", ("manage.py", "apply_grants"), MIGRATIONS, as_owner=True),
    Step(
        "Styles and scripts", ("manage.py", "collectstatic", "--no-input"), ("static/**/*", "uv.lock"), product="static"
    ),
    Step("Public record: catalog", ("manage.py", "import_catalog", RECORD), (f"{RECORD}/*",)),
    Step("Search", ("manage.py", "refresh_search"), (*MIGRATIONS, "catalog/search.py", "catalog/spellings.py")),
    Step("Public record: deals", ("manage.py", "import_deal", RECORD), (f"{RECORD}/*",)),
    Step("Exercise deal", ("manage.py", "import_deal", EXERCISE), (f"{EXERCISE}/*",)),
    Step("Demonstration accounts", ("manage.py", "demo_accounts"), ("data/*/*",), product="demo-accounts.json"),
)


def due(*, database: str) -> Iterator[tuple[Step, str]]:
    """The steps to take, each with the fingerprint to hand to `done`. `database` names the database in use."""
    before = _read()
    for step in STEPS:
        mark = _fingerprint(step, database)
        if before.get(step.title) != mark or not (RUN / step.product).exists():
            yield step, mark


def done(step: Step, mark: str) -> None:
    """Remembers that the step was taken."""
    write_secret(_file(), json.dumps({**_read(), step.title: mark}, indent=2))


def _read() -> Mapping[str, str]:
    return dict(json.loads(_file().read_text(encoding="utf-8"))) if _file().exists() else {}


def _file() -> Path:
    return RUN / "steps.json"


def _fingerprint(step: Step, database: str) -> str:
    digest = hashlib.sha256(database.encode())
    for pattern in step.watched:
        for path in sorted(PROJECT.glob(pattern)):
            if path.is_file():
                digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()

"""The number of SQL statements of each page and endpoint stands in statements.json, and moves only on purpose.

`UPDATE_STATEMENTS=1 make test TESTS=tests/house` writes the file anew; look at the difference.
"""

import json
import os
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from tests.conftest import signed_in
from tests.house.rights import RIGHTS, SIGNED_IN

FILE = Path(__file__).with_name("statements.json")


def _counts(user: User) -> dict[str, int]:
    client = signed_in(user)
    counts = {}
    for name, row in sorted(RIGHTS.items()):
        if row.who == SIGNED_IN and row.sample and not name.startswith(("account_", "mfa_")):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(row.sample)
            counts[name] = len(queries)
    return counts


def test_the_number_of_statements_is_known(john: User) -> None:
    counts = _counts(john)
    if os.environ.get("UPDATE_STATEMENTS"):
        FILE.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    assert counts == json.loads(FILE.read_text(encoding="utf-8"))


def test_a_list_costs_the_same_for_one_row_and_for_many(john: User) -> None:
    client = signed_in(john)
    for path in ("/api/v1/drone-models/", "/api/v1/milestones/", "/api/v1/positions/", "/api/v1/requirements/"):
        counts = []
        for size in (2, 50):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{path}?page_size={size}")
            counts.append(len(queries))
        assert counts[0] == counts[1], path

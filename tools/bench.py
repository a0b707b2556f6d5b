"""`make bench`: what the pages of a large catalog cost in SQL, and what a large plan costs, as ratios within one run.

Milliseconds of another machine, or of a busy one, say little. So each page is set against one plain
`SELECT count(*) FROM catalog_claim` of the same run: how often could all claims have been counted in its time?
The plan's yardstick is in tools/bench_plan.py.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("PORTAL_TEST_DB", "test_bench")

import django  # noqa: E402  # the path comes first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from portal.accounts.models import User  # noqa: E402
from tests.scale.conftest import CLAIMS, MODELS  # noqa: E402
from tests.scale.plans import PAGES  # noqa: E402
from tests.support import database  # noqa: E402
from tools import bench_plan  # noqa: E402

TURNS = 5
YARDSTICK = "SELECT count(*) FROM catalog_claim"


def main() -> None:
    """Measures the plan; makes the large catalog in a database of its own, measures, and drops it again."""
    for line in bench_plan.report():
        sys.stdout.write(f"{line}\n")
    setup_test_environment()
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their styles by hash
    database.make()
    database.use()
    try:
        database.fill()
        call_command("make_scale_data", models=MODELS, claims=CLAIMS, verbosity=0)
        database.count_anew(database.NAME)
        for line in _report():
            sys.stdout.write(f"{line}\n")
    finally:
        connections.close_all()
        database.drop()


def _report() -> Iterator[str]:
    client = Client()
    client.force_login(User.objects.get(username="olena"))
    yield f"{MODELS} models, {MODELS * CLAIMS} claims; yardstick: {YARDSTICK}"
    yield f"{'ratio':>7} {'SQL ms':>7} {'statements':>10}  page"
    for name, address in PAGES.items():
        turns = [_turn(client, address) for _ in range(TURNS)]
        cost, yard, number = (median(values) for values in zip(*turns, strict=True))
        yield f"{cost / yard:7.2f} {cost:7.1f} {number:10.0f}  {name}"


def _turn(client: Client, address: str) -> tuple[float, float, int]:
    """Milliseconds of SQL of the page and of the yardstick beside it, and the page's number of statements."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    with CaptureQueriesContext(connection) as yard, connection.cursor() as cursor:
        cursor.execute(YARDSTICK)
    return _milliseconds(asked), _milliseconds(yard), len(asked)


def _milliseconds(asked: CaptureQueriesContext) -> float:
    return 1000 * sum(float(query["time"]) for query in asked.captured_queries)


if __name__ == "__main__":
    main()

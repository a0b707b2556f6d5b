"""How PostgreSQL means to answer: which large tables the statements of a page read from end to end."""

from collections.abc import Iterator
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from tests.conftest import signed_in

AT_LEAST, AT_MOST = quote("range:>=:50:km"), quote("payload:<=:20:kg")
PAGES = {
    "list": "/catalog/",
    "a later page": "/catalog/?page=3",
    "filter": "/catalog/?domain=air&kind=fixed-wing",
    "filter by maker": "/catalog/?maker=aerodrone",
    "filter by role and what is stated": "/catalog/?role=strike&has=range&has=payload",
    "condition": f"/catalog/?figure={AT_LEAST}",
    "conditions and answer": f"/catalog/?figure={AT_LEAST}&figure={AT_MOST}&match=meets,may",
    "search": "/catalog/?q=magura",
    "search in filter": f"/catalog/?q=magura&domain=sea&figure={AT_LEAST}",
    "search that finds nearly all": "/catalog/?q=drone",
    "suggestions": "/catalog/suggest/?q=magura",
    "comparison": "/catalog/compare/?m=magura-v5&m=fp-1&m=morok&requirement=artemis",
    "comparison as a file": "/catalog/compare/export.json?m=magura-v5&m=fp-1&m=morok&requirement=artemis",
    "requirements": "/requirements/",
    "requirement": "/requirements/drone-dominance/",
    "requirement, one answer": "/requirements/drone-dominance/?match=may",
    "matrix": "/requirements/branches/US-JOINT/",
    "coverage board": "/catalog/coverage/",
    "stale queue": "/catalog/stale/?status_date=2028-01-01",
    "API": f"/api/v1/drone-models/?figure={AT_LEAST}&q=magura",
}
LARGE = {
    "catalog_checkedclaim",
    "catalog_claim",
    "catalog_dronemodel",
    "catalog_figurespan",
    "catalog_figuresupport",
    "catalog_modelfacets",
    "catalog_searchkey",
    "catalog_searchword",
}


def statements(user: User, address: str) -> list[str]:
    """Every statement of SQL of one page."""
    client = signed_in(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return [query["sql"].strip() for query in asked]


def read_whole(sql: str) -> set[str]:
    """The large tables that a statement reads from end to end."""
    if not sql.upper().startswith(("SELECT", "WITH")):
        return set()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        return LARGE & set(_tables(cursor.fetchone()[0]))


def _tables(plan: object) -> Iterator[str]:
    if isinstance(plan, dict):
        if plan.get("Node Type") == "Seq Scan":
            yield str(plan["Relation Name"])
        for part in plan.values():
            yield from _tables(part)
    elif isinstance(plan, list):
        for part in plan:
            yield from _tables(part)

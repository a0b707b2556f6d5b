"""Every list: one shape, keyset pages without gaps, known parameters only, strong ETags, clear problems."""

from base64 import urlsafe_b64decode
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from catalog.models import Maker
from portal.accounts.models import User
from portal.api import VIEWSETS
from portal.rest.paging import NEXT, PREVIOUS, seal
from procurement.models import Milestone
from tests.api.conftest import Caller
from tests.support import factories

LISTS = sorted(VIEWSETS)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_its_shape_and_its_headers(machine: Caller, name: str) -> None:
    answer = machine.get(f"/{name}/?page_size=2")
    assert list(answer.json()) == ["count", "next", "previous", "results"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["ETag"].startswith('"v0-')
    again = machine.get(f"/{name}/?page_size=2", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("colour=red", "colour"),
        ("format=api", "format"),
        ("page_size=0", "page_size"),
        ("page_size=1001", "page_size"),
        ("page_size=" + "9" * 5000, "page_size"),
        ("page_size=١", "page_size"),
        ("count=maybe", "count"),
        ("cursor=x", "cursor"),
        ("cursor=", "cursor"),
        ("cursor=cD1hYmM=", "cursor"),
    ],
)
def test_a_wrong_parameter_is_named(machine: Caller, name: str, query: str, field: str) -> None:
    answer = machine.get(f"/{name}/?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [field]


def _walk(machine: Caller, path: str) -> list[str]:
    keys, address = [], path
    while address:
        page = machine.get(address.split("/api/v1")[-1]).json()
        keys += [row.get("code") or row["slug"] for row in page["results"]]
        address = page["next"]
    return keys


@pytest.mark.parametrize(
    ("path", "count"), [("/milestones/?deal=EX-DEAL&page_size=7", 155), ("/makers/?page_size=7", 58)]
)
def test_pages_deliver_every_row_once(machine: Caller, path: str, count: int) -> None:
    keys = _walk(machine, path)
    assert len(keys) == len(set(keys)) == count


def test_pages_lead_back_the_way_they_came(machine: Caller) -> None:
    first = machine.get("/makers/?page_size=20").json()
    second = machine.get(first["next"].split("/api/v1")[-1]).json()
    back = machine.get(second["previous"].split("/api/v1")[-1]).json()
    assert back["results"] == first["results"]
    assert (first["previous"], back["previous"]) == (None, None)
    assert machine.get(back["next"].split("/api/v1")[-1]).json()["results"] == second["results"]


def test_a_page_that_was_emptied_meanwhile_still_leads_back(machine: Caller, db: None) -> None:
    newest = Maker.objects.order_by("-pk").values_list("pk", flat=True)[0]
    beyond = machine.get(f"/makers/?page_size=1000&cursor={seal(NEXT, newest, table='catalog_maker')}").json()
    assert (beyond["results"], beyond["next"]) == ([], None)
    assert len(machine.get(beyond["previous"].split("/api/v1")[-1]).json()["results"]) == 58


def test_a_cursor_tells_no_key_and_cannot_be_made_up(machine: Caller) -> None:
    first = machine.get("/milestones/?deal=EX-DEAL&page_size=1").json()
    cursor = parse_qs(urlsplit(first["next"]).query)["cursor"][0]
    key = Milestone.objects.get(code=first["results"][0]["code"]).pk
    made = [seal(*pair, table="procurement_milestone") for pair in [(NEXT, key), (NEXT, key + 1), (PREVIOUS, key)]]
    assert len({*made, cursor}) == 3
    assert str(key).encode() not in urlsafe_b64decode(cursor)
    forged = machine.get(f"/milestones/?cursor={cursor[:-1]}{'A' if cursor[-1] != 'A' else 'B'}")
    assert (forged.status_code, forged.json()["code"]) == (404, "missing")


def test_a_cursor_leads_nowhere_in_another_list(machine: Caller) -> None:
    """The keys of figures are told: as a measure they would show the gaps between the milestones that one sees."""
    figures = machine.get("/claims/?page_size=1").json()
    cursor = parse_qs(urlsplit(figures["next"]).query)["cursor"][0]
    answers = [machine.get(f"/{name}/?cursor={cursor}") for name in LISTS if name != "claims"]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "missing")}


@pytest.mark.parametrize("name", ["workstreams", "terms", "positions", "milestone-statements", "dependencies", "lots"])
def test_a_row_without_a_code_is_named_by_no_running_number(machine: Caller, name: str) -> None:
    """Gaps between running numbers would tell how many rows of others lie between."""
    row = machine.get(f"/{name}/?deal=EX-DEAL&page_size=1").json()["results"][0]
    assert UUID(row["id"]).version == 4
    assert machine.get(f"/{name}/{row['id']}/").json() == row
    assert machine.get(f"/{name}/1/").status_code == 404


def test_rows_added_meanwhile_repeat_and_hide_nothing(machine: Caller) -> None:
    first = machine.get("/makers/?page_size=50").json()
    factories.maker()
    second = machine.get(first["next"].split("/api/v1")[-1]).json()
    slugs = [row["slug"] for row in first["results"] + second["results"]]
    assert len(slugs) == len(set(slugs)) == 59


@pytest.mark.parametrize("path", ["/milestones/?deal=%00", "/makers/%00/", "/drone-models/?q=%ed%a0%80"])
def test_nul_and_broken_unicode_are_refused(machine: Caller, path: str) -> None:
    answer = machine.get(path)
    assert answer.status_code in {400, 404}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_models_come_with_their_claims_in_both_languages(machine: Caller) -> None:
    [model] = [m for m in machine.get("/drone-models/?q=magura").json()["results"] if m["slug"] == "magura-v5"]
    assert (model["name_en"], model["name_uk"], len(model["claims"])) == ("MAGURA V5", "Магура V5", 39)
    claim = next(c for c in model["claims"] if c["capability"] == "max-speed" and c["unit"] == "kn")
    assert set(claim["source"]) == {"slug", "publisher", "url", "published_on", "language"}
    assert isinstance(claim["canonical_high"], str)


@pytest.mark.parametrize("name", [n for n in LISTS if n in {"milestones", "orders", "payments", "positions", "terms"}])
def test_every_object_of_the_exercise_says_so(machine: Caller, name: str) -> None:
    rows = machine.get(f"/{name}/?deal=EX-DEAL&page_size=1000").json()["results"]
    assert rows
    assert all(row["exercise"] is True for row in rows)


def test_amounts_are_texts_with_their_currency(machine: Caller) -> None:
    payment = machine.get("/payments/EX-PAY-01-2/").json()
    assert (payment["amount"], payment["paid_amount"], payment["currency"]) == ("1440000.00", "1152000.00", "USD")


def test_the_schedule_follows_the_rules(machine: Caller, john: User) -> None:
    lines = machine.get("/deals/EX-DEAL/schedule/?status_date=2026-11-22").json()
    by_code = {line["code"]: line for line in lines}
    assert len(lines) == 155
    assert by_code["EX-GV-28"]["forecast_finish"] == "2031-10-09"
    assert (by_code["EX-GV-08"]["finish_slip_days"], by_code["EX-GV-08"]["critical"]) == (15, True)


@pytest.mark.parametrize("day", ["soon", "20261122", "2026-W47-7", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_schedule_is_worked_out_for_a_day_of_the_calendars_years(machine: Caller, day: str) -> None:
    answer = machine.get(f"/deals/EX-DEAL/schedule/?status_date={day}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["status_date"])


def test_a_parameter_of_lists_is_none_of_an_object(machine: Caller) -> None:
    answer = machine.get("/deals/EX-DEAL/?page_size=5")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["page_size"])


@pytest.mark.parametrize("query", ["due=&due=2026-01-01", "model=a&model=b", "page_size=1&page_size=2"])
def test_a_parameter_that_stands_twice_is_refused_where_one_value_counts(machine: Caller, query: str) -> None:
    answer = machine.get(f"/claims/?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [query.split("=")[0]])


def test_a_parameter_may_stand_several_times_where_each_value_counts(machine: Caller) -> None:
    assert machine.get("/claims/?stated_by=maker&stated_by=press").status_code == 200
    assert machine.get("/drone-models/briefing/?m=magura-v5&m=magura-v7").status_code in {200, 404}


@pytest.mark.parametrize("named", ['"x", {tag}', "W/{tag}", "*", "{tag}"])
def test_what_the_caller_has_already_is_not_sent_again(machine: Caller, named: str) -> None:
    tag = machine.get("/deals/EX-DEAL/").headers["ETag"]
    assert machine.get("/deals/EX-DEAL/", **{"If-None-Match": named.format(tag=tag)}).status_code == 304
    assert machine.get("/deals/EX-DEAL/", **{"If-None-Match": '"v1-0123456789abcdef"'}).status_code == 200


def test_an_unknown_address_is_a_problem_document(machine: Caller) -> None:
    answer = machine.get("/nothing/")
    assert (answer.status_code, answer.json()["code"]) == (404, "missing")

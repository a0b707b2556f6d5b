"""Catalog pages and filters: in both scripts, one page like the API, every statement with its source."""

import pytest
from django.core.paginator import Paginator

from catalog.models import DroneModel, Source
from catalog.queries.listing import PAGE_SIZE
from catalog.queries.searching import best_first
from catalog.queries.sources import with_words
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.support import factories


def test_a_search_for_thousands_of_words_costs_as_much_as_one_for_a_few(olena: User) -> None:
    """Every word is a look at every source: a long text in the address kept a process busy for minutes."""
    few, many = (with_words(Source.objects.visible_to(olena), " ".join(map(str, range(n)))) for n in (8, 5000))
    assert str(many.query) == str(few.query)
    address = "https://example.org/" + "a" * 900
    found = factories.source(url=address)
    assert list(with_words(Source.objects.visible_to(olena), f"{address} {address}")) == [found]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("magura", "magura-v5"),
        ("Магура", "magura-v5"),
        ("МАГУРА v5", "magura-v5"),
        ("лютий", "an-196-liutyi"),
        ("Liutyi", "an-196-liutyi"),
        ("spetstechno", "magura-v5"),
    ],
)
def test_search_works_in_both_scripts_on_page_and_api(olena: User, typed: str, slug: str) -> None:
    client = signed_in(olena)
    assert f"/catalog/{slug}/" in client.get("/catalog/", {"q": typed}).content.decode()
    assert slug in [row["slug"] for row in client.get("/api/v1/drone-models/", {"q": typed}).json()["results"]]


@pytest.mark.parametrize(
    "query", ["domain=air", "domain=air&domain=ground", "kind=usv", "role=strike&status=in-service"]
)
def test_page_and_api_filter_alike(olena: User, query: str) -> None:
    client = signed_in(olena)
    page = client.get(f"/catalog/?{query}").context["page"].paginator.count
    assert client.get(f"/api/v1/drone-models/?{query}&count=true").json()["count"] == page > 0


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("", ["range", "payload", "max-speed"]),
        ("?figure=payload:>=:5:kg", ["payload", "max-speed", "range"]),
        ("?figure=length:>=:5:m", ["length", "payload", "max-speed"]),
    ],
)
def test_no_figure_stands_in_the_list_twice(olena: User, query: str, columns: list[str]) -> None:
    found = signed_in(olena).get(f"/catalog/{query}").context["found"]
    assert [row.code for row in (found.first, *found.others)] == columns


def test_an_unknown_filter_value_is_told(olena: User) -> None:
    assert "not known" in signed_in(olena).get("/catalog/?domain=space").content.decode()
    assert signed_in(olena).get("/api/v1/drone-models/?domain=space").status_code == 400


def test_the_sheet_shows_every_statement_with_speaker_date_and_source(olena: User) -> None:
    text = signed_in(olena).get("/catalog/magura-v5/").content.decode()
    for words in ("up to 800", "Aktualne.cz", "24 Oct 2025".replace(" ", "\u00a0"), "Disputed", "74.1–92.6"):
        assert words in text


def test_an_absent_model_is_not_found(olena: User) -> None:
    assert signed_in(olena).get("/catalog/nobody/").status_code == 404


def test_the_last_page_and_a_silly_page_number_work(olena: User) -> None:
    client = signed_in(olena)
    assert client.get("/catalog/?page=4").context["page"].number == 4
    assert client.get("/catalog/?page=ten").context["page"].number == 1


@pytest.mark.parametrize("number", ["1", "2", "4", "999", "0", "-1", "ten", "", " 2 ", "1.5", "9" * 5000, "٢"])
def test_a_page_shows_its_own_part_of_the_list(olena: User, number: str) -> None:
    found = signed_in(olena).get("/catalog/", {"page": number}).context["found"]
    part = Paginator(best_first(DroneModel.objects.visible_to(olena)), PAGE_SIZE).get_page(number)
    assert found.page.number == part.number
    assert [row.model.slug for group in found.groups for row in group.rows] == [model.slug for model in part]

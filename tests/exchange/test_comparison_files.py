"""The comparison page as CSV, XLSX and JSON: exactly its rows, in its order, with every source of every cell."""

from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from django.utils.translation import override

from catalog.models import Capability
from catalog.templatetags.catalog_figures import spread, stated
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.exchange.conftest import fetch, from_csv, from_xlsx
from tests.support import factories

VIEWS = ["", "&only=differences", "&units=us", "&requirement=artemis", "&only=differences&units=us&requirement=artemis"]
TWO = "?m=morok&m=fp-1"
LANGUAGES = ("en", "uk")


def _file(user: User, query: str, ending: str = "json") -> bytes:
    answer = fetch(user, f"/catalog/compare/export.{ending}{query}")
    assert answer.status_code == 200, query
    return bytes(answer.whole)


def _document(user: User, query: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(_file(user, query))
    return found


def _dicts(table: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    heads, *rows = table
    return [dict(zip(heads, [*row, *[""] * len(heads)], strict=False)) for row in rows]


def _figures(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in document["rows"] if row["part"] == "figure"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_file_has_the_rows_of_the_page(olena: User, view: str, language: str) -> None:
    query = f"{TWO}{view}&lang={language}"
    page = signed_in(olena).get(f"/catalog/compare/{query}")
    rows, figures = page.context["rows"], _figures(_document(olena, query))
    assert [(row.capability.code, row.differs) for row in rows] == [(row["code"], row["differs"]) for row in figures]
    text = unescape(page.content.decode()).replace("\u00a0", " ")
    for row, line in zip(rows, figures, strict=True):
        assert line["name"] in text
        for cell, made in zip(row.cells, line["cells"], strict=True):
            assert made["state"] == (cell.figure.state if cell.figure else "unknown")
            claims = [claim for saying in cell.sayings for claim in saying.claims]
            with override(language):
                wanted = [stated(claim).replace("\u00a0", " ") for claim in claims]
            assert [claim.pk for claim in claims] == [one["id"] for one in made["statements"]]
            assert all(words in text for words in wanted)
            assert all(one["words"].startswith(words) for one, words in zip(made["statements"], wanted, strict=True))
            assert made["words"] in text or row.unit == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_all_formats_say_the_same(olena: User, view: str, language: str) -> None:
    query = f"{TWO}{view}&lang={language}"
    document = _document(olena, query)
    data = _dicts(from_csv(_file(olena, f"{query}&format=csv", "csv")))
    excel = _dicts(from_csv(_file(olena, query, "csv"), ";" if language == "uk" else ","))
    sheet = _dicts(from_xlsx(_file(olena, query, "xlsx")))
    wanted = [(row["part"], row["code"], row["name"], row["asked"], row["unit"]) for row in document["rows"]]
    for table in (data, excel, sheet):
        assert [(row["part"], row["code"], row["name"], row["asked"], row["unit"]) for row in table] == wanted
        for row, line in zip(table, document["rows"], strict=True):
            for cell in line["cells"]:
                name = cell["model"]
                assert (row[name], row[f"{name}_state"]) == (cell["words"], cell["label"])
                assert row[f"{name}_statements"] == "; ".join(one["words"] for one in cell["statements"])
                assert all(one["source"]["url"] in row[f"{name}_sources"] for one in cell["statements"])


def test_every_statement_has_its_speaker_date_publisher_and_address(olena: User) -> None:
    shown = _dicts(from_xlsx(_file(olena, f"{TWO}&units=us", "xlsx"), 1))
    figures = _figures(_document(olena, f"{TWO}&units=us"))
    said = [one for row in figures for cell in row["cells"] for one in cell["statements"]]
    assert [row["source_url"] for row in shown] == [one["source"]["url"] for one in said]
    assert all(row["stated_by"] and row["source_publisher"] and row["source_url"] for row in shown)
    reach = next(row for row in shown if row["code"] == "range")
    assert (reach["unit"], reach["shown_unit"]) == ("km", "mi")


def test_a_figure_stands_as_stated_and_converted(olena: User) -> None:
    page = signed_in(olena).get(f"/catalog/compare/{TWO}&units=us")
    row, line = next(
        pair
        for pair in zip(page.context["rows"], _figures(_document(olena, f"{TWO}&units=us")), strict=True)
        if pair[0].capability.code == "range"
    )
    first, made = row.cells[0], line["cells"][0]
    assert made["statements"][0]["words"].startswith(stated(first.sayings[0].claim).replace("\u00a0", " ") + " (")
    assert " mi)" in made["statements"][0]["words"]
    assert made["words"] != spread(first.figure), "in the reader's unit, of which the page decides"
    assert line["unit"] == "mi"


def test_excel_gets_its_mark_and_in_ukrainian_semicolons_and_decimal_commas(olena: User) -> None:
    [first, second] = [factories.drone_model(slug=slug) for slug in ("zz-a", "zz-b")]
    figure = {"low": "12.5", "high": "12.5", "canonical_low": "12.5", "canonical_high": "12.5"}
    for model in (first, second):
        factories.claim(model=model, capability=Capability.objects.get(code="range"), bound="exact", **figure)
    body = _file(olena, "?m=zz-a&m=zz-b&lang=uk", "csv")
    assert body.startswith(b"\xef\xbb\xbf")
    assert _dicts(from_csv(body, ";"))[0]["zz-a_low"] == "12,5"
    assert _dicts(from_csv(_file(olena, "?m=zz-a&m=zz-b&lang=en", "csv")))[0]["zz-a_low"] == "12.5"


def test_the_check_against_a_requirement_comes_along(olena: User) -> None:
    page = signed_in(olena).get(f"/catalog/compare/{TWO}&requirement=artemis").context["check"]
    overall, *figures = [
        row
        for row in _document(olena, f"{TWO}&requirement=artemis")["rows"]
        if row["asked"] or row["part"] == "requirement"
    ]
    assert [cell["state"] for cell in overall["cells"]] == [one.answer for one in page.overall] == ["meets", "may"]
    assert [[cell["state"] for cell in row["cells"]] for row in figures] == [
        [judgement.match for judgement in judgements] for _figure, judgements in page.rows
    ]


def test_a_workbook_says_who_may_see_it_and_what_was_chosen(john: User) -> None:
    book = _file(john, f"{TWO}&only=differences&units=us&requirement=artemis", "xlsx")
    dictionary, marking, snapshot = (from_xlsx(book, sheet) for sheet in (2, 3, 4))
    assert ["part", "text", "figure", "figure"] in dictionary
    assert marking[1][0] == "Made for EX-US-BUY; it holds what this party may see"
    for line in (["Filter: m", "morok, fp-1"], ["Filter: units", "us"], ["Filter: requirement", "artemis"]):
        assert line in snapshot


def test_what_is_withdrawn_or_of_the_other_side_alone_is_in_no_file(olena: User, john: User) -> None:
    [first, second] = [factories.drone_model(slug=slug) for slug in ("zz-a", "zz-b")]
    gone = factories.claim(model=first, condition="taken-back")
    factories.claim_withdrawal(claim=gone)
    factories.claim(model=second)
    factories.evaluation(model=first, pros="whispered-by-the-seller", party=olena.party, releasable_to=["EX-UA-SELL"])
    for ending in ("csv", "xlsx", "json"):
        body = _file(john, "?m=zz-a&m=zz-b", ending)
        table = str(from_xlsx(body) + from_xlsx(body, 1)) if ending == "xlsx" else body.decode()
        assert "zz-a" in table
        assert "taken-back" not in table
        assert "whispered" not in table


NUMBER = ["", "?m=morok", "?m=morok&m=morok", "?m=morok&m=fp-1&m=magura-v5&m=lord&m=kronos&m=bagnet&m=ruta"]
ABSENT = ["?m=morok&m=fp-1&m=nobody", f"{TWO}&requirement=nobody"]
WORSE = [
    (f"{TWO}&format=pdf", "format"),
    (f"{TWO}&units=cubits", "units"),
    (f"{TWO}&only=me", "only"),
    (f"{TWO}&x=1", "x"),
]


@pytest.mark.parametrize("query", [*NUMBER, *ABSENT])
def test_a_choice_that_is_not_whole_leads_to_the_page_that_says_why(olena: User, query: str) -> None:
    answer = signed_in(olena).get(f"/catalog/compare/export.csv{query}", follow=True)
    assert answer.redirect_chain[0][0].startswith("/catalog/compare/?")
    text = answer.content.decode()
    assert 'role="alert"' in text or "Choose two to six models" in text


@pytest.mark.parametrize(("query", "field"), [*((query, "m") for query in NUMBER), *WORSE])
def test_the_api_names_the_wrong_parameter(olena: User, query: str, field: str) -> None:
    answer = signed_in(olena).get(f"/api/v1/drone-models/comparison/{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


@pytest.mark.parametrize("query", ABSENT)
def test_what_does_not_exist_is_absent_from_the_api(olena: User, query: str) -> None:
    assert signed_in(olena).get(f"/api/v1/drone-models/comparison/{query}").status_code == 404


def test_there_is_no_other_file(olena: User) -> None:
    assert signed_in(olena).get(f"/catalog/compare/export.exe{TWO}").status_code == 404


@pytest.mark.parametrize("form", ["json", "csv", "csv-excel", "xlsx"])
def test_the_api_gives_the_files_of_the_page(olena: User, form: str) -> None:
    choice = {"only": "differences", "units": "us", "requirement": "artemis", "lang": "uk"}
    answer = fetch(olena, f"/api/v1/drone-models/comparison/{TWO}&{urlencode({**choice, 'format': form})}")
    ending = form.split("-")[0]
    page = _file(olena, f"{TWO}&{urlencode(choice)}{'&format=csv' if form == 'csv' else ''}", ending)
    if form == "xlsx":
        assert [from_xlsx(answer.whole, n) for n in (0, 1, 2)] == [from_xlsx(page, n) for n in (0, 1, 2)]
    else:
        assert answer.whole == page

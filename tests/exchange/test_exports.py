"""Every list leaves as a file: the same rows and values in each format, and only what the person may see."""

import io
import zipfile
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import DroneModel
from exchange.rules import TRIGGERS, guard, unguard
from portal.accounts.models import User
from portal.api import VIEWSETS
from portal.tables.workbook import Workbook, letters, number_cell, text_cell
from tests.conftest import signed_in
from tests.exchange.conftest import Table, fetch, from_csv, from_json, from_ndjson, from_xlsx, numeric
from tests.support import factories

LISTS = sorted(VIEWSETS)
DANGEROUS = ["=1+1", "+1", "-5", "@x", "\tx", "\rx", "'=1", "''@", "x", "", "＝1", "_x0041_", "a\x01b", " x ", "<&>"]


def _even(table: Table) -> Table:
    """Short rows of a sheet (empty at their end) filled, numbers without idle zeros."""
    return [[numeric(cell) for cell in (row + [""] * len(table[0]))[: len(table[0])]] for row in table]


@pytest.mark.parametrize("name", LISTS)
def test_all_formats_hold_the_same(john: User, name: str) -> None:
    path = f"/api/v1/{name}/export/?format="
    csv, excel, xlsx, lines, array = (
        fetch(john, path + form).whole for form in ("csv", "csv-excel", "xlsx", "ndjson", "json")
    )
    rows = _even(from_csv(csv))
    assert not csv.startswith(b"\xef\xbb\xbf")
    assert excel == b"\xef\xbb\xbf" + csv
    assert _even(from_xlsx(xlsx)) == rows
    if len(rows) > 1:
        assert _even(from_ndjson(lines)) == _even(from_json(array)) == rows


@pytest.mark.parametrize("name", LISTS)
def test_an_export_has_the_rows_of_the_list(john: User, name: str) -> None:
    listed = signed_in(john).get(f"/api/v1/{name}/?count=true&page_size=1").json()["count"]
    answer = fetch(john, f"/api/v1/{name}/export/")
    assert [len(from_csv(answer.whole)) - 1, int(answer.headers["X-Rows"])] == [listed, listed]


FILTERS = [(name, one) for name in LISTS for one in sorted(VIEWSETS[name].filter_names())]


@pytest.mark.parametrize(("name", "filter_name"), FILTERS)
def test_an_export_is_narrowed_by_every_filter_of_its_list(john: User, name: str, filter_name: str) -> None:
    heads, *rows = from_csv(fetch(john, f"/api/v1/{name}/export/").whole)
    stated = [row[heads.index(filter_name)] for row in rows] if filter_name in heads else []
    for value in ["no-such-thing", *dict.fromkeys(text for text in stated if text)][:3]:
        query = urlencode({filter_name: value})
        listed = signed_in(john).get(f"/api/v1/{name}/?{query}&count=true&page_size=1")
        answer = fetch(john, f"/api/v1/{name}/export/?{query}")
        assert answer.status_code == listed.status_code, query
        if listed.status_code == 200:
            assert int(answer.headers["X-Rows"]) == listed.json()["count"], query


def test_a_withdrawn_statement_leaves_the_export_unless_asked_for(john: User) -> None:
    withdrawn = factories.claim_withdrawal().claim
    counts = {
        query: fetch(john, f"/api/v1/claims/export/?model={withdrawn.model.slug}{query}").headers["X-Rows"]
        for query in ("", "&withdrawn=true")
    }
    assert counts == {"": "0", "&withdrawn=true": "1"}


def test_figures_keep_their_digits_and_their_sources(john: User) -> None:
    claim = factories.claim(bound="exact", low=Decimal("20.00"), high=Decimal("20.00"), unit="km")
    answer = fetch(john, f"/catalog/{claim.model.slug}/claims.csv?format=csv")
    [row] = [dict(zip(from_csv(answer.whole)[0], line, strict=True)) for line in from_csv(answer.whole)[1:]]
    assert (row["low"], row["source_publisher"], row["source_url"]) == ("20.00", "Gazette", "https://example.org/1")


def test_in_ukrainian_excel_gets_semicolons_and_decimal_commas(john: User) -> None:
    claim = factories.claim(bound="exact", low=Decimal("12.5"), high=Decimal("12.5"), unit="km")
    answer = fetch(john, f"/catalog/{claim.model.slug}/claims.csv?lang=uk")
    heads, row = from_csv(answer.whole, ";")
    assert dict(zip(heads, row, strict=True))["low"] == "12,5"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ndjson", "json"])
def test_the_page_exports_what_its_filters_show(john: User, ending: str) -> None:
    answer = fetch(john, f"/catalog/export.{ending}?domain=ground&kind=ugv-wheeled")
    read = {"csv": from_csv, "xlsx": from_xlsx, "ndjson": from_ndjson, "json": from_json}[ending]
    slugs = {row[0] for row in read(answer.whole)[1:]}
    assert slugs == set(DroneModel.objects.filter(domain="ground", kind="ugv-wheeled").values_list("slug", flat=True))


def test_hidden_rows_stay_hidden(john: User, olena: User, ivan: User) -> None:
    counts = [fetch(who, "/api/v1/milestones/export/?deal=EX-DEAL").headers["X-Rows"] for who in (john, olena, ivan)]
    assert counts == ["155", "150", "0"]
    assert b"EX-JP-04" not in fetch(john, "/api/v1/milestones/export/").whole


@pytest.mark.parametrize("path", ["/catalog/none/claims.csv", "/catalog/export.pdf", "/catalog/magura-v5/claims.exe"])
def test_what_does_not_exist_is_absent(john: User, path: str) -> None:
    assert signed_in(john).get(path).status_code == 404


@pytest.mark.parametrize(("query", "field"), [("format=pdf", "format"), ("page_size=5", "page_size"), ("x=1", "x")])
def test_a_wrong_parameter_is_named(john: User, query: str, field: str) -> None:
    answer = signed_in(john).get(f"/api/v1/claims/export/?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_workbook_has_its_dictionary_marking_and_snapshot(john: User) -> None:
    answer = fetch(john, "/api/v1/milestones/export/?format=xlsx&deal=EX-DEAL")
    dictionary, marking, snapshot = (from_xlsx(answer.whole, sheet) for sheet in (1, 2, 3))
    assert ["kind", "text", "payment", "Payment"] in dictionary
    assert marking[1][0] == "Made for EX-US-BUY; it holds what this party may see"
    assert ["Rows", "155"] in snapshot
    assert ["Filter: deal", "EX-DEAL"] in snapshot
    assert "_exercise.xlsx" in answer.headers["Content-Disposition"]


def test_dates_are_dates_heads_are_frozen_and_text_is_no_formula(john: User) -> None:
    factories.source(publisher="=1+1", slug="aa-formula")
    answer = fetch(john, "/api/v1/sources/export/?format=xlsx")
    with zipfile.ZipFile(io.BytesIO(answer.whole)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<f>" not in sheet
    assert '<t xml:space="preserve">=1+1</t>' in sheet
    assert ' s="1"><v>4' in sheet
    assert "'=1+1" in fetch(john, "/api/v1/sources/export/").whole.decode()


@given(st.text(max_size=20) | st.sampled_from(DANGEROUS))
def test_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(TRIGGERS)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(DANGEROUS), min_size=1)
)
def test_any_text_survives_a_workbook(texts: list[str]) -> None:
    out = io.BytesIO()
    book = Workbook(out)
    book.sheet("Texts", ["Head", "Text"], [[n, text] for n, text in enumerate(texts)], [number_cell, text_cell])
    book.close()
    read = from_xlsx(out.getvalue())[1:]
    assert [[*row, ""][1].replace("\r\n", "\n") for row in read] == [text.replace("\r\n", "\n") for text in texts]


def test_columns_are_named_as_in_a_sheet() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]

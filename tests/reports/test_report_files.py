"""The files of a report: every one says what the body says, in both languages, and keeps the standards it names."""

import hashlib
import io
import re
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from portal.accounts.models import Party, User
from portal.history.writing import Actor, writing
from portal.jobs import running
from reports.actions import queue_due_reports
from reports.composers.chapters import chapters_of
from reports.composers.document import NUMBERS, Kind, shown
from reports.models import Report, ReportSchedule
from tests.conftest import signed_in
from tests.support import factories
from tests.support.paper import pages_of, words_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FORMS = ("pdf", "xlsx", "txt", "json")


@pytest.fixture
def report(db: None) -> Report:
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    return Report.objects.get(deal__code="EX-DEAL")


def _file(report: Report, user: User, form: str, **asked: str) -> bytes:
    answer = signed_in(user).get(f"/reports/{report.pk}/report.{form}", asked)
    assert answer.status_code == 200
    return bytes(answer.content)


def _same(text: str) -> str:
    return re.sub(r"\s", "", text)


def _cells(report: Report, language: str) -> list[str]:
    """Every cell of every table, as it is shown in the language."""
    with translation.override(language):
        tables = [table for chapter in chapters_of(report.body or {}) for table in chapter.tables]
        return [
            shown(value, column.kind)
            for table in tables
            for row in table.rows
            for value, column in zip(row, table.columns, strict=True)
        ]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_pdf_holds_every_cell_of_the_body(report: Report, john: User, language: str) -> None:
    told = _same("".join(pages_of(_file(report, john, "pdf", lang=language))))
    assert [cell for cell in _cells(report, language) if _same(cell) not in told] == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_number_of_the_pdf_is_in_the_body(report: Report, john: User, language: str) -> None:
    """Whatever is left when all cells are taken out are numbers of pages, of the frame, and of the standards."""
    body = report.body or {}
    text = words_of(_file(report, john, "pdf", lang=language))
    numbers = set(re.findall(r"[+\u2212]\d+", text))
    slips = {row["finish_slip_days"] for row in body["milestones"]} | {row["days"] for row in body["slips"]}
    slips |= {row["end_days"] for row in body["origins"]} | {body["summary"]["end_slip_days"]}
    assert numbers <= {f"{days:+}".replace("-", "\u2212") for days in slips if days}


def test_both_languages_hold_the_same_figures(report: Report) -> None:
    found: dict[str, list[tuple[str, Any]]] = {}
    for language in ("en", "uk"):
        with translation.override(language):
            tables = [table for chapter in chapters_of(report.body or {}) for table in chapter.tables]
        kinds = NUMBERS | {Kind.DAY, Kind.CODE}
        found[language] = [
            (table.key, value)
            for table in tables
            for row in table.rows
            for value, column in zip(row, table.columns, strict=True)
            if column.kind in kinds
        ]
    assert found["en"] == found["uk"] != []


def test_the_paper_is_pdf_a_3a_and_pdf_ua_1_with_headings_and_alternatives(report: Report, john: User) -> None:
    with pikepdf.open(io.BytesIO(_file(report, john, "pdf", lang="uk"))) as paper:
        meta = paper.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        roles = [str(item.get("/S")) for item in paper.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/Figure"} <= set(roles)
        figures = [
            item for item in paper.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
        assert all(str(figure.Alt) for figure in figures)
        assert str(paper.Root.Lang) == "uk"


def test_the_body_inside_the_paper_has_the_hash_on_its_cover(report: Report, john: User) -> None:
    content = _file(report, john, "pdf", lang="both")
    with pikepdf.open(io.BytesIO(content)) as paper:
        inside = paper.attachments["report.json"].get_file().read_bytes()
    assert hashlib.sha256(inside).hexdigest() == report.sha256
    assert hashlib.sha256(_file(report, john, "json")).hexdigest() == report.sha256
    assert report.sha256 in _same(pages_of(content)[0])


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_marking_dates_and_number_stand_on_every_page(report: Report, john: User, size: str) -> None:
    content = _file(report, john, "pdf", lang="en", paper=size)
    pages = pages_of(content)
    for number, text in enumerate(pages, start=1):
        told = " ".join(text.split())
        assert "Released to all parties of the deal" in told
        assert "as the portal knew it on" in told
        assert f"{number} / {len(pages)}" in told or f"{number}/{len(pages)}" in told
    with pikepdf.open(io.BytesIO(content)) as paper:
        width = float(paper.pages[0].MediaBox[2])
    assert round(width) == {"a4": 595, "letter": 612}[size]


def test_the_workbook_has_true_days_and_numbers_a_dictionary_and_the_snapshot(report: Report, john: User) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(_file(report, john, "xlsx", lang="en")))
    about = dict(row[:2] for row in book.get_sheet_by_name("Report").to_python()[1:])
    assert (about["Marking"], about["SHA-256"]) == ("Exercise · Released to all parties of the deal", report.sha256)
    assert about["Snapshot"] == report.snapshot != ""
    streams = book.get_sheet_by_name("Workstreams").to_python()
    assert streams[1][:5] == ["Procurement", 4.0, 55.0, 8.0, date(2031, 6, 19)]
    meanings = book.get_sheet_by_name("Data dictionary").to_python()
    assert ["Workstreams", "Slip", "days", "number", "forecast minus plan; above 0 is late"] in [
        r[:5] for r in meanings
    ]
    assert {row[0] for row in meanings[1:]} <= {*book.sheet_names, *(row[0] for row in meanings)}


def test_the_workbook_says_the_same_in_ukrainian(report: Report, john: User) -> None:
    books = {
        language: CalamineWorkbook.from_filelike(io.BytesIO(_file(report, john, "xlsx", lang=language)))
        for language in ("en", "uk")
    }
    figures = [
        [
            cell
            for name in book.sheet_names[1:-1]
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
            if not isinstance(cell, str)
        ]
        for book in books.values()
    ]
    assert figures[0] == figures[1] != []


def test_the_text_holds_every_cell_too(report: Report, john: User) -> None:
    told = _same(_file(report, john, "txt", lang="both").decode())
    for language in ("en", "uk"):
        assert [cell for cell in _cells(report, language) if cell != "–" and _same(cell) not in told] == []


def test_each_table_names_addresses_that_open(report: Report, john: User) -> None:
    client = signed_in(john)
    tables = [table for chapter in chapters_of(report.body or {}) for table in chapter.tables]
    for address in {table.link for table in tables} | {table.rows_at for table in tables} - {""}:
        assert client.get(address).status_code == 200, address


def test_the_link_of_the_plan_gives_the_numbers_of_the_table(report: Report, john: User) -> None:
    """As long as nothing was written since, the schedule of the API is the table of milestones, hidden ones apart."""
    body = report.body or {}
    rows = {row["code"]: row for row in body["milestones"]}
    answer = signed_in(john).get("/api/v1/deals/EX-DEAL/schedule/?status_date=2026-11-22").json()
    told = {row["code"]: row for row in answer if row["code"] in rows}
    assert set(told) == set(rows)
    assert [code for code in rows if told[code]["finish_slip_days"] != rows[code]["finish_slip_days"]] == []


def test_the_public_record_has_every_file(report: Report, ivan: User) -> None:
    public = Report.objects.get(deal__code="us-ua-drone-deal")
    for form in FORMS:
        assert _file(public, ivan, form, lang="uk")
    assert "Відкриті джерела" in words_of(_file(public, ivan, "pdf", lang="uk"))


def test_page_and_api_give_the_same_paper(report: Report, john: User) -> None:
    client = signed_in(john)
    for name, form in (("pdf", "pdf"), ("xlsx", "xlsx"), ("text", "txt")):
        answer = client.get(f"/api/v1/reports/{report.pk}/{name}/?lang=uk")
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'inline; filename="EX-DEAL-2026-11-22.uk.{form}"'
        if form != "xlsx":  # a zip tells when it was packed
            assert answer.content == _file(report, john, form, lang="uk")


@pytest.mark.parametrize("asked", [{"lang": "de"}, {"paper": "a5"}])
def test_an_unknown_language_or_paper_is_refused(report: Report, john: User, asked: dict[str, str]) -> None:
    client = signed_in(john)
    assert client.get(f"/reports/{report.pk}/report.pdf", asked).status_code == 400
    answer = client.get(f"/api/v1/reports/{report.pk}/pdf/", asked)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, list(asked))


def test_what_is_not_ready_hidden_or_unknown_is_absent(report: Report, ivan: User, john: User) -> None:
    schedule = ReportSchedule.objects.filter(deal__is_public=True)[0]
    queued = factories.report(schedule=schedule, period_start=date(2020, 1, 6), period_end=date(2020, 1, 13))
    for user, number, form in ((ivan, report.pk, "pdf"), (john, queued.pk, "pdf"), (john, report.pk, "docx")):
        assert signed_in(user).get(f"/reports/{number}/report.{form}").status_code == 404
    assert signed_in(ivan).get(f"/api/v1/reports/{report.pk}/pdf/").status_code == 404
    assert signed_in(john).get("/api/v1/reports/x/pdf/").status_code == 404


def test_the_report_of_one_party_is_marked_and_absent_for_the_others(report: Report, john: User, olena: User) -> None:
    party = Party.objects.get(code="EX-UA-SELL")
    with writing(by=Actor("system:test"), reason="our own report"):
        factories.report_schedule(
            deal=report.deal, audience=party.code, releasable_to=[party.code], starts_on=date(2026, 11, 16)
        )
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    own = Report.objects.get(audience=party.code)
    assert "Only for: EX-UA-SELL" in words_of(_file(own, olena, "pdf", lang="en"))
    assert "Only for" in signed_in(olena).get(f"/reports/{own.pk}/?lang=en").content.decode()
    for path in ("", "report.pdf", "report.json"):
        assert signed_in(john).get(f"/reports/{own.pk}/{path}").status_code == 404

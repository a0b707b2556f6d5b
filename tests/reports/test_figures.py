"""Each figure of a report equals the rows behind its link, as they were when it was made."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db.models import F
from django.utils import translation

from portal.accounts.models import User
from portal.history.writing import Actor, writing
from portal.jobs import running
from procurement.actions.baselines import take_baseline
from procurement.models import Milestone
from reports.actions import queue_due_reports
from reports.composers.chapters import chapters_of
from reports.composers.document import NUMBERS, Kind, Told, shown
from reports.composers.figures import figures_of
from reports.composers.paper import facts
from reports.composers.reckoning import How, is_reproduced, reckoned
from reports.models import Report
from tests.conftest import signed_in
from tests.support import factories
from tests.support.paper import links_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def report(db: None) -> Report:
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    return Report.objects.get(deal__code="EX-DEAL")


@pytest.fixture
def baselined(db: None, olena: User) -> Report:
    """A report of a deal that has a baseline, a milestone that moved since, and an owner who is not sure."""
    factories.duration_spread(milestone=Milestone.objects.get(code="EX-GV-08"), shortest=10, likely=40, longest=200)
    take_baseline(deal_code="EX-DEAL", name="Signing", by=olena, at=NOW - timedelta(days=3))
    with writing(by=Actor("system:test"), reason="agreed anew"):
        later = {name: F(name) + timedelta(days=7) for name in ("agreed_start", "agreed_finish")}
        Milestone.objects.filter(code="EX-GV-08").update(**later)
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    return Report.objects.get(deal__code="EX-DEAL")


def test_every_figure_is_what_its_rows_give(report: Report) -> None:
    for one in Report.objects.filter(state="ready"):
        figures = figures_of(one.body or {})
        assert [key for key, figure in figures.items() if not is_reproduced(figure)] == []
        assert len(figures) > 5


def _cells(body: dict[str, Any]) -> Iterator[tuple[str, Any, Kind, bool]]:
    """Every cell of the report with its place, its kind, and whether it is a value of its row alone."""
    for fact in facts(body):
        yield from (("cover", cell, fact.kind, False) for cell in fact.cells)
    for table in (table for chapter in chapters_of(body) for table in chapter.tables):
        for row in table.rows:
            for cell, column in zip(row, table.columns, strict=True):
                yield f"{table.key}: {column.name}", cell, column.kind, column.is_own


def test_no_number_of_a_report_is_without_its_rows_or_a_reason(report: Report) -> None:
    for one in Report.objects.filter(state="ready"):
        lost = {
            place
            for place, cell, kind, is_own in _cells(one.body or {})
            if kind in NUMBERS and cell is not None and not is_own and not isinstance(cell, Told)
        }
        assert lost == set()


def test_every_number_of_a_report_is_the_figure_that_it_names(baselined: Report) -> None:
    groups = ("catalog-", "made-", "origin-", "risk-p", "risk-EX", "baseline-", "answers-", "terms-", "quality-")
    body = baselined.body or {}
    figures = figures_of(body)
    told = [(cell, kind) for _, cell, kind, _ in _cells(body) if isinstance(cell, Told)]
    assert [cell for cell, kind in told if shown(cell, kind) != shown(figures[cell.key].value, kind)] == []
    assert [group for group in groups if not any(cell.key.startswith(group) for cell, _ in told)] == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_each_number_of_the_pdf_equals_the_answer_of_its_link(baselined: Report, john: User, language: str) -> None:
    report = baselined
    client = signed_in(john)
    paper = client.get(f"/reports/{report.pk}/report.pdf", {"lang": language}).content
    figures = [(at, said) for at, said in links_of(paper) if re.search(r"/figures/.+/$", at)]
    assert len(figures) > 150
    assert {at.rsplit("/", 2)[1] for at, _ in figures} > {"total", "met", "overdue", "end-slip", "risk-p80", "USD-paid"}
    answers = {at: _answer(client.get(at.removeprefix("http://testserver"), {"lang": language})) for at, _ in figures}
    assert [(at, said, answers[at]) for at, said in figures if said.lstrip("+") != answers[at].lstrip("+")] == []


def _answer(page: Any) -> str:
    """The figure as the head of its page says it."""
    assert page.status_code == 200
    found = re.search(r'<h1>.*<span class="nb">(.*)</span></h1>', page.content.decode())
    assert found is not None
    return " ".join(unescape(found.group(1)).split())


@pytest.mark.parametrize(
    ("how", "rows", "value"),
    [
        (How.COUNT, [], Decimal(0)),
        (How.SUM, [["a", "1.50"], ["b", 2]], Decimal("3.50")),
        (How.REST, [["due", 5], ["done", 7]], Decimal(0)),
        (How.LARGEST, [["a", -3], ["b", 4]], Decimal(4)),
        (How.LARGEST, [], Decimal(0)),
        (How.PERCENT, [["a", 3, 3], ["b", 5, 0]], Decimal(38)),
        (How.LATEST, [["a", "2027-01-02"], ["b", None]], "2027-01-02"),
        (How.LATEST, [], None),
        (How.DAYS, [["plan", "2027-01-02"], ["now", "2027-01-01"]], Decimal(-1)),
        (How.HALF, [["2027-01-01", 499, 1000], ["2027-01-02", 500, 1000]], "2027-01-02"),
        (How.MOST, [["2027-01-01", 799, 1000], ["2027-01-02", 799, 1000]], None),
    ],
)
def test_a_sum_is_done_again(how: How, rows: list[list[Any]], value: Any) -> None:
    assert reckoned(how, rows) == value


def test_both_languages_have_the_same_figures(report: Report) -> None:
    told = []
    for language in ("en", "uk"):
        with translation.override(language):
            told.append([(figure.key, figure.value) for figure in figures_of(report.body or {}).values()])
    assert told[0] == told[1]


def test_each_link_opens_and_shows_its_number_of_rows(report: Report, john: User) -> None:
    client = signed_in(john)
    listed = client.get(f"/reports/{report.pk}/figures/").content.decode()
    for key in ("total", "met", "overdue"):
        path = f"/reports/{report.pk}/figures/{key}/"
        assert path in listed
        page = client.get(path).content.decode()
        assert page.count('<th scope="row">') == figures_of(report.body or {})[key].value


def test_the_rows_stay_what_they_were_when_the_record_moves_on(report: Report, john: User) -> None:
    path = f"/reports/{report.pk}/figures/total/"
    before = signed_in(john).get(path).content.decode()
    with writing(by=Actor("system:test"), reason="renamed"):
        Milestone.objects.filter(code="EX-GV-04").update(title_en="Renamed since")
    assert "Renamed since" not in before + signed_in(john).get(path).content.decode()


def test_figures_of_what_is_unknown_or_hidden_are_absent(report: Report, john: User, ivan: User) -> None:
    for user, path in ((john, "figures/none/"), (ivan, "figures/"), (ivan, "figures/total/")):
        assert signed_in(user).get(f"/reports/{report.pk}/{path}").status_code == 404
    assert figures_of({"format": 3}) == {}


def test_a_body_of_the_format_before_keeps_the_figures_whose_rows_it_has(report: Report) -> None:
    before = {**(report.body or {}), "format": 4}
    figures = figures_of(before)
    assert {"total", "USD-paid", "quality-no-owner"} < set(figures) < set(figures_of(report.body or {}))
    assert not any(isinstance(cell, Told) for _, cell, _, _ in _cells(before))

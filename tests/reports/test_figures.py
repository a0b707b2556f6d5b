"""Each figure of a report equals the rows behind its link, as they were when it was made."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from portal.accounts.models import User
from portal.history.writing import Actor, writing
from portal.jobs import running
from procurement.models import Milestone
from reports.actions import queue_due_reports
from reports.composers.figures import figures_of, is_reproduced
from reports.models import Report
from tests.conftest import signed_in

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def report(db: None) -> Report:
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    return Report.objects.get(deal__code="EX-DEAL")


def test_every_figure_is_what_its_rows_give(report: Report) -> None:
    for one in Report.objects.filter(state="ready"):
        figures = figures_of(one.body or {})
        assert [key for key, figure in figures.items() if not is_reproduced(figure)] == []
        assert len(figures) > 5


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

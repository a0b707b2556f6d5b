"""The timeline: its axis, its span and its filters stand in the address, for drawing, table and API alike."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from procurement.models import Deal, Workstream
from procurement.queries.plan import Plan, PlanRow, plan_of
from procurement.vocabulary import MilestoneState
from tests.conftest import signed_in
from tests.support import factories

DAY = date(2026, 11, 22)
PAGE = f"/deals/EX-DEAL/timeline/?status_date={DAY}"


def _open(user: User, query: str = "", page: str = PAGE) -> Any:
    return signed_in(user).get(f"{page}&{query}")


def _codes(answer: Any) -> list[str]:
    return [row.milestone.code for row in answer.context["shown"].plan.rows]


def _plan(user: User) -> Plan:
    return plan_of(Deal.objects.get(code="EX-DEAL"), user=user, status_date=DAY)


def _bands(answer: Any) -> list[str]:
    return [band.label for band in answer.context["drawing"].axis.bands]


def test_without_a_wish_the_axis_runs_over_us_fiscal_years(john: User) -> None:
    assert _bands(_open(john)) == _bands(_open(john, "by=nonsense")) == ["FY27", "FY28", "FY29", "FY30", "FY31"]


@pytest.mark.parametrize(
    ("by", "first", "last", "count"),
    [("deal", "Year 1", "Year 5", 5), ("calendar", "2026", "2031", 6), ("quarter", "Q4 ’26", "Q3 ’31", 20)],
)
def test_the_axis_has_the_years_that_are_asked_for(john: User, by: str, first: str, last: str, count: int) -> None:
    answer = _open(john, f"by={by}")
    names = [span.name for span in answer.context["controls"]["spans"]][-count:]
    assert (names[0], names[-1], len(names)) == (first, last, count)
    assert len(_bands(answer)) == count
    assert f'href="?status_date={DAY}&amp;by={by}" aria-current="true"' in answer.content.decode()


def test_a_span_shows_exactly_its_days_and_the_rows_that_touch_them(john: User) -> None:
    answer = _open(john, "from=2027-03-01&to=2027-05-31")
    axis = answer.context["drawing"].axis
    assert (axis.start, axis.end, axis.grain) == (date(2027, 3, 1), date(2027, 6, 1), "week")
    assert _codes(answer) == [row.milestone.code for row in _plan(john).rows if _touches(row)]


def _touches(row: PlanRow) -> bool:
    assert row.line is not None
    assert row.milestone.agreed_start is not None
    assert row.milestone.agreed_finish is not None
    begin = min(row.line.forecast_start, row.milestone.agreed_start)
    return begin <= date(2027, 5, 31) and max(row.line.forecast_finish, row.milestone.agreed_finish) >= date(2027, 3, 1)


def _late(row: PlanRow) -> bool:
    return row.is_overdue or (row.slip_days > 0 and row.state != MilestoneState.MET)


FILTERS: dict[str, Any] = {
    "workstream=EX-joint-production": lambda row: row.milestone.workstream.code == "EX-joint-production",
    "state=met&state=running": lambda row: row.state in {MilestoneState.MET, MilestoneState.RUNNING},
    "kind=contract&kind=payment": lambda row: row.milestone.kind in {"contract", "payment"},
    "owner=EX-UA-SELL": lambda row: row.milestone.owner.code == "EX-UA-SELL",
    "late=1": _late,
    "overdue=1": lambda row: row.is_overdue,
    "critical=1": lambda row: row.line.critical,
    "contested=1": lambda row: row.state == MilestoneState.CONTESTED,
    "q=steering+BOARD": lambda row: "steering board" in row.milestone.title_en.lower(),
    "q=рада": lambda row: "рада" in row.milestone.title_uk.lower(),
    "workstream=EX-governance&late=1&kind=report": lambda row: (
        row.milestone.workstream.code == "EX-governance" and row.milestone.kind == "report" and _late(row)
    ),
    "workstream=no-such": lambda row: False,
}


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_keeps_the_same_rows_in_drawing_table_and_api(john: User, olena: User, query: str) -> None:
    factories.milestone_statement(
        milestone=_plan(john).by_code["EX-GV-04"].milestone, kind="reported-met", party=john.party, date="2026-11-20"
    )
    wanted = [row.milestone.code for row in _plan(john).rows if FILTERS[query](row)]
    answer = _open(john, query)
    assert _codes(answer) == wanted
    lines = signed_in(john).get(f"/api/v1/deals/EX-DEAL/schedule/?status_date={DAY}&{query}").json()
    assert [line["code"] for line in lines] == wanted
    panels = answer.context["drawing"].panels if answer.context["drawing"] else []
    assert {bar.entry.key for panel in panels for bar in panel.bars} == set(wanted)


def test_an_empty_result_is_explained_and_leads_back(john: User) -> None:
    answer = _open(john, "contested=1&q=nobody")
    text = answer.content.decode()
    assert (_codes(answer), answer.context["drawing"]) == ([], None)
    assert "fits all of these filters together" in text
    assert "Remove the filter: contested" in text
    assert "Show all milestones" in text


@pytest.mark.parametrize(
    ("query", "field", "cure"),
    [
        ("from=1+March", "from", "Write a day as YYYY-MM-DD"),
        ("to=2027-02-30", "to", "Write a day as YYYY-MM-DD"),
        ("from=2027-05-01&to=2027-04-01", "to", "The last day is before the first"),
        ("state=dancing", "state", "dancing"),
        ("late=perhaps", "late", "perhaps"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_cure(john: User, query: str, field: str, cure: str) -> None:
    answer = _open(john, query)
    assert _codes(answer) == []
    assert cure in " ".join(answer.context["problems"][field])
    told = signed_in(john).get(f"/api/v1/deals/EX-DEAL/schedule/?{query}")
    assert (told.status_code, list(told.json()["errors"])) == (400, [field])
    assert cure in told.json()["errors"][field][0]


def test_what_was_typed_stays_in_the_form(john: User) -> None:
    text = _open(john, "from=1+March&q=lot&by=quarter").content.decode()
    assert 'name="from" size="12" maxlength="10" value="1 March" aria-invalid="true" aria-describedby="e-from"' in text
    assert 'name="q" maxlength="200" value="lot"' in text
    assert '<input type="hidden" name="by" value="quarter">' in text


def _paths(answer: Any) -> list[str]:
    return [path.paint for panel in answer.context["drawing"].panels for path in panel.joins]


def test_dependencies_are_drawn_on_request_and_the_critical_ones_always(john: User) -> None:
    usual, asked = (
        _paths(_open(john, "workstream=EX-governance")),
        _paths(_open(john, "workstream=EX-governance&links=1")),
    )
    assert set(usual) == {"path"}
    assert asked.count("path") == usual.count("path")
    assert asked.count("dep") > 10


def test_a_link_of_a_hidden_milestone_leaves_no_line(john: User, olena: User) -> None:
    """EX-JP-04 is for the seller's side alone."""
    hers, his = (_open(user, "workstream=EX-joint-production&links=1") for user in (olena, john))
    assert "EX-JP-04" in _codes(hers)
    assert "EX-JP-04" not in _codes(his)
    assert len(_paths(his)) < len(_paths(hers))
    assert _codes(_open(john, "q=EX-JP-04")) == _codes(_open(john, "q=EX-JP-0444")) == []


def test_every_bar_is_a_link_that_tells_how_the_milestone_stands(john: User) -> None:
    answer = _open(john)
    bars = [bar.entry for panel in answer.context["drawing"].panels for bar in panel.bars]
    text = answer.content.decode()
    assert len(bars) == answer.context["summary"].total
    assert all(f'<a href="/deals/EX-DEAL/milestones/{bar.key}/" aria-label="' in text for bar in bars)
    assert all(" · plan " in bar.name and (" · forecast " in bar.name or " · actual " in bar.name) for bar in bars)
    assert all("overdue" in bar.name for bar in bars if bar.overdue)
    assert all(bar.name.endswith("critical") for bar in bars if bar.critical)


def test_what_is_late_or_contested_has_a_shape_and_keeps_its_name(john: User) -> None:
    bars = [bar.entry for panel in _open(john).context["drawing"].panels for bar in panel.bars]
    assert any(bar.overdue for bar in bars)
    assert all(bar.label for bar in bars if bar.overdue or bar.contested)
    assert 'class="odue"' in _open(john, "overdue=1").content.decode()


def test_a_milestone_under_way_is_drawn_as_done_up_to_the_day(john: User) -> None:
    bars = [bar for panel in _open(john).context["drawing"].panels for bar in panel.bars]
    running = {row.milestone.code for row in _plan(john).rows if row.facts.actual_start and not row.facts.actual_finish}
    assert {bar.entry.key for bar in bars if bar.done_width} == running != set()
    assert all(bar.x1 + bar.done_width <= bar.x2 + 0.1 for bar in bars)


def test_three_hundred_milestones_cost_as_many_statements_as_ten(john: User) -> None:
    deal, counts = Deal.objects.get(code="EX-DEAL"), []
    workstream = Workstream.objects.get(deal=deal, code="EX-governance")
    for more in (0, 160):
        made = [factories.milestone(deal=deal, workstream=workstream, owner=john.party) for _ in range(more)]
        for before, after in pairwise(made):
            factories.dependency(predecessor=before, successor=after)
        with CaptureQueriesContext(connection) as queries:
            answer = _open(john, "links=1")
        counts.append(len(queries))
    assert answer.context["summary"].total > 300
    assert counts[0] == counts[1]


def test_the_public_record_is_filtered_too(ivan: User) -> None:
    every = _open(ivan, page="/deals/us-ua-drone-deal/timeline/?status_date=2026-11-22")
    met = _open(ivan, "state=met", page="/deals/us-ua-drone-deal/timeline/?status_date=2026-11-22")
    assert 0 < len(_codes(met)) < len(_codes(every))
    assert {row.state for row in met.context["shown"].plan.rows} == {MilestoneState.MET}


def test_what_is_kept_of_a_row_is_kept_for_each_language(john: User) -> None:
    client = signed_in(john)
    words = {"en": ("Scheduled", "Exercise buying office", "only EX-US-BUY"), "uk": ("Заплановано", "лише EX-US-BUY")}
    for language in ("en", "uk", "en"):
        text = client.get(f"{PAGE}&lang={language}").content.decode()
        assert [word for word in words[language] if word not in text] == []
        assert not [word for other in words if other != language for word in words[other] if word in text]

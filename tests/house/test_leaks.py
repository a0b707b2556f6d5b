"""Nobody finds what is marked for others: every page and endpoint is walked as every person of the cast.

Looked for are codes and titles of hidden milestones in both languages, the texts of hidden positions, and what a party
noted of trials, in evaluations, and as names of saved filters. A hidden thing answers exactly like an absent one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from catalog.actions.saved_filters import FilterWords, save_filter
from catalog.actions.sources import SourceWords
from catalog.models import SavedFilter, Source
from catalog.saved_queries import result_of
from portal.accounts.models import User
from portal.api import VIEWSETS
from portal.history.writing import writing
from portal.jobs import running
from procurement.actions.baselines import take_baseline
from procurement.actions.milestones import state_milestone
from procurement.actions.trials import TrialWords, add_evaluation, add_trial
from procurement.models import Milestone, Position, Term
from procurement.queries.since import said_since
from reports.actions import queue_due_reports
from reports.actions.recipients import add_recipient
from reports.models import Report, ReportSchedule
from tests.conftest import signed_in
from tests.support import factories
from tests.support.cast import CAST

pytestmark = pytest.mark.slow
OWN = "Own words of"
ORDERED = ["magura-v5", "octopus-100", "p1-sun", "sting"]  # models that deals order or name
# The first of each party (an officer) opens every milestone; colleagues see the same rows.
EACH_MILESTONE = {party: name for name, (party, _role) in reversed(CAST.items())}.values()
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def _secrets(user: User) -> list[str]:
    """Words that the person must never read."""
    milestones = Milestone.objects.exclude(pk__in=Milestone.objects.visible_to(user).values("pk"))
    positions = Position.objects.exclude(pk__in=Position.objects.visible_to(user).values("pk"))
    said = {text for pair in Milestone.objects.visible_to(user).values_list("title_en", "title_uk") for text in pair}
    titles = {text for row in milestones for text in (row.title_en, row.title_uk)} - said
    texts = {text for row in positions for text in (row.text_en, row.text_uk) if text}
    seen = set(Position.objects.visible_to(user).values_list("text_en", flat=True))
    codes = {f">{row.code}<" for row in milestones} | {f'"{row.code}"' for row in milestones}
    return sorted(codes | (titles - {""}) | (texts - seen))


def _hidden_own_words(user: User) -> list[str]:
    """What the other side (and everybody else) noted for itself."""
    sides = {"EX-UA-SELL": "john", "EX-US-BUY": "olena"}
    others = [sides[user.party_code]] if user.party_code in sides else ["olena", "john"]
    return [word for name in others for word in (f"{OWN} {name}", f"{name}@own.example.org")]


def _own_words(db: None) -> None:
    """Each side keeps a trial, an evaluation and a saved filter to itself."""
    for name in ("olena", "john"):
        who = User.objects.select_related("party").get(username=name)
        page = SourceWords(url=f"https://example.org/{name}", publisher=f"{OWN} {name} publisher", language="en")
        seen = TrialWords(held_on="2026-10", place=f"{OWN} {name} place", note=f"{OWN} {name} trial", source=page)
        add_trial(model_slug="magura-v5", words=seen, by=who, at=NOW)
        add_evaluation(model_slug="magura-v5", rating=2, pros=f"{OWN} {name} pros", by=who, at=NOW)
        wanted = FilterWords(name=f"{OWN} {name} filter", shared=True, watched=True)
        save_filter(query="kind=usv", words=wanted, by=who, at=NOW, find=result_of)


def _own_recipients() -> None:
    """Each side names a recipient of the reports for all, and fails to reach him."""
    schedule = ReportSchedule.objects.get(deal__code="EX-DEAL")
    for name in ("olena", "john"):
        who = User.objects.select_related("party").get(username=name)
        row = add_recipient(schedule_id=schedule.pk, who=f"{name}@own.example.org", by=who, at=NOW)
        sent = {"address": row.address, "state": "failed", "error": f"550 {row.address} is unknown"}
        factories.report_delivery(report=Report.objects.get(schedule=schedule), recipient=row, **sent)


def _own_dates() -> None:
    """A baseline of all dates, and a forecast of a milestone that only the seller's side sees."""
    olena = User.objects.select_related("party").get(username="olena")
    take_baseline(deal_code="EX-DEAL", name="Signing", by=olena, at=NOW)
    forecast: dict[str, Any] = {"kind": "forecast", "date": "2028-02-09", "reason": "Late.", "version": 1}
    state_milestone(milestone_code="EX-JP-04", by=olena, at=NOW, **forecast)


DEAL_PAGES = (
    *("", "timeline/", "?lang=uk", "terms/", "text/?lang=en"),
    *("milestones/", "deliveries/", "payments/", "production/", "engagements/", "changes/"),
    *("baselines/", "baselines/1/", "variance/?from=1&to=agreed", "variance/", "slips/", "trend/"),
)
DEAL_ANSWERS = ("text/", "schedule/?status_date=2026-11-22", "variance/", "slips/", "trend/")


def _milestones(user: User) -> list[str]:
    rows = Milestone.objects.visible_to(user).filter(deal__code="EX-DEAL") if user.username in EACH_MILESTONE else []
    return [f"/deals/EX-DEAL/milestones/{row.code}/" for row in rows]


def _addresses(user: User) -> Iterator[str]:
    yield from ("/", "/deals/", "/reports/", "/account/", "/catalog/", "/catalog/?q=EX", "/?status_date=2030-01-01")
    yield from ("/sources/?q=Own", "/sources/?q=example.org")
    yield from ("/catalog/filters/", "/catalog/?kind=usv", "/api/v1/saved-filters/export/?format=json")
    yield "/deals/EX-DEAL/timeline/?status_date=2029-01-01&lang=en"
    for code in ("EX-DEAL", "us-ua-drone-deal"):
        yield from (f"/deals/{code}/{page}" for page in DEAL_PAGES)
        yield from (f"/api/v1/deals/{code}/{answer}" for answer in DEAL_ANSWERS)
    yield from (f"/catalog/magura-v5/{page}" for page in ("", "trials/", "trials/new/", "evaluations/new/"))
    for name in VIEWSETS:
        yield f"/api/v1/{name}/?page_size=1000"
    yield from _milestones(user)
    for code in Term.objects.visible_to(user).filter(deal__code="EX-DEAL").values_list("code", flat=True):
        yield f"/deals/EX-DEAL/terms/{code}/?lang=en"
    yield "/api/v1/positions/?withdrawn=true&page_size=1000"
    yield from (f"/catalog/{slug}/" for slug in ORDERED)
    for source in Source.objects.exclude(positions=None):
        yield f"/sources/{source.slug}/"
    yield from _report_addresses(user)


def _report_addresses(user: User) -> Iterator[str]:
    for schedule in ReportSchedule.objects.visible_to(user):
        yield f"/reports/schedules/{schedule.uid}/"
        if schedule.deal.code == "EX-DEAL":
            yield f"/reports/schedules/{schedule.uid}/preview/"
    for report in Report.objects.all():
        yield from (f"/reports/{report.pk}/", f"/api/v1/reports/{report.pk}/")


@pytest.mark.parametrize("name", CAST)
def test_no_page_and_no_answer_holds_what_is_marked_for_others(db: None, name: str) -> None:
    _own_words(db)
    _own_dates()
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    _own_recipients()
    user = User.objects.select_related("party").get(username=name)
    secrets = _secrets(user) + _hidden_own_words(user)
    assert secrets
    client = signed_in(user)
    for path in _addresses(user):
        text = _whole(client.get(path)).decode()
        assert [word for word in secrets if word in text] == [], path


def _whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _answer(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("hidden", "absent"),
    [
        ("/api/v1/milestones/EX-JP-04/", "/api/v1/milestones/EX-JP-99/"),
        (
            "/api/v1/milestone-statements/?milestone=EX-JP-04&count=true",
            "/api/v1/milestone-statements/?milestone=X&count=true",
        ),
        ("/api/v1/milestone-statements/?milestone=EX-GV-06", "/api/v1/milestone-statements/?milestone=EX-GV-99"),
        ("/deals/EX-DEAL/terms/X-HIDDEN/?lang=en", "/deals/EX-DEAL/terms/X-ABSENT/?lang=en"),
        ("/deals/EX-DEAL/milestones/EX-JP-04/?lang=en", "/deals/EX-DEAL/milestones/EX-JP-99/?lang=en"),
    ],
)
def test_hidden_answers_like_absent(john: User, hidden: str, absent: str) -> None:
    stream = Term.objects.filter(deal__code="EX-DEAL").select_related("workstream")[0].workstream
    factories.term(workstream=stream, code="X-HIDDEN", releasable_to=["EX-UA-SELL"])
    client = signed_in(john)
    assert _answer(client, hidden) == _answer(client, absent)


def test_a_conflict_tells_nothing_that_was_said_for_others(olena: User, john: User) -> None:
    milestone = Milestone.objects.get(code="EX-GV-04")
    with writing(by=olena.actor, reason="among ourselves"):
        factories.milestone_statement(milestone=milestone, party=olena.party, releasable_to=["EX-UA-SELL"])
        milestone.version += 1
        milestone.save()
    told = [said_since(milestone, milestone.version - 1, user=user) for user in (olena, john)]
    assert [len(rows) for rows in told] == [1, 0]


@pytest.mark.parametrize("name", [name for name, (party, _role) in CAST.items() if party != "EX-UA-SELL"])
def test_the_versions_of_a_milestone_tell_nothing_that_was_said_for_others(olena: User, name: str) -> None:
    path = "/deals/EX-DEAL/milestones/EX-GV-04/?lang=en"
    other = signed_in(User.objects.select_related("party").get(username=name))
    before = _answer(other, path)
    milestone = Milestone.objects.get(code="EX-GV-04")
    factories.milestone_statement(milestone=milestone, party=olena.party, releasable_to=["EX-UA-SELL"])
    with writing(by=olena.actor, reason="among ourselves"):
        milestone.version += 1
        milestone.save()
    own = _answer(signed_in(olena), path)[1]
    assert "among ourselves" in own.split("Versions of the record")[1]
    told = _answer(other, path)
    assert "among ourselves" not in told[1]
    assert told[1].split("Versions of the record")[1:] == before[1].split("Versions of the record")[1:]


def test_a_change_of_the_time_before_a_milestone_was_opened_stays_hidden(olena: User, john: User) -> None:
    milestone = Milestone.objects.get(code="EX-JP-04")
    with writing(by=olena.actor, reason="among ourselves"):
        milestone.agreed_start += timedelta(days=9)
        milestone.agreed_finish += timedelta(days=9)
        milestone.save()
    with writing(by=olena.actor, reason="opened to all"):
        milestone.releasable_to = []
        milestone.save()
    for page in ("milestones/EX-JP-04/", "slips/?milestone=EX-JP-04", "trend/?milestone=EX-JP-04", "changes/"):
        assert "among ourselves" not in _answer(signed_in(john), f"/deals/EX-DEAL/{page}")[1], page
    assert "opened to all" in _answer(signed_in(john), "/deals/EX-DEAL/milestones/EX-JP-04/")[1]


def test_hidden_rows_are_not_counted(john: User, olena: User, ivan: User) -> None:
    path = "/api/v1/milestones/?deal=EX-DEAL&count=true&page_size=1"
    counts = [signed_in(user).get(path).json()["count"] for user in (john, olena, ivan)]
    assert counts == [155, 150, 0]


def test_a_foreign_deal_is_absent_for_somebody_without_a_party(ivan: User) -> None:
    client = signed_in(ivan)
    for path in ("/deals/EX-DEAL/", "/deals/EX-DEAL/timeline/", "/api/v1/deals/EX-DEAL/", "/api/v1/orders/EX-ORD-01/"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/payments/").json()["results"] == []


@pytest.mark.parametrize("name", [name for name, (party, _role) in CAST.items() if party != "EX-UA-SELL"])
def test_a_saved_filter_is_absent_for_every_other_party(olena: User, name: str) -> None:
    wanted = FilterWords(name="Ours", shared=True)
    row = save_filter(query="kind=usv", words=wanted, by=olena, at=NOW, find=result_of)
    client = signed_in(User.objects.select_related("party").get(username=name))
    for place in ("/catalog/filters", "/api/v1/saved-filters"):
        assert _answer(client, f"{place}/{row.uid}/") == _answer(client, f"{place}/{uuid4()}/")
    for what in ("rename", "share", "unshare", "watch", "unwatch", "delete"):
        form = {"do": what, "version": "1", "name": "Theirs"}
        assert client.post(f"/catalog/filters/{row.uid}/", form).status_code == 404
    assert client.get("/api/v1/saved-filters/?count=true").json()["count"] == 0
    assert client.get("/catalog/filters/").context["page"].paginator.count == 0
    assert list(SavedFilter.objects.values("name", "is_shared", "version")) == [
        {"name": "Ours", "is_shared": True, "version": 1}
    ]


def test_links_to_hidden_milestones_are_hidden(john: User) -> None:
    rows = signed_in(john).get("/api/v1/dependencies/?page_size=1000").json()["results"]
    ends = {row["predecessor"] for row in rows} | {row["successor"] for row in rows}
    hidden = set(Milestone.objects.exclude(pk__in=Milestone.objects.visible_to(john)).values_list("code", flat=True))
    assert ends & hidden == set()

"""Comments on reports: written, approved by somebody else, released for good, corrected by a version that says so."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from portal.accounts.models import Party, User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from portal.history.writing import Actor, writing
from portal.jobs import running
from reports.actions import queue_due_reports
from reports.actions.narratives import approve_narrative, comment, release_narrative, start_narrative
from reports.composers.proof import digest
from reports.composers.verifying import problems_of
from reports.models import Narrative, Report, ReportSchedule
from tests.api.conftest import Caller
from tests.conftest import signed_in
from tests.support import factories
from tests.support.paper import words_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WORDS = {"slips": {"en": "The customs office was closed.", "uk": "Митниця не працювала."}}
ONLY_ENGLISH = {"whole": {"en": "On the whole we are content.", "uk": ""}}


@pytest.fixture
def report(db: None) -> Report:
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    return Report.objects.get(deal__code="EX-DEAL")


def _released(report: Report, olena: User, oksana: User, **more: Any) -> Narrative:
    row = start_narrative(report_id=report.pk, by=olena, at=NOW, **{"comments": {**WORDS, **ONLY_ENGLISH}, **more})
    approve_narrative(uid=row.uid, version=row.version, by=oksana, at=NOW)
    return release_narrative(uid=row.uid, version=row.version + 1, by=olena, at=NOW)


def _page(report: Report, user: User, tail: str = "", language: str = "en") -> str:
    answer = signed_in(user).get(f"/reports/{report.pk}/{tail}?lang={language}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_report_is_published_without_any_comment(report: Report, john: User) -> None:
    assert report.state == "ready"
    assert "Comment on this report" in _page(report, john)
    assert list(Narrative.objects.all()) == []


def test_a_draft_is_seen_by_its_own_party_alone(report: Report, olena: User, john: User) -> None:
    row = start_narrative(report_id=report.pk, comments=WORDS, by=olena, at=NOW)
    assert "customs" in _page(report, olena, f"comments/{row.uid}/")
    assert "customs" not in _page(report, john) + _page(report, olena) + _page(report, john, "comments/")
    assert signed_in(john).get(f"/reports/{report.pk}/comments/{row.uid}/").status_code == 404
    assert Caller(john).get("/narratives/?count=true").json()["count"] == 0
    assert Caller(john).get(f"/narratives/{row.uid}/").status_code == 404
    assert Caller(olena).get("/narratives/?count=true").json()["count"] == 1


def test_what_is_released_stands_on_the_page_and_in_every_file(
    report: Report, olena: User, oksana: User, john: User
) -> None:
    row = _released(report, olena, oksana)
    client = signed_in(john)
    for language, words in (("en", WORDS["slips"]["en"]), ("uk", WORDS["slips"]["uk"])):
        assert words in _page(report, john, language=language)
        paper = client.get(f"/reports/{report.pk}/report.pdf?lang={language}").content
        text = " ".join(words_of(paper).split())
        assert words in text
        assert row.sha256 in "".join(text.split())
        told = client.get(f"/reports/{report.pk}/report.txt?lang={language}").content.decode()
        assert words in told
    assert "not translated" in _page(report, john, language="en") + _page(report, john, f"comments/{row.uid}/")
    assert "On the whole we are content." in _page(report, john, language="uk")


def test_the_workbook_holds_both_languages(report: Report, olena: User, oksana: User, john: User) -> None:
    _released(report, olena, oksana)
    content = signed_in(john).get(f"/reports/{report.pk}/report.xlsx?lang=en").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Comments").to_python()
    assert rows[1][3:5] == ["On the whole we are content.", "not translated"]
    assert rows[2][3:5] == [WORDS["slips"]["en"], WORDS["slips"]["uk"]]


def test_the_figures_and_their_hash_stay_and_the_comments_are_chained_to_them(
    report: Report, olena: User, oksana: User
) -> None:
    row = _released(report, olena, oksana)
    report.refresh_from_db()
    assert digest(report.body or {}) == report.sha256
    assert (row.body or {})["report_sha256"] == report.sha256
    assert digest(row.body or {}) == row.sha256
    assert list(problems_of(Report.objects.select_related("previous").get(pk=report.pk))) == []


def test_verifying_names_comments_that_are_not_what_was_released(report: Report, olena: User, oksana: User) -> None:
    row = _released(report, olena, oksana)
    forged = {**(row.body or {}), "reason": "forged"}
    party = Party.objects.get(code="EX-US-BUY")
    with writing(by=Actor("system:test"), reason="forged"):
        stated = {"body": forged, "sha256": digest(forged), "state": "released", "releasable_to": []}
        who = {"approved_by": oksana, "approved_at": NOW, "released_by": olena, "released_at": row.released_at}
        factories.narrative(report=report, party=party, comments=row.comments, **stated, **who)
    found = [problem for problem in problems_of(report) if problem.startswith("Comments of")]
    assert found == ['Comments of EX-US-BUY, version 1.party.code: the comments say "EX-UA-SELL", the history says '
                     '"EX-US-BUY".']  # fmt: skip


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_released(
    report: Report, olena: User, oksana: User, change: str
) -> None:
    row = _released(report, olena, oksana)
    rows = Narrative.objects.filter(pk=row.pk)
    with pytest.raises(DatabaseError), writing(by=Actor("system:test"), reason="a forger"), transaction.atomic():
        rows.update(comments={}) if change == "update" else rows.delete()
    row.refresh_from_db()
    assert row.comments["slips"] == WORDS["slips"]


def test_the_database_refuses_an_approver_who_wrote_some_of_it(report: Report, oksana: User) -> None:
    row = start_narrative(report_id=report.pk, comments=WORDS, by=oksana, at=NOW)
    with pytest.raises(DatabaseError), writing(by=Actor("system:test"), reason="a forger"), transaction.atomic():
        Narrative.objects.filter(pk=row.pk).update(state="approved", approved_by=oksana, approved_at=NOW)


def test_a_correction_names_the_old_version_and_the_old_one_the_newer(
    report: Report, olena: User, oksana: User, john: User
) -> None:
    old = _released(report, olena, oksana)
    new = _released(report, olena, oksana, comments={"slips": {"en": "Customs was slow.", "uk": ""}}, reason="Too hard")
    assert (new.number, new.corrects, (new.body or {})["corrects_sha256"]) == (2, old, old.sha256)
    assert "Corrected by version 2: Too hard" in _page(report, john, f"comments/{old.uid}/")
    assert "Corrects version 1: Too hard" in _page(report, john, f"comments/{new.uid}/")
    shown = _page(report, john)
    assert "Customs was slow." in shown
    assert "corrects version 1: Too hard" in shown
    assert "office was closed" not in shown
    assert list(problems_of(Report.objects.select_related("previous").get(pk=report.pk))) == []


def test_a_correction_at_work_is_not_told_to_the_other_side(
    report: Report, olena: User, oksana: User, john: User
) -> None:
    old = _released(report, olena, oksana)
    start_narrative(report_id=report.pk, comments=WORDS, by=olena, at=NOW, reason="Own doubt")
    assert "Own doubt" in _page(report, olena, f"comments/{old.uid}/")
    assert "Own doubt" not in _page(report, john, f"comments/{old.uid}/") + _page(report, john, "comments/")


def test_words_after_the_approval_make_it_a_draft_again(report: Report, olena: User, oksana: User) -> None:
    row = start_narrative(report_id=report.pk, comments=WORDS, by=olena, at=NOW)
    approve_narrative(uid=row.uid, version=1, by=oksana, at=NOW)
    again = comment(uid=row.uid, comments={"slips": {"en": "", "uk": ""}, **ONLY_ENGLISH}, version=2, by=olena, at=NOW)
    assert (again.state, list(again.comments), again.approved_by) == ("draft", ["whole"], None)
    with pytest.raises(Refused, match="Only approved"):
        release_narrative(uid=row.uid, version=3, by=olena, at=NOW)


def test_every_step_is_in_the_history(report: Report, olena: User, oksana: User) -> None:
    row = _released(report, olena, oksana)
    steps = row.events.order_by("pgh_id").values_list("state", "pgh_actor")  # type: ignore[attr-defined]
    assert list(steps) == [("draft", "user:olena"), ("approved", "user:oksana"), ("released", "user:olena")]


def _start(report: Report, by: User, **more: Any) -> Narrative:
    return start_narrative(**{"report_id": report.pk, "comments": WORDS, "by": by, "at": NOW, **more})


@pytest.mark.parametrize(
    ("name", "more", "fault"),
    [
        ("andrii", {}, Refused),
        ("ivan", {}, Missing),
        ("olena", {"report_id": 99999}, Missing),
        ("olena", {"comments": {"weather": {"en": "rain"}}}, Invalid),
        ("olena", {"comments": {"slips": {"en": " "}}}, Invalid),
        ("olena", {"comments": {"slips": {"en": "x" * 5001}}}, Invalid),
        ("olena", {"reason": "nothing to correct"}, Invalid),
    ],
)
def test_who_may_not_or_writes_nonsense_changes_nothing(
    report: Report, name: str, more: dict[str, Any], fault: type[Fault]
) -> None:
    who = User.objects.select_related("party").get(username=name)
    with pytest.raises(fault):
        _start(report, who, **more)
    assert not Narrative.objects.exists()


def test_steps_out_of_order_are_refused(report: Report, olena: User, oksana: User, john: User) -> None:
    row = _start(report, olena)
    with pytest.raises(Refused, match="at work"):
        _start(report, oksana)
    with pytest.raises(Refused, match="approvers"):
        approve_narrative(uid=row.uid, version=1, by=olena, at=NOW)
    with pytest.raises(Conflict):
        approve_narrative(uid=row.uid, version=7, by=oksana, at=NOW)
    with pytest.raises(Missing):
        comment(uid=row.uid, comments=WORDS, version=1, by=john, at=NOW)
    comment(uid=row.uid, comments=ONLY_ENGLISH, version=1, by=oksana, at=NOW)
    with pytest.raises(Refused, match="somebody else"):
        approve_narrative(uid=row.uid, version=2, by=oksana, at=NOW)
    row.refresh_from_db()
    assert (row.state, row.version) == ("draft", 2)


def test_a_released_version_takes_no_step_and_a_correction_needs_a_reason(
    report: Report, olena: User, oksana: User, mary: User
) -> None:
    row = _released(report, olena, oksana)
    with pytest.raises(Refused, match="stay as they are"):
        comment(uid=row.uid, comments=WORDS, version=row.version, by=olena, at=NOW)
    with pytest.raises(Refused, match="another party"):
        comment(uid=row.uid, comments=WORDS, version=row.version, by=mary, at=NOW)
    with pytest.raises(Invalid):
        _start(report, olena)
    assert Narrative.objects.count() == 1


def test_the_report_of_one_party_keeps_its_comments(report: Report, olena: User, oksana: User, john: User) -> None:
    with writing(by=Actor("system:test"), reason="our own report"):
        own = {"audience": "EX-UA-SELL", "releasable_to": ["EX-UA-SELL"]}
        factories.report_schedule(deal=report.deal, starts_on=NOW.date(), **own)
        ReportSchedule.objects.filter(audience="EX-UA-SELL").update(starts_on=report.period_start)
    queue_due_reports(at=NOW)
    running.run_due(worker="test", clock=lambda: NOW)
    row = _released(Report.objects.get(audience="EX-UA-SELL"), olena, oksana)
    assert row.releasable_to == ["EX-UA-SELL"]
    assert Caller(john).get(f"/narratives/{row.uid}/").status_code == 404


def test_the_whole_way_by_the_pages(report: Report, olena: User, oksana: User) -> None:
    path = f"/reports/{report.pk}/comments/"
    form = {"section": "slips", "text_en": "Customs was closed.", "text_uk": ""}
    assert signed_in(olena).post(path, form).status_code == 302
    one = f"{path}{Narrative.objects.get().uid}/"
    assert signed_in(olena).post(one, {**form, "do": "comment", "version": "1", "section": "met"}).status_code == 302
    assert "Approve the comments" not in _page(report, olena, one.removeprefix(f"/reports/{report.pk}/"))
    assert signed_in(oksana).post(one, {"do": "approve", "version": "2"}).status_code == 302
    assert signed_in(olena).post(one, {"do": "release", "version": "3"}).status_code == 302
    assert Narrative.objects.get().state == "released"


def test_what_was_typed_stays_in_the_form_when_it_is_refused(report: Report, olena: User) -> None:
    path = f"/reports/{report.pk}/comments/"
    answer = signed_in(olena).post(path, {"section": "weather", "text_en": "It rained a lot."})
    assert answer.status_code == 400
    assert "It rained a lot." in answer.content.decode()
    row = _start(report, olena)
    late = {"do": "comment", "version": "9", "section": "slips", "text_en": "Typed in vain."}
    answer = signed_in(olena).post(f"{path}{row.uid}/", late)
    assert (answer.status_code, "Typed in vain." in answer.content.decode()) == (409, True)
    for form, status in (({"do": "dance", "version": "1"}, 400), ({"do": "release", "version": "1"}, 403)):
        assert signed_in(olena).post(f"{path}{row.uid}/", form).status_code == status
    assert Narrative.objects.get().comments == WORDS


def test_the_whole_way_by_the_api(report: Report, olena: User, oksana: User) -> None:
    body = {"report": report.pk, "comments": [{"section": "slips", **WORDS["slips"]}]}
    machine, key = Caller(olena), {"Idempotency-Key": "once"}
    made = machine.post("/narratives/", body, **key)
    assert (made.status_code, machine.post("/narratives/", body, **key).json()) == (201, made.json())
    path = f"/narratives/{made.json()['id']}/"
    assert machine.post(f"{path}comment/", {"comments": body["comments"]}).status_code == 428
    for who, step, sent in ((olena, "comment", {"comments": [{"section": "met", "uk": "Так."}]}),
                            (oksana, "approve", {}), (olena, "release", {})):  # fmt: skip
        tag = {"If-Match": Caller(who).get(path).headers["ETag"]}
        answer = Caller(who).post(f"{path}{step}/", sent, **tag)
        assert answer.status_code == 200
        assert Caller(who).post(f"{path}{step}/", sent, **tag).status_code in {403, 412}
    told = Caller(oksana).get(path).json()
    assert (told["state"], told["released_by"], digest(told["body"])) == ("released", "olena", told["sha256"])
    assert [said["section"] for said in told["comments"]] == ["met", "slips"]

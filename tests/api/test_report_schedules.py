"""Schedules, recipients and mails by machine: the same rights and words as on the pages, and nothing done twice."""

from typing import Any

import pytest

from portal.accounts.models import User
from procurement.models import Deal
from reports.actions.recipients import add_recipient
from reports.models import Report, ReportDelivery, ReportRecipient, ReportSchedule
from tests.api.conftest import NOW, Caller
from tests.support import factories

NEW = {"deal": "EX-DEAL", "cadence": "monthly", "zone": "Europe/Kyiv", "hour": 8, "formats": ["pdf", "xlsx"]}
STAFF = "staff@example.org"


@pytest.fixture
def schedule(machine: Caller) -> dict[str, Any]:
    """Made by the buyer's machine, for all parties."""
    answer = machine.post("/report-schedules/", NEW)
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def _path(schedule: dict[str, Any]) -> str:
    return f"/report-schedules/{schedule['uid']}/"


def _patch(machine: Caller, path: str, body: object, **headers: str) -> Any:
    return machine.client.patch(f"/api/v1{path}", body, content_type="application/json", headers=headers)


def test_a_schedule_is_made_once_and_says_when_it_is_due(machine: Caller) -> None:
    for _ in range(2):
        answer = machine.post("/report-schedules/", NEW, **{"Idempotency-Key": "once"})
        assert answer.status_code == 201
    told = answer.json()
    assert (told["formats"], told["language"], told["active"], told["audience"]) == (["pdf", "xlsx"], "both", True, "")
    assert told["next_due"].endswith("Z")
    assert machine.get("/report-schedules/?deal=EX-DEAL&count=true").json()["count"] == 1
    assert ReportSchedule.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"hour": 24}, {"zone": "Mars"}, {"formats": ["docx"]}, {"cadence": "on-demand"}, {"hours": 7}, {"language": "fr"}],
)
def test_a_wrong_call_names_the_member_and_writes_nothing(machine: Caller, wrong: dict[str, Any]) -> None:
    answer = machine.post("/report-schedules/", {**NEW, **wrong})
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.content.decode()
    assert not ReportSchedule.objects.exists()


def test_it_is_changed_paused_and_taken_up_with_what_was_seen(machine: Caller, schedule: dict[str, Any]) -> None:
    path = _path(schedule)
    tag = machine.get(path).headers["ETag"]
    assert _patch(machine, path, {"hour": 9}).status_code == 428
    assert _patch(machine, path, {"hour": 9, "language": "uk"}, **{"If-Match": tag}).json()["hour"] == 9
    assert _patch(machine, path, {"hour": 10}, **{"If-Match": tag}).status_code == 412
    tag = machine.get(path).headers["ETag"]
    paused = _patch(machine, path, {"active": False}, **{"If-Match": tag}).json()
    assert (paused["active"], paused["next_due"]) == (False, None)
    row = ReportSchedule.objects.get()
    assert (row.hour, row.language, row.is_active, row.formats) == (9, "uk", False, ["pdf", "xlsx"])


def test_two_steps_in_one_call_are_refused(machine: Caller, schedule: dict[str, Any]) -> None:
    tag = machine.get(_path(schedule)).headers["ETag"]
    assert _patch(machine, _path(schedule), {"active": False, "hour": 3}, **{"If-Match": tag}).status_code == 400
    assert ReportSchedule.objects.get().version == 1


def test_a_report_is_asked_for_and_a_preview_is_none(machine: Caller, schedule: dict[str, Any]) -> None:
    preview = machine.get(f"{_path(schedule)}preview/").json()
    assert (preview["deal"]["code"], preview["summary"]["total"]) == ("EX-DEAL", 146)
    assert not Report.objects.exists()
    asked = [machine.post(f"{_path(schedule)}run/", {}).json() for _ in range(2)]
    assert asked[0] == asked[1]
    assert Report.objects.get().pk == asked[0]["report"]


def test_a_reader_changes_nothing(schedule: dict[str, Any], nina: User) -> None:
    machine = Caller(nina)
    tag = machine.get(_path(schedule)).headers["ETag"]
    assert _patch(machine, _path(schedule), {"hour": 1}, **{"If-Match": tag}).status_code == 403
    assert machine.post("/report-schedules/", {**NEW, "cadence": "weekly"}).status_code == 403
    assert machine.post("/report-recipients/", {"schedule": schedule["uid"], "who": STAFF}).status_code == 403
    assert (ReportSchedule.objects.get().version, ReportRecipient.objects.count()) == (1, 0)


def test_what_one_party_made_for_itself_is_absent_for_the_other(machine: Caller, olena: User) -> None:
    own = machine.post("/report-schedules/", {**NEW, "own": True}).json()
    other = Caller(olena)
    assert other.get("/report-schedules/?count=true").json()["count"] == 0
    for path in (_path(own), f"{_path(own)}preview/"):
        assert other.get(path).status_code == 404
    assert other.post(f"{_path(own)}run/", {}).status_code == 404
    assert other.post("/report-recipients/", {"schedule": own["uid"], "who": STAFF}).status_code == 400
    assert (Report.objects.count(), ReportRecipient.objects.count()) == (0, 0)


def test_recipients_are_named_once_seen_by_their_party_and_taken_off(
    machine: Caller, schedule: dict[str, Any], olena: User
) -> None:
    for _ in range(2):
        body = {"schedule": schedule["uid"], "who": STAFF}
        made = machine.post("/report-recipients/", body, **{"Idempotency-Key": "once"})
        assert made.status_code == 201, made.content
    path = f"/report-recipients/{made.json()['uid']}/"
    other = Caller(olena)
    assert other.get("/report-recipients/?count=true").json()["count"] == 0
    assert other.get(path).status_code == 404
    tag = machine.get(path).headers["ETag"]
    assert machine.client.delete(f"/api/v1{path}").status_code == 428
    assert machine.client.delete(f"/api/v1{path}", headers={"If-Match": tag}).status_code == 204
    assert machine.get(path).status_code == 404
    assert ReportRecipient.objects.get().removed_at is not None


def test_mails_are_seen_by_their_party_and_sent_again(machine: Caller, john: User, olena: User) -> None:
    report = factories.report(schedule=factories.report_schedule(deal=Deal.objects.get(code="EX-DEAL")))
    row = add_recipient(schedule_id=report.schedule_id, who=STAFF, by=john, at=NOW)
    factories.report_delivery(report=report, recipient=row, state="failed", error="550 no such mailbox")
    [told] = machine.get("/report-deliveries/?state=failed").json()["results"]
    assert (told["error"], told["report"]) == ("550 no such mailbox", report.pk)
    path = f"/report-deliveries/{told['uid']}/"
    other = Caller(olena)
    assert other.get(path).status_code == 404
    assert other.post(f"{path}again/", {}, **{"If-Match": '"v1-0000000000000000"'}).status_code == 404
    tag = machine.get(path).headers["ETag"]
    assert machine.post(f"{path}again/", {}, **{"If-Match": tag}).status_code == 202
    assert machine.post(f"{path}again/", {}, **{"If-Match": tag}).status_code == 412
    assert ReportDelivery.objects.get().state == "waiting"

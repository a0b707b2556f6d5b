"""Each request has a number, in the answer and in the history of what it wrote."""

import json
import logging

import structlog
from django.apps import apps
from django.conf import settings

from portal.accounts.models import User
from procurement.models import Milestone
from tests.conftest import signed_in

PAGE = "/deals/EX-DEAL/milestones/EX-GV-04/"


def test_the_number_of_the_proxy_is_kept_when_it_is_sane(olena: User) -> None:
    client = signed_in(olena)
    assert client.get("/", headers={"X-Request-ID": "proxy-number-1"}).headers["X-Request-ID"] == "proxy-number-1"
    assert client.get("/", headers={"X-Request-ID": "bad\tnumber"}).headers["X-Request-ID"] != "bad\tnumber"


def test_history_names_the_request(john: User) -> None:
    version = Milestone.objects.get(code="EX-GV-04").version
    words = {"kind": "forecast", "date": "2026-12-24", "reason": "because", "version": version}
    number = signed_in(john).post(PAGE, words).headers["X-Request-ID"]
    event = apps.get_model("procurement", "MilestoneStatementEvent").objects.latest("pgh_id")
    assert (event.pgh_request, event.pgh_actor, event.pgh_reason) == (number, "user:john", "because")


def test_logs_are_json() -> None:
    words = {name: part for name, part in settings.LOGGING["formatters"]["json"].items() if name != "()"}
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(**words))
    line = handler.format(logging.LogRecord("portal", logging.INFO, "x.py", 1, "слово", (), None))
    assert (json.loads(line)["event"], json.loads(line)["level"]) == ("слово", "info")

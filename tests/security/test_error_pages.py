"""Pages of errors stand on their own: whatever broke the request does not break them."""

import pytest
from django.test import Client

from portal.accounts.models import User
from tests.conftest import signed_in

MILESTONE = "/deals/EX-DEAL/milestones/EX-GV-04/"


def test_too_many_parameters_are_told_on_a_page(olena: User) -> None:
    answer = signed_in(olena).get("/?" + "a=1&" * 2000)
    assert answer.status_code == 400
    assert "The request cannot be read" in answer.content.decode()


def test_a_form_that_was_open_too_long_is_told_in_the_readers_language(olena: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(olena)
    client.get("/?lang=uk")
    answer = client.post(MILESTONE, {"kind": "forecast"})
    assert answer.status_code == 403
    assert "Не дозволено" in answer.content.decode()
    assert "<style" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/nothing/", MILESTONE.replace("GV-04", "JP-04")])
def test_what_is_not_there_and_what_is_hidden_look_the_same(john: User, path: str) -> None:
    answer = signed_in(john).get(path)
    assert answer.status_code == 404
    assert "There is no such page, or it is not released to you." in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "20261122", "soon"])
@pytest.mark.parametrize("path", ["/", "/deals/EX-DEAL/", "/deals/EX-DEAL/timeline/", MILESTONE])
def test_a_day_outside_of_the_calendars_years_is_today(olena: User, path: str, day: str) -> None:
    assert signed_in(olena).get(f"{path}?status_date={day}").status_code == 200

"""Every answer carries the policies; strange input is refused with 400 and never breaks anything."""

import re

import pytest
from django.templatetags.static import static
from django.test import Client

from portal.accounts.models import User
from tests.conftest import signed_in
from tests.support.house import ROOT


@pytest.mark.parametrize("path", ["/", "/account/login/", "/catalog/", "/health/live", "/api/v1/makers/", "/nothing/"])
def test_every_answer_carries_the_content_policy(olena: User, path: str) -> None:
    policy = signed_in(olena).get(path).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "; script-src 'self'; " in policy
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert "unsafe" not in policy


def test_static_files_carry_it_too_and_may_be_kept(db: None) -> None:
    answer = Client().get(static("sign.svg"))
    assert b"<svg" in answer.getvalue()
    answer.close()
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_people_are_kept_by_no_cache(olena: User) -> None:
    assert "no-store" in signed_in(olena).get("/").headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/catalog/?q=%00",
        "/catalog/%00/",
        "/deals/EX-DEAL/?status_date=%ff",
        "/catalog/?%00=1",
        "/reports/?deal=%ed%a0%80",
    ],
)
def test_nul_and_broken_unicode_are_refused(olena: User, path: str) -> None:
    assert signed_in(olena).get(path).status_code in {400, 404}


def test_a_form_with_nul_is_refused(olena: User) -> None:
    answer = signed_in(olena).post("/deals/EX-DEAL/milestones/EX-GV-04/", {"kind": "forecast", "reason": "\0"})
    assert answer.status_code == 400


def test_a_form_without_its_token_is_refused(olena: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(olena)
    assert client.post("/deals/EX-DEAL/milestones/EX-GV-04/", {"kind": "forecast"}).status_code == 403


def test_policy_reports_are_taken_from_anybody(db: None) -> None:
    assert Client().post("/csp-report/", b"{}", content_type="application/csp-report").status_code == 204


def test_no_page_holds_an_inline_script_or_style(olena: User) -> None:
    client = signed_in(olena)
    for path in ("/", "/catalog/", "/catalog/magura-v5/", "/deals/EX-DEAL/timeline/", "/deals/EX-DEAL/"):
        text = client.get(path).content.decode()
        assert re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.DOTALL) == [""]
        assert re.findall(r"<script\b[^>]*>", text) == [f'<script src="{static("js/suggest.js")}" defer>']
        assert " style=" not in text
        assert " onclick" not in text


def test_own_scripts_make_no_markup_from_text() -> None:
    for path in (ROOT / "static").rglob("*.js"):
        words = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
        assert [word for word in words if word in path.read_text(encoding="utf-8")] == []

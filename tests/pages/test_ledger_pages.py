"""The pages of the claim ledger: forms that lose nothing that was typed, rights, and what each click does."""

from typing import Any

import pytest
from django.http import HttpResponse

from catalog.models import Claim, ClaimCheck, ClaimPreference, ClaimWithdrawal
from portal.accounts.models import User
from tests.conftest import signed_in

NEW = "/catalog/magura-v5/claims/new/"
WORDS = {
    "capability": "range",
    "figure": "до 850 км",
    "stated_by": "maker",
    "stated_on": "2026-10",
    "url": "https://example.org/boat",
    "publisher": "Gazette",
    "language": "en",
}


def _first() -> Claim:
    return Claim.objects.filter(model__slug="magura-v5", withdrawal=None).earliest("id")


def _do(user: User, **words: Any) -> HttpResponse:
    return signed_in(user).post(f"/catalog/claims/{_first().pk}/", words)


def test_an_officer_puts_a_statement_on_record(olena: User) -> None:
    answer = signed_in(olena).post(NEW, WORDS)
    claim = Claim.objects.latest("id")
    assert (answer.status_code, answer["Location"]) == (302, f"/catalog/claims/{claim.pk}/")
    assert (claim.bound, str(claim.high), claim.unit) == ("up-to", "850", "km")
    assert "up to 850" in signed_in(olena).get("/catalog/magura-v5/").content.decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"figure": "1,200 m"}, "1.200 / 1200"),
        ({"url": ""}, "without a source"),
        ({"stated_on": "2199-01-01"}, "future"),
        ({"figure": "9" * 300}, "200"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_writes_nothing(olena: User, words: dict[str, str], told: str) -> None:
    before = Claim.objects.count()
    answer = signed_in(olena).post(NEW, {**WORDS, **words})
    text = answer.content.decode()
    assert (answer.status_code, Claim.objects.count()) == (400, before)
    assert told in text
    assert 'value="Gazette"' in text


def test_readers_see_no_forms_and_are_refused(andrii: User, ivan: User) -> None:
    before = Claim.objects.count()
    for person in (andrii, ivan):
        client = signed_in(person)
        assert "Officers and approvers" in client.get(NEW).content.decode()
        assert "Add a statement" not in client.get("/catalog/magura-v5/").content.decode()
        assert client.post(NEW, WORDS).status_code == 403
        assert _do(person, do="check").status_code == 403
    assert (Claim.objects.count(), ClaimCheck.objects.count()) == (before, 0)


def test_one_click_in_the_queue_checks_and_leads_back(olena: User) -> None:
    queue = "/catalog/stale/?status_date=2027-12-01"
    assert f"/catalog/claims/{_first().pk}/" in signed_in(olena).get("/catalog/magura-v5/").content.decode()
    answer = _do(olena, do="check", back=queue)
    assert answer["Location"] == queue
    assert ClaimCheck.objects.get().claim == _first()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "stale", ""])
def test_nobody_is_led_out_of_the_portal(olena: User, back: str) -> None:
    assert _do(olena, do="check", back=back)["Location"] == f"/catalog/claims/{_first().pk}/"


def test_prefer_and_withdraw_need_a_reason(olena: User) -> None:
    for word in ("prefer", "withdraw"):
        answer = _do(olena, do=word, reason=" ")
        assert (answer.status_code, "Write why" in answer.content.decode()) == (400, True)
    assert (ClaimPreference.objects.count(), ClaimWithdrawal.objects.count()) == (0, 0)


def test_preferring_and_withdrawing(olena: User, john: User) -> None:
    claim = _first()
    assert _do(olena, do="prefer", reason="Our own test").status_code == 302
    assert "Our own test" in signed_in(john).get(f"/catalog/claims/{claim.pk}/").content.decode()
    assert _do(olena, do="unprefer", reason="No longer").status_code == 302
    assert _do(john, do="withdraw", reason="Another boat").status_code == 302
    page = signed_in(olena)
    assert page.post(f"/catalog/claims/{claim.pk}/", {"do": "check"}).status_code == 409
    assert "Withdrawn" in page.get(f"/catalog/claims/{claim.pk}/").content.decode()


def test_nonsense_and_absent_claims(olena: User) -> None:
    assert _do(olena, do="dance").status_code == 400
    assert _do(olena, do="withdraw", reason="x", replaced_by="y").status_code == 400
    client = signed_in(olena)
    for path in ("/catalog/claims/99999999/", f"/catalog/claims/{10**30}/", "/catalog/nobody/claims/new/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"do": "check"}).status_code == 404

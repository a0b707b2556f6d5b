"""Who sees a row, and what a document made of several rows may be shown to."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.accounts.markings import common_release, is_released
from portal.accounts.models import User
from portal.accounts.roles import CONFIRM, DECIDE, RIGHTS, STATE, may
from procurement.models import Deal, Milestone, Position


@pytest.mark.parametrize(
    ("lists", "common"),
    [([], []), ([[], []], []), ([["B", "A"], []], ["A", "B"]), ([["A", "B"], ["B", "C"]], ["B"])],
)
def test_a_document_is_for_those_who_may_see_every_part(lists: list[list[str]], common: list[str]) -> None:
    assert common_release(lists) == common


def test_a_document_for_nobody_is_not_made() -> None:
    with pytest.raises(ValueError, match="no party"):
        common_release([["A"], ["B"]])


def test_the_rule_is_the_same_in_memory_and_in_the_database(olena: User, john: User, ivan: User) -> None:
    deal = Deal.objects.get(code="EX-DEAL")
    for user in (olena, john):
        seen = set(Milestone.objects.visible_to(user).filter(deal=deal).values_list("code", flat=True))
        rows = Milestone.objects.filter(deal=deal)
        assert seen == {row.code for row in rows if is_released(row.releasable_to, user.party_code)}
    assert not Milestone.objects.visible_to(ivan).filter(deal=deal).exists()


def test_nobody_who_is_not_signed_in_sees_anything(db: None) -> None:
    assert not Deal.objects.visible_to(AnonymousUser()).exists()


def test_a_position_is_hidden_with_its_own_marking(olena: User, john: User) -> None:
    secret = Position.objects.filter(text_en="Internal floor: do not go lower.")
    assert (secret.filter(pk__in=Position.objects.visible_to(olena)).exists(), secret.exists()) == (True, True)
    assert not secret.filter(pk__in=Position.objects.visible_to(john)).exists()


def test_rights_are_listed_and_nothing_else_is_allowed() -> None:
    assert may("officer", STATE)
    assert may("approver", DECIDE)
    assert not may("officer", DECIDE)
    assert not may("analyst", CONFIRM)
    assert not may("king", STATE)
    assert set(RIGHTS) == {"reader", "officer", "approver", "analyst", "administrator"}

"""Saved filters on pages: kept under a name in one spelling, shared within the party, refused with words."""

from typing import Any

import pytest

from catalog.actions.saved_filters import MOST_SAVED
from catalog.filters import MOST_CONDITIONS
from catalog.models import FilterWatch, SavedFilter
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.support import factories

PAGE = "/catalog/filters/"
QUERY = "domain=air&figure=range%3A%3E%3D%3A50%3Akm"


def _save(user: User, name: str = "Long arm", query: str = QUERY, **words: str) -> Any:
    return signed_in(user).post(PAGE, {"name": name, "query": query, **words})


def _saved(user: User, **words: str) -> SavedFilter:
    assert _save(user, **words).status_code == 302
    return SavedFilter.objects.get(owner=user)


def _do(user: User, row: SavedFilter, what: str, **words: str) -> Any:
    form = {"do": what, "version": str(row.version), **words}
    return signed_in(user).post(f"{PAGE}{row.uid}/", form)


def _state() -> list[tuple[Any, ...]]:
    return [*SavedFilter.objects.values_list(), *FilterWatch.objects.values_list()]


def test_the_filter_of_the_list_is_saved_opened_and_counted(andrii: User) -> None:
    client = signed_in(andrii)
    text = client.get(f"/catalog/?{QUERY}&page=1&units=us").content.decode()
    assert "Save this filter" in text
    answer = _save(andrii, query=f"{QUERY}&page=1&units=us&lang=en&q=", watched="on")
    assert answer["Location"] == f"/catalog/?{QUERY}"
    row = SavedFilter.objects.get()
    assert (row.name, row.query, row.owner, row.is_shared) == ("Long arm", QUERY, andrii, False)
    assert client.get(f"{PAGE}{row.uid}/")["Location"] == f"/catalog/?{QUERY}"
    listed = client.get(PAGE)
    found = client.get(f"/catalog/?{QUERY}").context["found"].answers
    assert listed.context["rows"][0].asked.answers == {match: n for match, n in found.items() if n}
    assert "Range at least 50\u00a0km" in listed.content.decode()


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("kind=usv&domain=surface&domain=air", "domain=air&domain=surface&kind=usv"),
        ("q=++magura++v5+", "q=magura+v5"),
        ("figure=range:>=:12,50:mi&figure=range:>=:12.50:mi", "figure=range%3A%3E%3D%3A12.50%3Ami"),
        ("figure=range:>=:1:km&match=may,meets,may", "figure=range%3A%3E%3D%3A1%3Akm&match=meets%2Cmay"),
        ("match=may&role=strike&cap=range&v=", "role=strike"),
    ],
)
def test_one_filter_has_one_spelling(olena: User, query: str, kept: str) -> None:
    row = _saved(olena, query=query)
    assert row.query == kept
    assert _save(olena, name="Again", query=kept).status_code == 302
    assert set(SavedFilter.objects.values_list("query", flat=True)) == {kept}


TOO_MANY = "&".join(f"figure=range:>=:{n}:km" for n in range(MOST_CONDITIONS + 1))


@pytest.mark.parametrize(
    ("words", "told", "told_uk"),
    [
        ({"query": ""}, "Choose a filter first", "Спершу виберіть фільтр"),
        ({"query": "page=2&units=us"}, "Choose a filter first", "Спершу виберіть фільтр"),
        ({"query": "domain=space"}, "Select a valid choice", "space"),
        ({"query": "beauty=high"}, "no filter “beauty”", "немає фільтра «beauty»"),
        ({"query": "figure=range:>=:50:kg"}, "does not measure", "не вимірює"),
        ({"query": TOO_MANY}, "At most 8 conditions", "8 умов"),
        ({"query": "maker=%00"}, "NUL", "NUL"),
        ({"query": "q=%ff"}, "NUL", "NUL"),
        ({"query": "q=" + "x" * 2001}, "too long", "задовгий"),
        ({"query": "&" * 2000}, "too long", "задовгий"),
        ({"name": " "}, "Give the filter a name", "Назвіть фільтр"),
        ({"name": "x" * 81}, "at most 80 characters", "не більше ніж 80"),
    ],
)
def test_what_cannot_be_saved_is_told_in_both_languages(
    olena: User, words: dict[str, str], told: str, told_uk: str
) -> None:
    for lang, text in (("en", told), ("uk", told_uk)):
        answer = signed_in(olena).post(f"{PAGE}?lang={lang}", {"name": "Long arm", "query": QUERY, **words})
        assert answer.status_code == 400
        assert text in answer.content.decode()
    assert _state() == []


def test_a_wrong_name_leaves_the_filter_in_the_form(olena: User) -> None:
    text = _save(olena, name="", watched="on").content.decode()
    assert f'name="query" value="{QUERY.replace("&", "&amp;")}"' in text
    assert 'name="watched" checked' in text


def test_a_name_is_used_once_a_person(olena: User, oksana: User) -> None:
    row = _saved(olena)
    assert "another filter as “Long arm”" in _save(olena, name=" Long  arm ").content.decode()
    assert _save(oksana).status_code == 302
    assert _save(olena, name="Other").status_code == 302
    other = SavedFilter.objects.get(name="Other")
    before = _state()
    assert _do(olena, other, "rename", name="Long arm").status_code == 400
    assert _state() == before
    _do(olena, row, "delete")
    assert _do(olena, other, "rename", name="Long arm").status_code == 302


def test_a_person_keeps_so_many_and_no_more(olena: User) -> None:
    for _number in range(MOST_SAVED):
        factories.saved_filter(owner=olena, party=olena.party)
    answer = _save(olena)
    assert (answer.status_code, SavedFilter.objects.count()) == (400, MOST_SAVED)
    assert "50 filters already" in answer.content.decode()


def test_it_is_renamed_shared_watched_and_deleted_and_its_history_stays(olena: User, andrii: User) -> None:
    row = _saved(olena)
    _do(olena, row, "rename", name="Reach")
    row.refresh_from_db()
    _do(olena, row, "share")
    row.refresh_from_db()
    for user in (olena, andrii):
        assert _do(user, row, "watch").status_code == 302
    assert "Reach" in signed_in(andrii).get(PAGE).content.decode()
    assert set(FilterWatch.objects.values_list("user", flat=True)) == {olena.pk, andrii.pk}
    _do(olena, row, "unshare")
    row.refresh_from_db()
    assert set(FilterWatch.objects.values_list("user", flat=True)) == {olena.pk}
    assert _do(olena, row, "delete").status_code == 302
    assert not FilterWatch.objects.exists()
    assert signed_in(olena).get(f"{PAGE}{row.uid}/").status_code == 404
    assert "Reach" not in signed_in(olena).get(PAGE).content.decode()
    actors = list(row.events.order_by("pgh_id").values_list("name", "pgh_actor"))
    assert actors == [("Long arm", "user:olena"), *[("Reach", "user:olena")] * 4]


def test_a_colleague_watches_a_shared_one_and_changes_nothing(olena: User, andrii: User) -> None:
    row = _saved(olena, shared="on")
    text = signed_in(andrii).get(PAGE).content.decode()
    assert "shared by olena" in text
    assert 'value="watch"' in text
    assert 'value="delete"' not in text
    before = _state()
    for what in ("rename", "unshare", "share", "delete"):
        assert _do(andrii, row, what, name="Mine").status_code == 403
    assert _state() == before


def test_a_slower_change_is_refused(olena: User) -> None:
    row = _saved(olena)
    _do(olena, row, "rename", name="Reach")
    before = _state()
    for what in ("rename", "share", "delete"):
        answer = _do(olena, row, what, name="Late")
        assert answer.status_code == 409
        assert "changed in the meantime" in answer.content.decode()
    assert _do(olena, row, "dance").status_code == 400
    assert signed_in(olena).post(f"{PAGE}{row.uid}/", {"do": "delete", "version": "9" * 30}).status_code == 409
    assert _state() == before


def test_somebody_without_a_party_keeps_his_own_and_shares_nothing(ivan: User, adam: User) -> None:
    assert _save(ivan, shared="on").status_code == 400
    row = _saved(ivan)
    assert _do(ivan, row, "share").status_code == 400
    assert signed_in(adam).get(f"{PAGE}{row.uid}/").status_code == 404
    assert row.name not in signed_in(adam).get(PAGE).content.decode()


def test_who_changes_the_party_leaves_what_he_saved_behind(olena: User, andrii: User, john: User) -> None:
    row = _saved(olena, shared="on")
    User.objects.filter(pk=olena.pk).update(party=john.party)
    moved = User.objects.select_related("party").get(pk=olena.pk)
    for user, status in ((moved, 404), (john, 404), (andrii, 302)):
        assert signed_in(user).get(f"{PAGE}{row.uid}/").status_code == status
    assert _save(moved).status_code == 302


def test_a_filter_that_can_no_longer_be_asked_says_why(olena: User) -> None:
    reach = factories.capability(code="reach", dimension="length", canonical_unit="km")
    row = _saved(olena, query="figure=reach:>=:5:km")
    assert _do(olena, row, "watch").status_code == 302
    _do(olena, row, "unwatch")
    factories.remove(reach)
    text = signed_in(olena).get(PAGE).content.decode()
    assert "can no longer be asked: There is no capability “reach”." in text
    assert _do(olena, row, "watch").status_code == 400
    assert not FilterWatch.objects.exists()

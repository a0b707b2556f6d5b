"""A watched filter: one notice that says what came in and what went out, for what the person himself may see."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions.saved_filters import FilterWords, change_filter, save_filter
from catalog.actions.watching import EVERY, tell_of_changes
from catalog.models import Capability, DroneModel, FilterWatch, SavedFilter
from catalog.saved_queries import canonical, result_of
from portal.accounts.models import User
from portal.jobs import running
from portal.notices.models import Notice
from tests.conftest import signed_in
from tests.support import factories
from tests.support.factories import NOW

LATER = NOW + EVERY
AFTERWARDS = LATER + EVERY


def _watch(user: User, query: str, **words: Any) -> SavedFilter:
    wanted = FilterWords(name="Mine", watched=True, **words)
    return save_filter(query=canonical(query), words=wanted, by=user, at=NOW, find=result_of)


def _look(at: Any = LATER) -> int:
    return tell_of_changes(at=at, find=result_of)


def _words(row: Notice, lang: str = "en") -> str:
    """The notice as the account page of its person says it."""
    text = signed_in(row.user).get(f"/account/?lang={lang}").content.decode()
    [found] = [part.split("</a>")[0] for part in text.split(f'<a href="{row.link}">')[1:] if row.params["name"] in part]
    return " ".join(found.split())


def _boat(slug: str, name: str, low: int | None = None) -> DroneModel:
    model = factories.drone_model(slug=slug, name_en=name, name_uk=f"{name}-УК", domain="underwater", kind="uuv")
    if low is not None:
        _state(model, low)
    return model


def _state(model: DroneModel, value: int) -> None:
    ends = {"low": value, "high": value, "canonical_low": value, "canonical_high": value}
    factories.claim(model=model, capability=Capability.objects.get(code="range"), **ends)


def test_what_comes_in_is_told_once_by_name_in_the_readers_language(olena: User, andrii: User) -> None:
    _watch(olena, "domain=underwater")
    assert _look() == 0
    for number in range(5):
        _boat(f"zz-{number}", f"Eel {number}")
    assert (_look(AFTERWARDS), _look(AFTERWARDS), _look(AFTERWARDS + EVERY)) == (1, 0, 0)
    [notice] = Notice.objects.filter(kind="filter-changed")
    assert notice.user == olena
    assert _words(notice) == (
        "The result of the saved filter “Mine” has changed. Came in: Eel 0, Eel 1, Eel 2 and 2 more."
    )
    assert "Eel 0-УК, Eel 1-УК, Eel 2-УК і ще 2" in _words(notice, "uk")
    assert not Notice.objects.filter(user=andrii).exists()


def test_a_figure_filter_tells_who_answers_otherwise_and_who_went_out(olena: User) -> None:
    ray, eel, cod = _boat("zz-ray", "Ray", 60), _boat("zz-eel", "Eel", 60), _boat("zz-cod", "Cod")
    _watch(olena, "domain=underwater&figure=range:>=:50:km")
    _state(ray, 30)  # now its statements straddle the asked value
    factories.claim_withdrawal(claim=eel.claims.get())
    _state(cod, 70)
    assert _look() == 1
    [notice] = Notice.objects.filter(kind="filter-changed")
    assert _words(notice).endswith(
        "Came in: Cod (surely meets). Went out: Eel. Changed answer: Ray (surely meets → may meet)."
    )


def test_what_changes_neither_the_set_nor_an_answer_is_not_told(olena: User) -> None:
    ray = _boat("zz-ray", "Ray", 60)
    _boat("zz-eel", "Eel", 70)
    _watch(olena, "domain=underwater&figure=range:>=:50:km")
    _state(ray, 90)  # first in order now, same answer
    _boat("zz-cod", "Cod", 10)  # does not meet
    assert (_look(), Notice.objects.filter(kind="filter-changed").count()) == (0, 0)


def test_nothing_is_told_of_a_model_that_is_not_there_for_the_person(olena: User) -> None:
    """Every model is public today; the sweep asks with the rights of who watches, whatever they will be."""
    row = _watch(olena, "domain=underwater")
    known = result_of(row.query, olena)
    FilterWatch.objects.filter(saved_filter=row).update(seen={**{str(pk): "" for pk in known}, "999999999": ""})
    assert (_look(), Notice.objects.filter(kind="filter-changed").count()) == (0, 0)
    assert "999999999" not in FilterWatch.objects.get().seen


def test_each_person_is_told_what_changed_since_he_began_to_watch(olena: User, andrii: User, john: User) -> None:
    row = _watch(olena, "domain=underwater", shared=True)
    _boat("zz-eel", "Eel")
    change_filter(uid=row.uid, words=FilterWords(watched=True), by=andrii, at=NOW, find=result_of)
    _boat("zz-ray", "Ray")
    assert _look() == 2
    told = {notice.user.username: _words(notice) for notice in Notice.objects.filter(kind="filter-changed")}
    assert "Came in: Eel, Ray." in told["olena"]
    assert "Came in: Ray." in told["andrii"]
    assert "john" not in told


def test_who_may_no_longer_see_the_filter_is_told_nothing(olena: User, andrii: User, john: User) -> None:
    row = _watch(olena, "domain=underwater", shared=True)
    change_filter(uid=row.uid, words=FilterWords(watched=True), by=andrii, at=NOW, find=result_of)
    User.objects.filter(pk=andrii.pk).update(party=john.party)
    User.objects.filter(pk=olena.pk).update(is_active=False)
    _boat("zz-eel", "Eel")
    assert (_look(), Notice.objects.filter(kind="filter-changed").count()) == (0, 0)
    assert list(FilterWatch.objects.values_list("user", flat=True)) == [olena.pk]


def test_a_filter_that_became_invalid_tells_its_owner_once_and_the_others_go_on(olena: User, andrii: User) -> None:
    depth = factories.capability(code="reach", dimension="length", canonical_unit="km")
    row = _watch(olena, "figure=reach:>=:5:km", shared=True)
    change_filter(uid=row.uid, words=FilterWords(watched=True), by=andrii, at=NOW, find=result_of)
    change_filter(uid=row.uid, words=FilterWords(watched=False), by=olena, at=NOW, find=result_of)
    wanted = FilterWords(name="Sea", watched=True)
    save_filter(query="domain=underwater", words=wanted, by=olena, at=NOW, find=result_of)
    factories.remove(depth)
    _boat("zz-eel", "Eel")
    assert [_look(LATER + n * EVERY) for n in range(3)] == [1, 0, 0]
    kinds = Notice.objects.filter(kind__startswith="filter").values_list("user__username", "kind")
    assert sorted(kinds) == [("andrii", "filter-invalid"), ("olena", "filter-changed"), ("olena", "filter-invalid")]
    assert "no longer knows" in _words(Notice.objects.get(user=andrii, kind="filter-invalid"))
    answer = signed_in(olena).get(f"/catalog/filters/{row.uid}/", follow=True)
    assert "no capability “reach”" in answer.content.decode()


def test_the_sweep_of_the_portal_looks_at_watches_and_again_only_after_a_while(olena: User) -> None:
    _watch(olena, "domain=underwater")
    _boat("zz-eel", "Eel")
    for minutes, told in ((1, 0), (10, 1), (11, 1), (20, 1)):
        running.sweep(clock=lambda minutes=minutes: NOW + timedelta(minutes=minutes))  # type: ignore[misc]
        assert Notice.objects.filter(kind="filter-changed").count() == told


def test_a_watch_that_another_sweep_holds_is_left_to_it(olena: User) -> None:
    _watch(olena, "domain=underwater")
    _boat("zz-eel", "Eel")
    with CaptureQueriesContext(connection) as queries:
        assert _look() == 1
    assert any("FOR UPDATE OF" in q["sql"] and "SKIP LOCKED" in q["sql"] for q in queries)

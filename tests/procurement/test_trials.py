"""Trials and evaluations belong to the party that recorded them until it releases them; refusals change nothing."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from catalog.actions.sources import SourceWords
from catalog.models import DroneModel, Source
from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from procurement.actions.trials import (
    Seen,
    TrialWords,
    add_evaluation,
    add_trial,
    release_evaluation,
    release_trial,
)
from procurement.models import Evaluation, Trial, TrialFigure
from procurement.queries.trials import experience_of
from tests.conftest import signed_in
from tests.support import factories

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SLUG = "magura-v5"
SEEN = (Seen("range", "500 km"), Seen("max-speed", "100 km/h", "calm sea"))


def _trial(by: User, **words: Any) -> Trial:
    given = {"held_on": "2026-10", "place": "Odesa", "observed": SEEN, **words}
    return add_trial(model_slug=words.pop("model_slug", SLUG), words=TrialWords(**given), by=by, at=NOW)


def _evaluation(by: User, **words: Any) -> Evaluation:
    return add_evaluation(**{"model_slug": SLUG, "rating": 4, "pros": "quiet", "by": by, "at": NOW, **words})


def _rows() -> tuple[int, ...]:
    return tuple(model._default_manager.count() for model in (Trial, TrialFigure, Evaluation))


def _seen_by(user: User) -> tuple[list[str], list[str]]:
    found = experience_of(DroneModel.objects.get(slug=SLUG), user=user)
    return [row.trial.place for row in found.trials], [row.pros for row in found.evaluations]


def _refused(fault: type[Fault], write: Any, *args: Any, **words: Any) -> Fault:
    before = _rows()
    with pytest.raises(fault) as told:
        write(*args, **words)
    assert _rows() == before
    return told.value


def test_a_trial_stands_beside_what_is_stated(olena: User) -> None:
    trial = _trial(olena)
    found = experience_of(trial.model, user=olena).trials[0]
    assert [(seen.figure.capability.code, bool(seen.stated), bool(seen.against)) for seen in found.observed] == [
        ("range", True, True),
        ("max-speed", True, True),
    ]
    assert (trial.releasable_to, trial.person) == (["EX-UA-SELL"], "olena")


def test_only_the_own_party_sees_them(olena: User, oksana: User, petro: User, john: User, ivan: User) -> None:
    _trial(olena)
    _evaluation(olena)
    for person in (olena, oksana):
        assert _seen_by(person) == (["Odesa"], ["quiet"])
    for person in (petro, john, ivan):
        assert _seen_by(person) == ([], [])
        for name in ("trials", "evaluations"):
            answer = signed_in(person).get(f"/api/v1/{name}/?count=true").json()
            assert (answer["count"], answer["results"]) == (0, [])


def test_released_ones_are_seen_by_those_named_and_once(olena: User, john: User, petro: User) -> None:
    trial, evaluation = _trial(olena), _evaluation(olena)
    release_trial(uid=trial.uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    release_evaluation(uid=evaluation.uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    for person in (olena, john):
        assert _seen_by(person) == (["Odesa"], ["quiet"])
        assert len(signed_in(person).get("/api/v1/trials/").json()["results"][0]["figures"]) == 2
    assert _seen_by(petro) == ([], [])


def test_a_newer_internal_evaluation_does_not_take_the_released_one_away(olena: User, john: User) -> None:
    evaluation = _evaluation(olena)
    release_evaluation(uid=evaluation.uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    _evaluation(olena, pros="on second thoughts")
    assert _seen_by(olena)[1] == ["on second thoughts"]
    assert _seen_by(john)[1] == ["quiet"]


def test_an_engagement_hidden_from_the_reader_is_not_told(olena: User, john: User) -> None:
    hidden = factories.engagement(slug="hidden-visit", releasable_to=["EX-UA-SELL"])
    trial = _trial(olena, engagement=hidden.slug)
    release_trial(uid=trial.uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    for person, seen in ((olena, hidden.slug), (john, None)):
        assert signed_in(person).get("/api/v1/trials/").json()["results"][0]["engagement"] == seen


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"held_on": ""}, "held_on"),
        ({"held_on": "2027-01"}, "held_on"),
        ({"held_on": "soon"}, "held_on"),
        ({"engagement": "nothing"}, "engagement"),
        ({"observed": ()}, "note"),
        ({"observed": (Seen("range", "5 kg"),)}, "figure-1"),
        ({"observed": (Seen("range", "5 km"), Seen("beauty", "5"))}, "figure-2"),
        ({"observed": (Seen("range", "1 km"),) * 31}, "observed"),
        ({"source": SourceWords(url="nowhere")}, "url"),
    ],
)
def test_a_wrong_trial_is_told_by_field(olena: User, words: dict[str, Any], field: str) -> None:
    fault = _refused(Invalid, _trial, olena, **words)
    assert isinstance(fault, Invalid)
    assert field in fault.problems


@pytest.mark.parametrize(
    ("words", "field"), [({"rating": 0}, "rating"), ({"rating": 6}, "rating"), ({"pros": " "}, "pros")]
)
def test_a_wrong_evaluation_is_told_by_field(olena: User, words: dict[str, Any], field: str) -> None:
    fault = _refused(Invalid, _evaluation, olena, **words)
    assert isinstance(fault, Invalid)
    assert field in fault.problems


def test_readers_and_strangers_write_nothing(andrii: User, ivan: User, olena: User) -> None:
    for person in (andrii, ivan):
        _refused(Refused, _trial, person)
        _refused(Refused, _evaluation, person)
    _refused(Missing, _evaluation, olena, model_slug="nothing")


def test_what_cannot_be_released(olena: User, petro: User, john: User) -> None:
    uid = _evaluation(olena).uid
    words: dict[str, Any] = {"uid": uid, "at": NOW, "reason": "x", "to": ["EX-US-BUY"]}
    _refused(Missing, release_evaluation, **words, by=john)
    _refused(Invalid, release_evaluation, **{**words, "reason": ""}, by=olena)
    for to in ([], ["EX-UA-SELL"], ["NOBODY"], ["EX-US-BUY", "NOBODY"]):
        _refused(Invalid, release_evaluation, **{**words, "to": to}, by=olena)
    release_evaluation(**{**words, "to": ["EX-UA-EXPORT"]}, by=olena)
    _refused(Conflict, release_evaluation, **words, by=olena)
    newest = Evaluation.objects.latest("id").uid
    _refused(Refused, release_evaluation, **{**words, "uid": newest}, by=petro)
    _refused(Missing, release_trial, uid=uuid4(), to=["EX-US-BUY"], by=olena, at=NOW, reason="x")


def test_the_pages_write_and_keep_what_was_typed(olena: User, john: User) -> None:
    client, path = signed_in(olena), f"/catalog/{SLUG}"
    wrong = client.post(f"{path}/trials/new/", {"held_on": "2026-10", "place": "Odesa", "figure-1": "5 km"})
    assert (wrong.status_code, 'value="Odesa"' in wrong.content.decode(), _rows()) == (400, True, (0, 0, 0))
    typed = {"held_on": "2026-10", "capability-1": "range", "figure-1": "500 км"}
    assert client.post(f"{path}/trials/new/", typed).status_code == 302
    assert client.post(f"{path}/evaluations/new/", {"rating": "x"}).status_code == 400
    assert client.post(f"{path}/evaluations/new/", {"rating": "5", "pros": "Fast boat"}).status_code == 302
    text = client.get(f"{path}/").content.decode()
    for words in ("Fast boat", "contradicts", "Only for: EX-UA-SELL"):
        assert words in text
    release = {"kind": "evaluation", "uid": str(Evaluation.objects.get().uid), "reason": "x", "to": "EX-US-BUY"}
    assert signed_in(john).post(f"{path}/trials/", release).status_code == 404
    assert client.post(f"{path}/trials/", {**release, "to": "X"}).status_code == 400
    assert client.post(f"{path}/trials/", {**release, "kind": "x"}).status_code == 400
    assert client.post(f"{path}/trials/", release).status_code == 302
    for page in ("/", "/trials/"):
        assert "Fast boat" in signed_in(john).get(path + page).content.decode()


def test_the_sheet_shows_what_the_reader_may_see_of_trials_and_evaluations(olena: User, john: User, ivan: User) -> None:
    _trial(olena, note="Ours alone")
    _evaluation(olena, pros="Ours alone too")
    release_trial(uid=_trial(olena, note="For both").uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    _evaluation(john, pros="Theirs alone")
    own = {olena: {"Ours alone", "Ours alone too", "For both"}, john: {"For both", "Theirs alone"}, ivan: set()}
    every = set().union(*own.values())
    for person, words in own.items():
        text = signed_in(person).get(f"/catalog/{SLUG}/").content.decode()
        assert {one for one in every if f">{one}<" in text} == words
        for heading in ("effectiveness", "applications", "trials", "evaluations"):
            assert f'id="{heading}"' in text
        assert ("/trials/new/" in text) is (person != ivan)
        assert ("Release it to another party" in text) is (person != ivan)


def test_the_strip_of_the_sheet_says_whom_its_rows_are_for(olena: User) -> None:
    path = f"/catalog/{factories.drone_model().slug}/"
    assert signed_in(olena).get(path).context["strip"].only_for == ()
    add_evaluation(model_slug=path.split("/")[2], rating=3, pros="quiet", by=olena, at=NOW)
    strip = signed_in(olena).get(path).context["strip"]
    assert (strip.ground, strip.only_for) == ("deal", ("EX-UA-SELL",))


def test_a_trial_leads_to_the_event_where_it_was_shown(olena: User, john: User) -> None:
    event = factories.engagement(slug="boat-show", subject_en="A boat show")
    hidden = factories.engagement(slug="quiet-show", subject_en="A quiet show", releasable_to=["EX-UA-SELL"])
    own, other = _trial(olena, engagement=event.slug), _trial(olena, engagement=hidden.slug)
    release_trial(uid=other.uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    slugs = {"boat-show", "quiet-show"}
    for person, seen in ((olena, slugs), (john, set())):
        text = signed_in(person).get(f"/catalog/{SLUG}/").content.decode()
        assert {slug for slug in slugs if f'href="/catalog/{SLUG}/#event-{slug}"' in text} == seen
        assert {slug for slug in slugs if f'id="event-{slug}"' in text} == seen
        assert ("A quiet show" in text) is (person == olena)
    release_trial(uid=own.uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    assert 'id="event-boat-show"' in signed_in(john).get(f"/catalog/{SLUG}/").content.decode()


NEW_PAGE = SourceWords(url="https://range.example.org/quiet", publisher="Quiet range", language="uk")


def test_a_page_that_only_a_trial_cites_is_in_nobodys_list_of_sources(olena: User, john: User) -> None:
    """The list is open to everybody, also to whoever types an address and is asked for its publisher or not."""
    trial = _trial(olena, source=NEW_PAGE)
    for person in (olena, john):
        listed = signed_in(person).get("/api/v1/sources/?q=quiet").json()["results"]
        assert ("Quiet range" in signed_in(person).get("/sources/?q=quiet").content.decode(), listed) == (False, [])
    typed = {"held_on": "2026-10", "note": "seen", "url": NEW_PAGE.url}
    answer = signed_in(john).post(f"/catalog/{SLUG}/trials/new/", typed)
    assert (answer.status_code, "publisher" in answer.context["problems"]) == (400, True)
    release_trial(uid=trial.uid, to=["EX-US-BUY"], by=olena, at=NOW, reason="Asked for")
    for person in (olena, john):
        assert f'href="{NEW_PAGE.url}"' in signed_in(person).get(f"/catalog/{SLUG}/").content.decode()
        row = signed_in(person).get("/api/v1/trials/").json()["results"][0]
        assert (row["source"], row["source_url"], row["source_publisher"]) == (None, NEW_PAGE.url, "Quiet range")


def test_a_trial_cites_a_source_of_the_record_as_such(olena: User) -> None:
    known = Source.objects.order_by("slug")[0]
    trial = _trial(olena, source=SourceWords(url=known.url))
    assert (Source.objects.get(url=known.url, pk=trial.source_id), trial.source_url) == (trial.source, "")


def test_they_are_named_by_no_running_number(olena: User) -> None:
    """Gaps between running numbers would tell how much the other side has put on record."""
    _trial(olena)
    _evaluation(olena)
    for name in ("trials", "evaluations"):
        row = signed_in(olena).get(f"/api/v1/{name}/").json()["results"][0]
        assert UUID(row["id"]).version == 4
        assert signed_in(olena).get(f"/api/v1/{name}/{row['id']}/").json() == row
    assert "id" not in signed_in(olena).get("/api/v1/trials/").json()["results"][0]["figures"][0]


def test_effectiveness_and_applications_stand_on_the_sheet(olena: User) -> None:
    words = {"capability": "reported-results", "condition": "sank a ship", "stated_by": "press"}
    page = {"url": "https://example.org/ship", "publisher": "Gazette", "language": "en"}
    assert signed_in(olena).post(f"/catalog/{SLUG}/claims/new/", {**words, **page}).status_code == 302
    sheet = signed_in(olena).get(f"/catalog/{SLUG}/").context["sheet"]
    assert [figure.capability.code for figure in sheet.effectiveness] == ["reported-results"]
    assert {row.application for row in sheet.applications.standing} == set(sheet.model.roles)
    rows = signed_in(olena).get(f"/api/v1/applications/?model={SLUG}").json()["results"]
    assert {row["application"] for row in rows} == set(sheet.model.roles)
    assert {row["source"] for row in rows} == {sheet.model.source.slug}

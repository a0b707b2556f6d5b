"""The claim ledger (M1): statements that disagree stay side by side, nothing is overwritten, refusals name the cure."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction

from catalog.actions.claim_words import ClaimWords
from catalog.actions.claims import add_claim, check_claim, prefer_claim, withdraw_claim
from catalog.actions.sources import SourceWords
from catalog.models import Claim, ClaimCheck, ClaimPreference, ClaimWithdrawal, DroneModel, Source
from catalog.queries.pages import ModelSheet, model_sheet
from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from portal.history.writing import writing
from tests.conftest import signed_in
from tests.support import factories

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PAGE = SourceWords(url="https://example.org/kite", publisher="Gazette", title="The Kite", language="en")


@pytest.fixture
def kite(db: None) -> DroneModel:
    return factories.drone_model(slug="kite")


def _add(by: User, figure: str = "40 km", **words: Any) -> Claim:
    source = words.pop("source", PAGE)
    model = words.pop("model_slug", "kite")
    said = {"capability": "range", "stated_by": "press", **words}
    return add_claim(model_slug=model, words=ClaimWords(figure=figure, source=source, **said), by=by, at=NOW)


def _sheet(by: User) -> ModelSheet:
    sheet = model_sheet("kite", user=by)
    assert sheet is not None
    return sheet


def _rows() -> tuple[int, ...]:
    return tuple(m._default_manager.count() for m in (Claim, ClaimWithdrawal, ClaimPreference, ClaimCheck, Source))


def _other(publisher: str) -> SourceWords:
    return SourceWords(url=f"https://{publisher}.example.org/", publisher=publisher, language="uk")


def test_40_and_60_km_of_two_sources_are_disputed_on_the_card_and_both_stay(kite: DroneModel, olena: User) -> None:
    _add(olena, "40 km")
    _add(olena, "60 km", source=_other("Chronicle"))
    text = signed_in(olena).get("/catalog/kite/").content.decode()
    for words in ("Disputed", "40\u00a0km", "60\u00a0km", "Gazette", "Chronicle"):
        assert words in text
    answer = signed_in(olena).get("/api/v1/drone-models/kite/").json()
    assert [(f["capability"], f["state"], f["sources"]) for f in answer["figures"]] == [("range", "disputed", 2)]
    assert {claim["source"]["url"] for claim in answer["claims"]} == {PAGE.url, "https://Chronicle.example.org/"}


@pytest.mark.parametrize("row", ["claim", "claim_preference", "claim_check", "claim_withdrawal"])
def test_the_database_refuses_to_change_or_delete(db: None, row: str, olena: User) -> None:
    made = getattr(factories, row)()
    field = "condition" if row == "claim" else "note" if row == "claim_check" else "reason"
    for write in (lambda rows: rows.update(**{field: "other"}), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic(), writing(by=olena.actor, reason="test"):
            write(type(made)._default_manager.filter(pk=made.pk))
    assert getattr(type(made)._default_manager.get(pk=made.pk), field) != "other"


@pytest.mark.parametrize(
    ("figure", "stored"),
    [
        ("up to 12,4 km", ("up-to", "None", "12.4", "km")),
        ("≥ 1 200 m", ("at-least", "1200", "None", "m")),
        ("20–30 mi", ("range", "20", "30", "mi")),
        ("~15.0 км", ("approx", "15.0", "15.0", "km")),
        ("350 мм", ("exact", "350", "350", "mm")),
    ],
)
def test_figures_are_kept_as_typed(kite: DroneModel, olena: User, figure: str, stored: tuple[str, ...]) -> None:
    claim = Claim.objects.get(pk=_add(olena, figure).pk)
    assert (claim.bound, str(claim.low), str(claim.high), claim.unit) == stored
    assert (claim.added_by, claim.owner, claim.checked_on) == ("olena", olena.party, date(2026, 11, 22))


def test_a_date_and_a_unit_are_read_alike_in_a_form_and_in_an_upload(kite: DroneModel, olena: User) -> None:
    claim = _add(olena, "250", capability="payload", unit="г", stated_on="22.11.2026")
    assert (claim.unit, str(claim.canonical_low), claim.stated_on) == ("g", "0.25", "2026-11-22")


def test_a_known_page_is_not_put_on_record_twice(kite: DroneModel, olena: User) -> None:
    first, second = _add(olena), _add(olena, "41 km", source=SourceWords(url=PAGE.url))
    assert (first.source, first.source.slug) == (second.source, "gazette-the-kite")


def test_words_without_a_number_are_a_statement_too(kite: DroneModel, olena: User) -> None:
    claim = _add(olena, "", capability="camera", condition="day and night")
    assert (claim.bound, claim.condition) == ("text", "day and night")


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"figure": "5 kg"}, "figure", "unit of the right kind"),
    ({"figure": "fast"}, "figure", "a number such as"),
    ({"figure": "30–20 km"}, "figure", "lower number first"),
    ({"figure": "1,200 m"}, "figure", "1.200 / 1200"),
    ({"figure": "40"}, "figure", "a unit after the number"),
    ({"figure": ""}, "figure", "Write a figure"),
    ({"figure": "40 km", "capability": "camera"}, "figure", "stated in words"),
    ({"figure": "40", "unit": "furlong"}, "unit", "no unit"),
    ({"capability": "beauty"}, "capability", "Choose"),
    ({"stated_by": "nobody"}, "stated_by", "whose word"),
    ({"stated_on": "2026-11-23"}, "stated_on", "future"),
    ({"stated_on": "yesterday"}, "stated_on", "YYYY"),
    ({"source": SourceWords()}, "url", "without a source"),
    ({"source": SourceWords(url="example.org")}, "url", "https://"),
    ({"source": SourceWords(url="https://new.example.org/")}, "publisher", "Name the publisher"),
    ({"source": SourceWords(url="https://new.example.org/", publisher="P", language="English")}, "language", "code"),
    (
        {"source": SourceWords(url="https://new.org/", publisher="P", language="en", published_on="2027")},
        "published_on",
        "future",
    ),
    ({"source": SourceWords(slug="nothing")}, "source", "no source"),
    ({"figure": "", "bound": "range", "low": "30", "high": "20", "unit": "km"}, "low", "lower one first"),
    ({"figure": "", "bound": "range", "low": "30", "unit": "km"}, "high", "both numbers"),
    ({"figure": "", "bound": "exact", "low": "ten", "unit": "km"}, "low", "a number"),
    ({"figure": "", "bound": "exact", "unit": "km"}, "low", "Write a number"),
    ({"figure": "", "bound": "up-to", "low": "3", "high": "4", "unit": "km"}, "high", "Only a range"),
    ({"figure": "", "bound": "exact", "low": "3", "unit": "kg"}, "unit", "Choose one of km"),
    ({"figure": "", "bound": "nearly"}, "bound", "Choose one of"),
    ({"figure": "", "bound": "text"}, "condition", "words of the source"),
]


@pytest.mark.parametrize(("words", "field", "told"), REFUSED)
def test_a_wrong_word_is_told_by_field_and_cure_and_writes_nothing(
    kite: DroneModel, olena: User, words: dict[str, Any], field: str, told: str
) -> None:
    before = _rows()
    with pytest.raises(Invalid) as fault:
        _add(olena, **words)
    assert told in fault.value.problems[field][0]
    assert _rows() == before


@pytest.mark.parametrize("bound", ["exact", "approx", "up-to", "at-least"])
def test_one_number_may_stand_in_either_half(kite: DroneModel, olena: User, bound: str) -> None:
    low = _add(olena, "", bound=bound, low="12,5", unit="km")
    withdraw_claim(claim_id=low.pk, by=olena, at=NOW, reason="again")
    high = _add(olena, "", bound=bound, high="12.5", unit="km")
    assert (low.low, low.high) == (high.low, high.high)


def test_the_same_statement_twice_is_refused(kite: DroneModel, olena: User, john: User) -> None:
    claim = _add(olena)
    before = _rows()
    with pytest.raises(Invalid, match=f"number {claim.pk}"):
        _add(john)
    assert _rows() == before


def _refused(fault: type[Fault], write: Any, **words: Any) -> None:
    before = _rows()
    with pytest.raises(fault):
        write(at=NOW, **words)
    assert _rows() == before


def test_readers_write_nothing_and_absent_claims_are_missing(
    kite: DroneModel, olena: User, andrii: User, nina: User, adam: User
) -> None:
    claim = _add(olena)
    for person in (andrii, nina, adam):
        _refused(Refused, check_claim, claim_id=claim.pk, by=person)
        _refused(Refused, withdraw_claim, claim_id=claim.pk, by=person, reason="x")
        _refused(Refused, prefer_claim, claim_id=claim.pk, by=person, reason="x")
    _refused(Missing, check_claim, claim_id=0, by=olena)
    with pytest.raises(Missing):
        _add(olena, model_slug="nothing")


def test_a_withdrawn_claim_stays_readable_and_counts_nowhere(kite: DroneModel, olena: User) -> None:
    wrong = _add(olena, "400 km")
    right = _add(olena, "40 km")
    withdraw_claim(claim_id=wrong.pk, by=olena, at=NOW, reason="A slip of the pen", replaced_by=right.pk)
    sheet = _sheet(olena)
    assert ([f.claims for f in sheet.figures], sheet.withdrawn) == ([[right]], [wrong])
    text = signed_in(olena).get(f"/catalog/claims/{wrong.pk}/").content.decode()
    assert "A slip of the pen" in text
    assert f"/catalog/claims/{right.pk}/" in text
    listed = "/api/v1/claims/?model=kite"
    assert [row["id"] for row in signed_in(olena).get(listed).json()["results"]] == [right.pk]
    assert len(signed_in(olena).get(f"{listed}&withdrawn=true").json()["results"]) == 2


def test_what_cannot_be_withdrawn_changes_nothing(kite: DroneModel, olena: User, john: User) -> None:
    claim, other = _add(olena), _add(olena, "4 kg", capability="payload")
    _refused(Refused, withdraw_claim, claim_id=claim.pk, by=john, reason="not ours")
    _refused(Invalid, withdraw_claim, claim_id=claim.pk, by=olena, reason=" ")
    _refused(Invalid, withdraw_claim, claim_id=claim.pk, by=olena, reason="x", replaced_by=other.pk)
    withdraw_claim(claim_id=claim.pk, by=olena, at=NOW, reason="wrong")
    for write in (withdraw_claim, prefer_claim):
        _refused(Conflict, write, claim_id=claim.pk, by=olena, reason="x")
    _refused(Conflict, check_claim, claim_id=claim.pk, by=olena)


def test_a_preference_hides_nothing_and_changes_no_state(kite: DroneModel, olena: User, john: User) -> None:
    first, second = _add(olena, "40 km"), _add(olena, "60 km", source=_other("Chronicle"))
    before = [(f.state, f.low, f.high, list(f.claims)) for f in _sheet(olena).figures]
    prefer_claim(claim_id=first.pk, by=olena, at=NOW, reason="The maker's own test")
    prefer_claim(claim_id=second.pk, by=john, at=NOW, reason="Seen by us")
    prefer_claim(claim_id=second.pk, by=olena, at=NOW, reason="Measured again")
    figures = _sheet(olena).figures
    assert [(f.state, f.low, f.high, list(f.claims)) for f in figures] == before
    held = {claim.pk: [p.party.code for p in claim.preferred] for claim in figures[0].claims}
    assert held == {first.pk: [], second.pk: ["EX-US-BUY", "EX-UA-SELL"]}
    prefer_claim(claim_id=second.pk, by=john, at=NOW, reason="Doubts", stands=False)
    assert "preferred by EX-UA-SELL" in signed_in(john).get("/catalog/kite/").content.decode()
    _refused(Refused, prefer_claim, claim_id=second.pk, by=john, reason="again", stands=False)
    _refused(Invalid, prefer_claim, claim_id=second.pk, by=john, reason="")


def test_an_import_does_not_bring_back_what_an_officer_withdrew(olena: User) -> None:
    claim = Claim.objects.filter(model__slug="magura-v5").earliest("id")
    withdraw_claim(claim_id=claim.pk, by=olena, at=NOW, reason="Another boat is meant")
    before = _rows()
    call_command("import_catalog", str(settings.DATA_DIR / "public-record"), verbosity=0)
    assert _rows() == before

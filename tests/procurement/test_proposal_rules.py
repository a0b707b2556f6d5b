"""What may be proposed, word by word and day by day: pure rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.proposal_rules import (
    Value,
    faults_of_dates,
    faults_of_link,
    faults_of_term,
    may_decide,
    normal,
    outdated,
    spoken_of,
)
from procurement.redline import redline, side
from procurement.vocabulary import ProposalFault as Fault

LIMITS = {"earliest": date(2000, 1, 1), "latest": date(2099, 12, 31)}
AGREED = {"text_en": "One", "text_uk": "Один", "low": "10", "high": "20"}


@pytest.mark.parametrize(
    ("start", "finish", "cancelled", "faults"),
    [
        ("2027-01-01", "2027-02-01", False, {}),
        ("2027-01-01", "2027-01-01", False, {}),
        ("2027-02-01", "2027-01-01", False, {"agreed_finish": Fault.FINISH_BEFORE_START}),
        ("soon", "2027-01-01", False, {"agreed_start": Fault.NO_DAY}),
        ("2027-02-30", None, False, {"agreed_start": Fault.NO_DAY, "agreed_finish": Fault.NO_DAY}),
        ("20270101", "2027-W01-1", False, {"agreed_start": Fault.NO_DAY, "agreed_finish": Fault.NO_DAY}),
        ("1999-12-31", "2100-01-01", False, {"agreed_start": Fault.FAR_OFF, "agreed_finish": Fault.FAR_OFF}),
        ("2027-01-01", "2027-02-01", "yes", {"cancelled": Fault.NO_FLAG}),
    ],
)
def test_dates(start: object, finish: object, cancelled: object, faults: dict[str, Fault]) -> None:
    values: dict[str, object] = {"agreed_start": start, "agreed_finish": finish, "cancelled": cancelled}
    assert faults_of_dates(values, **LIMITS) == faults  # type: ignore[arg-type]  # also what is none


@pytest.mark.parametrize(
    ("wanted", "faults"),
    [
        ({"text_en": "Two", "text_uk": "Два"}, {}),
        ({"low": "12.50"}, {}),
        ({"low": None, "high": None}, {}),
        ({"text_en": "Two"}, {"text_uk": Fault.ONE_LANGUAGE}),
        ({"text_uk": None}, {"text_uk": Fault.NO_TEXT}),
        ({"text_en": True}, {"text_en": Fault.NO_TEXT}),
        ({"text_en": "x" * 20_001, "text_uk": "Два"}, {"text_en": Fault.TOO_LONG}),
        ({"low": "many"}, {"low": Fault.NO_NUMBER}),
        ({"low": "NaN", "high": "1e999"}, {"low": Fault.NO_NUMBER, "high": Fault.NO_NUMBER}),
        ({"low": "30"}, {"high": Fault.LOW_ABOVE_HIGH}),
    ],
)
def test_terms(wanted: dict[str, object], faults: dict[str, Fault]) -> None:
    assert faults_of_term({**AGREED, **wanted}, AGREED) == faults  # type: ignore[dict-item]  # also what is none


@pytest.mark.parametrize(
    ("kind", "lag", "faults"),
    [
        ("FS", "0", {}),
        ("SF", "-3660", {}),
        (None, None, {}),
        ("FS", None, {"lag_days": Fault.NO_LAG}),
        (None, "1", {"type": Fault.NO_LINK_TYPE}),
        (True, "1.5", {"type": Fault.NO_LINK_TYPE, "lag_days": Fault.NO_LAG}),
        ("fs", "9999", {"type": Fault.NO_LINK_TYPE, "lag_days": Fault.NO_LAG}),
    ],
)
def test_links(kind: Value, lag: str | None, faults: dict[str, Fault]) -> None:
    assert faults_of_link({"type": kind, "lag_days": lag}) == faults


@pytest.mark.parametrize(
    ("kind", "lag", "spelt"),
    [("FS", "+007", "7"), ("FS", None, "0"), ("FS", "-0", "0"), ("FS", "soon", "soon"), (None, "7", None)],
)
def test_a_lag_has_one_spelling(kind: str | None, lag: str | None, spelt: str | None) -> None:
    assert normal("link", {"type": kind, "lag_days": lag}) == {"type": kind, "lag_days": spelt}


def test_only_the_opposite_side_decides() -> None:
    sides = ["seller", "buyer", "supplier", "third", "unstated", ""]
    pairs = {(one, other) for one in sides for other in sides if may_decide(one, proposer=other)}
    assert pairs == {("seller", "buyer"), ("buyer", "seller")}


def test_outdated_names_what_has_moved() -> None:
    assert outdated({"low": "10", "high": None}, {"low": "10", "high": "5"}) == ["high"]


def test_a_lot_is_spoken_of_as_its_order_and_a_link_as_its_ends() -> None:
    rows = [("lot", "EX-ORD-01.3"), ("link", "A>B:FS"), ("milestone", "A"), ("term", "T.1")]
    assert spoken_of(rows) == {("order", "EX-ORD-01"), ("link", "A>B"), ("milestone", "A"), ("term", "T.1")}


def test_a_redline_shows_the_words_that_differ() -> None:
    pieces = redline("Delivery within 30 days.", "Delivery within 45 working days.")
    assert [(piece.kind.value, piece.text) for piece in pieces] == [
        ("same", "Delivery within "),
        ("gone", "30"),
        ("new", "45 working"),
        ("same", " days."),
    ]


@given(st.text(), st.text())
def test_each_side_of_a_redline_is_its_text(old: str, new: str) -> None:
    pieces = redline(old, new)
    assert "".join(piece.text for piece in side(pieces, new=False)) == old
    assert "".join(piece.text for piece in side(pieces, new=True)) == new

"""Papers keep the standards that they name, carry their data, and print whatever people have written."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.paper.letters import known, legible
from portal.paper.printing import Attachment, printed

AT = datetime(2026, 11, 25, 9, 5, tzinfo=UTC)
UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def _side(language: str, **texts: str) -> dict[str, Any]:
    side = {"lang": language, "paper": "Briefing", "marking": "Public record", "as_of": "What held", "title": "Kite"}
    words = {"key_figures": "Key", "statements": "All", "statements_note": "n", "sources": "Sources", "note": "note"}
    outline = {"outline": "Outline", "outline_note": "not to scale"}
    plain = {"other": "", "other_lang": "uk", "summary": "", "summary_lang": "en", "lead": "Nobody.", "facts": []}
    return {**side, **plain, "figures": [], "texts": {**words, **outline}, **texts}


def _paper(*sides: dict[str, Any], attachments: tuple[Attachment, ...] = ()) -> bytes:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>'
    shared = {"title": "Kite: Briefing", "portal": "Portal", "silhouette": svg, "figures": [], "sources": []}
    return printed("briefing", {**shared, "sides": list(sides)}, at=AT, attachments=attachments)


def test_a_paper_says_that_it_is_pdf_a_3a_and_pdf_ua_1() -> None:
    with pikepdf.open(BytesIO(_paper(_side("uk")))) as paper:
        meta = paper.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert meta["dc:title"] == "Kite: Briefing"
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang) == "uk"
        assert paper.Root.ViewerPreferences.DisplayDocTitle
        assert "/OutputIntents" in paper.Root


def test_every_font_is_embedded_and_maps_back_to_letters() -> None:
    with pikepdf.open(BytesIO(_paper(_side("uk", lead=UKRAINIAN + UKRAINIAN.upper())))) as paper:
        fonts = [font for page in paper.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font


def test_what_is_attached_comes_back_whole() -> None:
    data = {"name": "漢字 and Ґ", "low": "20.0"}
    attachment = Attachment("figures.json", data, "All figures")
    with pikepdf.open(BytesIO(_paper(_side("en"), attachments=(attachment,)))) as paper:
        spec = paper.attachments["figures.json"]
        assert json.loads(spec.get_file().read_bytes()) == data
        assert spec.get_file().mime_type == "application/json"
        assert str(spec.obj.AFRelationship) == "/Data"
        assert spec.description == "All figures"


def test_equal_input_gives_equal_bytes() -> None:
    assert _paper(_side("en"), _side("uk")) == _paper(_side("en"), _side("uk"))


def test_the_fonts_have_every_ukrainian_letter_and_sign() -> None:
    assert set(UKRAINIAN + UKRAINIAN.upper() + "₴№’ʼ«»–−“”…\u00a0") <= known()


@pytest.mark.parametrize(
    ("written", "shown"),
    [("ﬁne", "fine"), ("漢", "?"), ("a\u0007b", "ab"), ("air\u2011to", "air-to"), ("ґ", "ґ"), ("a\nb", "a\nb")],
)
def test_a_letter_that_the_fonts_lack_has_a_stand_in(written: str, shown: str) -> None:
    assert legible({"rows": [written, 3, None]}) == {"rows": [shown, 3, None]}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_whatever_people_write_is_printed_and_is_never_markup(words: str) -> None:
    assert _paper(_side("en", title=words, lead=f"{words}#panic()*_$[@<b>")).startswith(b"%PDF-1.7")

"""Two to six models side by side: the link restores all, each cell has its sources, the tray works without script."""

import pytest

from catalog.models import Capability
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.support import factories


def test_a_model_can_be_left_out_and_another_domain_is_told(olena: User) -> None:
    client = signed_in(olena)
    text = client.get("/catalog/compare/?m=morok&m=fp-1&m=magura-v5&requirement=artemis").content.decode()
    assert 'href="?m=morok&amp;m=fp-1&amp;requirement=artemis"' in text
    assert text.count("asked of another domain: Air") == 1
    assert "Leave out" not in client.get("/catalog/compare/?m=morok&m=fp-1").content.decode()


def test_rows_that_differ_come_first_and_each_statement_names_its_source(olena: User) -> None:
    answer = signed_in(olena).get("/catalog/compare/?m=morok&m=fp-1")
    found, text = answer.context["found"], answer.content.decode()
    assert [row.differs for row in found.rows] == sorted((row.differs for row in found.rows), reverse=True)
    cited = {source.pk for row in found.rows for cell in row.cells for s in cell.sayings for source in s.sources}
    assert len(found.sources) == len(cited) == text.count('<li id="s')
    assert "Covert Shores" in text
    assert "Disputed" in text


def test_the_same_value_in_other_words_is_no_difference(olena: User) -> None:
    reach = Capability.objects.get(code="range")
    for slug, bound, ends in (("zz-a", "exact", (50, 50)), ("zz-b", "up-to", (None, 60))):
        low, high = ends
        figure = {"low": low, "high": high, "canonical_low": low, "canonical_high": high}
        factories.claim(model=factories.drone_model(slug=slug), capability=reach, bound=bound, **figure)
    client = signed_in(olena)
    assert [row.differs for row in client.get("/catalog/compare/?m=zz-a&m=zz-b").context["rows"]] == [False]
    assert client.get("/catalog/compare/?m=zz-a&m=zz-b&only=differences").context["rows"] == []


def test_words_stand_beside_the_numbers_of_their_capability(olena: User) -> None:
    answer = signed_in(olena).get("/catalog/compare/?m=fp-1&m=morok")
    (row,) = [row for row in answer.context["rows"] if row.capability.code == "production-rate"]
    figure = row.cells[0].figure
    assert figure.numbers
    assert figure.claims[-1].bound == "text"
    assert "planned to reach hundreds per day" in answer.content.decode()


def test_a_requirement_is_checked_beside_the_comparison(olena: User) -> None:
    answer = signed_in(olena).get("/catalog/compare/?m=morok&m=fp-1&requirement=artemis")
    assert [found.threshold for found in answer.context["check"].overall] == ["meets", "may"]


def test_a_link_restores_the_same_rows_in_ukrainian(olena: User, john: User) -> None:
    link = "/catalog/compare/?m=morok&m=fp-1&only=differences&units=us"
    english, ukrainian = signed_in(olena).get(link), signed_in(john).get(f"{link}&lang=uk")
    codes = [[row.capability.code for row in answer.context["rows"]] for answer in (english, ukrainian)]
    assert codes[0] == codes[1]
    assert "миль" in ukrainian.content.decode()
    assert "mi" in english.content.decode()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("/catalog/compare/", "Choose two to six models"),
        ("/catalog/compare/?m=morok", "Choose two to six models"),
        ("/catalog/compare/?m=morok&m=fp-1&m=nobody", "No such model: nobody"),
    ],
)
def test_too_few_and_unknown_models_are_explained(olena: User, link: str, words: str) -> None:
    answer = signed_in(olena).get(link)
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_more_than_six_are_cut_with_a_loud_sign(olena: User) -> None:
    slugs = ["morok", "fp-1", "magura-v5", "lord", "kronos", "bagnet", "ruta"]
    text = signed_in(olena).get("/catalog/compare/", {"m": slugs}).content.decode()
    assert "the first six are shown" in text


def test_the_tray_collects_across_pages_and_leads_to_the_comparison(olena: User) -> None:
    client = signed_in(olena)
    assert (
        client.post("/catalog/tray/", {"m": ["morok"], "next": "/catalog/?q=morok"})["Location"] == "/catalog/?q=morok"
    )
    client.post("/catalog/tray/", {"m": ["fp-1", "nobody"]})
    text = client.get("/catalog/").content.decode()
    assert "2 of 6 to compare" in text
    assert "/catalog/compare/?m=morok&amp;m=fp-1" in text
    client.post("/catalog/tray/", {"out": "morok"})
    assert "1 of 6 to compare" in client.get("/catalog/").content.decode()


def test_a_full_tray_stays_as_it_was_and_says_why(olena: User) -> None:
    client = signed_in(olena)
    client.post("/catalog/tray/", {"m": ["morok", "fp-1", "magura-v5", "lord", "kronos", "bagnet"]})
    answer = client.post("/catalog/tray/", {"m": ["ruta"]}, follow=True)
    assert "At most 6 models are compared" in answer.content.decode()
    assert len(answer.context["tray"]) == 6


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_the_tray_never_leads_out_of_the_portal(olena: User, back: str) -> None:
    assert signed_in(olena).post("/catalog/tray/", {"m": ["morok"], "next": back})["Location"] == "/catalog/"

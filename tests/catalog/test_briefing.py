"""The briefing of a model: on paper what the sheet says, in both languages, with the figures inside."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.http import HttpResponse

from catalog.models import DroneModel
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.support import factories
from tests.support.paper import words_of

PAGE, API = "/catalog/magura-v5/briefing.pdf", "/api/v1/drone-models/magura-v5/briefing/"
BUSIEST = ["magura-v5", "fp-5-flamingo", "uj-22"]


def _figures(answer: HttpResponse) -> dict[str, object]:
    with pikepdf.open(BytesIO(answer.content)) as paper:
        return dict(json.loads(paper.attachments["figures.json"].get_file().read_bytes()))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Briefing", "up to 800 km", "Disputed", "Aktualne.cz", "24 Oct 2025", "Public record", "1 / 2"]),
        ("uk", ["Довідка", "до 800 км", "Суперечливо", "Преса", "24 жовт. 2025", "Відкриті джерела", "1 / 2"]),
        ("both", ["Briefing", "Довідка", "up to 800 km", "до 800 км", "Disputed", "Суперечливо", "1 / 2"]),
    ],
)
def test_a_briefing_says_what_the_sheet_says(olena: User, lang: str, words: list[str]) -> None:
    text = words_of(signed_in(olena).get(PAGE, {"lang": lang}).content)
    assert [word for word in words if word not in text] == []


def test_page_and_api_print_the_same_figures(olena: User) -> None:
    client = signed_in(olena)
    page, api = client.get(PAGE), client.get(API)
    assert page["Content-Type"] == api["Content-Type"] == "application/pdf"
    assert _figures(page)["models"] == _figures(api)["models"]
    assert page["Content-Disposition"].startswith('inline; filename="magura-v5-20')


def test_the_figures_inside_are_those_of_the_api(olena: User) -> None:
    client = signed_in(olena)
    [model] = _figures(client.get(PAGE))["models"]  # type: ignore[misc]
    claims = {claim["id"]: claim for figure in model["figures"] for claim in figure["claims"]}
    rows = client.get("/api/v1/drone-models/magura-v5/").json()["claims"]
    assert sorted(claims) == sorted(row["id"] for row in rows)
    for row in rows:
        for name in ("bound", "low", "high", "unit", "condition", "stated_by", "stated_on"):
            assert claims[row["id"]][name] == row[name]
        assert claims[row["id"]]["source"]["url"] == row["source"]["url"]


@pytest.mark.parametrize("lang", ["en", "uk", "both"])
@pytest.mark.parametrize("slug", BUSIEST)
def test_the_models_with_most_statements_need_two_pages(olena: User, slug: str, lang: str) -> None:
    answer = signed_in(olena).get(f"/catalog/{slug}/briefing.pdf", {"lang": lang})
    with pikepdf.open(BytesIO(answer.content)) as paper:
        assert len(paper.pages) <= 2


def test_a_model_without_statements_has_a_briefing(olena: User) -> None:
    model = factories.drone_model(name_en="*Kite* #1 漢", summary_en="$x$")
    assert "Nobody has stated a figure" in words_of(signed_in(olena).get(f"/catalog/{model.slug}/briefing.pdf").content)


def test_every_model_of_the_record_can_be_printed(olena: User) -> None:
    client = signed_in(olena)
    for slug in DroneModel.objects.values_list("slug", flat=True):
        assert client.get(f"/catalog/{slug}/briefing.pdf", {"lang": "both"}).status_code == 200, slug


COMPARED = {"m": ["magura-v5", "sea-baby-2024"]}
COMPARISONS = ("/catalog/compare/briefing.pdf", "/api/v1/drone-models/briefing/")


@pytest.mark.parametrize("path", COMPARISONS)
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Comparison", "MAGURA V5", "Sea Baby", "at least 1,000 km", "Disputed", "[12]"]),
        ("both", ["Comparison", "Порівняння", "Магура V5", "щонайменше 1 000 км", "Суперечливо"]),
    ],
)
def test_a_comparison_shows_every_model_with_its_sources(olena: User, path: str, lang: str, words: list[str]) -> None:
    answer = signed_in(olena).get(path, {**COMPARED, "lang": lang})
    text = words_of(answer.content).replace("\u00a0", " ")
    assert [word for word in words if word not in text] == []
    assert [model["slug"] for model in _figures(answer)["models"]] == COMPARED["m"]  # type: ignore[attr-defined]


def test_a_comparison_of_six__is_printed(olena: User) -> None:
    slugs = list(DroneModel.objects.order_by("slug").values_list("slug", flat=True)[:6])
    for lang in ("en", "uk", "both"):
        assert signed_in(olena).get(COMPARISONS[0], {"m": slugs, "lang": lang}).status_code == 200


@pytest.mark.parametrize("slugs", [[], ["magura-v5"], ["magura-v5", "magura-v5"], [f"m-{n}" for n in range(7)]])
def test_too_few_or_too_many_models_are_refused(olena: User, slugs: list[str]) -> None:
    client = signed_in(olena)
    assert client.get(COMPARISONS[0], {"m": slugs}).status_code == 400
    assert "From 2 to 6" in client.get(COMPARISONS[1], {"m": slugs}).json()["errors"]["m"][0]


def test_a_comparison_with_an_unknown_model_is_not_found(olena: User) -> None:
    for path in COMPARISONS:
        assert signed_in(olena).get(path, {"m": ["magura-v5", "nobody"]}).status_code == 404


def test_the_units_of_the_reader_are_printed(olena: User) -> None:
    assert "497" in words_of(signed_in(olena).get(PAGE, {"units": "us"}).content)


def test_an_unknown_model_or_language_is_refused(olena: User) -> None:
    client = signed_in(olena)
    assert client.get("/catalog/nobody/briefing.pdf").status_code == 404
    assert client.get(API.replace("magura-v5", "nobody")).json()["code"] == "missing"
    assert "en, uk, both" in client.get(API, {"lang": "fr"}).json()["errors"]["lang"][0]


def test_a_paper_in_the_other_language_leaves_the_pages_as_they_were(olena: User) -> None:
    client = signed_in(olena)
    client.get(PAGE, {"lang": "uk"})
    assert client.get("/catalog/")["Content-Language"] == "en"

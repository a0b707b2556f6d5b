"""Search: in both scripts, in every usual spelling, on the wrong keyboard and with typos; nonsense finds nothing."""

import csv
from pathlib import Path

import pytest

from catalog.actions.searching import refresh_search
from catalog.models import DroneModel
from catalog.queries.searching import best_first, read
from catalog.search import distance, fold, joined_pairs, latin, name_forms, other_keyboards, skeleton, typos_between
from portal.accounts.models import User
from portal.history.writing import Actor, writing
from tests.conftest import signed_in
from tests.support import factories

PAIRS = list(csv.DictReader(Path(__file__).with_name("search_pairs.csv").read_text(encoding="utf-8").splitlines()))


def _found(text: str) -> list[str]:
    reading = read(text)
    rows = DroneModel.objects.none() if reading is None else best_first(reading.of(DroneModel.objects.all()))
    return list(rows.values_list("slug", flat=True))


def test_ninety_five_of_a_hundred_queries_find_their_model_among_the_first_ten(db: None) -> None:
    missed = [f"{pair['query']} -> {pair['slug']}" for pair in PAIRS if pair["slug"] not in _found(pair["query"])[:10]]
    assert len(PAIRS) >= 150
    assert len(missed) <= len(PAIRS) * 0.05, missed


@pytest.mark.parametrize(
    "text",
    [
        *["asdfgh", "qwerty", "zzzz", "йцукен", "foobar", "1234567", "hello world", "нісенітниця", "автобус"],
        *["крокодил", "himars", "bayraktar", "lorem ipsum", "!!!", "%", "_", "'", "magura v9", "liutyi magura", "f-16"],
    ],
)
def test_nonsense_finds_nothing(db: None, text: str) -> None:
    assert _found(text) == []


def test_the_very_name_comes_first_then_its_family_then_who_mentions_it(db: None) -> None:
    assert _found("magura") == ["magura-v5", "magura-v6", "magura-v7"]
    assert _found("Лелека")[:2] == ["leleka-100", "leleka-lr"]
    assert "ram-ii" in _found("Leleka")[2:]  # its summary names the Leleka


def test_a_name_that_is_right_brings_no_similar_ones(db: None) -> None:
    assert _found("mamai") == ["mamai"]
    assert _found("Рута") == ["ruta"]


def test_equal_letters_and_a_soft_c_may_be_slips(db: None) -> None:
    assert _found("sea bbay")[0] == "sea-baby-2023"
    assert _found("skythe") == ["aq-400-scythe"]


@pytest.mark.parametrize("text", ["мугара", "vfuehf", "Mahura V5"])
def test_page_and_api_find_the_same_models(olena: User, text: str) -> None:
    client = signed_in(olena)
    page = client.get("/catalog/", {"q": text}).context["page"]
    listed = client.get("/api/v1/drone-models/", {"q": text}).json()["results"]
    assert {row["slug"] for row in listed} == {model.slug for model in page.object_list} != set()


def test_a_very_long_query_is_read_to_its_limit(olena: User) -> None:
    assert signed_in(olena).get("/catalog/", {"q": "магура " * 900}).status_code == 200


def test_folding_keeps_letters_and_drops_accents_and_apostrophes() -> None:
    assert fold("  An-196 «Лютий» O’Neil Mrówka Größe") == "an 196 лютий oneil mrowka grosse"
    assert fold("Їжак ёлка") == "їжак ёлка"
    assert latin("Щучка Їжак") == "shchuchka izhak"


@pytest.mark.parametrize(
    "spellings",
    [
        "Liutyi Lyutyi Lyutyy Lutyj Ljutyj Lioutyi Лютий Лютый",
        "Palianytsia Palyanytsya Palyanitsa Паляниця Паляница",
        "Horlytsia Gorlitsa Горлиця Горлица",
        "Chaklun Tschaklun Czaklun Tchaklun Чаклун",
        "Furia Furiya Furija Фурія Фурия",
        "Murakha Muraha Мураха",
    ],
)
def test_all_usual_spellings_meet_in_one_skeleton(spellings: str) -> None:
    assert len({skeleton(fold(spelling)) for spelling in spellings.split()}) == 1


def test_a_name_has_its_joined_parted_and_heard_forms() -> None:
    assert {"fp 5 flamingo", "fp5flamingo", "fp 5 flaminho"} <= set(name_forms(["FP-5 Flamingo"]))
    assert "fp5" in joined_pairs(["FP-5 Flamingo"])
    assert {"r 18", "r18"} <= set(name_forms(["R18"]))
    assert "ram 2" in name_forms(["RAM II"])


def test_the_other_keyboard() -> None:
    assert "магура" in other_keyboards("vfuehf")
    assert "magura" in other_keyboards("ьфпгкф")
    assert other_keyboards("123") == []


def test_typos_are_counted() -> None:
    assert [distance("magura", other) for other in ("magura", "mgaura", "magra", "mugara", "")] == [0, 1, 1, 2, 6]
    assert typos_between("pkleo", "peklo") == 1


def test_the_keys_follow_the_names(db: None) -> None:
    made = factories.drone_model(name_en="Oxblood", name_uk="Волокров")
    assert _found("волокрав") == [made.slug]
    with writing(by=Actor("system:test"), reason="test"):
        DroneModel.objects.filter(pk=made.pk).update(name_en="Kestrel", name_uk="Боривітер")
    assert refresh_search() == 1
    assert (_found("oxblood"), _found("волокрав"), _found("kestrl")) == ([], [], [made.slug])
    assert refresh_search() == 0

"""Names stand in the order of the reader's alphabet, and an index gives it."""

import pytest
from django.db import connection

from catalog.models import DroneModel
from catalog.naming import ENGLISH, UKRAINIAN, in_order
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.support import factories

ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def test_ukrainian_letters_stand_in_their_own_order(olena: User) -> None:
    for place, letter in enumerate(reversed(ALPHABET)):
        factories.drone_model(slug=f"x-{place}", name_en="X", name_uk=f"{letter.upper() if place % 2 else letter}ор")
    found = DroneModel.objects.filter(slug__startswith="x-").order_by(in_order(UKRAINIAN))
    assert "".join(row.name_uk[0].lower() for row in found) == ALPHABET


@pytest.mark.parametrize(("language", "name"), [(ENGLISH, "name_en"), (UKRAINIAN, "name_uk")])
def test_the_list_and_the_makers_are_sorted_in_the_readers_language(olena: User, language: str, name: str) -> None:
    client = signed_in(olena)
    context = client.get(f"/catalog/?domain=ground&lang={language}").context
    names = [getattr(row.model, name) or row.model.name_en for group in context["found"].groups for row in group.rows]
    every = DroneModel.objects.filter(domain="ground").order_by(in_order(language), "slug")
    assert names == [getattr(row, name) or row.name_en for row in every]
    makers = [maker.name_en.lower() for maker in client.get("/makers/?lang=en").context["page"]]
    assert makers == sorted(makers)


@pytest.mark.parametrize("language", [ENGLISH, UKRAINIAN])
def test_an_index_gives_the_order(olena: User, language: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, params = DroneModel.objects.order_by(in_order(language), "slug")[:30].query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        assert "drone_model_in_" in "".join(line for (line,) in cursor.fetchall())

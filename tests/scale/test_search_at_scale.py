"""Search among ten thousand models: no table is read from end to end, and the number of statements stays."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import DroneModel, Maker
from catalog.queries.searching import best_first, read, suggestions
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.scale.plans import read_whole

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("scale", "db")]
TYPED = ["magura", "Лютий", "vfuehf", "мугара", "antonov", "fp5", "asdfgh", "морський малюк", "agura"]


@pytest.mark.parametrize("typed", TYPED)
def test_no_search_reads_a_table_whole(olena: User, typed: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        reading = read(typed)
        if reading is not None:
            list(best_first(reading.of(DroneModel.objects.visible_to(olena)))[:30])
            reading.of(DroneModel.objects.visible_to(olena)).count()
            list(best_first(reading.of(Maker.objects.visible_to(olena)))[:8])
    assert [q["sql"] for q in asked if read_whole(q["sql"])] == []


def test_a_name_is_found_among_ten_thousand(olena: User) -> None:
    assert [row.slug for row in suggestions("мгаура", user=olena)][:3] == ["magura-v5", "magura-v6", "magura-v7"]
    invented = DroneModel.objects.get(slug="scale-004711")
    for typed in (invented.name_en, invented.name_uk, invented.name_uk.upper().replace("-", " ")):
        reading = read(typed)
        assert reading is not None
        assert invented in best_first(reading.of(DroneModel.objects.all()))[:10]


def test_the_number_of_statements_does_not_grow(olena: User) -> None:
    client = signed_in(olena)
    for address, most in (("/catalog/suggest/?q=magura", 6), ("/api/v1/drone-models/?q=magura", 6)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= most

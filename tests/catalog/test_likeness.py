"""Similar models: the rule that the sheet says is the rule that is kept."""

from decimal import Decimal

import pytest

from catalog.likeness import Likeable, similar
from catalog.models import DroneModel
from catalog.queries.similar import similar_models
from portal.accounts.models import User
from tests.support import factories


def _model(slug: str, roles: str = "", reach: str | None = None) -> Likeable:
    return Likeable(slug, frozenset(roles.split()), Decimal(reach) if reach else None)


@pytest.mark.parametrize(
    ("others", "first"),
    [
        ([_model("a", "strike", "40"), _model("b", "strike relay", "900")], "b"),
        ([_model("a", "strike", "90"), _model("b", "strike", "21")], "b"),
        ([_model("b", "strike", "60"), _model("a", "strike", "15")], "a"),
        ([_model("a", "strike"), _model("b", "strike", "9000")], "b"),
        ([_model("b", "strike"), _model("a", "strike")], "a"),
    ],
    ids=["most roles", "nearest range", "as far up as down: by name", "a stated range first", "by name"],
)
def test_the_most_similar_comes_first(others: list[Likeable], first: str) -> None:
    assert similar(_model("one", "strike relay", "30"), others, count=1) == [first]


def test_a_sheet_lists_models_of_the_same_domain_and_kind(olena: User) -> None:
    model = DroneModel.objects.get(slug="magura-v5")
    found = similar_models(model, user=olena)
    assert [other.slug for other, _ in found][:2] == ["united24-naval-drone", "sea-baby-2024"]
    assert {(other.domain, other.kind) for other, _ in found} == {("surface", "usv")}


def test_a_model_that_is_alone_has_no_similar_ones(olena: User) -> None:
    assert similar_models(factories.drone_model(domain="ground", kind="vtol"), user=olena) == []

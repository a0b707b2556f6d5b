"""Rows to measure with: the number that was asked for, always the same ones, and only on purpose."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from catalog.models import Capability, Claim, DroneModel
from portal.history.writing import Actor, writing
from procurement.models import Dependency, Milestone

pytestmark = pytest.mark.django_db
SCALE = {"slug__startswith": "scale-"}


def _make(**options: object) -> None:
    call_command("make_scale_data", verbosity=0, **options)


def _names() -> list[tuple[str, str]]:
    return list(DroneModel.objects.filter(**SCALE).order_by("slug").values_list("slug", "name_uk"))


def test_models_claims_and_milestones_are_made() -> None:
    _make(models=20, claims=8, milestones=30)
    assert DroneModel.objects.filter(**SCALE).count() == 20
    assert Claim.objects.filter(model__slug__startswith="scale-").count() == 160
    assert Milestone.objects.filter(deal__code="SCALE-DEAL").count() == 30
    assert Dependency.objects.filter(predecessor__deal__code="SCALE-DEAL").count() == 29


def test_topping_up_keeps_what_is_there_and_gives_the_same_rows() -> None:
    _make(models=5)
    first = _names()
    _make(models=8)
    _make(models=8)
    assert _names()[:5] == first
    assert len(_names()) == 8


def test_a_portal_that_is_no_test_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", "portal")
        with pytest.raises(CommandError, match="not a test database"):
            _make(models=1)
    assert not DroneModel.objects.filter(**SCALE).exists()


def test_without_capabilities_nothing_is_made() -> None:
    with writing(by=Actor("system:test"), reason="test"):
        Capability.objects.filter(code="wingspan").update(code="span")
    with pytest.raises(CommandError, match="import_catalog"):
        _make(models=1, milestones=1)
    assert not DroneModel.objects.filter(**SCALE).exists()

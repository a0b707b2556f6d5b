"""Every model has a factory, and the database itself refuses what would be half a fact."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from portal.accounts.models import User
from tests.support import factories

APPS = ["accounts", "documents", "jobs", "notices", "rest", "catalog", "procurement", "reports", "exchange"]
DAY, NEXT = date(2026, 11, 22), date(2026, 11, 23)


def _models() -> list[type[models.Model]]:
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if not model.__name__.endswith("Event")]


def _factory(model: type[models.Model]) -> Any:
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in model.__name__).lstrip("_")
    return getattr(factories, {"deal": "a_deal", "import": "import_"}.get(name, name), None)


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_model_has_a_factory_that_makes_a_valid_row(db: None, model: type[models.Model]) -> None:
    row = _factory(model)()
    assert isinstance(row, model)
    assert model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("make", [factories.report, factories.import_])
def test_a_number_in_an_address_tells_nothing_of_other_rows(db: None, make: Any) -> None:
    """Gaps between running numbers would tell how many reports and uploads the other side has."""
    one, two = make().pk, make().pk
    assert len(str(one)) == len(str(two)) == 12
    assert abs(one - two) > 2


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("claim", {"bound": "range", "low": 5, "high": 4}),
    ("claim", {"bound": "exact", "low": 5, "high": 6}),
    ("claim", {"bound": "at-least", "low": 5, "high": 6}),
    ("claim", {"bound": "up-to", "low": 5, "high": 6}),
    ("claim", {"bound": "text", "low": None, "high": None, "unit": "", "condition": ""}),
    ("claim", {"unit": ""}),
    ("claim", {"bound": "nearly"}),
    ("claim", {"stated_on": "2026-13"}),
    ("requirement_figure", {"bound": "range", "low": 5, "high": 4}),
    ("claim_withdrawal", {"reason": ""}),
    ("claim_preference", {"reason": ""}),
    ("capability", {"group": "beauty"}),
    ("application_statement", {"application": "dance"}),
    ("trial_figure", {"bound": "range", "low": 5, "high": 4}),
    ("evaluation", {"rating": 6}),
    ("evaluation", {"rating": 0}),
    ("saved_filter", {"name": ""}),
    ("saved_filter", {"query": ""}),
    ("saved_filter", {"is_shared": True}),
    ("notice", {"link": "https://example.org/"}),
    ("source", {"url": ""}),
    ("a_deal", {"starts_on": NEXT, "ends_on": DAY}),
    ("a_deal", {"starts_on": DAY, "ends_on": None}),
    ("term_version", {"low": 5, "high": 4}),
    ("term_version", {"valid_from": DAY, "valid_to": DAY}),
    ("position", {"stated_by": "Somebody"}),
    ("position", {"low": 5, "high": 4}),
    ("milestone", {"duration_days": 5}),
    ("milestone", {"agreed_start": None}),
    ("milestone", {"cancelled_on": DAY}),
    ("milestone_statement", {"person": ""}),
    ("milestone_statement", {"date": ""}),
    ("milestone_statement", {"kind": "disputed"}),
    ("milestone_statement", {"kind": "partly-met"}),
    ("milestone_statement", {"kind": "happened"}),
    ("baseline_milestone", {"start": NEXT, "finish": DAY}),
    ("proposal", {"reason": ""}),
    ("proposal", {"state": "accepted"}),
    ("order", {"currency": "usd"}),
    ("order", {"quantity": 0}),
    ("order", {"unit_price": -1}),
    ("lot", {"accepted": 6, "rejected": 5, "accepted_on": DAY}),
    ("lot", {"accepted": 1}),
    ("payment", {"paid_on": DAY}),
    ("payment", {"paid_amount": 5}),
    ("payment", {"currency": ""}),
    ("ramp_month", {"month": DAY}),
    ("job", {"state": "running", "fence": 1, "attempts": 1}),
    ("job", {"state": "done"}),
    ("api_token", {"sha256": "secret"}),
    ("report", {"state": "ready"}),
    ("report", {"audience": "EX-UA-SELL"}),
    ("report_schedule", {"audience": "EX-UA-SELL"}),
    ("report_schedule", {"hour": 24}),
    ("report_schedule", {"zone": "Mars"}),
    ("report_schedule", {"cadence": "often"}),
    ("report_schedule", {"language": "fr"}),
    ("report_schedule", {"formats": ["docx"]}),
    ("report_recipient", {"address": ""}),
    ("report_recipient", {"releasable_to": []}),
    ("report_delivery", {"state": "sent"}),
    ("report_delivery", {"state": "lost"}),
    ("report_delivery", {"releasable_to": []}),
    ("uploaded_file", {"sha256": "x"}),
    ("import_", {"state": "lost"}),
    ("import_", {"state": "applied", "problem_count": 1}),
    ("report", {"period_start": NEXT, "period_end": DAY}),
]


@pytest.mark.parametrize(("name", "values"), REFUSED, ids=[f"{n}-{'-'.join(v)}" for n, v in REFUSED])
def test_the_database_refuses_half_facts(db: None, name: str, values: dict[str, Any]) -> None:
    model = next(m for m in _models() if _factory(m) is getattr(factories, name))
    before = model._default_manager.count()
    with pytest.raises(DatabaseError), transaction.atomic():
        getattr(factories, name)(**values)
    assert model._default_manager.count() == before


def test_a_milestone_does_not_wait_for_itself(db: None) -> None:
    one = factories.milestone()
    with pytest.raises(DatabaseError, match="dependency_not_on_itself"), transaction.atomic():
        factories.dependency(predecessor=one, successor=one)


def test_agreed_versions_of_a_term_never_overlap(db: None) -> None:
    first = factories.term_version(valid_from=DAY, valid_to=None)
    with pytest.raises(DatabaseError, match="term_versions_never_overlap"), transaction.atomic():
        factories.term_version(term=first.term, number=2, valid_from=NEXT)


def test_nobody_decides_the_proposal_of_his_own_party(olena: User) -> None:
    values = {"party": olena.party, "decided_party": olena.party, "decided_by": olena, "decided_at": factories.NOW}
    with pytest.raises(DatabaseError, match="proposal_decided_by_another_party"), transaction.atomic():
        factories.proposal(state="accepted", **values)

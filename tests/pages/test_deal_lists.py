"""The lists of a deal: milestones, lots, payments, output, engagements; narrowed, hidden, and asked for wrongly."""

from datetime import date

import pytest

from portal.accounts.models import User
from procurement.models import Deal, Milestone, Order, RampMonth
from procurement.queries.engagements import engagements_of
from procurement.queries.production import production_of
from tests.api.conftest import Caller
from tests.conftest import signed_in
from tests.support import factories

DEAL = "/deals/EX-DEAL"
DAY = "status_date=2026-11-22"


def test_milestones_are_narrowed_by_several_filters_at_once(john: User) -> None:
    asked = f"{DEAL}/milestones/?late=1&workstream=EX-governance&critical=1&{DAY}"
    rows = list(signed_in(john).get(asked).context["page"])
    assert rows
    for row in rows:
        assert (row.milestone.workstream.code, row.line.critical, row.slip_days > 0) == ("EX-governance", True, True)


@pytest.mark.parametrize("asked", ["state=nonsense", "from=2026-99-01", "from=2027-01-02&to=2027-01-01"])
def test_a_filter_that_cannot_be_read_says_so_and_shows_nothing(john: User, asked: str) -> None:
    answer = signed_in(john).get(f"{DEAL}/milestones/?{asked}")
    assert (answer.status_code, answer.context["page"].paginator.count) == (200, 0)
    assert "The filter cannot be read" in answer.content.decode()


@pytest.mark.parametrize("path", ["deliveries/?lots=lost", "payments/?pay=lost", "payments/?currency=XYZ"])
def test_an_unknown_choice_is_named_and_all_rows_are_shown(john: User, path: str) -> None:
    answer = signed_in(john).get(f"{DEAL}/{path}")
    told = answer.content.decode()
    assert "is no choice of" in told
    assert "all rows are shown" in told
    assert len(answer.context["found"].rows) in {38, 65}


def test_a_lot_is_late_until_it_is_accepted_in_full(john: User) -> None:
    factories.lot(order=Order.objects.get(code="EX-ORD-02"), number=9, due_on="2026-11-12", planned=4)
    rows = signed_in(john).get(f"{DEAL}/deliveries/?lots=late&{DAY}").context["found"].rows
    assert [(row.lot.number, row.state.value, row.late_days) for row in rows] == [(3, "short", 2), (9, "overdue", 10)]
    before = signed_in(john).get(f"{DEAL}/deliveries/?lots=late&status_date=2026-11-10").context["found"].rows
    assert before == []


def test_running_sums_end_at_the_totals(john: User) -> None:
    context = signed_in(john).get(f"{DEAL}/payments/?{DAY}").context
    part, drawing = context["parts"][0]
    assert part.rows[-1].due_so_far == part.progress.total == part.amount
    assert part.rows[-1].paid_so_far == part.progress.paid
    assert drawing.ticks[-1].value >= part.progress.total


def test_currencies_are_never_added(john: User) -> None:
    milestone = Milestone.objects.get(code="EX-GV-04")
    factories.payment(milestone=milestone, currency="EUR", due_on="2026-11-01", amount=7)
    answer = signed_in(john).get(f"{DEAL}/payments/?{DAY}")
    assert [part.progress.currency for part, _ in answer.context["parts"]] == ["EUR", "USD"]
    assert [row.payment.currency for row in answer.context["late"]] == ["EUR", "USD"]
    only = signed_in(john).get(f"{DEAL}/payments/?currency=EUR&{DAY}").context
    assert [str(part.amount) for part, _ in only["parts"]] == ["7.00"]


def test_hidden_orders_payments_and_sites_are_absent(john: User, olena: User) -> None:
    deal, marked = Deal.objects.get(code="EX-DEAL"), {"releasable_to": ["EX-UA-SELL"]}
    milestone = Milestone.objects.get(code="EX-GV-04")
    order = factories.order(milestone=milestone, code="SECRET-ORDER", **marked)
    factories.lot(order=order, planned=3)
    factories.payment(milestone=milestone, code="SECRET-PAY", **marked)
    factories.ramp_month(site=factories.production_site(deal=deal, code="SECRET-SITE", **marked), planned=999_999)
    for page in ("deliveries", "payments", "production"):
        seen = [signed_in(user).get(f"{DEAL}/{page}/?{DAY}").content.decode() for user in (john, olena)]
        assert ["SECRET" in text for text in seen] == [False, True]
        assert "999,999" not in seen[0]


def test_too_little_output_is_told_with_its_day(john: User) -> None:
    deal = Deal.objects.get(code="EX-DEAL")
    found = production_of(deal, user=john, status_date=date(2026, 11, 22))
    assert {one.short for one in found.outputs} == {None}
    order = factories.order(milestone=Milestone.objects.get(code="EX-GV-04"))
    factories.lot(order=order, due_on="2027-03-10", planned=10)
    site = factories.production_site(deal=deal)
    for month in ("2027-02-01", "2027-03-01"):
        factories.ramp_month(site=site, model=order.model, month=month, planned=4)
    short = [one.short for one in production_of(deal, user=john, status_date=date(2026, 11, 22)).outputs if one.short]
    assert [(str(one.day), one.units) for one in short] == [("2027-03-10", 2)]
    assert "2 too few on" in signed_in(john).get(f"{DEAL}/production/?{DAY}").content.decode()


def test_output_by_site_adds_up_to_output_by_model(john: User) -> None:
    found = production_of(Deal.objects.get(code="EX-DEAL"), user=john, status_date=date(2026, 11, 22))
    made = sum(line.planned for site in found.sites for line in site.lines)
    assert made == sum(one.planned for one in found.outputs) == sum(RampMonth.objects.values_list("planned", flat=True))


def test_an_engagement_is_listed_where_the_parties_took_part(ivan: User) -> None:
    row = factories.engagement(slug="two-sides", party_codes=["UA-MOD", "DK"], starts_on="2026-11-20")
    factories.engagement(slug="one-side", party_codes=["UA-MOD", "UA-NSDC"])
    factories.engagement(slug="for-others", party_codes=["UA", "DK"], releasable_to=["EX-US-BUY"])
    denmark, drone = (Deal.objects.get(code=code) for code in ("dk-ua-build-with-ukraine", "us-ua-drone-deal"))
    assert engagements_of(denmark, user=ivan)[0] == row
    assert row not in engagements_of(drone, user=ivan)
    assert not engagements_of(denmark, user=ivan).filter(slug__in=["one-side", "for-others"])
    page = signed_in(ivan).get("/deals/dk-ua-build-with-ukraine/engagements/?kind=meeting").content.decode()
    assert 'id="two-sides"' in page


def test_the_api_narrows_engagements_by_deal_like_the_page(ivan: User) -> None:
    shown = signed_in(ivan).get("/deals/us-ua-drone-deal/engagements/").context["page"]
    found = Caller(ivan).get("/engagements/?deal=us-ua-drone-deal&page_size=1000").json()["results"]
    assert {row["slug"] for row in found} == {row.slug for row in shown} != set()
    assert Caller(ivan).get("/engagements/?deal=EX-DEAL").json()["results"] == []

"""Baselines: taken by one side, signed by both, frozen by the database from the first moment."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from portal.accounts.models import User
from portal.faults import Conflict, Fault, Invalid, Missing, Refused
from portal.notices.models import Notice
from procurement.actions.baselines import set_baseline_aside, sign_baseline, take_baseline
from procurement.actions.decisions import accept_proposal
from procurement.actions.proposals import Wanted, open_proposal
from procurement.models import Baseline, BaselineMilestone, BaselineSetAside, BaselineSignature, Deal, Milestone
from procurement.queries.baselines import baseline_page, baselines_of_deal
from tests.support.database import owner_link

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
DEAL = "EX-DEAL"
FROZEN = [Baseline, BaselineMilestone, BaselineSignature, BaselineSetAside]


def _take(by: User, name: str = "Signing", **more: Any) -> Baseline:
    return take_baseline(deal_code=DEAL, name=name, by=by, at=AT, **more)


def _sign(by: User, *, version: int, number: int = 1) -> Baseline:
    return sign_baseline(deal_code=DEAL, number=number, version=version, by=by, at=AT)


def _aside(by: User, *, version: int = 1, reason: str = "A slip.") -> Baseline:
    return set_baseline_aside(deal_code=DEAL, number=1, version=version, by=by, at=AT, reason=reason)


def _person(name: str) -> User:
    return User.objects.select_related("party").get(username=name)


def _everything() -> list[Any]:
    models: list[Any] = [*FROZEN, Notice]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_baseline_keeps_the_agreed_dates_of_every_milestone(olena: User) -> None:
    baseline = _take(olena, "  Signing of  the contract ", note="As of the signing.")
    assert (baseline.number, baseline.name, baseline.party) == (1, "Signing of the contract", olena.party)
    rows = {row.milestone_id: (row.start, row.finish) for row in baseline.rows.all()}
    agreed = Milestone.objects.filter(deal__code=DEAL, cancelled_on=None)
    assert rows == {row.pk: (row.agreed_start, row.agreed_finish) for row in agreed}
    assert len(rows) == 159


def test_each_reader_sees_and_counts_the_rows_of_his_milestones(olena: User, john: User, audra: User) -> None:
    _take(olena)
    deal = Deal.objects.get(code=DEAL)
    pages = [baseline_page(deal, 1, user=user) for user in (olena, john, audra)]
    assert [len(page.rows) for page in pages if page] == [150, 155, 146]
    assert [baselines_of_deal(deal, user=user)[0].rows for user in (olena, john, audra)] == [150, 155, 146]
    assert "EX-JP-04" not in {row.milestone.code for row in pages[1].rows}  # type: ignore[union-attr]


def test_both_sides_sign_and_taking_is_not_signing(olena: User, oksana: User, mary: User) -> None:
    _take(olena)
    assert baselines_of_deal(Deal.objects.get(code=DEAL), user=olena)[0].baseline.state == "waiting"
    _sign(oksana, version=1)
    _sign(mary, version=2)
    signed = baselines_of_deal(Deal.objects.get(code=DEAL), user=olena)[0].baseline
    assert (signed.state, signed.version, signed.waits_for) == ("signed", 3, [])
    assert [(one.side, one.signed_by) for one in signed.signatures.all()] == [("seller", oksana), ("buyer", mary)]


def test_a_cancelled_milestone_is_not_in_the_next_baseline_and_stays_in_the_last(olena: User, mary: User) -> None:
    _take(olena)
    code = "EX-GV-08"
    words: dict[str, Any] = {"deal_code": DEAL, "at": AT}
    wanted = [Wanted("milestone", code, {"cancelled": True})]
    open_proposal(wanted=wanted, reason_code="scope", reason="Not needed.", by=olena, **words)
    accept_proposal(number=1, version=1, by=mary, **words)
    _take(olena, "After")
    rows = BaselineMilestone.objects.filter(milestone__code=code)
    assert [row.baseline.name for row in rows] == ["Signing"]


def test_a_baseline_does_not_move_with_the_agreed_dates(olena: User, mary: User) -> None:
    _take(olena)
    before = BaselineMilestone.objects.get(milestone__code="EX-GV-08").finish
    words: dict[str, Any] = {"deal_code": DEAL, "at": AT}
    dates = {"agreed_start": "2028-01-10", "agreed_finish": "2028-02-09"}
    open_proposal(
        wanted=[Wanted("milestone", "EX-GV-08", dates)], reason_code="delay", reason="Late.", by=olena, **words
    )
    accept_proposal(number=1, version=1, by=mary, **words)
    assert Milestone.objects.get(code="EX-GV-08").agreed_finish == date(2028, 2, 9)
    assert BaselineMilestone.objects.get(milestone__code="EX-GV-08").finish == before


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_sql_changes_nothing_in_a_baseline(olena: User, oksana: User, model: Any, change: str) -> None:
    _take(olena)
    _sign(oksana, version=1)
    before = _everything()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.actor', 'user:eve', true)")
        cursor.execute(change.format(model._meta.db_table))
    assert _everything() == before


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_the_owner_of_the_tables_cannot_change_them_in_passing_either(db: None, model: Any) -> None:
    with owner_link() as link, link.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_never_changed%%'"
            " AND tgenabled = 'O' AND tgtype & 8 > 0 AND tgtype & 16 > 0",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize("who", ["olena", "john", "sam", "nina", "audra", "ivan", "adam", "petro"])
def test_only_approvers_of_seller_and_buyer_sign(olena: User, who: str) -> None:
    _take(olena)
    before = _everything()
    with pytest.raises((Refused, Missing)):
        _sign(_person(who), version=1)
    assert _everything() == before


def test_a_side_signs_once(olena: User, oksana: User) -> None:
    _take(olena)
    _sign(oksana, version=1)
    before = _everything()
    with pytest.raises(Refused, match="signed this baseline already"):
        _sign(oksana, version=2)
    with pytest.raises(Conflict) as caught:
        _sign(oksana, version=1)
    assert (caught.value.current["version"], caught.value.current["seen_version"]) == (2, 1)
    assert _everything() == before


@pytest.mark.parametrize(
    ("who", "words", "fault", "named"),
    [
        ("olena", {"name": " "}, Invalid, "name"),
        ("olena", {"name": "x" * 121}, Invalid, "name"),
        ("olena", {"name": "signing"}, Invalid, "name"),  # there is one, in other letters
        ("olena", {"name": "Next", "note": "x" * 5001}, Invalid, "note"),
        ("nina", {"name": "Next"}, Refused, "officers"),
        ("audra", {"name": "Next"}, Refused, "officers"),
        ("adam", {"name": "Next"}, Refused, "officers"),
    ],
)
def test_a_refused_baseline_leaves_nothing(
    john: User, who: str, words: dict[str, Any], fault: type[Fault], named: str
) -> None:
    _take(john)
    before = _everything()
    with pytest.raises(fault, match=named):
        _take(_person(who), **words)
    assert _everything() == before


def test_nobody_takes_one_of_the_public_record_or_of_a_deal_that_is_not_there(olena: User) -> None:
    for code in ("us-ua-drone-deal", "no-deal"):
        with pytest.raises((Refused, Missing)):
            take_baseline(deal_code=code, name="Plan", by=olena, at=AT)
    assert not Baseline.objects.exists()


def test_the_other_side_is_told(olena: User, oksana: User, john: User, mary: User, nina: User) -> None:
    _take(olena)
    told = Notice.objects.filter(kind="baseline-taken")
    assert {notice.user for notice in told} >= {john, mary}
    assert not told.filter(user__in=[olena, oksana, nina]).exists()
    _sign(mary, version=1)
    signed = Notice.objects.get(kind="baseline-signed", user=olena)
    assert (signed.params["name"], signed.link) == ("Signing", f"/deals/{DEAL}/baselines/1/")


def test_an_unsigned_baseline_is_set_aside_with_a_reason(olena: User, oksana: User, john: User, mary: User) -> None:
    _take(olena)
    _sign(mary, version=1)
    before = _everything()
    for who, words, fault in (
        (john, {}, Refused),
        (olena, {"reason": " "}, Invalid),
        (olena, {"version": 1}, Conflict),
    ):
        with pytest.raises(fault):
            _aside(who, **{"version": 2, **words})
    assert _everything() == before
    _aside(olena, version=2)
    row = baselines_of_deal(Deal.objects.get(code=DEAL), user=mary)[0].baseline
    assert (row.state, row.version, row.set_aside.reason) == ("set-aside", 3, "A slip.")
    with pytest.raises(Refused, match="set aside"):
        _sign(oksana, version=3)


def test_a_signed_baseline_stands_for_ever(olena: User, oksana: User, mary: User) -> None:
    _take(olena)
    _sign(oksana, version=1)
    _sign(mary, version=2)
    before = _everything()
    with pytest.raises(Refused, match="for ever"):
        _aside(olena, version=3)
    assert _everything() == before

"""Freshness (M15): with the clock moved, reminder, escalation and queue entry come on set days; one click resets."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from catalog.actions.claims import check_claim
from catalog.actions.reviews import tell_of_reviews
from catalog.models import Claim
from catalog.queries.coverage import coverage
from catalog.queries.figures import figures
from catalog.queries.ledger import due_for_review
from catalog.queries.pages import claims_of
from catalog.rules import review_due, voices
from catalog.vocabulary import FigureState
from portal.accounts.models import User
from portal.jobs import running
from portal.notices.models import Notice
from tests.conftest import signed_in
from tests.support import factories

CHECKED = date(2020, 1, 1)
DUE = date(2020, 6, 29)  # 180 days later


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def _old(user: User) -> Claim:
    """A claim of the person's party that was last checked long before every other one."""
    range_ = factories.catalog.Capability.objects.get(code="range")
    return factories.claim(owner=user.party, checked_on=CHECKED, capability=range_, added_by="olena")


def _due(user: User, day: date) -> list[Claim]:
    return [row.claim for row in due_for_review(user, on=day)]


def _told(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


def test_reminder_queue_entry_and_escalation_come_on_their_days(
    olena: User, oksana: User, andrii: User, john: User, mary: User
) -> None:
    claim = _old(olena)
    assert review_due(CHECKED) == DUE
    days = {"before": DUE - timedelta(15), "reminder": DUE - timedelta(14), "late": DUE + timedelta(30)}
    tell_of_reviews(at=_at(days["before"]))
    assert _told(olena) == []
    tell_of_reviews(at=_at(days["reminder"]))
    assert (_told(olena), _told(oksana), _told(andrii), _told(john)) == (["review-due"], ["review-due"], [], [])
    assert _due(olena, DUE - timedelta(1)) == []
    assert _due(olena, DUE) == [claim]
    tell_of_reviews(at=_at(days["late"] - timedelta(1)))
    assert _told(mary) == []
    tell_of_reviews(at=_at(days["late"]))
    assert (_told(oksana), _told(mary), _told(olena)) == (
        ["review-due", "review-late"],
        ["review-late"],
        ["review-due"],
    )


def test_a_day_that_was_missed_is_made_up_for_and_nobody_is_told_twice(olena: User) -> None:
    _old(olena)
    for day in (DUE, DUE, DUE + timedelta(1)):
        tell_of_reviews(at=_at(day))
    assert _told(olena) == ["review-due"]


def test_one_click_resets_without_changing_the_figure(olena: User) -> None:
    claim = _old(olena)
    before = Claim.objects.values().get(pk=claim.pk)
    check_claim(claim_id=claim.pk, by=olena, at=_at(DUE))
    check_claim(claim_id=claim.pk, by=olena, at=_at(DUE))
    assert (Claim.objects.values().get(pk=claim.pk), claim.checks.count()) == (before, 1)
    assert _due(olena, DUE) == []
    assert _due(olena, DUE + timedelta(180)) == [claim]


def test_who_has_checked_today_is_told_in_place_of_the_button(olena: User, john: User) -> None:
    page = f"/catalog/claims/{_old(olena).pk}/"
    client = signed_in(olena)
    assert 'value="check"' in client.get(page).content.decode()
    client.post(page, {"do": "check"})
    text = client.get(page).content.decode()
    assert 'value="check"' not in text
    assert f"Checked today by olena ({olena.party_code})" in text


def test_the_public_record_is_everybodys(john: User, olena: User) -> None:
    newest = max(claim.recorded_at for claim in Claim.objects.filter(owner=None)).date()
    running.sweep(clock=lambda: _at(review_due(newest)))
    assert "review-due" in _told(john)
    assert "review-due" in _told(olena)


def test_notices_are_counted_in_the_head_shown_once_and_marked_as_read(olena: User, john: User) -> None:
    _old(olena)
    tell_of_reviews(at=_at(DUE))
    client = signed_in(olena)
    assert "1 new notice" in client.get("/catalog/").content.decode()
    assert "1 statement of the catalog is due for review" in client.get("/account/").content.decode()
    assert "is due for review" not in signed_in(john).get("/account/").content.decode()
    signed_in(john).post("/account/notices/read/")
    assert Notice.objects.filter(user=olena, read_at=None).count() == 1
    client.post("/account/notices/read/")
    assert "1 new notice" not in client.get("/catalog/").content.decode()


def test_the_queue_page_offers_the_click_to_officers_only(olena: User, andrii: User) -> None:
    _old(olena)
    path = f"/catalog/stale/?status_date={DUE}"
    assert 'value="check"' in signed_in(olena).get(path).content.decode()
    text = signed_in(andrii).get(path).content.decode()
    assert 'value="check"' not in text
    assert "1 statement was last checked" in text
    for day in ("0001-01-01", "9999-12-31", "soon", "%00"):
        assert signed_in(olena).get(f"/catalog/stale/?status_date={day}").status_code in {200, 400}


def _sql(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return int(cursor.fetchone()[0])


def test_the_board_says_what_the_rules_say_of_every_figure(olena: User) -> None:
    board = coverage(olena, on=date(2026, 11, 22))
    by_model: dict[int, list[Claim]] = {}
    for claim in claims_of(olena).select_related("model"):
        by_model.setdefault(claim.model_id, []).append(claim)
    found = [figure for claims in by_model.values() for figure in figures(claims) if figure.numbers]
    two = [f for f in found if voices(claim.source.publisher for claim in f.numbers) > 1]
    disputed = [f for f in found if f.state is FigureState.DISPUTED]
    assert (board.total.figures, board.total.two_sources, board.total.disputed) == (len(found), len(two), len(disputed))
    ranges = [f for f in disputed if f.capability.code == "range"]
    assert {c.code: row.disputed for c, row in board.by_capability}["range"] == len(ranges) > 0


def test_the_totals_equal_counts_in_sql_on_page_and_api(olena: User) -> None:
    _old(olena)
    counting = "FROM catalog_claim c LEFT JOIN catalog_claimwithdrawal w ON w.claim_id = c.id WHERE w.id IS NULL"
    answer = signed_in(olena).get("/api/v1/coverage/").json()
    total = answer["total"]
    assert total["statements"] == _sql(f"SELECT count(*) {counting}")
    assert total["figures"] == _sql(
        "SELECT count(*) FROM (SELECT DISTINCT model_id, capability_id, CASE WHEN canonical_low IS NULL AND"
        f" canonical_high IS NULL THEN unit ELSE '' END {counting} AND bound <> 'text') f"
    )
    assert (total["due"], total["oldest_check"]) == (1, "2020-01-01")
    for rows in (answer["by_domain"], answer["by_capability"]):
        for name in ("figures", "two_sources", "disputed", "statements", "due"):
            assert sum(row[name] for row in rows) == total[name]
    board = signed_in(olena).get("/catalog/coverage/").context["board"]
    assert (board.total.figures, board.total.disputed) == (total["figures"], total["disputed"])


def test_two_pages_of_one_publisher_are_one_voice() -> None:
    assert voices(["Gazette", " gazette ", "GAZETTE"]) == 1
    assert voices(["Gazette", "Chronicle"]) == 2


@given(st.lists(st.sampled_from(["a", "B", "b ", "c"])))
def test_voices_do_not_depend_on_order_or_repetition(publishers: list[str]) -> None:
    assert voices(publishers) == voices(reversed(publishers)) == voices(publishers * 2)

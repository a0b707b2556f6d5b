"""What a machine may send to the deal: every POST of its API has a row, and a new one without a row fails the tests.

`ground` prepares the record and says what is sent then; of `row` one call writes exactly one event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from portal.accounts.models import User
from procurement.actions.baselines import take_baseline
from procurement.actions.positions import state_position
from procurement.actions.proposals import Wanted, open_proposal
from procurement.models import (
    Baseline,
    BaselineSetAside,
    BaselineSignature,
    DurationSpread,
    Milestone,
    MilestoneCheck,
    MilestoneStatement,
    Position,
    PositionWithdrawal,
    Proposal,
)
from procurement.term_rules import Words
from tests.support.factories import NOW


@dataclass(frozen=True)
class Sent:
    """A call below `/api/v1`; `tagged` is the object whose ETag it has to carry, `other` makes it another call."""

    path: str
    body: Mapping[str, Any] = field(default_factory=dict)
    tagged: str = ""
    other: Mapping[str, Any] = field(default_factory=lambda: {"reason": "other words"})


@dataclass(frozen=True)
class Post:
    who: str
    row: type[Model]
    ground: Callable[[], Sent]


def _person(name: str) -> User:
    return User.objects.select_related("party").get(username=name)


def _milestone() -> Milestone:
    rows = Milestone.objects.filter(deal__code="EX-DEAL", releasable_to=[], agreed_start__gt="2027-06-01")
    return rows.order_by("code")[0]


def _dates() -> dict[str, str]:
    """Other ones than those that were proposed before."""
    return {"agreed_start": "2028-01-10", "agreed_finish": f"2028-02-{1 + Proposal.objects.count():02}"}


def _statement() -> Sent:
    body = {"milestone": "EX-GV-04", "kind": "forecast", "date": "2026-12-24", "reason": "because"}
    return Sent("/milestone-statements/", body, tagged="/milestones/EX-GV-04/")


def _check() -> Sent:
    rows = Milestone.objects.filter(owner__code="EX-US-BUY", releasable_to=[], agreed_start__gt="2027-06-01")
    return Sent(f"/milestones/{rows.order_by('code')[0].code}/check/")


def _opening() -> Sent:
    seen = {"subject": "milestone", "key": _milestone().code, "base_version": _milestone().version}
    values = [{**seen, "field": name, "new": new} for name, new in _dates().items()]
    return Sent("/proposals/", {"deal": "EX-DEAL", "reason_code": "delay", "reason": "late", "changes": values})


def _decision(what: str) -> Callable[[], Sent]:
    def ground() -> Sent:
        wanted = [Wanted("milestone", _milestone().code, _dates())]
        words: dict[str, Any] = {"reason_code": "delay", "reason": "late", "at": NOW}
        made = open_proposal(deal_code="EX-DEAL", wanted=wanted, by=_person("olena"), **words)
        path = f"/proposals/EX-DEAL.{made.number}/"
        return Sent(f"{path}{what}/", {"reason": "so"}, tagged=path)

    return ground


def _bulk() -> Sent:
    milestone = _milestone()
    row = {"milestone": milestone.code, "version": milestone.version, "kind": "forecast", "date": "2029-12-24"}
    return Sent("/milestone-statements/bulk/", {"reason": "because", "rows": [row]})


def _spread() -> Sent:
    rows = Milestone.objects.filter(owner__code="EX-US-BUY", releasable_to=[], agreed_start__gt="2027-06-01")
    code = rows.filter(duration_days__gt=0).order_by("code")[0].code
    body = {"milestone": code, "shortest": 10, "likely": 20, "longest": 40, "reason": "because"}
    return Sent("/duration-spreads/", body, tagged=f"/milestones/{code}/")


def _baseline() -> Sent:
    body = {"deal": "EX-DEAL", "name": f"Dates {Baseline.objects.count()}", "note": "both"}
    return Sent("/baselines/", body, other={"note": "other words"})


def _about_baseline(what: str) -> Callable[[], Sent]:
    def ground() -> Sent:
        name = f"Dates {Baseline.objects.count()}"
        made = take_baseline(deal_code="EX-DEAL", name=name, by=_person("olena"), at=NOW)
        path = f"/baselines/EX-DEAL.{made.number}/"
        return Sent(f"{path}{what}/", {"reason": "so"} if what == "set-aside" else {}, tagged=path)

    return ground


def _position() -> Sent:
    body = {"deal": "EX-DEAL", "term": "EX-TERM-17", "text_en": "Three and a half.", "low": "3.5", "high": "3.5"}
    return Sent("/positions/", body, other={"text_en": "Other words."})


def _taking_back() -> Sent:
    words: dict[str, Any] = {"words": Words(text_en="Three."), "by": _person("john"), "at": NOW}
    made = state_position(deal_code="EX-DEAL", term_code="EX-TERM-17", **words)
    return Sent(f"/positions/{made.uid}/withdraw/", {"reason": "so"})


POSTS = {
    "milestone-statements-bulk": Post("john", MilestoneStatement, _bulk),
    "duration-spreads-list": Post("john", DurationSpread, _spread),
    "baselines-list": Post("john", Baseline, _baseline),
    "baselines-sign": Post("mary", BaselineSignature, _about_baseline("sign")),
    "baselines-set-aside": Post("john", BaselineSetAside, _about_baseline("set-aside")),
    "positions-list": Post("john", Position, _position),
    "positions-withdraw": Post("john", PositionWithdrawal, _taking_back),
    "milestone-statements-list": Post("john", MilestoneStatement, _statement),
    "milestones-check": Post("john", MilestoneCheck, _check),
    "proposals-list": Post("john", Proposal, _opening),
    "proposals-accept": Post("mary", Proposal, _decision("accept")),
    "proposals-refuse": Post("mary", Proposal, _decision("refuse")),
    "proposals-withdraw": Post("olena", Proposal, _decision("withdraw")),
}

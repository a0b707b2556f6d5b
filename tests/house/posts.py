"""What a machine may send to the deal: every POST of its API has a row, and a new one without a row fails the tests.

`ground` prepares the record and says what is sent then; of `row` one call writes exactly one event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from portal.accounts.models import User
from procurement.actions.proposals import Wanted, open_proposal
from procurement.models import Milestone, MilestoneCheck, MilestoneStatement, Proposal
from tests.support.factories import NOW


@dataclass(frozen=True)
class Sent:
    """A call below `/api/v1`; `tagged` is the object whose ETag it has to carry."""

    path: str
    body: Mapping[str, Any] = field(default_factory=dict)
    tagged: str = ""


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
    values = [
        {"subject": "milestone", "key": _milestone().code, "field": name, "new": new} for name, new in _dates().items()
    ]
    return Sent("/proposals/", {"deal": "EX-DEAL", "reason_code": "delay", "reason": "late", "changes": values})


def _decision(what: str) -> Callable[[], Sent]:
    def ground() -> Sent:
        wanted = [Wanted("milestone", _milestone().code, _dates())]
        words: dict[str, Any] = {"reason_code": "delay", "reason": "late", "at": NOW}
        made = open_proposal(deal_code="EX-DEAL", wanted=wanted, by=_person("olena"), **words)
        path = f"/proposals/EX-DEAL.{made.number}/"
        return Sent(f"{path}{what}/", {"reason": "so"}, tagged=path)

    return ground


POSTS = {
    "milestone-statements-list": Post("john", MilestoneStatement, _statement),
    "milestones-check": Post("john", MilestoneCheck, _check),
    "proposals-list": Post("john", Proposal, _opening),
    "proposals-accept": Post("mary", Proposal, _decision("accept")),
    "proposals-refuse": Post("mary", Proposal, _decision("refuse")),
    "proposals-withdraw": Post("olena", Proposal, _decision("withdraw")),
}

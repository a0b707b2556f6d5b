"""Stating how sure a duration is: shortest, most likely and longest, by the owner of the milestone."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Refused
from portal.history.writing import writing
from procurement.actions.milestones import locked_milestone
from procurement.models import DurationSpread, Milestone, MilestoneStatement
from procurement.models.spreads import LONGEST_DURATION
from procurement.queries.plan import DONE, facts_of

NAMES = ("shortest", "likely", "longest")


@dataclass(frozen=True)
class Days:
    """Calendar days; None in all three takes back what was stated."""

    shortest: int | None = None
    likely: int | None = None
    longest: int | None = None

    @property
    def given(self) -> dict[str, int]:
        """Those that have a number."""
        return {name: days for name in NAMES if (days := getattr(self, name)) is not None}


def state_spread(
    *, milestone_code: str, by: User, at: datetime, reason: str, version: int, days: Days
) -> DurationSpread:
    """Adds the owner's word on the duration, and raises the milestone's version by one.

    `version` is the version of the milestone that the person saw. Missing: no such milestone for this person. Refused:
    not an officer of its owner, of the public record, met or cancelled, or nothing to take back. Invalid: incomplete
    or out of order. Conflict: somebody was faster. Nothing is written then.
    """
    problems = _problems(days, reason.strip())
    if problems:
        raise Invalid(problems)
    with writing(by=by.actor, reason=reason.strip()):
        milestone = locked_milestone(milestone_code, by)
        last = DurationSpread.objects.visible_to(by).filter(milestone=milestone).order_by("id").last()
        _check(milestone, last, days, by)
        if milestone.version != version:
            raise _conflict(milestone, last, version)
        spread = DurationSpread(milestone=milestone, party=by.party, person=by.username, recorded_at=at)
        spread.shortest, spread.likely, spread.longest = days.shortest, days.likely, days.longest
        spread.reason = reason.strip()
        spread.save()
        milestone.version += 1
        milestone.save(update_fields=["version"])
    return spread


def _problems(days: Days, reason: str) -> dict[str, list[str]]:
    given = days.given
    problems: dict[str, list[str]] = {}
    if given:
        missing = [name for name in NAMES if name not in given]
        problems = {name: [_("Give all three durations, or none to take back what was stated.")] for name in missing}
    out = [name for name, number in given.items() if not 0 <= number <= LONGEST_DURATION]
    problems |= {
        name: [_("Write a whole number of days from 0 to %(most)s.") % {"most": LONGEST_DURATION}] for name in out
    }
    if not problems and list(given.values()) != sorted(given.values()):
        problems["likely"] = [_("The shortest comes first, then the most likely, then the longest.")]
    if not reason:
        problems["spread_reason"] = [_("Write why: the other party reads it.")]
    return problems


def _check(milestone: Milestone, last: DurationSpread | None, days: Days, by: User) -> None:
    if by.party is None or milestone.owner_id != by.party_id or not by.may(roles.STATE):
        raise Refused(_("Only an officer of its owner states how sure a duration is."), code="no-right")
    said = MilestoneStatement.objects.visible_to(by).filter(milestone=milestone).select_related("party")
    if facts_of(milestone, list(said.order_by("id"))).state in DONE:
        raise Refused(_("The milestone is met or cancelled: its duration is no longer open."), code="settled")
    if not days.given and (last is None or last.is_taken_back):
        raise Refused(_("There is nothing to take back: no spread is stated. Give three durations."), code="nothing")


def _conflict(milestone: Milestone, last: DurationSpread | None, seen: int) -> Conflict:
    present = None if last is None else {name: getattr(last, name) for name in NAMES}
    current = {"code": milestone.code, "version": milestone.version, "seen_version": seen, "spread": present}
    return Conflict(_("The milestone has changed since you opened it."), current=current)

"""The plan of a deal at a status date, for one reader.

The only module that reads past the markings: hidden milestones drive the dates of visible ones (schedule rule 7).
What it gives away are visible rows only; their dates are right. Late dates, float and what is critical are counted to
the last milestone that the reader sees (rule 16), so that a hidden one that ends later shows in nothing.

The schedule stands on statements that everybody who sees the milestone sees too, so that two readers never get
different dates for one milestone; a reader's own facts stand on all statements that this reader may see.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts.markings import is_released
from portal.accounts.models import User
from portal.partialdate import first_day
from procurement.models import Deal, Dependency, DurationSpread, Milestone, MilestoneStatement
from procurement.rules import Facts, Said, facts, owner_forecast
from procurement.schedule import Item, Line, Link, find_cycle, schedule
from procurement.vocabulary import MilestoneState

Dates = tuple[date, date] | None  # agreed start and finish; None = cancelled
DONE = frozenset({MilestoneState.MET, MilestoneState.CANCELLED})


@dataclass(frozen=True)
class PlanRow:
    """A milestone with its facts and its schedule. `line` is None without agreed dates (public record)."""

    milestone: Milestone
    facts: Facts
    line: Line | None
    statements: Sequence[MilestoneStatement]
    status_date: date

    @property
    def state(self) -> MilestoneState:
        return self.facts.state

    @property
    def is_done(self) -> bool:
        return self.state in DONE

    @property
    def slip_days(self) -> int:
        """Days by which the forecast finish is later than agreed (negative: earlier, 0 without dates)."""
        return self.line.finish_slip_days if self.line else 0

    @property
    def is_overdue(self) -> bool:
        """The agreed finish is past and nobody confirmed the end, or the agreed start is past and nothing started."""
        start, finish = self.milestone.agreed_start, self.milestone.agreed_finish
        if self.is_done or start is None or finish is None:
            return False
        waits = self.state == MilestoneState.SCHEDULED
        return finish < self.status_date or (waits and start < self.status_date)

    @property
    def due_on(self) -> date | None:
        """The day on which it is expected now."""
        return self.line.forecast_finish if self.line else None


@dataclass(frozen=True)
class Plan:
    """All rows that the reader may see, in the order of the schedule, and the links among them."""

    deal: Deal
    status_date: date
    rows: Sequence[PlanRow]
    links: Sequence[Link]

    @property
    def by_code(self) -> Mapping[str, PlanRow]:
        return {row.milestone.code: row for row in self.rows}

    @property
    def end(self) -> date | None:
        """The latest forecast finish of the rows shown."""
        return max((row.line.forecast_finish for row in self.rows if row.line), default=None)


def plan_of(deal: Deal, *, user: User, status_date: date) -> Plan:
    """The plan as the person may see it. Three statements of SQL, whatever the size of the deal."""
    return plan_of_party(deal, user.party_code, status_date=status_date)


def plan_of_party(deal: Deal, party_code: str, *, status_date: date) -> Plan:
    """The plan as every person of one party of the deal may see it: what that party may be told. Three statements."""
    return _plan(deal, party_code=party_code, status_date=status_date)


@dataclass(frozen=True)
class Moved:
    """A visible milestone whose forecast finish another plan moves; None = it is not in that plan (cancelled)."""

    milestone: Milestone
    before: date | None
    after: date | None

    @property
    def days(self) -> int | None:
        """Days later (negative: earlier)."""
        return (self.after - self.before).days if self.before and self.after else None


def effect_of(
    deal: Deal,
    changed: Mapping[str, Dates],
    *,
    user: User,
    status_date: date,
    added: Collection[Link] = (),
    removed: Collection[Link] = (),
) -> list[Moved]:
    """The milestones whose forecast would move if these agreed dates and links held, by code; None = cancelled.

    Nothing is written. Hidden milestones drive the answer and are not in it. Six statements of SQL. Cycle when the
    links run in a circle then (`circle_of` tells before).
    """
    before = plan_of(deal, user=user, status_date=status_date)
    links = (added, removed)
    after = _plan(deal, party_code=user.party_code, status_date=status_date, changed=changed, links=links)
    return moved_between(before, after)


def moved_between(before: Plan, after: Plan) -> list[Moved]:
    """The milestones of which one plan has another forecast finish than the other, in order of date."""
    then = after.by_code
    moved = [Moved(row.milestone, row.due_on, then[row.milestone.code].due_on) for row in before.rows]
    return sorted((one for one in moved if one.before != one.after), key=lambda one: one.before or before.status_date)


def plan_if(deal: Deal, changed: Mapping[str, Dates], *, user: User, status_date: date) -> Plan:
    """The plan as the person would see it if these agreed dates held, by code. Nothing is written. Three statements."""
    return _plan(deal, party_code=user.party_code, status_date=status_date, changed=changed)


@dataclass(frozen=True)
class Network:
    """What drives the dates of a deal, hidden milestones too: for computing with, never for showing."""

    items: Sequence[Item]
    links: Sequence[Link]
    spreads: Mapping[str, DurationSpread]  # by code: the last that everybody sees who sees the milestone


def network_of(deal: Deal, *, status_date: date) -> Network:
    """Four statements of SQL."""
    milestones = list(Milestone.objects.filter(deal=deal).select_related("owner"))
    items, links = _network(milestones, _statements(deal, status_date), _links(deal))
    stated = DurationSpread.objects.filter(milestone__deal=deal, releasable_to=[], recorded_at__date__lte=status_date)
    last = {row.milestone.code: row for row in stated.select_related("milestone", "party").order_by("id")}
    return Network(items, links, {code: row for code, row in last.items() if not row.is_taken_back})


def plan_for_all(deal: Deal, *, status_date: date) -> Plan:
    """The plan as every party of the deal may see it: what a report for all parties may hold."""
    return _plan(deal, party_code="", status_date=status_date)


def circle_of(deal: Deal, added: Collection[Link], removed: Collection[Link], *, user: User) -> list[str] | None:
    """The milestones of a circle that the deal's links would make with these changes, as this person may be told.

    None: the links make no circle. Codes stand in the order of the links, beginning with a drawn one ("A", "B", "C" is
    A -> B -> C -> A). Where each circle leads through a hidden milestone, only the ends of the drawn links are named:
    what lies between, and how much, is not told. A drawn link with an end that this person does not see is left out:
    to him there is no such milestone. A lag of `removed` does not matter. Two statements of SQL.
    """
    releases = dict(Milestone.objects.filter(deal=deal).values_list("code", "releasable_to"))
    seen = {code for code, parties in releases.items() if is_released(parties, user.party_code)}
    gone = {(link.predecessor, link.successor, link.type) for link in removed}
    kept = [link for link in _links(deal) if (link.predecessor, link.successor, link.type) not in gone]
    drawn = [(link.predecessor, link.successor) for link in added if {link.predecessor, link.successor} <= seen]
    pairs = drawn + [(link.predecessor, link.successor) for link in kept]
    open_circle = find_cycle([pair for pair in pairs if seen.issuperset(pair)])
    circle = open_circle or find_cycle(pairs)
    if not circle:
        return None
    steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    first = next((place for place, step in enumerate(steps) if step in drawn), 0)
    steps = steps[first:] + steps[:first]
    if open_circle:
        return [before for before, _ in steps]
    return list(dict.fromkeys(code for step in steps if step in drawn for code in step))


def _plan(
    deal: Deal,
    *,
    party_code: str,
    status_date: date,
    changed: Mapping[str, Dates] | None = None,
    links: tuple[Collection[Link], Collection[Link]] = ((), ()),
) -> Plan:
    """`links`: as if the first came to the deal's links and the second went."""
    milestones = list(Milestone.objects.filter(deal=deal).select_related("workstream", "owner"))
    for milestone in milestones:
        if changed and milestone.code in changed:
            _move(milestone, changed[milestone.code], status_date)
    statements = _statements(deal, status_date)
    drawn = _redrawn(_links(deal), *links)
    visible_ones = [milestone for milestone in milestones if is_released(milestone.releasable_to, party_code)]
    shown = {milestone.code for milestone in visible_ones}
    lines = schedule(*_network(milestones, statements, drawn), status_date=status_date, seen=shown)
    rows = [
        _row(milestone, statements[milestone.pk], lines.get(milestone.code), party_code, status_date)
        for milestone in visible_ones
    ]
    for row in rows:
        row.milestone.deal = deal
    visible = [link for link in drawn if link.predecessor in shown and link.successor in shown]
    return Plan(deal, status_date, rows, visible)


def _move(milestone: Milestone, dates: Dates, status_date: date) -> None:
    """As if the dates were agreed; the row is not saved."""
    if dates is None:
        milestone.cancelled_on = status_date
        return
    milestone.agreed_start, milestone.agreed_finish = dates
    milestone.duration_days = (dates[1] - dates[0]).days


def _statements(deal: Deal, status_date: date) -> dict[int, list[MilestoneStatement]]:
    """Statements about the deal's milestones up to the status date, in the order in which they were recorded."""
    found: dict[int, list[MilestoneStatement]] = defaultdict(list)
    rows = MilestoneStatement.objects.filter(milestone__deal=deal).select_related("party", "source").order_by("id")
    for row in rows:
        if not row.stated_on or first_day(row.stated_on) <= status_date:
            found[row.milestone_id].append(row)
    return found


def _links(deal: Deal) -> list[Link]:
    rows = Dependency.objects.filter(predecessor__deal=deal).values_list(
        "predecessor__code", "successor__code", "type", "lag_days"
    )
    return [Link(*row) for row in rows]


def _redrawn(links: Sequence[Link], added: Collection[Link], removed: Collection[Link]) -> list[Link]:
    """The links with some more and some less; the lag of one that goes does not matter."""
    gone = {(link.predecessor, link.successor, link.type) for link in removed}
    return [link for link in links if (link.predecessor, link.successor, link.type) not in gone] + list(added)


def said(row: MilestoneStatement) -> Said:
    """A statement as the rules see it."""
    return Said(
        number=row.pk,
        kind=row.kind,
        party=row.party.code if row.party else "",
        side=row.party.side if row.party else "",
        person=row.person,
        day=first_day(row.date) if row.date else None,
        about=row.about_id,
        quantity=row.quantity,
        start=first_day(row.start_date) if row.start_date else None,
    )


def facts_of(milestone: Milestone, statements: Sequence[MilestoneStatement]) -> Facts:
    """What the statements amount to."""
    return facts(
        [said(row) for row in statements],
        duration_days=milestone.duration_days,
        internal=milestone.is_restricted,
        cancelled=milestone.cancelled_on is not None,
    )


def _network(
    milestones: Sequence[Milestone], statements: Mapping[int, Sequence[MilestoneStatement]], links: Sequence[Link]
) -> tuple[list[Item], list[Link]]:
    """What the schedule is made of: the milestones that are planned, and the links among them."""
    items = [item for one in milestones if (item := _item(one, statements[one.pk]))]
    planned = {item.code for item in items}
    return items, [link for link in links if link.predecessor in planned and link.successor in planned]


def _item(milestone: Milestone, statements: Sequence[MilestoneStatement]) -> Item | None:
    """The milestone as the schedule sees it; None without agreed dates and when it is cancelled."""
    known = facts_of(milestone, [row for row in statements if not row.releasable_to])
    if not milestone.agreed_start or not milestone.agreed_finish or known.state == MilestoneState.CANCELLED:
        return None
    stated = owner_forecast(known, milestone.owner.code if milestone.owner else "")
    return Item(
        milestone.code,
        milestone.duration_days,
        milestone.agreed_start,
        milestone.agreed_finish,
        known.actual_start,
        known.actual_finish,
        stated.start if stated else None,
        stated.day if stated else None,
    )


def _row(
    milestone: Milestone,
    statements: Sequence[MilestoneStatement],
    line: Line | None,
    party_code: str,
    status_date: date,
) -> PlanRow:
    visible = [row for row in statements if is_released(row.releasable_to, party_code)]
    return PlanRow(milestone, facts_of(milestone, visible), line, visible, status_date)


def dates_to_freeze(deal: Deal) -> list[tuple[int, date, date]]:
    """Key, agreed start and finish of every milestone that is not cancelled, hidden ones too: what a baseline keeps."""
    rows = Milestone.objects.filter(deal=deal, cancelled_on=None).order_by("pk")
    dates = [(row.pk, row.agreed_start, row.agreed_finish) for row in rows]
    return [(key, start, finish) for key, start, finish in dates if start and finish]


def finishes_on(deal: Deal, days: Sequence[date], *, user: User) -> dict[str, list[tuple[date, date]]]:
    """What the rules would have computed on each of the days: (day, forecast finish) of each milestone, by code.

    Each day counts the statements up to it; agreed dates and links are those of now. Visible milestones only.
    Three statements of SQL.
    """
    milestones = list(Milestone.objects.filter(deal=deal))
    said, links = _statements(deal, max(days)), _links(deal)
    shown = {row.code for row in milestones if is_released(row.releasable_to, user.party_code)}
    found: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for day in days:
        until = {row.pk: _until(said[row.pk], day) for row in milestones}
        for code, line in schedule(*_network(milestones, until, links), status_date=day, seen=shown).items():
            if code in shown:
                found[code].append((day, line.forecast_finish))
    return found


def _until(statements: Sequence[MilestoneStatement], day: date) -> list[MilestoneStatement]:
    return [row for row in statements if not row.stated_on or first_day(row.stated_on) <= day]

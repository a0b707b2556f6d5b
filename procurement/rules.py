"""What the statements about a milestone amount to, and who may say what next. Pure; read it without programming.

**Which statements count.** A statement that its own party has withdrawn does not count. Neither do answers to it.

**Confirmed and disputed.** A report (started, reported met, partly met, not met) is *confirmed* when a party of
another side confirms it; an internal milestone (its row is marked) is confirmed by a second person of the party that
reported it. It is *disputed* while some party has disputed it and has not confirmed it since.

**State.** Cancelled by an accepted proposal goes first. Otherwise the latest report counts: disputed makes the
milestone *contested*, confirmed makes it *met* (*partly met*, *not met*), else it is *reported*. With no report of an
end, a start that somebody stated makes it *under way* (contested if that start is disputed). Otherwise it is
*scheduled*. In the public record, where nobody confirms, a source that says "happened" makes it *met*.

**Actual dates.** The confirmed date counts. Without a confirmation the reported date counts, unless it is disputed.
A point in time starts when it finishes. An item with a finish and no start has started `duration` days before.

**Forecasts.** Each party's last forecast stands beside the other's; none replaces the computed one. The owner's counts
in the schedule where it is later than the computed one: an item that has not started does not start before the start
that its owner states (without one, `duration` days before the finish that he states), and one under way does not
finish before the stated finish. An earlier one changes nothing, nor does anything that another party forecasts. Only
his last forecast that stands and that everybody who sees the milestone sees counts: two readers have one date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from procurement.vocabulary import MilestoneState as State
from procurement.vocabulary import Refusal
from procurement.vocabulary import StatementKind as Kind

ENDS = {Kind.REPORTED_MET: State.MET, Kind.PARTLY_MET: State.PARTLY_MET, Kind.NOT_MET: State.NOT_MET}
REPORTS = frozenset({Kind.STARTED, *ENDS})
ANSWERS = frozenset({Kind.CONFIRMED, Kind.DISPUTED, Kind.WITHDRAWN})

# In which states a party may say what. Whom it may answer is said in `refusal`.
MAY_SAY: Mapping[str, frozenset[str]] = {
    Kind.FORECAST: frozenset({State.SCHEDULED, State.RUNNING, State.REPORTED, State.CONTESTED, State.NOT_MET}),
    Kind.STARTED: frozenset({State.SCHEDULED}),
    Kind.REPORTED_MET: frozenset({State.SCHEDULED, State.RUNNING, State.CONTESTED, State.PARTLY_MET, State.NOT_MET}),
    Kind.PARTLY_MET: frozenset({State.SCHEDULED, State.RUNNING, State.CONTESTED, State.PARTLY_MET, State.NOT_MET}),
    Kind.NOT_MET: frozenset({State.SCHEDULED, State.RUNNING, State.CONTESTED}),
    Kind.DISPUTED: frozenset({State.RUNNING, State.REPORTED, State.CONTESTED}),
    Kind.CONFIRMED: frozenset({State.RUNNING, State.REPORTED, State.CONTESTED}),
    Kind.WITHDRAWN: frozenset(State.values) - {State.CANCELLED},
}


@dataclass(frozen=True)
class Said:
    """One statement as the rules see it. `number` rises in the order in which they were recorded."""

    number: int
    kind: str
    party: str
    side: str
    person: str
    day: date | None = None
    about: int | None = None
    quantity: Decimal | None = None
    start: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the statements of one milestone amount to."""

    state: State
    actual_start: date | None
    actual_finish: date | None
    open_report: Said | None
    forecasts: Mapping[str, Said] = field(default_factory=dict)
    counting: Sequence[Said] = ()


def owner_forecast(known: Facts, owner: str) -> Said | None:
    """The owner's last forecast that stands: `day` is the finish, `start` the start if he names one."""
    return known.forecasts.get(owner) if owner else None


def _counting(said: Sequence[Said]) -> list[Said]:
    """Without what was withdrawn and without answers to it."""
    withdrawn = {s.about for s in said if s.kind == Kind.WITHDRAWN}
    return [s for s in said if s.kind != Kind.WITHDRAWN and s.number not in withdrawn and s.about not in withdrawn]


def confirms(answer: Said, report: Said, *, internal: bool) -> bool:
    """True when the speaker of the answer is somebody who can confirm the report."""
    if internal:
        return answer.party == report.party and answer.person != report.person
    return answer.side != report.side


def is_confirmed(report: Said, said: Sequence[Said], *, internal: bool) -> bool:
    """True when a valid confirmation answers the report."""
    answers = [s for s in said if s.kind == Kind.CONFIRMED and s.about == report.number]
    return any(confirms(answer, report, internal=internal) for answer in answers)


def is_disputed(report: Said, said: Sequence[Said]) -> bool:
    """True while some party has disputed the report and not confirmed it since."""
    last: dict[str, str] = {}
    for answer in said:
        if answer.about == report.number and answer.kind in {Kind.DISPUTED, Kind.CONFIRMED}:
            last[answer.party] = answer.kind
    return Kind.DISPUTED in last.values()


def facts(said: Sequence[Said], *, duration_days: int, internal: bool = False, cancelled: bool = False) -> Facts:
    """The facts of a milestone from its statements in the order in which they were recorded."""
    counting = _counting(said)
    reports = [s for s in counting if s.kind in REPORTS]
    finish = _actual([s for s in reports if s.kind == Kind.REPORTED_MET], counting, internal=internal)
    start = _actual([s for s in reports if s.kind == Kind.STARTED], counting, internal=internal)
    if finish and (start is None or start > finish or duration_days == 0):
        start = finish - timedelta(days=duration_days)
    return Facts(
        state=State.CANCELLED if cancelled else _state(reports, counting, internal=internal),
        actual_start=start,
        actual_finish=finish,
        open_report=_open(reports, counting, internal=internal),
        forecasts={s.party: s for s in counting if s.kind == Kind.FORECAST},
        counting=counting,
    )


def _actual(reports: Sequence[Said], said: Sequence[Said], *, internal: bool) -> date | None:
    confirmed = [r for r in reports if r.day and is_confirmed(r, said, internal=internal) and not is_disputed(r, said)]
    undisputed = [r for r in reports if r.day and not is_disputed(r, said)]
    last = (confirmed or undisputed)[-1:]
    return last[0].day if last else None


def _state(reports: Sequence[Said], said: Sequence[Said], *, internal: bool) -> State:
    if any(s.kind == Kind.HAPPENED for s in said):
        return State.MET
    if not reports:
        return State.SCHEDULED
    last = reports[-1]
    if is_disputed(last, said):
        return State.CONTESTED
    if last.kind == Kind.STARTED:
        return State.RUNNING
    return ENDS[Kind(last.kind)] if is_confirmed(last, said, internal=internal) else State.REPORTED


def _open(reports: Sequence[Said], said: Sequence[Said], *, internal: bool) -> Said | None:
    """The latest report, while it is not confirmed, or disputed: what the other party has to answer."""
    if not reports:
        return None
    last = reports[-1]
    settled = is_confirmed(last, said, internal=internal) and not is_disputed(last, said)
    return None if settled else last


class NotNow(ValueError):
    """The rules do not allow the statement; `why` and `values` say why and what is possible instead."""

    def __init__(self, why: Refusal, **values: object) -> None:
        super().__init__(why.value)
        self.why = why
        self.values = values


def check(new: Said, known: Facts, *, internal: bool, today: date) -> None:
    """NotNow when somebody may not say this about a milestone with these facts."""
    if known.state not in MAY_SAY.get(new.kind, frozenset()):
        raise NotNow(Refusal.NOT_IN_STATE, state=known.state.label, kind=Kind(new.kind).label)
    if new.kind in ANSWERS:
        _check_answer(new, known, internal=internal)
    elif new.kind in REPORTS and new.day and new.day > today:
        raise NotNow(Refusal.IN_FUTURE)
    if new.kind == Kind.REPORTED_MET and new.day and known.actual_start and new.day < known.actual_start:
        raise NotNow(Refusal.BEFORE_START, start=known.actual_start.isoformat())


def _check_answer(new: Said, known: Facts, *, internal: bool) -> None:
    about = next((s for s in known.counting if s.number == new.about), None)
    if about is None:
        raise NotNow(Refusal.NOTHING_THERE)
    if new.kind == Kind.WITHDRAWN:
        if about.party != new.party:
            raise NotNow(Refusal.NOT_OWN)
    elif about.kind not in REPORTS:
        raise NotNow(Refusal.NO_REPORT)
    elif new.kind == Kind.CONFIRMED and not confirms(new, about, internal=internal):
        raise NotNow(Refusal.SECOND_PERSON if internal else Refusal.OTHER_SIDE)
    elif new.kind == Kind.DISPUTED and about.party == new.party and not internal:
        raise NotNow(Refusal.OWN_REPORT)

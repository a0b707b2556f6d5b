"""Computed tables of a deal as files: variance, moves of dates, trend. Columns are the same in every format."""

from collections.abc import Iterable, Sequence
from typing import Any

from exchange.queries.columns import Column
from exchange.queries.rows import moment
from exchange.vocabulary import Kind
from procurement.models import Deal, Milestone, Proposal
from procurement.queries.slips import Slip
from procurement.queries.trend import Trend
from procurement.queries.variance import Variance
from procurement.vocabulary import Change, Moving, ReasonCode, Trending

OF_A_MILESTONE = [
    *[Column("deal", Kind.TEXT), Column("exercise", Kind.YES_NO), Column("milestone", Kind.TEXT)],
    *[Column("title_en", Kind.TEXT), Column("title_uk", Kind.TEXT), Column("workstream", Kind.TEXT)],
    Column("releasable_to", Kind.LIST),
]
SPANS = [Column(name, Kind.DAY) for name in ("from_start", "from_finish", "to_start", "to_finish")]
VARIANCE = [
    *OF_A_MILESTONE,
    *[Column("from", Kind.TEXT), Column("from_name", Kind.TEXT), Column("to", Kind.TEXT), Column("to_name", Kind.TEXT)],
    Column("change", Kind.TEXT, choices=dict(Change.choices)),
    *SPANS,
    *[Column("start_days", Kind.WHOLE), Column("start_working_days", Kind.WHOLE)],
    *[Column("finish_days", Kind.WHOLE), Column("finish_working_days", Kind.WHOLE)],
]
SLIPS = [
    *OF_A_MILESTONE,
    *[Column("of", Kind.TEXT, choices=dict(Moving.choices)), Column("forecast_of", Kind.TEXT)],
    *[Column("stated_on", Kind.DAY), Column("recorded_at", Kind.MOMENT)],
    *SPANS,
    *[Column("days", Kind.WHOLE), Column("start_days", Kind.WHOLE), Column("party", Kind.TEXT)],
    *[Column("person", Kind.TEXT), Column("reason_code", Kind.TEXT, choices=dict(ReasonCode.choices))],
    *[Column("reason", Kind.TEXT), Column("withdrawn", Kind.YES_NO), Column("proposal", Kind.TEXT)],
    *[Column("accepted_by_party", Kind.TEXT), Column("accepted_by", Kind.TEXT)],
]
TREND = [
    *OF_A_MILESTONE,
    *[Column("line", Kind.TEXT, choices=dict(Trending.choices)), Column("forecast_of", Kind.TEXT)],
    *[Column("stated_on", Kind.DAY), Column("finish", Kind.DAY), Column("days", Kind.WHOLE)],
]


def _of(deal: Deal, milestone: Milestone, releasable_to: Sequence[str]) -> list[Any]:
    names = [milestone.title_en, milestone.title_uk, milestone.workstream.code]
    return [deal.code, deal.is_exercise, milestone.code, *names, list(releasable_to)]


def _span(span: Any) -> list[Any]:
    return [span.start, span.finish] if span else [None, None]


def variance_rows(found: Variance) -> Iterable[list[Any]]:
    """The rows of the page, in its order."""
    names = [text for one in (found.before, found.after) for text in (one.key, one.label)]
    for row in found.rows:
        days = [row.start_days, row.start_working_days, row.finish_days, row.finish_working_days]
        own = _of(found.deal, row.milestone, row.milestone.releasable_to)
        yield [*own, *names, row.change.value, *_span(row.before), *_span(row.after), *days]


def slip_rows(deal: Deal, slips: Iterable[Slip]) -> Iterable[list[Any]]:
    """Every move, in the order given."""
    for slip in slips:
        word, line = slip.word, slip.line
        said = [_code(word.party), word.person, word.reason_code or None, word.reason, word.withdrawn]
        yield [
            *_of(deal, slip.milestone, line.releasable_to),
            *[line.moving.value, _code(line.party), word.on, moment(word.at)],
            *[*_span(slip.before), *_span(slip.after), slip.days, slip.start_days],
            *[*said, *_decided(deal, slip.word.proposal)],
        ]


def trend_rows(deal: Deal, found: Trend) -> Iterable[list[Any]]:
    """Every point of every line, with the days since the point before."""
    for line in found.lines:
        own = _of(deal, line.milestone, line.releasable_to)
        for point, days in line.table:
            yield [*own, line.kind.value, _code(line.party), point.on, point.finish, days]


def _code(party: Any) -> str | None:
    return party.code if party else None


def _decided(deal: Deal, proposal: Proposal | None) -> list[str | None]:
    """The proposal that moved an agreed date, and who accepted it."""
    if proposal is None:
        return [None, None, None]
    name = proposal.decided_by.username if proposal.decided_by else None
    return [f"{deal.code}.{proposal.number}", _code(proposal.decided_party), name]

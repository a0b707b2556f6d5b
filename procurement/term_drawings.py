"""Positions on a term as the picture of a negotiation needs them. Words only; geometry is in portal/drawing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.drawing import negotiation as lines
from portal.drawing.negotiation import Negotiation, Now, Stand, as_float
from portal.pagekit.words import day, plain, title
from procurement.models import Position, Term
from procurement.queries.pages import LEADS
from procurement.queries.terms import TermPage, TermRow
from procurement.templatetags.terms import span
from procurement.vocabulary import Standing


def negotiation(found: TermPage) -> Negotiation | None:
    """Who named which figure when, newest first, of positions that stand; None when nobody named a figure."""
    said = [one for one in reversed(found.row.said) if found.row.is_on_axis(one)]
    stands = [*_agreed(found.row), *(_stand(one, found.term) for one in said)]
    return lines.negotiation(stands, now=_now(found.row), between=_between(found.row))


def one_line(row: TermRow) -> Now | None:
    """Where both sides stand, for a list."""
    return lines.one_line(_now(row), _between(row))


def _now(row: TermRow) -> list[Stand]:
    last = [row.offers.get(side) for side in LEADS]
    return [_stand(one, row.term) for one in last if one is not None and row.is_on_axis(one)]


def _between(row: TermRow) -> tuple[float | None, float | None, bool] | None:
    found = row.between
    if found.standing not in {Standing.GAP, Standing.OVERLAP, Standing.SAME}:
        return None
    return as_float(found.low), as_float(found.high), found.standing == Standing.GAP


def _stand(position: Position, term: Term) -> Stand:
    who = plain(title(position.party)) if position.party else position.stated_by
    figure, when = span(position, term), day(position.stated_on) or _("no date")
    words = [when, who, figure, _("internal") if position.is_restricted else ""]
    return Stand(
        low=as_float(position.low),
        high=as_float(position.high),
        shape=position.party.side if position.party and position.party.side in LEADS else "other",
        when=when,
        who=who,
        figure=figure,
        label=", ".join(word for word in words if word),
        internal=position.is_restricted,
    )


def _agreed(row: TermRow) -> Sequence[Stand]:
    """The figure of the agreed text, as the first row."""
    version = row.version
    if version is None or (version.low is None and version.high is None):
        return []
    name = _("Agreed text, version %(n)s") % {"n": version.number}
    figure, when = span(version, row.term), day(version.valid_from)
    low, high = as_float(version.low), as_float(version.high)
    return [Stand(low, high, "agreed", when, name, figure, f"{name}, {when}: {figure}")]

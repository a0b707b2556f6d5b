"""What every page of a deal needs at its door: the deal, the status date, the marking strip."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.http import Http404, HttpRequest

from portal.accounts import roles
from portal.accounts.models import User
from portal.pagekit.door import asked_day, person
from portal.pagekit.marking import Strip, strip
from procurement.filters import PlanFilter
from procurement.models import Deal
from procurement.queries.pages import LEADS, deal_of

__all__ = [
    "asked_day",
    "carried",
    "deal_or_404",
    "may_propose",
    "may_state",
    "person",
    "strip_of",
    "strip_of_rows",
]


class Marked(Protocol):
    """Something that says who may see it."""

    @property
    def releasable_to(self) -> list[str]: ...


def deal_or_404(code: str, request: HttpRequest) -> Deal:
    """The deal; a hidden one is as absent as one that does not exist."""
    deal = deal_of(code, user=person(request))
    if deal is None:
        raise Http404
    return deal


def may_state(user: User) -> bool:
    """Whether pages offer it; the action decides."""
    return user.may(roles.STATE) and user.party is not None


def may_propose(user: User, deal: Deal) -> bool:
    """Whether pages offer it; the action decides."""
    return user.may(roles.PROPOSE) and user.party is not None and user.party.side in LEADS and not deal.is_public


def carried(asked: PlanFilter, on: date) -> list[tuple[str, str]]:
    """What narrows a list of milestones, for the addresses of its files; none where nothing does."""
    kept = list(asked.asked) if asked.is_valid() else []
    return [*kept, ("status_date", on.isoformat())] if kept else []


def strip_of(deal: Deal, rows: Iterable[Marked] = (), *, also: Iterable[Marked] = ()) -> Strip:
    """The marking of a page that shows these rows of the deal, and what is made of them."""
    releases = [row.releasable_to for part in (rows, also) for row in part]
    return strip(is_exercise=deal.is_exercise, is_public=deal.is_public, releases=releases)


def strip_of_rows(rows: Iterable[tuple[Deal, list[list[str]]]], *, others: Iterable[list[str]] = ()) -> Strip:
    """The marking of a page that shows rows of several deals, each with the release lists that hold for it.

    `others` are the release lists of rows that belong to no deal; an empty one is open to all.
    """
    own = [(deal, lists) for deal, lists in rows if not deal.is_public]
    marked = [codes for codes in others if codes]
    return strip(
        is_exercise=bool(own) and all(deal.is_exercise for deal, _ in own),
        is_public=not own and not marked,
        releases=[*(codes for _, lists in own for codes in lists), *marked],
    )

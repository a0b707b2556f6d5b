"""The whole text of a deal on one day: what both sides had agreed by then, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from procurement.models import Deal
from procurement.queries.terms import Part, TermRow, terms_at


@dataclass(frozen=True)
class DealText:
    """The clauses of a deal as they held on the day `on`. It holds rows for all parties only: both sides read the same.

    `is_past`: the day lies before today, so the present status of a term says nothing about it.
    """

    deal: Deal
    on: date
    parts: Sequence[Part]
    is_past: bool = False

    @property
    def clauses(self) -> Sequence[TermRow]:
        return [row for part in self.parts for row in part.rows]

    @property
    def agreed(self) -> Sequence[TermRow]:
        """The clauses with an agreed text."""
        return [row for row in self.clauses if row.version is not None]

    @property
    def without(self) -> Sequence[TermRow]:
        """The terms of which no text was agreed."""
        return [row for row in self.clauses if row.version is None]


def deal_text(deal: Deal, *, user: User, on: date, today: date) -> DealText:
    """The text on a day, also one to come: what is accepted already and begins to hold by then. Three statements."""
    return DealText(deal, on, terms_at(deal, user=user, on=on, for_all=True), is_past=on < today)

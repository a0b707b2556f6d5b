"""What every row of the ledger is made of, whether it comes from a form, the API or a table of many."""

from datetime import datetime

from django.utils.translation import gettext as _

from catalog.models import Capability, Claim, Source
from catalog.stated import StatedFigure
from catalog.units import canonical
from portal.accounts import roles
from portal.accounts.models import Party, User
from portal.faults import Refused

FigureFields = dict[str, object]
Key = tuple[str, ...]


def officer_party(by: User) -> Party:
    """The party for which the person writes into the catalog. Refused without the right."""
    if not by.may(roles.CATALOG) or by.party is None:
        raise Refused(_("Your role may read the catalog but not write into it."), code="no-right")
    return by.party


def figure_fields(figure: StatedFigure, capability: Capability) -> FigureFields:
    """A figure as columns: as stated, and converted into the capability's unit."""
    ends = {"unit": figure.unit, "capability_unit": capability.canonical_unit}
    return {
        "bound": figure.bound,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "canonical_low": canonical(figure.low, **ends),
        "canonical_high": canonical(figure.high, **ends),
        "condition": figure.condition,
    }


def claim_row(
    *,
    model_id: int,
    capability: Capability,
    figure: StatedFigure,
    stated_by: str,
    stated_on: str,
    source: Source,
    by: User,
    at: datetime,
) -> Claim:
    """A statement of the person's party, not saved yet."""
    return Claim(
        model_id=model_id,
        capability=capability,
        **figure_fields(figure, capability),
        stated_by=stated_by,
        stated_on=stated_on,
        source=source,
        owner=officer_party(by),
        added_by=by.username,
        recorded_at=at,
    )


def key_of(figure: StatedFigure | Claim, *said: object) -> Key:
    """A figure, digits included, with what else is said: two with the same key are one statement."""
    return tuple(map(str, (figure.bound, figure.low, figure.high, figure.unit, figure.condition, *said)))


def statement_key(claim: Claim) -> Key:
    """Everything that a statement on record says."""
    who = (claim.stated_by, claim.stated_on, claim.source.url)
    return key_of(claim, claim.model_id, claim.capability_id, *who)

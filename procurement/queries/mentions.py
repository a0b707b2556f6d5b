"""Where a drone model is named in what both sides want, agree and talk about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from catalog.models import DroneModel
from portal.accounts.models import User
from procurement.models import Deal, Engagement, Order, Position, Trial

SHORTEST_NAME = 4  # shorter names stand in other words by chance


@dataclass(frozen=True)
class Mentions:
    """Orders of the model, texts that name it as a whole word, and events at which a trial showed it.

    Only what the reader may see.
    """

    orders: Sequence[Order]
    deals: Sequence[Deal]
    positions: Sequence[Position]
    engagements: Sequence[Engagement]

    @property
    def any(self) -> bool:
        return bool(self.orders or self.deals or self.positions or self.engagements)


def mentions_of(model: DroneModel, *, user: User) -> Mentions:
    """Four statements of SQL; two where no name of the model is long enough to be looked for."""
    orders = Order.objects.visible_to(user).filter(model=model).select_related("deal", "milestone")
    pattern = _pattern([model.name_en, model.name_uk, *model.aliases])
    shown = Q(pk__in=Trial.objects.visible_to(user).filter(model=model).exclude(engagement=None).values("engagement"))
    if not pattern:
        return Mentions(list(orders), [], [], _engagements(shown, user))
    positions = Position.objects.visible_to(user).filter(withdrawal=None)
    return Mentions(
        orders=list(orders),
        deals=list(Deal.objects.visible_to(user).filter(_named(pattern, "title", "summary"))),
        positions=list(
            positions.filter(_named(pattern, "text") | Q(title_en__iregex=pattern))
            .select_related("term__deal", "party", "source")
            .order_by("-stated_on", "-id")
        ),
        engagements=_engagements(_named(pattern, "subject", "outcome") | shown, user),
    )


def _engagements(which: Q, user: User) -> list[Engagement]:
    rows = Engagement.objects.visible_to(user).filter(which)
    return list(rows.select_related("source").order_by("-starts_on", "slug"))


def _pattern(names: Sequence[str]) -> str:
    """A regular expression of PostgreSQL that finds any of the names as a whole word; '' for no name."""
    long = sorted({name for name in names if len(name) >= SHORTEST_NAME})
    return rf"\m({'|'.join(map(re.escape, long))})\M" if long else ""


def _named(pattern: str, *stems: str) -> Q:
    found = Q()
    for stem in stems:
        found |= Q(**{f"{stem}_en__iregex": pattern}) | Q(**{f"{stem}_uk__iregex": pattern})
    return found

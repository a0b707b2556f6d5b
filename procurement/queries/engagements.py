"""Visits, meetings, calls and signings that concern a deal.

No source says which agreement a meeting was about, so the portal does not either: an engagement belongs to a deal when
its parties took part. A party took part when it is named itself, or a body of it is: UA-MOD is a body of UA.
"""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, CharField, F, Func, IntegerField, Value, When

from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import Party, User
from procurement.models import Deal, Engagement


def engagements_of(deal: Deal, *, user: User) -> MarkedQuerySet[Engagement]:
    """The engagements of a deal, the latest first; of the public record all its parties took part, of others two.

    Two statements of SQL, one of them now.
    """
    return among(Engagement.objects.visible_to(user), deal).select_related("source").order_by("-starts_on", "slug")


def among(rows: MarkedQuerySet[Engagement], deal: Deal) -> MarkedQuerySet[Engagement]:
    """Those of the rows in which the parties of the deal took part. One statement of SQL."""
    codes = _codes(rows)
    took_part = [_took_part([code for code in codes if _is_of(code, party)]) for party in deal.party_codes]
    if not took_part:
        return rows.none()
    needed = len(took_part) if deal.is_public else min(2, len(took_part))
    counted: Any = rows.alias(own=reduce(add, took_part))  # the type of a queryset with an alias is another one
    found: MarkedQuerySet[Engagement] = counted.filter(own__gte=needed)
    return found


def _codes(rows: MarkedQuerySet[Engagement]) -> list[str]:
    named: Any = Func(F("party_codes"), function="unnest", output_field=CharField())
    return list(rows.order_by().annotate(named=named).values_list("named", flat=True).distinct())


def _is_of(code: str, party: str) -> bool:
    return code == party or code.startswith(f"{party}-")


def _took_part(codes: Sequence[str]) -> Case | Value:
    """1 where one of the codes is named, else 0."""
    if not codes:
        return Value(0, output_field=IntegerField())
    wanted = Value(list(codes), output_field=ArrayField(CharField(max_length=40)))
    return Case(When(party_codes__overlap=wanted, then=Value(1)), default=Value(0), output_field=IntegerField())


def party_names(codes: Sequence[str]) -> dict[str, Party]:
    """The parties that the record knows by these codes. One statement of SQL."""
    return {party.code: party for party in Party.objects.filter(code__in=codes)}

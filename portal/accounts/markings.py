"""Which rows a person may see. Every read path begins with `visible_to(user)`.

A row's `releasable_to` lists the codes of the parties that may see it; empty means all parties of its deal.
A row is also hidden when the row that it belongs to is hidden. Somebody without a party sees only what is public.
Hidden means absent: not found, not counted, not searchable.
"""

from typing import Any, Protocol, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


class Viewer(Protocol):
    """What is asked of a person here: signed in or not, and the code of the party."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def party_code(self) -> str: ...


class MarkedQuerySet(models.QuerySet[M]):
    """Rows with a marking. The model says where markings and the deal stand, as lookup prefixes.

    `marked_by`: prefixes of the rows whose marking counts ("" is the row itself, "term__" its term);
    `deal_path`: the prefix of its deal ("" for the deal itself; None when the row belongs to no deal).
    """

    def visible_to(self, user: Any) -> "MarkedQuerySet[M]":
        """The rows that the person may see; none for somebody who is not signed in."""
        if not user.is_authenticated:
            return self.none()
        return self.released_to(user.party_code)

    def released_to(self, party_code: str) -> "MarkedQuerySet[M]":
        """The rows that every person of the party may see ('' = somebody without a party: public rows only)."""
        rows = self
        deal_path: str | None = getattr(self.model, "deal_path", None)
        if deal_path is not None:
            rows = rows.filter(_deal_open_to(party_code, deal_path))
        for prefix in getattr(self.model, "marked_by", ()):
            rows = rows.filter(_released(party_code, prefix))
        return rows

    def unmarked(self) -> "MarkedQuerySet[M]":
        """The rows that all parties of the deal may see: what a document for all parties may hold."""
        rows = self
        for prefix in getattr(self.model, "marked_by", ()):
            rows = rows.filter(**{f"{prefix}releasable_to": []})
        return rows


def is_released(releasable_to: list[str], party_code: str) -> bool:
    """The rule for a row that is in memory already: the list names the party, or names nobody."""
    return not releasable_to or party_code in releasable_to


def _released(party_code: str, prefix: str) -> Q:
    everybody = Q(**{f"{prefix}releasable_to": []})
    if not party_code:
        return everybody
    return everybody | Q(**{f"{prefix}releasable_to__contains": [party_code]})


def _deal_open_to(party_code: str, path: str) -> Q:
    public = Q(**{f"{path}is_public": True})
    if not party_code:
        return public
    return public | Q(**{f"{path}party_codes__contains": [party_code]})


class Marking(models.Model):
    """Mixin: the parties that may see the row; empty = all parties of the deal."""

    releasable_to = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def is_restricted(self) -> bool:
        return bool(self.releasable_to)


def common_release(lists: list[list[str]]) -> list[str]:
    """The release list of a document made of parts: the parties that may see every part; empty = everybody.

    ValueError when no party may see all parts: such a document must not be made.
    """
    restricted = [set(codes) for codes in lists if codes]
    if not restricted:
        return []
    common = set.intersection(*restricted)
    if not common:
        raise ValueError("no party may see all parts")
    return sorted(common)

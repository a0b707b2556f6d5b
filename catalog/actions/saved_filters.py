"""Keeping a filter of the catalog under a name: saving, renaming, sharing, watching, taking back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.actions.watching import set_watch
from catalog.models import FilterWatch, SavedFilter
from catalog.models.saved import LONGEST_NAME
from catalog.queries.saved_filters import Find
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing

MOST_SAVED = 50  # by one person


@dataclass(frozen=True)
class FilterWords:
    """What becomes of a saved filter; None leaves it as it is."""

    name: str | None = None
    shared: bool | None = None
    watched: bool | None = None


def save_filter(*, query: str, words: FilterWords, by: User, at: datetime, find: Find) -> SavedFilter:
    """Keeps a filter for the person; `query` is in the canonical form (saved_queries.py).

    Invalid: no name, a name too long or in use, too many saved filters, nobody to share with, or (watched only) a
    query that cannot be asked. Nothing is written then.
    """
    with writing(by=by.actor, reason="Filter saved"):
        _in_line(by)
        own = SavedFilter.objects.visible_to(by).filter(owner=by)
        if own.count() >= MOST_SAVED:
            raise Invalid({"name": [_("You keep %(n)s filters already. Delete one first.") % {"n": MOST_SAVED}]})
        row = SavedFilter(owner=by, party=by.party, query=query, saved_at=at)
        row.name, row.is_shared = _free_name(words.name or "", by), _may_share(by, shared=bool(words.shared))
        row.save()
        set_watch(row, by=by, at=at, find=find, watched=bool(words.watched))
    return row


def _in_line(by: User) -> None:
    """Two calls of the same person at once stand in line: they could take the same name, or the last free place."""
    User.objects.select_for_update().get(pk=by.pk)


def _free_name(text: str, by: User, *, but: SavedFilter | None = None) -> str:
    """The name with single spaces, if it has a length and none of the person's other saved filters has it."""
    name = " ".join(text.split())
    if not name:
        raise Invalid({"name": [_("Give the filter a name.")]})
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": [_("A name has at most %(n)s characters.") % {"n": LONGEST_NAME}]})
    same = SavedFilter.objects.visible_to(by).filter(owner=by, name=name).first()
    if same is not None and same != but:
        raise Invalid({"name": [_("You keep another filter as “%(name)s”. Choose another name.") % {"name": name}]})
    return name


def _may_share(by: User, *, shared: bool) -> bool:
    if shared and by.party is None:
        raise Invalid({"shared": [_("You belong to no party, so there is nobody to share it with.")]})
    return shared


def change_filter(
    *, uid: UUID, words: FilterWords, by: User, at: datetime, find: Find, version: int | None = None
) -> SavedFilter:
    """Renames, shares or watches a saved filter. Its owner does the first two, everybody who sees it the last.

    `version` is the one that the person saw; only watching does without. Missing: not there for this person. Refused:
    somebody else's. Conflict: somebody was faster. Invalid as in `save_filter`. Nothing is written then.
    """
    with writing(by=by.actor, reason="Saved filter changed"):
        row = _locked(uid, by, version)
        if words.name is not None or words.shared is not None:
            _change(_own(row, by), words, by)
        if words.watched is not None:
            set_watch(row, by=by, at=at, find=find, watched=words.watched)
    return row


def _locked(uid: UUID, by: User, version: int | None) -> SavedFilter:
    row = SavedFilter.objects.visible_to(by).filter(uid=uid).select_for_update().first()
    if row is None:
        raise Missing(_("There is no such saved filter."))
    if version is not None and row.version != version:
        current = {"name": row.name, "shared": row.is_shared, "version": row.version}
        raise Conflict(_("The saved filter was changed in the meantime. Look at it again."), current=current)
    return row


def _own(row: SavedFilter, by: User) -> SavedFilter:
    if row.owner_id != by.pk:
        raise Refused(_("A saved filter is changed by the person who saved it."), code="not-yours")
    return row


def _change(row: SavedFilter, words: FilterWords, by: User) -> None:
    before = (row.name, row.is_shared)
    if words.name is not None:
        _in_line(by)
        row.name = _free_name(words.name, by, but=row)
    if words.shared is not None:
        row.is_shared = _may_share(by, shared=words.shared)
    if (row.name, row.is_shared) == before:
        return
    row.version += 1
    row.save(update_fields=["name", "is_shared", "version"])
    if not row.is_shared:
        FilterWatch.objects.filter(saved_filter=row).exclude(user=by).delete()


def withdraw_filter(*, uid: UUID, by: User, at: datetime, version: int) -> None:
    """Takes a saved filter back: nobody sees or watches it any more; its row and history stay.

    Missing, Refused, Conflict as in `change_filter`: nothing is written then.
    """
    with writing(by=by.actor, reason="Saved filter taken back"):
        row = _own(_locked(uid, by, version), by)
        row.withdrawn_at, row.version = at, row.version + 1
        row.save(update_fields=["withdrawn_at", "version"])
        FilterWatch.objects.filter(saved_filter=row).delete()

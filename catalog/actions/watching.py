"""Telling people that the result of a filter which they watch has changed: which models came in, which went out."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from catalog.models import FilterWatch, SavedFilter
from catalog.queries.saved_filters import Find, Result, difference
from portal.accounts.asking import say_who_asks
from portal.accounts.models import User
from portal.faults import Invalid
from portal.notices.actions import tell

EVERY = timedelta(minutes=10)  # how often a watched filter is asked again
MOST_AT_ONCE = 200  # in one sweep, the longest waiting first


def set_watch(row: SavedFilter, *, by: User, at: datetime, find: Find, watched: bool) -> None:
    """Begins or ends watching; part of the caller's transaction. Who watches already keeps what he has seen.

    Invalid (query) when the filter cannot be asked any more.
    """
    watches = FilterWatch.objects.filter(saved_filter=row, user=by)
    if not watched:
        watches.delete()
    elif not watches.exists():
        watch = FilterWatch(saved_filter=row, user=by, seen=_kept(find(row.query, by)), checked_at=at)
        FilterWatch.objects.bulk_create([watch], ignore_conflicts=True)


def _kept(result: Result) -> dict[str, str]:
    """The result as JSON, whose keys are texts."""
    return {str(pk): answer for pk, answer in result.items()}


def tell_of_changes(*, at: datetime, find: Find) -> int:
    """Asks the watched filters whose turn it is again; returns how many people were told of a change.

    Run twice at once, each watch is looked at by one of the two.
    """
    due = _due(at).order_by("checked_at", "id").values_list("pk", flat=True)
    return sum(_look(pk, at, find) for pk in list(due[:MOST_AT_ONCE]))


def _due(at: datetime) -> QuerySet[FilterWatch]:
    return FilterWatch.objects.filter(checked_at__lte=at - EVERY, user__is_active=True)


def _look(pk: int, at: datetime, find: Find) -> bool:
    with transaction.atomic():
        rows = _due(at).select_related("saved_filter__owner", "user__party")
        watch = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if watch is None:
            return False
        if not SavedFilter.objects.visible_to(watch.user).filter(pk=watch.saved_filter_id).exists():
            watch.delete()
            return False
        told = _tell(watch, at, find)
        watch.checked_at = at
        watch.save(update_fields=["seen", "checked_at"])
    return told


def _tell(watch: FilterWatch, at: datetime, find: Find) -> bool:
    """Tells the person what has changed for him since he was told last; True when something has."""
    say_who_asks(watch.user.party_code)
    try:
        now = find(watch.saved_filter.query, watch.user)
    except Invalid:
        _tell_invalid(watch, at)
        return False
    changes = difference({int(key): answer for key, answer in watch.seen.items()}, now, user=watch.user)
    watch.seen = _kept(now)
    if changes:
        key = f"filter-changed:{watch.saved_filter.uid}:{at.isoformat()}"
        _notice(watch.user, watch.saved_filter, key, "filter-changed", changes, at)
    return bool(changes)


def _tell_invalid(watch: FilterWatch, at: datetime) -> None:
    """The owner learns once that it can no longer be asked, and so does who watches it; what was seen is kept."""
    row = watch.saved_filter
    for person in {row.owner, watch.user}:
        _notice(person, row, f"filter-invalid:{row.uid}", "filter-invalid", {}, at)


def _notice(person: User, row: SavedFilter, key: str, kind: str, params: dict[str, Any], at: datetime) -> None:
    words = {"name": row.name, **params}
    tell(key=key, kind=kind, params=words, link=f"/catalog/filters/{row.uid}/", at=at, user=person)

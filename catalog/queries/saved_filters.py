"""Saved filters that a person may see, and what has changed between two results of one."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from catalog.models import DroneModel, FilterWatch, SavedFilter
from catalog.naming import by_name
from portal.accounts.models import User

Result = Mapping[int, str]  # the key of each model found, with its answer to the conditions ('' where none is asked)
Find = Callable[[str, User], Result]  # what a canonical query finds for a person; Invalid when it cannot be asked
NAMED = 3  # models that a notice names of each kind of change; the rest is a number


def saved_filters_of(user: User) -> QuerySet[Any]:
    """Rows of SavedFilter with owner and party, and `is_watched`: by this person."""
    watched = FilterWatch.objects.filter(saved_filter=OuterRef("pk"), user=user)
    return SavedFilter.objects.visible_to(user).select_related("owner", "party").annotate(is_watched=Exists(watched))


def saved_filter(uid: UUID, *, user: User) -> SavedFilter | None:
    """One saved filter, None when there is none for this person."""
    return SavedFilter.objects.visible_to(user).filter(uid=uid).first()


def difference(before: Result, now: Result, *, user: User) -> dict[str, Any]:
    """Which models came in, went out, or answer otherwise; empty when nothing did that the person may see.

    Under `came`, `went` and `moved`: `models`, the first few by name, and `more`, how many others. JSON values.
    """
    changed = {pk for pk in {*before, *now} if before.get(pk) != now.get(pk)}
    rows = DroneModel.objects.visible_to(user).filter(pk__in=changed).order_by(*by_name()) if changed else ()
    kinds: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        kind = "came" if row.pk not in before else "moved" if row.pk in now else "went"
        answers = {"before": before.get(row.pk, ""), "now": now.get(row.pk, "")}
        kinds.setdefault(kind, []).append({"name_en": row.name_en, "name_uk": row.name_uk, **answers})
    return {kind: {"models": rows[:NAMED], "more": len(rows[NAMED:])} for kind, rows in kinds.items()}

"""Telling people something, once, and noting that they read it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import get_template

from portal.accounts.models import Party, User
from portal.notices.models import Notice, template_of


def tell(
    *,
    key: str,
    kind: str,
    params: Mapping[str, Any],
    link: str,
    at: datetime,
    user: User | None = None,
    party: Party | None = None,
    right: str = "",
    but: User | None = None,
) -> int:
    """Tells one person, or everybody of a party whose role has the right ('' = everybody of it), once per key.

    `but` is left out: who did it himself. Whoever was told this key before is not told again. Returns how many
    are addressed. TemplateDoesNotExist when the kind has no words.
    """
    get_template(template_of(kind))
    people = [one for one in _addressed(user, party, right) if one != but]
    Notice.objects.bulk_create(
        [Notice(user=one, key=key, kind=kind, params=dict(params), link=link, made_at=at) for one in people],
        ignore_conflicts=True,
    )
    return len(people)


def _addressed(user: User | None, party: Party | None, right: str) -> list[User]:
    if user is not None:
        return [user]
    members = User.objects.filter(party=party, is_active=True) if party is not None else User.objects.none()
    return [one for one in members if not right or one.may(right)]


def mark_read(*, by: User, at: datetime, notice_id: int | None = None) -> int:
    """Marks one notice of the person's, or all of them, as read; returns how many were not before."""
    rows = Notice.objects.filter(user=by, read_at=None)
    if notice_id is not None:
        rows = rows.filter(pk=notice_id)
    return rows.update(read_at=at)

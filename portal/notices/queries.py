"""What a person was told. Nobody reads the notices of others."""

from portal.accounts.models import User
from portal.notices.models import Notice

SHOWN = 50


def unread_count(user: User) -> int:
    """How many notices the person has not read. One statement of SQL."""
    return Notice.objects.filter(user=user, read_at=None).count()


def latest(user: User) -> list[Notice]:
    """The newest notices of the person, unread ones first."""
    return list(Notice.objects.filter(user=user).order_by("-read_at", "-made_at", "-id")[:SHOWN])

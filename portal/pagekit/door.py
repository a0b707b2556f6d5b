"""What the view of any page asks first: who reads, and for which day."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import User
from portal.partialdate import whole_day


def person(request: HttpRequest) -> User:
    """The signed-in person (LoginRequiredMiddleware lets nobody else in)."""
    assert isinstance(request.user, User)
    return request.user


def asked_day(request: HttpRequest) -> date:
    """`?status_date=2026-11-22`, today when it is missing or no date of these centuries."""
    try:
        return whole_day(request.GET.get("status_date", ""))
    except ValueError:
        return timezone.now().date()

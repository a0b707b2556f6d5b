"""What the view of any page asks first: who reads, for which day, and where a form leads back to."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.models import User
from portal.partialdate import whole_day


def person(request: HttpRequest) -> User:
    """The signed-in person (LoginRequiredMiddleware lets nobody else in)."""
    assert isinstance(request.user, User)
    return request.user


def own_address(address: str) -> str:
    """The address when it leads to a page of the portal, else ''."""
    is_own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_own else ""


def asked_day(request: HttpRequest) -> date:
    """`?status_date=2026-11-22`, today when it is missing or no date of these centuries."""
    try:
        return whole_day(request.GET.get("status_date", ""))
    except ValueError:
        return timezone.now().date()

"""The account page, with what the portal has to tell the person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.notices.actions import mark_read
from portal.notices.queries import latest


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware lets nobody else in
    return request.user


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """`/account/`: who is signed in, for which party, with which rights, and the newest notices."""
    return render(request, "account/account.html", {"notices": latest(_person(request))})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """`/account/notices/read/`: marks all notices of the person as read."""
    mark_read(by=_person(request), at=timezone.now())
    return redirect("/account/#notices")

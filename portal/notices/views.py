"""The account page, with what the portal has to tell the person."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.actions import set_address
from portal.accounts.models import User
from portal.faults import Invalid
from portal.notices.actions import mark_read
from portal.notices.queries import latest


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware lets nobody else in
    return request.user


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """`/account/`: who is signed in, for which party, with which rights, and the newest notices."""
    return _account(request, {}, 200)


def _account(request: HttpRequest, problems: Mapping[str, Sequence[str]], status: int) -> HttpResponse:
    user = _person(request)
    context = {
        "notices": latest(user),
        "problems": problems,
        "email": request.POST.get("email", "") if problems else user.email,
    }
    return render(request, "account/account.html", context, status=status)


@require_POST
def change_address(request: HttpRequest) -> HttpResponse:
    """`/account/mail/`: the address to which reports for this account are mailed."""
    try:
        set_address(address=request.POST.get("email", "")[:254], by=_person(request))
    except Invalid as fault:
        return _account(request, fault.problems, 400)
    messages.success(request, _("Your mail address is set."))
    return redirect("account")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """`/account/notices/read/`: marks all notices of the person as read."""
    mark_read(by=_person(request), at=timezone.now())
    return redirect("/account/#notices")

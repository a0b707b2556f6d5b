"""The sign-in page and the demonstration sign-in."""

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from portal.accounts import demonstration
from portal.accounts.models import User


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's sign-in, with the demonstration accounts below it where there are any."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_groups": demonstration.by_party()}


@login_not_required
@require_POST
def enter_demonstration(request: HttpRequest, username: str) -> HttpResponse:
    """Signs in as one of the demonstration accounts; absent outside of a demonstration."""
    if username not in demonstration.usernames():
        raise Http404
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend="portal.accounts.backend.PartyBackend")
    return redirect("/")

"""allauth's questions about accounts, answered: nobody signs up, accounts are opened by an administrator."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No sign-up on the web."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The square for the app stands in the page itself: the content policy lets no picture come as data."""

    def build_totp_svg(self, url: str) -> str:
        drawn = re.search(r'viewBox="0 0 (?P<size>\d+) .*? d="(?P<path>[^"]+)"', super().build_totp_svg(url), re.DOTALL)
        assert drawn
        return render_to_string("drawing/square.svg.html", drawn.groupdict())

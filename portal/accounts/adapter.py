"""allauth's questions about accounts, answered: nobody signs up, accounts are opened by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No sign-up on the web."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The square for the app stands in the page itself: the content policy lets no picture come as data."""

    def build_totp_svg(self, url: str) -> str:
        return str(super().build_totp_svg(url)).partition("?>")[2].strip()

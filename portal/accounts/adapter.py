"""allauth's questions about accounts, answered: nobody signs up, accounts are opened by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No sign-up on the web."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

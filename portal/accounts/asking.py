"""Who is asking, told to the database: the place on which row-level security stands as the second wall.

Each request of a signed-in person, each API call and each job says it before it reads. The setting lives in the
connection (reads run outside transactions) and is overwritten by the next one who asks.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase


def say_who_asks(party_code: str) -> None:
    """Tells the database the code of the party whose person asks ('' = somebody without a party)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.asking', %s, false)", [party_code])


class AskingMiddleware:
    """Says who asks before the view of a signed-in person runs. Stands after the authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.user.is_authenticated:
            say_who_asks(request.user.party_code)

"""Each request has a number: in the log, in the history of what it wrote, and in the answer."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from portal.history.writing import request_id

SANE = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


class RequestNumberMiddleware:
    """Takes the proxy's X-Request-ID when it is sane, else makes one. Stands first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        number = given if SANE.match(given) else uuid.uuid4().hex
        token = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        return response

"""Errors as `application/problem+json` (RFC 9457). The one place where a fault of the domain becomes an HTTP answer."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.faults import Conflict, Fault, Invalid, Missing, Outdated, Refused
from portal.rest.json import dumps

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[Fault], int] = {Refused: 403, Missing: 404, Invalid: 400, Outdated: 409, Conflict: 412}
TITLES = {
    400: "The request is wrong",
    401: "Sign in or send a token",
    403: "Not allowed",
    404: "Nothing here",
    405: "This method is not offered here",
    406: "This format is not offered here",
    409: "It rests on a state that is gone",
    412: "Somebody was faster",
    415: "Send application/json",
    422: "The key was used for another request",
    428: "Say which version you saw",
    429: "Too many requests",
}

STILL_RUNNING = "still-running"


class Precondition(APIException):
    """If-Match is missing."""

    status_code = 428
    default_code = "precondition-required"


class OtherRequest(APIException):
    """An Idempotency-Key came back with another request."""

    status_code = 422
    default_code = "idempotency-key-reused"


class StillRunning(APIException):
    """The first call with this Idempotency-Key has not ended yet."""

    status_code = 409
    default_code = STILL_RUNNING


def problem(status: int, detail: str, *, code: str, **more: Any) -> dict[str, Any]:
    """The body of a problem document."""
    title = TITLES.get(status, "The portal made a mistake")
    title = "The same call is still running" if code == STILL_RUNNING else title
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}


def respond(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler."""
    if isinstance(error, Fault):
        body = problem_of(error)
        return Response(body, status=body["status"], content_type=MEDIA_TYPE)
    if isinstance(error, BadRequest):
        return Response(problem(400, str(error), code="bad-request"), status=400, content_type=MEDIA_TYPE)
    if isinstance(error, Http404):
        error = NotFound()
    response = exception_handler(error, context)
    if response is not None:
        response.data = _of_exception(error, response.status_code)
        response.content_type = MEDIA_TYPE
    return response


def problem_of(fault: Fault) -> dict[str, Any]:
    """The problem document of a fault."""
    status = next((code for kind, code in STATUS.items() if isinstance(fault, kind)), 400)
    more: dict[str, Any] = {}
    if isinstance(fault, Invalid):
        more["errors"] = fault.problems
    if isinstance(fault, Conflict):
        more["current"] = fault.current
    return problem(status, fault.message, code=fault.code, **more)


def _of_exception(error: Exception, status: int) -> dict[str, Any]:
    if isinstance(error, ValidationError):
        return problem(status, "Look at `errors` for each field.", code="invalid", errors=error.detail)
    if isinstance(error, NotFound):
        return problem(404, "It does not exist, or it is not released to you.", code="missing")
    code = error.default_code if isinstance(error, APIException) else "error"
    return problem(status, str(getattr(error, "detail", error)), code=code)


def plain(status: int, detail: str, *, code: str) -> HttpResponse:
    """A problem document outside of REST framework: middleware and unknown addresses."""
    return HttpResponse(dumps(problem(status, detail, code=code)), status=status, content_type=MEDIA_TYPE)

"""What every endpoint has in common: visible rows, known parameters, strong ETags, repeated calls."""

import hashlib
import re
from collections.abc import Callable, Mapping, Set
from typing import Any, ClassVar, Generic, TypeVar

import orjson
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django_filters import MultipleChoiceFilter
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter
from psycopg2.errors import LockNotAvailable
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from portal.accounts.models import User
from portal.rest.json import dumps
from portal.rest.models import RepeatedCall
from portal.rest.paging import KeysetPagination
from portal.rest.problems import OtherRequest, Precondition, StillRunning

M = TypeVar("M", bound=Model)
OF_LISTS = frozenset({"page_size", "cursor", "count"})
VERSION = re.compile(r'^"v(\d{1,9})-[0-9a-f]{16}"$')


def caller(request: Request) -> User:
    """The person in whose name the call is made."""
    assert isinstance(request.user, User)  # IsAuthenticated lets nobody else in
    return request.user


class Tagged(APIView):
    """An answer with a strong ETag, kept by nobody for anybody else."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Gives every good answer its strong ETag and answers 304 when the caller has it already."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["Vary"] = "Authorization, Cookie"
        if request.method in {"GET", "HEAD"} and answer.status_code == 200:
            answer.headers["ETag"] = etag(answer.data)
            if _knows(request, answer.headers["ETag"]):
                answer.status_code, answer.data = 304, None
        return answer


class RecordViewSet(Tagged, ReadOnlyModelViewSet[M], Generic[M]):
    """Lists and single objects. A subclass says `rows()`, its serializer and, maybe, its filter."""

    pagination_class = KeysetPagination
    filter_backends = [DjangoFilterBackend]
    own_parameters: ClassVar[Mapping[str, frozenset[str]]] = {}  # by action
    repeatable: ClassVar[frozenset[str]] = frozenset()  # own parameters that may stand several times

    def rows(self, user: User) -> QuerySet[M]:
        """The rows that the person may see."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[M]:
        if getattr(self, "swagger_fake_view", False):  # the description is made without a person
            model: type[M] = self.serializer_class.Meta.model  # type: ignore[union-attr]  # ModelSerializer
            return model._default_manager.none()
        return self.rows(caller(self.request))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, self.parameters(self.action), several=self.repeatable | self.filter_names(several=True))

    @classmethod
    def parameters(cls, action: str) -> frozenset[str]:
        """Names that the action knows. Anything else is refused: a misspelt filter must not give the whole list."""
        own = cls.own_parameters.get(action, frozenset())
        return own | OF_LISTS | cls.filter_names() if action == "list" else own

    @classmethod
    def filter_names(cls, *, several: bool = False) -> frozenset[str]:
        """The filters of the list; with `several` only those that may stand several times."""
        filters = getattr(cls, "filterset_class", None)
        every = filters.base_filters.items() if filters else ()
        return frozenset(name for name, made in every if not several or isinstance(made, MultipleChoiceFilter))


def refuse_unknown(request: Request, known: Set[str], *, several: Set[str] = frozenset()) -> None:
    """A parameter that is not known is refused: a slip in its name would change the answer without a word.

    So is one that stands twice where one value counts: the other would be dropped without a word.
    """
    asked = request.query_params
    problems = {name: [f"Unknown. Known: {', '.join(sorted(known))}."] for name in set(asked) - known}
    twice = [name for name in asked if name in known - several and len(asked.getlist(name)) > 1]
    problems |= {name: ["Stands more than once, but only one value counts. Give it once."] for name in twice}
    if problems:
        raise ValidationError(problems)


def _knows(request: Request, tag: str) -> bool:
    """If-None-Match names the tag, or is a star. Compared weakly, as the standard says: a proxy may weaken it."""
    named = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    return tag in named or named == ["*"]


def etag(data: Any) -> str:
    """Strong: it changes with any byte of the answer. Begins with the version of a versioned object."""
    version = data.get("version", 0) if isinstance(data, dict) else 0
    sent = data if isinstance(data, bytes) else dumps(data)
    return f'"v{version}-{hashlib.sha256(sent).hexdigest()[:16]}"'


def seen_version(request: Request) -> int:
    """The version in If-Match, which a call that writes must carry (428 without, 400 when it is no ETag of ours)."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise Precondition("Send the ETag of the object that you saw as If-Match.")
    match = VERSION.match(header)
    if match is None:
        raise ValidationError({"If-Match": ["Not an ETag of this portal. Take it from the answer to a GET."]})
    return int(match[1])


class Strict(Serializer[Any]):
    """Refuses a member that it does not know: a slip in its name would change nothing, without a word."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        if unknown:
            known = ", ".join(sorted(self.fields))
            raise ValidationError({name: [f"Unknown. Known: {known}."] for name in unknown})
        return super().to_internal_value(data)


def valid_body(shape: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """The body as the serializer reads it; its problems are the answer (400) otherwise."""
    words = shape(data=request.data)
    words.is_valid(raise_exception=True)
    given: dict[str, Any] = words.validated_data
    return given


IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of the row that you saw"
)
KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key again gives the same answer, once done"
)


def once(request: Request, call: Callable[[], Response]) -> Response:
    """Runs the call in one transaction; with an Idempotency-Key its effect happens once, however often it comes.

    The same key with another request is refused (422). Whoever comes while the first call still runs waits for its
    answer, and is told so (409) when it takes too long. A call that fails leaves no trace of its key.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return call()
    if len(key) > 200 or not key.isprintable():
        raise ValidationError({"Idempotency-Key": ["At most 200 printable characters."]})
    sent = hashlib.sha256(dumps([request.method, request.path, request.data])).hexdigest()
    with transaction.atomic():
        row = RepeatedCall(user=caller(request), key=key, request_sha256=sent, made_at=timezone.now())
        try:
            _claim(row)
        except IntegrityError:
            return _again(caller(request), key, sent)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            raise StillRunning("The first call with this Idempotency-Key still runs. Repeat it later.") from None
        response = call()
        row.status, row.body = response.status_code, dumps(response.data).decode()
        row.save(update_fields=["status", "body"])
    return response


def _claim(row: RepeatedCall) -> None:
    """Writes the key down: the index makes everybody else with the same key wait here for the end of this call."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [settings.REPEATED_CALL_WAIT])
        row.save(force_insert=True)
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")


def _again(user: User, key: str, sent: str) -> Response:
    row = RepeatedCall.objects.get(user=user, key=key)
    if row.request_sha256 != sent:
        raise OtherRequest("This Idempotency-Key was used for another request. Take a new one.")
    return Response(orjson.loads(str(row.body)), status=row.status, headers={"Idempotency-Replayed": "true"})

"""Endpoint of saved filters: the caller's own ones and those that colleagues of the party share."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.actions.saved_filters import FilterWords, change_filter, save_filter, withdraw_filter
from catalog.api.ledger import party
from catalog.models import SavedFilter
from catalog.models.saved import LONGEST_NAME, LONGEST_QUERY
from catalog.queries.saved_filters import saved_filters_of
from catalog.saved_queries import Asked, asked_now, canonical, result_of
from catalog.vocabulary import Match
from portal.accounts.models import User
from portal.rest.views import IF_MATCH, KEY, RecordViewSet, Strict, caller, once, seen_version, valid_body

UID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class SavedFilterSerializer(serializers.ModelSerializer[SavedFilter]):
    """A saved filter. `query` is what follows the question mark in the address of the list of models."""

    owner = serializers.CharField(source="owner.username", read_only=True)
    party = party()
    shared = serializers.BooleanField(source="is_shared", read_only=True)
    watched = serializers.BooleanField(source="is_watched", read_only=True)

    class Meta:
        model = SavedFilter
        fields = ["uid", "name", "query", "owner", "party", "shared", "watched", "saved_at", "version"]


class AnswersSerializer(serializers.Serializer[Any]):
    """How many of the models give each answer to the conditions on figures."""

    meets = serializers.IntegerField()
    may = serializers.IntegerField()
    fails = serializers.IntegerField()
    unknown = serializers.IntegerField()


class SavedFilterNowSerializer(SavedFilterSerializer):
    """One saved filter with what it finds now; null where it cannot be asked any more, and `problem` says why."""

    models = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField()
    problem = serializers.SerializerMethodField()

    class Meta(SavedFilterSerializer.Meta):
        fields = [*SavedFilterSerializer.Meta.fields, "models", "answers", "problem"]

    def _asked(self, row: SavedFilter) -> Asked:
        """Asked once for the three fields of one row."""
        if not hasattr(self, "_found"):
            self._found = asked_now(row.query, self.context["user"])
        return self._found

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_models(self, row: SavedFilter) -> int | None:
        return self._asked(row).models

    @extend_schema_field(AnswersSerializer(allow_null=True))
    def get_answers(self, row: SavedFilter) -> dict[str, int] | None:
        asked = self._asked(row)
        return {match.value: asked.answers.get(match, 0) for match in Match} if asked.conditions else None

    @extend_schema_field(serializers.CharField())
    def get_problem(self, row: SavedFilter) -> str:
        return self._asked(row).problem


class ChangedFilterSerializer(Strict):
    """What is left out stays as it is. `query` never changes: save another filter."""

    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    shared = serializers.BooleanField(required=False)
    watched = serializers.BooleanField(required=False)


class NewSavedFilterSerializer(ChangedFilterSerializer):
    name = serializers.CharField(max_length=LONGEST_NAME)
    query = serializers.CharField(max_length=LONGEST_QUERY, help_text="domain=air&figure=range:>=:50:km")


class SavedFilterViewSet(RecordViewSet[SavedFilter]):
    """Filters of the catalog under a name: the caller's own ones and those shared within the party."""

    serializer_class = SavedFilterSerializer
    lookup_field = "uid"
    lookup_value_regex = UID
    own_parameters: ClassVar = {}

    def get_serializer_class(self) -> type[SavedFilterSerializer]:
        return SavedFilterNowSerializer if getattr(self, "action", "") == "retrieve" else SavedFilterSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "user": self.request.user if self.request else None}

    def rows(self, user: User) -> QuerySet[SavedFilter]:
        return saved_filters_of(user)

    @extend_schema(parameters=[KEY], request=NewSavedFilterSerializer, responses={201: SavedFilterSerializer})
    def create(self, request: Request) -> Response:
        """Saves a filter. `query` is checked by the list of models and kept in its canonical form."""
        given = valid_body(NewSavedFilterSerializer, request)
        query = canonical(given.pop("query"))

        def write() -> Response:
            words = FilterWords(**given)
            row = save_filter(query=query, words=words, by=caller(request), at=timezone.now(), find=result_of)
            return self._answer(row.uid, 201)

        return once(request, write)

    @extend_schema(parameters=[IF_MATCH, KEY], request=ChangedFilterSerializer, responses={200: SavedFilterSerializer})
    def partial_update(self, request: Request, uid: str = "") -> Response:
        """Renames, shares or watches. The owner does the first two, everybody who sees the filter may watch it."""
        who, words = self._who(request, uid), FilterWords(**valid_body(ChangedFilterSerializer, request))

        def write() -> Response:
            change_filter(**who, words=words, find=result_of)
            return self._answer(UUID(uid), 200)

        return once(request, write)

    @extend_schema(parameters=[IF_MATCH, KEY], responses={204: None})
    def destroy(self, request: Request, uid: str = "") -> Response:
        """Takes the saved filter back: nobody sees or watches it any more."""
        who = self._who(request, uid)

        def write() -> Response:
            withdraw_filter(**who)
            return Response(status=204)

        return once(request, write)

    def _who(self, request: Request, uid: str) -> dict[str, Any]:
        return {"uid": UUID(uid), "by": caller(request), "at": timezone.now(), "version": seen_version(request)}

    def _answer(self, uid: UUID, status: int) -> Response:
        """The saved filter as it stands now."""
        row = self.rows(caller(self.request)).get(uid=uid)
        return Response(SavedFilterSerializer(row).data, status=status)

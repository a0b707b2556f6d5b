"""Endpoints of terms with their versions, and of positions: reading, stating, withdrawing."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.rest.views import KEY, RecordViewSet, Strict, caller, once, valid_body
from procurement import filters
from procurement.actions.positions import state_position, withdraw_position
from procurement.api.serializers import code, digits, exercise, slug, uid
from procurement.models import Position, PositionWithdrawal, Term, TermVersion
from procurement.queries.terms import clause_number, numbered
from procurement.term_rules import Words


class TermVersionSerializer(serializers.ModelSerializer[TermVersion]):
    """What both sides accepted. `valid_to` is the first day on which it no longer holds."""

    low = digits()
    high = digits()
    proposal = serializers.IntegerField(source="proposal.number", read_only=True, allow_null=True, default=None)

    class Meta:
        model = TermVersion
        fields = ["number", "text_en", "text_uk", "low", "high", "valid_from", "valid_to", "proposal"]


class TermSerializer(serializers.ModelSerializer[Term]):
    """`clause` is the number in the text of the deal; '' for a term that not all parties see."""

    id = uid()
    deal = code()
    exercise = exercise("deal")
    workstream = code()
    clause = serializers.SerializerMethodField()
    versions = TermVersionSerializer(many=True, read_only=True)

    class Meta:
        model = Term
        fields = [
            *["id", "deal", "exercise", "code", "clause", "workstream", "title_en", "title_uk", "kind", "unit"],
            *["status", "versions", "releasable_to", "version"],
        ]

    def get_clause(self, row: Term) -> str:
        return clause_number(row)


class PositionWithdrawalSerializer(serializers.ModelSerializer[PositionWithdrawal]):
    class Meta:
        model = PositionWithdrawal
        fields = ["reason", "withdrawn_at"]


class PositionSerializer(serializers.ModelSerializer[Position]):
    id = uid()
    deal = code(source="term.deal")
    exercise = exercise("term.deal")
    term = code()
    party = code(allow_null=True)
    source = slug(allow_null=True)  # type: ignore[assignment]  # the field "source"
    low = digits()
    high = digits()
    withdrawal = PositionWithdrawalSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Position
        fields = [
            *["id", "deal", "exercise", "term", "slug", "party", "stated_by", "stated_on", "title_en", "text_en"],
            *["text_uk", "low", "high", "unit", "status", "source", "releasable_to", "recorded_at", "withdrawal"],
        ]


def _text(length: int, **options: Any) -> serializers.CharField:
    return serializers.CharField(max_length=length, required=False, default="", allow_blank=True, **options)


class NewPositionSerializer(Strict):
    """What the own party wants. Numbers are texts; without `releasable_to` all parties of the deal see it."""

    deal = serializers.CharField(max_length=60)
    term = serializers.CharField(max_length=60)
    text_en = _text(25_000)
    text_uk = _text(25_000)
    low = _text(40, help_text="the lower end of the figure, in the unit of the term; empty: open or in words")
    high = _text(40, help_text="the upper end")
    unit = _text(12, help_text="may be left out: it is the unit of the term")
    releasable_to = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, default=list, max_length=50
    )


class WithdrawalSerializer(Strict):
    reason = _text(5000)


class TermViewSet(RecordViewSet[Term]):
    """Subjects under negotiation, each with every version of its agreed text, oldest first."""

    serializer_class = TermSerializer
    filterset_class = filters.TermFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[Term]:
        versions = TermVersion.objects.visible_to(user).select_related("proposal").order_by("number")
        return numbered(Term.objects.visible_to(user)).prefetch_related(Prefetch("versions", queryset=versions))


class PositionViewSet(RecordViewSet[Position]):
    """What a party or a public speaker said of a term. Withdrawn ones are left out unless `withdrawn=true`."""

    serializer_class = PositionSerializer
    filterset_class = filters.PositionFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[Position]:
        return Position.objects.visible_to(user).select_related("term__deal", "party", "source", "withdrawal")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The list and its export leave withdrawn positions out; the address of a single one stays good."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(parameters=[KEY], request=NewPositionSerializer, responses={201: PositionSerializer})
    def create(self, request: Request) -> Response:
        """States a position of the own party, for all parties of the deal or for the own side."""
        given = valid_body(NewPositionSerializer, request)
        names = {"deal_code": given.pop("deal"), "term_code": given.pop("term")}
        to = given.pop("releasable_to")

        def write() -> Response:
            made = state_position(
                **names, words=Words(**given), releasable_to=to, by=caller(request), at=timezone.now()
            )
            return self._answer(made.uid, 201)

        return once(request, write)

    @extend_schema(parameters=[KEY], request=WithdrawalSerializer, responses={200: PositionSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def withdraw(self, request: Request, uid: Any = None) -> Response:
        """Takes a position of the own party back; needs a reason. It stays readable and counts no more."""
        words = valid_body(WithdrawalSerializer, request)
        position = self.get_object()

        def write() -> Response:
            withdraw_position(uid=position.uid, by=caller(request), at=timezone.now(), **words)
            return self._answer(position.uid, 200)

        return once(request, write)

    def _answer(self, uid: Any, status: int) -> Response:
        """The position as it stands now."""
        return Response(PositionSerializer(self.rows(caller(self.request)).get(uid=uid)).data, status=status)

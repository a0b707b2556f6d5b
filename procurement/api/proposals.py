"""Endpoint of proposals: reading, opening, accepting, refusing, withdrawing."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.rest.problems import Precondition
from portal.rest.views import IF_MATCH, KEY, RecordViewSet, Strict, caller, once, seen_version, valid_body
from procurement import filters
from procurement.actions.decisions import accept_proposal, refuse_proposal
from procurement.actions.proposals import Wanted, open_proposal, withdraw_proposal
from procurement.api.serializers import code, exercise
from procurement.models import Proposal, ProposalChange
from procurement.proposal_rules import named
from procurement.queries.proposals import proposals_of
from procurement.vocabulary import AgreedField, ReasonCode, Subject

VALUE = {"type": ["string", "boolean"]}


@extend_schema_field(VALUE)
class ValueField(serializers.JSONField):
    """A day as YYYY-MM-DD, a text, a number as text, or true and false."""

    def to_internal_value(self, data: Any) -> Any:
        if data is not None and not isinstance(data, str | bool):
            raise serializers.ValidationError(
                "A text, true, false or null; a number as text, so that it keeps its digits."
            )
        return data


class ProposalChangeSerializer(serializers.ModelSerializer[ProposalChange]):
    """One agreed value; where `old` equals `new` it stays, and belongs to what the proposal was made against."""

    key = serializers.CharField(source="subject_key", read_only=True)
    old = ValueField(read_only=True, allow_null=True)
    new = ValueField(read_only=True, allow_null=True)

    class Meta:
        model = ProposalChange
        fields = ["subject", "key", "field", "old", "new", "base_version"]


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    id = serializers.SerializerMethodField()
    deal = code()
    exercise = exercise("deal")
    party = code()
    opened_by = serializers.CharField(source="opened_by.username", read_only=True)
    decided_party = code(allow_null=True)
    decided_by = serializers.CharField(source="decided_by.username", read_only=True, allow_null=True, default=None)
    answers = serializers.IntegerField(source="answers.number", read_only=True, allow_null=True, default=None)
    changes = ProposalChangeSerializer(many=True, read_only=True)

    class Meta:
        model = Proposal
        fields = [
            *[
                "id",
                "deal",
                "exercise",
                "number",
                "releasable_to",
                "party",
                "opened_by",
                "opened_at",
                "reason_code",
                "reason",
                "state",
            ],
            *["decided_party", "decided_by", "decided_at", "decision_reason", "answers", "changes", "version"],
        ]

    def get_id(self, row: Proposal) -> str:
        return f"{row.deal.code}.{row.name}"


class NewChangeSerializer(Strict):
    subject = serializers.ChoiceField(choices=Subject.choices)
    key = serializers.CharField(
        max_length=200,
        help_text="the code of the milestone, term or order; a link is BEFORE>AFTER:KIND as now, a lot ORDER.NUMBER",
    )
    field = serializers.ChoiceField(choices=AgreedField.choices)
    new = ValueField(allow_null=True)
    base_version = serializers.IntegerField(
        min_value=0,
        max_value=10**9,
        required=False,  # without it the answer is 428, as without If-Match
        help_text="the version of the row that you saw, 0 for a link that does not exist yet; required (428 without)",
    )


class NewProposalSerializer(Strict):
    """What the own party proposes. A value that is not named stays as agreed."""

    deal = serializers.CharField(max_length=60)
    reason_code = serializers.ChoiceField(choices=ReasonCode.choices)
    reason = serializers.CharField(max_length=5000)
    answers = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=10**6)
    changes = NewChangeSerializer(many=True, allow_empty=False)

    @staticmethod
    def wanted(changes: list[dict[str, Any]]) -> list[Wanted]:
        """The same row by row; a value that stands twice is refused, and one without the version that was seen."""
        values: dict[tuple[str, str], dict[str, Any]] = {}
        versions: dict[tuple[str, str], int] = {}
        for change in changes:
            if "base_version" not in change:
                raise Precondition("Say with each change which version of the row you saw, as base_version.")
            seen = change["base_version"]
            if versions.setdefault((change["subject"], change["key"]), seen) != seen:
                raise serializers.ValidationError({"changes": [f"{change['key']} has two values of base_version."]})
            row = values.setdefault((change["subject"], change["key"]), {})
            if change["field"] in row:
                raise serializers.ValidationError({"changes": [f"{change['key']} {change['field']} stands twice."]})
            row[change["field"]] = change["new"]
        return [Wanted(*key, row, version=versions[key]) for key, row in values.items()]


class DecisionSerializer(Strict):
    reason = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)


class ProposalViewSet(RecordViewSet[Proposal]):
    """Changes of agreed values that one side proposes and the other side decides about."""

    serializer_class = ProposalSerializer
    filterset_class = filters.ProposalFilter
    lookup_value_regex = r"[A-Za-z0-9_-]{1,60}\.(?:[A-Za-z0-9_+-]{1,600}\.)?[0-9]{1,6}"

    def rows(self, user: User) -> QuerySet[Proposal]:
        return proposals_of(user)

    def get_object(self) -> Proposal:
        deal, number, release = self._named()
        proposal = self.get_queryset().filter(deal__code=deal, number=number, releasable_to=release).first()
        if proposal is None:
            raise Http404
        return proposal

    def _named(self) -> tuple[str, int, list[str]]:
        """Deal, number and release list; a name that cannot be is as absent as one that is not there."""
        deal, _, name = self.kwargs["pk"].partition(".")
        parts = named(name)
        if parts is None:
            raise Http404
        return deal, *parts

    @extend_schema(parameters=[KEY], request=NewProposalSerializer, responses={201: ProposalSerializer})
    def create(self, request: Request) -> Response:
        """Opens a proposal of the own party; `answers` makes it the counter-proposal to that number.

        `base_version` of each change is the version of its row that the caller saw, as If-Match is elsewhere: 428
        without it, 412 with both versions when the row has changed since.
        """
        given = valid_body(NewProposalSerializer, request)
        wanted = NewProposalSerializer.wanted(given.pop("changes"))

        def write() -> Response:
            deal = given["deal"]
            rest = {name: given[name] for name in ("reason_code", "reason", "answers")}
            made = open_proposal(deal_code=deal, wanted=wanted, by=caller(request), at=timezone.now(), **rest)
            return self._answer(made, 201)

        return once(request, write)

    @extend_schema(parameters=[IF_MATCH, KEY], request=DecisionSerializer, responses={200: ProposalSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def accept(self, request: Request, pk: str = "") -> Response:
        """Applies everything in the proposal of the other side, or nothing."""
        return self._decide(request, accept_proposal)

    @extend_schema(parameters=[IF_MATCH, KEY], request=DecisionSerializer, responses={200: ProposalSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def refuse(self, request: Request, pk: str = "") -> Response:
        """Refuses the proposal of the other side; needs a reason."""
        return self._decide(request, refuse_proposal)

    @extend_schema(parameters=[IF_MATCH, KEY], request=DecisionSerializer, responses={200: ProposalSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def withdraw(self, request: Request, pk: str = "") -> Response:
        """Takes an open proposal of the own side back; needs a reason."""
        return self._decide(request, withdraw_proposal)

    def _decide(self, request: Request, act: Callable[..., Proposal]) -> Response:
        version = seen_version(request)
        deal, number, release = self._named()
        words = valid_body(DecisionSerializer, request)
        given: dict[str, Any] = {"deal_code": deal, "number": number, "releasable_to": release, "version": version}

        def write() -> Response:
            return self._answer(act(by=caller(request), at=timezone.now(), **given, **words), 200)

        return once(request, write)

    def _answer(self, made: Proposal, status: int) -> Response:
        proposal = self.rows(caller(self.request)).get(pk=made.pk)
        return Response(ProposalSerializer(proposal).data, status=status)

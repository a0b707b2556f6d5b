"""Endpoints of the claim ledger: claims, with what may be done with them, and the coverage board."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from catalog.actions.claim_words import ClaimWords
from catalog.actions.claims import add_claim, check_claim, prefer_claim, withdraw_claim
from catalog.actions.sources import SourceWords
from catalog.api.models import UNITS, FigureSerializer, PreferredSerializer, slug
from catalog.filters import ClaimFilter
from catalog.models import Claim, ClaimWithdrawal
from catalog.queries.coverage import Row, coverage
from catalog.queries.ledger import ledger_of
from catalog.rules import review_due
from portal.accounts.models import User
from portal.rest.views import KEY, RecordViewSet, Strict, caller, once, valid_body


def party(**words: Any) -> serializers.SlugRelatedField[Any]:
    """A party by its code, read only."""
    return serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True, **words)


class WithdrawalSerializer(serializers.ModelSerializer[ClaimWithdrawal]):
    party = party()
    replaced_by = serializers.IntegerField(source="replaced_by_id", read_only=True, allow_null=True)

    class Meta:
        model = ClaimWithdrawal
        fields = ["reason", "party", "person", "replaced_by", "withdrawn_at"]


class ClaimSerializer(FigureSerializer):
    """A claim in the ledger: owner, last check, day of review, preferences, withdrawal."""

    model = slug()
    owner = party()
    last_checked = serializers.DateField(read_only=True)
    review_due = serializers.SerializerMethodField()
    preferred_by = serializers.SerializerMethodField()
    withdrawal = serializers.SerializerMethodField()

    class Meta(FigureSerializer.Meta):
        fields = [
            *["model", *FigureSerializer.Meta.fields],
            *["owner", "added_by", "last_checked", "review_due", "preferred_by", "withdrawal"],
        ]

    @extend_schema_field(OpenApiTypes.DATE)
    def get_review_due(self, claim: Claim) -> str:
        return review_due(claim.last_checked).isoformat()  # type: ignore[attr-defined]  # annotated by ledger_of

    @extend_schema_field(PreferredSerializer(many=True))
    def get_preferred_by(self, claim: Claim) -> list[dict[str, Any]]:
        rows = claim.preferred  # type: ignore[attr-defined]  # prefetched by ledger_of
        return [{"claim": claim.pk, "party": row.party.code, "reason": row.reason} for row in rows]

    @extend_schema_field(WithdrawalSerializer(allow_null=True))
    def get_withdrawal(self, claim: Claim) -> Any:
        return WithdrawalSerializer(claim.withdrawal).data if hasattr(claim, "withdrawal") else None


def text_field(length: int, *, needed: bool = False) -> serializers.CharField:
    """A text of at most this length; '' when it is left out and not needed."""
    if needed:
        return serializers.CharField(max_length=length)
    return serializers.CharField(max_length=length, required=False, default="", allow_blank=True)


class NewSourceSerializer(Strict):
    """A page that the portal may not know yet."""

    url = text_field(1000)
    publisher = text_field(200)
    title = text_field(500)
    published_on = text_field(10)
    language = text_field(8)


class NewClaimSerializer(Strict):
    """A figure: `figure` as people write it ("up to 40 km"), or `bound` with `low`, `high` and `unit`; or words alone
    in `condition`. `source` is the slug of a known page, `new_source` any page. Numbers are texts.
    """

    model = text_field(120, needed=True)
    capability = text_field(40, needed=True)
    figure = text_field(200)
    bound = text_field(8)
    low = text_field(60)
    high = text_field(60)
    unit = text_field(12)
    condition = text_field(5000)
    stated_by = text_field(10, needed=True)
    stated_on = text_field(10)
    source = text_field(120)  # type: ignore[assignment]  # the field "source"
    new_source = NewSourceSerializer(required=False)

    @staticmethod
    def words(given: Mapping[str, Any]) -> ClaimWords:
        """What the action takes."""
        page: Mapping[str, str] = given.get("new_source", {})
        plain = ("capability", "figure", "bound", "low", "high", "unit", "condition", "stated_by", "stated_on")
        return ClaimWords(source=SourceWords(slug=given["source"], **page), **{name: given[name] for name in plain})


class ReasonSerializer(Strict):
    reason = text_field(5000)


class NewWithdrawalSerializer(ReasonSerializer):
    replaced_by = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1, max_value=2**62)


class NewPreferenceSerializer(ReasonSerializer):
    """`stands` false takes the preference of the own party back."""

    stands = serializers.BooleanField(required=False, default=True)


class NewCheckSerializer(Strict):
    note = text_field(5000)


class ClaimViewSet(RecordViewSet[Claim]):
    """Statements about what models can do. Withdrawn ones are left out unless `withdrawn=true`; none is ever erased."""

    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    own_parameters: ClassVar = {"list": UNITS, "retrieve": UNITS}
    lookup_value_regex = "[0-9]{1,18}"

    def rows(self, user: User) -> QuerySet[Claim]:
        return ledger_of(user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The list and its export leave withdrawn claims out; the address of a single one stays good."""
        return queryset if self.detail else super().filter_queryset(queryset)

    @extend_schema(parameters=[KEY], request=NewClaimSerializer, responses={201: ClaimSerializer})
    def create(self, request: Request) -> Response:
        """Puts a figure on record for the own party, with its source."""
        given = valid_body(NewClaimSerializer, request)

        def write() -> int:
            words = NewClaimSerializer.words(given)
            return add_claim(model_slug=given["model"], words=words, by=caller(request), at=timezone.now()).pk

        return once(request, lambda: self._answer(write(), 201))

    @extend_schema(parameters=[KEY], request=NewWithdrawalSerializer, responses={200: ClaimSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def withdraw(self, request: Request, pk: str = "") -> Response:
        """Takes a claim back: it stays readable and counts nowhere. The own party's claims and the public record's."""
        given = valid_body(NewWithdrawalSerializer, request)
        return self._act(request, pk, withdraw_claim, given)

    @extend_schema(parameters=[KEY], request=NewPreferenceSerializer, responses={200: ClaimSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def prefer(self, request: Request, pk: str = "") -> Response:
        """States that the own party prefers this claim. Hides no other claim and changes no state."""
        return self._act(request, pk, prefer_claim, valid_body(NewPreferenceSerializer, request))

    @extend_schema(parameters=[KEY], request=NewCheckSerializer, responses={200: ClaimSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def check(self, request: Request, pk: str = "") -> Response:
        """States that the source still says it today."""
        return self._act(request, pk, check_claim, valid_body(NewCheckSerializer, request))

    def _act(self, request: Request, pk: str, write: Any, given: Mapping[str, Any]) -> Response:
        def run() -> Response:
            write(claim_id=int(pk), by=caller(request), at=timezone.now(), **given)
            return self._answer(int(pk), 200)

        return once(request, run)

    def _answer(self, pk: int, status: int) -> Response:
        """The claim as it stands now."""
        return Response(ClaimSerializer(self.rows(caller(self.request)).get(pk=pk)).data, status=status)


class CoverageRowSerializer(serializers.Serializer[Any]):
    """Figures are those with numbers; statements, due and oldest check count words too."""

    figures = serializers.IntegerField()
    two_sources = serializers.IntegerField(help_text="figures that two independent sources state")
    share = serializers.IntegerField(allow_null=True, help_text="two_sources in percent of figures")
    disputed = serializers.IntegerField()
    statements = serializers.IntegerField()
    due = serializers.IntegerField(help_text="statements that wait for review")
    oldest_check = serializers.DateField(allow_null=True)


class DomainCoverageSerializer(CoverageRowSerializer):
    domain = serializers.CharField()


class CapabilityCoverageSerializer(CoverageRowSerializer):
    capability = serializers.CharField()


class CoverageSerializer(serializers.Serializer[Any]):
    status_date = serializers.DateField()
    total = CoverageRowSerializer()
    by_domain = DomainCoverageSerializer(many=True)
    by_capability = CapabilityCoverageSerializer(many=True)


class CoverageView(APIView):
    """How well the catalog is covered by sources and checks, in all, by domain and by capability."""

    @extend_schema(responses=CoverageSerializer)
    def get(self, request: Request) -> Response:
        board = coverage(caller(request), on=timezone.now().date())
        return Response(
            {
                "status_date": board.on.isoformat(),
                "total": _row(board.total),
                "by_domain": [{"domain": code, **_row(row)} for code, row in board.by_domain.items()],
                "by_capability": [{"capability": one.code, **_row(row)} for one, row in board.by_capability],
            }
        )


def _row(row: Row) -> dict[str, Any]:
    oldest = row.oldest_check.isoformat() if row.oldest_check else None
    names = ("figures", "two_sources", "share", "disputed", "statements", "due")
    return {**{name: getattr(row, name) for name in names}, "oldest_check": oldest}

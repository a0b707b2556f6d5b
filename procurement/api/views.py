"""Viewsets of deals. Each says which rows a person may see; the rest is in portal/rest."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.partialdate import FIRST_YEAR, LAST_YEAR, whole_day
from portal.rest.json import Renderer
from portal.rest.pdf import PdfRenderer, pdf
from portal.rest.views import RecordViewSet, caller, once, seen_version, valid_body
from procurement import filters
from procurement.actions.milestones import state_milestone
from procurement.actions.reviews import check_milestone
from procurement.actions.statement_rows import state_rows
from procurement.api import bulk, plan_shapes
from procurement.api import serializers as shapes
from procurement.api.lines import DAY, FILTERS, asked_lines, filter_parameters
from procurement.api.text_shapes import DealTextSerializer
from procurement.composers.deal_text import LANGUAGES, document, paper
from procurement.models import (
    Deal,
    Dependency,
    Engagement,
    Lot,
    Milestone,
    MilestoneStatement,
    Order,
    Payment,
    Workstream,
)
from procurement.queries.deal_text import DealText, deal_text
from procurement.queries.plan import plan_of
from procurement.queries.risk import read_asked, risk_of
from procurement.queries.what_if import what_if

STATUS_DATE = OpenApiParameter("status_date", OpenApiTypes.DATE, description="today when left out", pattern=DAY)
ON = OpenApiParameter("on", OpenApiTypes.DATE, description="the day of the text; today when left out", pattern=DAY)
PAPER = {(200, "application/pdf"): OpenApiTypes.BINARY}
PAPER_LANGUAGE = OpenApiParameter("lang", str, enum=list(LANGUAGES), description="en when left out")
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of the milestone that you saw"
)
KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key again gives the same answer, once done"
)


class DealViewSet(RecordViewSet[Deal]):
    """Deals of the own party and of the public record."""

    serializer_class = shapes.DealSerializer
    filterset_class = filters.DealFilter
    lookup_field = "code"
    own_parameters: ClassVar = {
        "schedule": frozenset({"status_date", *FILTERS}),
        "what_if": frozenset({"status_date", "move", "duration"}),
        "text": frozenset({"on"}),
        "paper": frozenset({"on", "lang"}),
        "risk": frozenset({"status_date", "seed", "runs", "assume"}),
    }
    repeatable: ClassVar = frozenset({"move", "duration", *filters.PlanFilter.LISTS})

    def rows(self, user: User) -> QuerySet[Deal]:
        return Deal.objects.visible_to(user)

    @extend_schema(
        parameters=[STATUS_DATE, *filter_parameters()],
        responses=shapes.ScheduleLineSerializer(many=True),
        filters=False,
    )
    @action(detail=True, url_path="schedule", pagination_class=None, filter_backends=[])
    def schedule(self, request: Request, code: str = "") -> Response:
        """Every visible milestone by the schedule rules, at a status date; the filters are those of the timeline."""
        plan = plan_of(self.get_object(), user=caller(request), status_date=_asked_day(request, "status_date"))
        return Response(asked_lines(plan, request))

    @extend_schema(
        parameters=[plan_shapes.MOVE, plan_shapes.DURATION, STATUS_DATE],
        responses=plan_shapes.WhatIfSerializer,
        filters=False,
    )
    @action(detail=True, url_path="what-if", pagination_class=None, filter_backends=[])
    def what_if(self, request: Request, code: str = "") -> Response:
        """What would move if some milestones had another start or another duration. Nothing is written."""
        asked = request.query_params
        found = what_if(
            self.get_object(),
            moves=asked.getlist("move"),
            durations=asked.getlist("duration"),
            user=caller(request),
            status_date=_asked_day(request, "status_date"),
        )
        if found.problems:
            raise ValidationError(found.problems)
        return Response(plan_shapes.WhatIfSerializer(found).data)

    @extend_schema(
        parameters=[plan_shapes.SEED, plan_shapes.RUNS, plan_shapes.ASSUME, STATUS_DATE],
        responses=plan_shapes.RiskSerializer,
        filters=False,
    )
    @action(detail=True, url_path="risk", pagination_class=None, filter_backends=[])
    def risk(self, request: Request, code: str = "") -> Response:
        """By when half and four fifths of many courses of the plan finish each milestone, from the stated spreads."""
        deal, day = self.get_object(), _asked_day(request, "status_date")
        asked, problems = read_asked(request.query_params.dict())
        if problems:
            raise ValidationError(problems)
        return Response(
            plan_shapes.RiskSerializer(risk_of(deal, user=caller(request), status_date=day, asked=asked)).data
        )

    @extend_schema(parameters=[ON], responses=DealTextSerializer, filters=False)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def text(self, request: Request, code: str = "") -> Response:
        """Every clause as it held on a day, in both languages; terms without an agreed text have null."""
        return Response(document(self._text(request)))

    @extend_schema(parameters=[ON, PAPER_LANGUAGE], responses=PAPER, filters=False)
    @action(
        detail=True,
        url_path="text/paper",
        renderer_classes=[PdfRenderer, Renderer],
        pagination_class=None,
        filter_backends=[],
    )
    def paper(self, request: Request, code: str = "") -> Response:
        """The same on paper: PDF/A-3a with the text attached as JSON."""
        asked = request.query_params.get("lang", "en")
        if asked not in LANGUAGES:
            raise ValidationError({"lang": [f"One of {', '.join(LANGUAGES)}."]})
        made = paper(self._text(request), languages=LANGUAGES[asked], at=timezone.now())
        return pdf(made.content, name=made.name)

    def _text(self, request: Request) -> DealText:
        day, today = _asked_day(request, "on"), timezone.now().date()
        return deal_text(self.get_object(), user=caller(request), on=day, today=today)


def _asked_day(request: Request, name: str) -> date:
    """The day of a parameter, today when it is left out."""
    asked = request.query_params.get(name)
    if asked is None:
        return timezone.now().date()
    try:
        return whole_day(asked)
    except ValueError:
        problem = f"A day as YYYY-MM-DD, in a year from {FIRST_YEAR} to {LAST_YEAR}."
        raise ValidationError({name: [problem]}) from None


class WorkstreamViewSet(RecordViewSet[Workstream]):
    """Parts of a deal."""

    serializer_class = shapes.WorkstreamSerializer
    filterset_class = filters.WorkstreamFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[Workstream]:
        return Workstream.objects.visible_to(user).select_related("deal")


class MilestoneViewSet(RecordViewSet[Milestone]):
    """What is due, with the state that its statements amount to."""

    serializer_class = shapes.MilestoneSerializer
    filterset_class = filters.MilestoneFilter
    lookup_field = "code"

    def rows(self, user: User) -> QuerySet[Milestone]:
        said = MilestoneStatement.objects.visible_to(user).select_related("party").order_by("id")
        rows = Milestone.objects.visible_to(user).select_related("deal", "workstream", "owner")
        return rows.prefetch_related(Prefetch("statements", queryset=said, to_attr="said"))

    @extend_schema(parameters=[KEY], request=None, responses={200: shapes.MilestoneCheckSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def check(self, request: Request, code: str = "") -> Response:
        """States for its owner that all that is on record of the milestone is still true. Changes nothing else."""

        def run() -> Response:
            check = check_milestone(milestone_code=code, by=caller(request), at=timezone.now())
            return Response(shapes.MilestoneCheckSerializer(check).data)

        return once(request, run)


class MilestoneStatementViewSet(RecordViewSet[MilestoneStatement]):
    """What parties and public sources say of milestones. POST adds one for the own party."""

    serializer_class = shapes.MilestoneStatementSerializer
    filterset_class = filters.MilestoneStatementFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[MilestoneStatement]:
        return MilestoneStatement.objects.visible_to(user).select_related("milestone__deal", "party", "source", "about")

    @extend_schema(
        parameters=[IF_MATCH, KEY],
        request=shapes.NewStatementSerializer,
        responses={201: shapes.MilestoneStatementSerializer},
    )
    def create(self, request: Request) -> Response:
        """States something about a milestone: forecast, started, reported-met, partly-met, not-met, disputed, ..."""
        version = seen_version(request)
        words = shapes.NewStatementSerializer(data=request.data)
        words.is_valid(raise_exception=True)
        return once(request, lambda: self._create(request, words.validated_data, version))

    def _create(self, request: Request, words: dict[str, Any], version: int) -> Response:
        said = state_milestone(
            milestone_code=words["milestone"],
            kind=words["kind"],
            by=caller(request),
            at=timezone.now(),
            reason=words["reason"],
            version=version,
            date=words["date"],
            start_date=words["start_date"],
            about=words["about"],
            quantity=words["quantity"],
            quantity_unit=words["quantity_unit"],
        )
        return Response(shapes.MilestoneStatementSerializer(said).data, status=201)

    @extend_schema(
        parameters=[KEY], request=bulk.NewStatementsSerializer, responses={200: bulk.StatementOutcomesSerializer}
    )
    @action(detail=False, methods=["post"], url_path="bulk", pagination_class=None, filter_backends=[])
    def bulk(self, request: Request) -> Response:
        """States something about up to 500 milestones; each row is written or refused by itself, as it says.

        `version` of a row is the one of the milestone that the caller saw, as If-Match is for a single statement.
        """
        given = valid_body(bulk.NewStatementsSerializer, request)
        rows, reason = bulk.rows_of(given), given["reason"]

        def run() -> Response:
            return Response(bulk.answer(state_rows(rows=rows, by=caller(request), at=timezone.now(), reason=reason)))

        return once(request, run)


class DependencyViewSet(RecordViewSet[Dependency]):
    """Links between milestones of which both ends are visible."""

    serializer_class = shapes.DependencySerializer
    filterset_class = filters.DependencyFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[Dependency]:
        return Dependency.objects.visible_to(user).select_related("predecessor__deal", "successor")


class OrderViewSet(RecordViewSet[Order]):
    """Orders under contract milestones."""

    serializer_class = shapes.OrderSerializer
    filterset_class = filters.OrderFilter
    lookup_field = "code"

    def rows(self, user: User) -> QuerySet[Order]:
        return Order.objects.visible_to(user).select_related("deal", "model", "milestone")


class LotViewSet(RecordViewSet[Lot]):
    """Parts of orders that are due together."""

    serializer_class = shapes.LotSerializer
    filterset_class = filters.LotFilter
    lookup_field = "uid"

    def rows(self, user: User) -> QuerySet[Lot]:
        return Lot.objects.visible_to(user).select_related("order__deal")


class PaymentViewSet(RecordViewSet[Payment]):
    """Money due with milestones."""

    serializer_class = shapes.PaymentSerializer
    filterset_class = filters.PaymentFilter
    lookup_field = "code"

    def rows(self, user: User) -> QuerySet[Payment]:
        return Payment.objects.visible_to(user).select_related("deal", "milestone", "order")


class EngagementViewSet(RecordViewSet[Engagement]):
    """Visits, meetings, calls, statements and signings."""

    serializer_class = shapes.EngagementSerializer
    filterset_class = filters.EngagementFilter
    lookup_field = "slug"

    def rows(self, user: User) -> QuerySet[Engagement]:
        return Engagement.objects.visible_to(user).select_related("source")

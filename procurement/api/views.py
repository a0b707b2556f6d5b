"""Viewsets of deals. Each says which rows a person may see; the rest is in portal/rest."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.rest.views import IF_MATCH, KEY, RecordViewSet, caller, once, seen_version, valid_body
from procurement import filters
from procurement.actions.milestones import state_milestone
from procurement.actions.reviews import check_milestone
from procurement.actions.statement_rows import state_rows
from procurement.api import bulk
from procurement.api import serializers as shapes
from procurement.models import (
    Dependency,
    Engagement,
    Lot,
    Milestone,
    MilestoneStatement,
    Order,
    Payment,
    Workstream,
)


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
            reason_code=words["reason_code"],
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
        rows, why = bulk.rows_of(given), {name: given[name] for name in ("reason", "reason_code")}

        def run() -> Response:
            return Response(bulk.answer(state_rows(rows=rows, by=caller(request), at=timezone.now(), **why)))

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

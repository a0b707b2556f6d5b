"""Deals in the API: the list, and what is computed of one deal."""

from collections.abc import Collection
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.paper.asked import LANGUAGES, SIZES
from portal.rest.json import Renderer
from portal.rest.pdf import PdfRenderer, pdf
from portal.rest.views import RecordViewSet, caller
from procurement import filters
from procurement.api import plan_shapes
from procurement.api import serializers as shapes
from procurement.api.days import DAY, STATUS_DATE, asked_day
from procurement.api.lines import FILTERS, asked_filter, asked_lines, filter_parameters
from procurement.api.text_shapes import DealTextSerializer
from procurement.composers.deal_text import document, paper
from procurement.composers.timeline_paper import timeline_paper
from procurement.filters.timeline import printing
from procurement.models import (
    Deal,
)
from procurement.queries.deal_text import DealText, deal_text
from procurement.queries.plan import plan_of
from procurement.queries.risk import read_asked, risk_of
from procurement.queries.what_if import what_if
from procurement.vocabulary import Years

ON = OpenApiParameter("on", OpenApiTypes.DATE, description="the day of the text; today when left out", pattern=DAY)
PAPER = {(200, "application/pdf"): OpenApiTypes.BINARY}
PAPER_LANGUAGE = OpenApiParameter("lang", str, enum=list(LANGUAGES), description="en when left out")

PAPER_SIZE = OpenApiParameter("paper", str, enum=list(SIZES), description="a4 when left out; always landscape")
BY = OpenApiParameter("by", str, enum=Years.values, description="the years of the axis; fiscal when left out")
LINKS = OpenApiParameter("links", str, enum=["1"], description="every dependency, not the critical ones alone")


def _check_one_of(request: Request, name: str, known: Collection[str]) -> None:
    if request.query_params.get(name) not in {None, *known}:
        raise ValidationError({name: [f"One of {', '.join(known)}."]})


class DealViewSet(RecordViewSet[Deal]):
    """Deals of the own party and of the public record."""

    serializer_class = shapes.DealSerializer
    filterset_class = filters.DealFilter
    lookup_field = "code"
    own_parameters: ClassVar = {
        "schedule": frozenset({"status_date", *FILTERS}),
        "what_if": frozenset({"status_date", "move", "duration"}),
        "timeline": frozenset({"status_date", "by", "links", "lang", "paper", *FILTERS}),
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
        plan = plan_of(self.get_object(), user=caller(request), status_date=asked_day(request, "status_date"))
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
            status_date=asked_day(request, "status_date"),
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
        deal, day = self.get_object(), asked_day(request, "status_date")
        asked, problems = read_asked(request.query_params.dict())
        if problems:
            raise ValidationError(problems)
        return Response(
            plan_shapes.RiskSerializer(risk_of(deal, user=caller(request), status_date=day, asked=asked)).data
        )

    @extend_schema(
        parameters=[STATUS_DATE, *filter_parameters(), BY, LINKS, PAPER_LANGUAGE, PAPER_SIZE],
        responses=PAPER,
        filters=False,
    )
    @action(
        detail=True,
        url_path="timeline/paper",
        renderer_classes=[PdfRenderer, Renderer],
        pagination_class=None,
        filter_backends=[],
    )
    def timeline(self, request: Request, code: str = "") -> Response:
        """The timeline on paper, drawing and table: PDF/A-3a with the schedule of its rows attached as JSON."""
        for name, known in (("by", Years.values), ("lang", LANGUAGES), ("paper", SIZES), ("links", ("1",))):
            _check_one_of(request, name, known)
        deal, given = self.get_object(), request.query_params
        plan = plan_of(deal, user=caller(request), status_date=asked_day(request, "status_date"))
        page = request.build_absolute_uri(reverse("deal-timeline", args=[deal.code]))
        made = timeline_paper(
            plan,
            printing(asked_filter(request), plan, page=page),
            languages=LANGUAGES[given.get("lang", "en")],
            size=given.get("paper", "a4"),
            at=timezone.now(),
        )
        return pdf(made.content, name=made.name)

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
        _check_one_of(request, "lang", LANGUAGES)
        languages = LANGUAGES[request.query_params.get("lang", "en")]
        made = paper(self._text(request), languages=languages, at=timezone.now())
        return pdf(made.content, name=made.name)

    def _text(self, request: Request) -> DealText:
        day, today = asked_day(request, "on"), timezone.now().date()
        return deal_text(self.get_object(), user=caller(request), on=day, today=today)

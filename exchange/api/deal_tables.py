"""`/api/v1/deals/<code>/variance|slips|trend/?format=`: computed tables of a deal as JSON, CSV, XLSX or JSON lines.

They are answered whole, as the schedule is: a deal has as many rows as milestones or moves. The pages' downloads come
from here too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from exchange.api.exports import CELLS, FILES, OneRenderer
from exchange.composers.deal_tables import SLIPS, TREND, VARIANCE, slip_rows, trend_rows, variance_rows
from exchange.composers.download import written
from exchange.composers.exports import MEDIA_TYPES, Export
from exchange.queries.columns import Column
from exchange.vocabulary import Format
from portal.history.reading import one_snapshot
from portal.rest.views import caller, refuse_unknown
from procurement.api.days import STATUS_DATE, asked_day
from procurement.models import Deal
from procurement.queries.pages import deal_of, is_milestone_of
from procurement.queries.slips import AskedSlips, slips_of
from procurement.queries.trend import trend
from procurement.queries.variance import Asked, variance
from procurement.vocabulary import Moving, VarianceOrder

Rows = Iterable[Sequence[Any]]
FORMAT = OpenApiParameter("format", str, enum=Format.values, description="json when left out")
MILESTONES = OpenApiParameter("m", {"type": "array", "items": {"type": "string"}}, description="codes of milestones")
SET = "number of a baseline, `agreed` or `forecast`"
VARIANCE_CHOICES: dict[str, list[str]] = {"only": ["differences"], "sort": VarianceOrder.values}


def _answers(columns: Sequence[Column]) -> dict[Any, Any]:
    cells = {column.name: CELLS[column.kind] for column in columns}
    row = {"type": "object", "properties": cells, "required": list(cells)}
    return {**FILES, (200, MEDIA_TYPES[Format.JSON]): {"type": "array", "items": row}}


def _chosen(choices: Mapping[str, Sequence[str]]) -> list[OpenApiParameter]:
    return [OpenApiParameter(name, str, enum=list(known)) for name, known in choices.items()]


class DealTable(APIView):
    """One computed table. A subclass names its parameters and gives its rows; None = something is not there."""

    content_negotiation_class = OneRenderer
    table: ClassVar[str] = ""
    columns: ClassVar[Sequence[Column]] = ()
    known: ClassVar[frozenset[str]] = frozenset()
    several: ClassVar[frozenset[str]] = frozenset()
    choices: ClassVar[Mapping[str, Sequence[str]]] = {}

    def rows(self, deal: Deal, request: Request) -> Rows | None:
        """The rows for the caller."""
        raise NotImplementedError

    def answer(self, request: Request, code: str) -> HttpResponseBase:
        """The file; 404 where the deal, a set of dates or a milestone is not there for the caller."""
        refuse_unknown(request, self.known | {"format"}, several=self.several)
        self._refuse_other(request)
        person = caller(request)
        with one_snapshot() as horizon:
            deal = deal_of(code, user=person)
            found = None if deal is None or deal.is_public else self.rows(deal, request)
        if found is None:
            raise NotFound
        filters = {
            "deal": [code],
            **{name: request.query_params.getlist(name) for name in self.known & set(request.GET)},
        }
        by = (person.username, person.party_code)
        export = Export(self.table, self.columns, found, *by, filters, timezone.now(), horizon)
        return written(export, Format(request.query_params.get("format") or Format.JSON))

    def _refuse_other(self, request: Request) -> None:
        asked = request.query_params
        problems = {
            name: [f"One of {', '.join(known)}."]
            for name, known in {**self.choices, "format": Format.values}.items()
            if asked.get(name) and asked[name] not in known
        }
        if problems:
            raise ValidationError(problems)


class VarianceView(DealTable):
    """Two sets of dates of a deal side by side, in calendar and working days."""

    table, columns = "variance", VARIANCE
    known = frozenset({"from", "to", "workstream", "status_date", *VARIANCE_CHOICES})
    choices = VARIANCE_CHOICES

    @extend_schema(
        operation_id="deals_variance",
        parameters=[
            *[OpenApiParameter(name, str, description=SET) for name in ("from", "to")],
            *[OpenApiParameter("workstream", str), *_chosen(VARIANCE_CHOICES), STATUS_DATE, FORMAT],
        ],
        responses=_answers(VARIANCE),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """Per milestone: both dates in both sets. Without names: the newest signed baseline and today's forecast."""
        return self.answer(request, code)

    def rows(self, deal: Deal, request: Request) -> Rows | None:
        day, asked = asked_day(request, "status_date"), Asked.of(request.query_params)
        found = variance(deal, asked, user=caller(request), status_date=day)
        return variance_rows(found) if found else None


class SlipsView(DealTable):
    """Every move of an agreed date and of a party's forecast, newest first."""

    table, columns = "slips", SLIPS
    known = frozenset({"milestone", "of"})
    choices: ClassVar[Mapping[str, Sequence[str]]] = {"of": Moving.values}

    @extend_schema(
        operation_id="deals_slips",
        parameters=[OpenApiParameter("milestone", str), *_chosen({"of": Moving.values}), FORMAT],
        responses=_answers(SLIPS),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """From, to, days, reason, who and when; the days of a line add up to its present date minus its first one."""
        return self.answer(request, code)

    def rows(self, deal: Deal, request: Request) -> Rows | None:
        asked = AskedSlips(request.query_params.get("milestone", ""), request.query_params.get("of", ""))
        if asked.milestone and not is_milestone_of(deal, asked.milestone, user=caller(request)):
            return None
        return slip_rows(deal, slips_of(deal, asked, user=caller(request)))


class TrendView(DealTable):
    """Which finish was stated when, for some milestones."""

    table, columns = "trend", TREND
    known = frozenset({"m", "status_date"})
    several = frozenset({"m"})

    @extend_schema(operation_id="deals_trend", parameters=[MILESTONES, STATUS_DATE, FORMAT], responses=_answers(TREND))
    def get(self, request: Request, code: str) -> HttpResponseBase:
        """Points of every line: agreed, each party's forecast, computed. Without `m`: the key milestones."""
        return self.answer(request, code)

    def rows(self, deal: Deal, request: Request) -> Rows | None:
        codes, day = request.query_params.getlist("m"), asked_day(request, "status_date")
        found = trend(deal, codes, user=caller(request), status_date=day)
        return trend_rows(deal, found) if found else None

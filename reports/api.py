"""Endpoint of reports: the stored body, as it was made."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.rest.json import Renderer
from portal.rest.pdf import PdfRenderer, disposition
from portal.rest.views import RecordViewSet, caller, once, seen_version
from procurement.api.views import KEY
from reports.actions.making import make_again
from reports.composers.files import LANGUAGES, MEDIA_TYPES, PAPERS, file_of
from reports.filters import ReportFilter
from reports.models import Report
from reports.queries.making import job_of
from reports.queries.reading import ready_report
from reports.vocabulary import FileForm, ReportState

LANG = OpenApiParameter("lang", OpenApiTypes.STR, enum=list(LANGUAGES), description="en (default), uk or both")
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of the report that you saw"
)
PAPER = OpenApiParameter("paper", OpenApiTypes.STR, enum=list(PAPERS), description="a4 (default) or letter")


class XlsxRenderer(PdfRenderer):
    media_type = MEDIA_TYPES[FileForm.XLSX]
    format = "xlsx"


class TextRenderer(PdfRenderer):
    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"


class ReportSerializer(serializers.ModelSerializer[Report]):
    deal = serializers.SlugRelatedField(slug_field="code", read_only=True)  # type: ignore[var-annotated]
    exercise = serializers.BooleanField(source="deal.is_exercise", read_only=True)
    previous = serializers.IntegerField(source="previous_id", read_only=True, allow_null=True)

    class Meta:
        model = Report
        fields = [
            *[
                "id",
                "deal",
                "audience",
                "exercise",
                "period_start",
                "period_end",
                "state",
                "known_at",
                "horizon",
                "sha256",
            ],
            *["previous", "error", "version", "body"],
        ]


class ProgressSerializer(serializers.Serializer[Any]):
    """`progress` in percent; `attempts` that were begun, of three; `error` once the last one failed."""

    report = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    attempts = serializers.IntegerField(min_value=0)
    error = serializers.CharField()
    version = serializers.IntegerField()


class ReportViewSet(RecordViewSet[Report]):
    """Status reports; `body` is the snapshot that both languages are made from."""

    serializer_class = ReportSerializer
    filterset_class = ReportFilter
    own_parameters: ClassVar = {
        "pdf": frozenset({"lang", "paper"}),
        "xlsx": frozenset({"lang"}),
        "text": frozenset({"lang"}),
    }

    def rows(self, user: User) -> QuerySet[Report]:
        return Report.objects.visible_to(user).select_related("deal")

    @extend_schema(responses={200: ProgressSerializer}, filters=False)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def progress(self, request: Request, pk: str = "") -> Response:
        """How far the making of the report is."""
        return Response(self._progress(request, pk))

    @extend_schema(parameters=[IF_MATCH, KEY], request=None, responses={202: ProgressSerializer})
    @action(detail=True, methods=["post"], pagination_class=None, filter_backends=[])
    def retry(self, request: Request, pk: str = "") -> Response:
        """Puts a report that failed in line again."""
        version = seen_version(request)
        if not pk.isdecimal():
            raise Http404

        def write() -> Response:
            make_again(number=int(pk), version=version, by=caller(request), at=timezone.now())
            return Response(self._progress(request, pk), status=202)

        return once(request, write)

    def _progress(self, request: Request, number: str) -> dict[str, Any]:
        report = self.rows(caller(request)).filter(pk=number).first() if number.isdecimal() else None
        if report is None:
            raise Http404
        job = job_of(report)
        shown = {"state": report.state, "progress": 100 if report.state == ReportState.READY else 0, "attempts": 0}
        if job is not None and report.state != ReportState.READY:
            shown |= {"progress": job.progress, "attempts": job.attempts}
        return {"report": report.pk, **shown, "error": report.error, "version": report.version}

    @extend_schema(parameters=[LANG, PAPER], responses={(200, "application/pdf"): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, renderer_classes=[PdfRenderer, Renderer], pagination_class=None, filter_backends=[])
    def pdf(self, request: Request, pk: str = "") -> Response:
        """The report on paper: PDF/A-3a and PDF/UA-1, with its body attached as it was hashed."""
        return self._file(request, pk, FileForm.PDF)

    @extend_schema(parameters=[LANG], responses={(200, MEDIA_TYPES[FileForm.XLSX]): OpenApiTypes.BINARY}, filters=False)
    @action(detail=True, renderer_classes=[XlsxRenderer, Renderer], pagination_class=None, filter_backends=[])
    def xlsx(self, request: Request, pk: str = "") -> Response:
        """The report as a workbook: one sheet a table, true days and numbers, a dictionary; `both` gives English."""
        return self._file(request, pk, FileForm.XLSX)

    @extend_schema(parameters=[LANG], responses={(200, "text/plain"): OpenApiTypes.STR}, filters=False)
    @action(detail=True, renderer_classes=[TextRenderer, Renderer], pagination_class=None, filter_backends=[])
    def text(self, request: Request, pk: str = "") -> Response:
        """The report as plain text."""
        return self._file(request, pk, FileForm.TEXT)

    def _file(self, request: Request, number: str, form: FileForm) -> Response:
        lang, size = request.query_params.get("lang", "en"), request.query_params.get("paper", "a4")
        if lang not in LANGUAGES:
            raise ValidationError({"lang": [f"One of {', '.join(LANGUAGES)}."]})
        if size not in PAPERS:
            raise ValidationError({"paper": [f"One of {', '.join(PAPERS)}."]})
        report = ready_report(int(number), user=caller(request)) if number.isdecimal() else None
        if report is None:
            raise Http404
        base = request.build_absolute_uri("/").rstrip("/")
        made = file_of(report, form, languages=LANGUAGES[lang], size=size, base=base)
        return Response(made.content, headers={"Content-Disposition": disposition(made.name)})

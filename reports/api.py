"""Endpoint of reports: the stored body, as it was made."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.paper.asked import LANGUAGES, SIZES
from portal.rest.json import Renderer
from portal.rest.pdf import PdfRenderer, disposition
from portal.rest.views import IF_MATCH, KEY, RecordViewSet, Strict, caller, once, seen_version, valid_body
from reports.actions.making import make_again
from reports.actions.narratives import LONGEST, approve_narrative, comment, release_narrative, start_narrative
from reports.composers.files import MEDIA_TYPES, file_of
from reports.composers.remarks import comments_of
from reports.filters import NarrativeFilter, ReportFilter
from reports.models import Narrative, Report
from reports.queries.making import job_of
from reports.queries.narratives import narratives_of
from reports.queries.reading import ready_report
from reports.vocabulary import FileForm, ReportState, Section

LANG = OpenApiParameter("lang", OpenApiTypes.STR, enum=list(LANGUAGES), description="en (default), uk or both")
PAPER = OpenApiParameter("paper", OpenApiTypes.STR, enum=list(SIZES), description="a4 (default) or letter")


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
        if size not in SIZES:
            raise ValidationError({"paper": [f"One of {', '.join(SIZES)}."]})
        report = ready_report(int(number), user=caller(request)) if number.isdecimal() else None
        if report is None:
            raise Http404
        base = request.build_absolute_uri("/").rstrip("/")
        made = file_of(report, form, languages=LANGUAGES[lang], size=size, base=base)
        return Response(made.content, headers={"Content-Disposition": disposition(made.name)})


NARRATIVE_SEEN = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag of the comments that you saw"
)
NARRATIVE_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="the same key again gives the same answer, once done"
)


class CommentSerializer(Strict):
    """Words of a party to one section of a report; '' in a language in which nothing was written."""

    section = serializers.ChoiceField(choices=Section.choices)
    en = serializers.CharField(max_length=LONGEST, required=False, default="", allow_blank=True)
    uk = serializers.CharField(max_length=LONGEST, required=False, default="", allow_blank=True)


class NarrativeSerializer(serializers.ModelSerializer[Narrative]):
    """Comments of one party on one report. `body` is what was hashed when they were released."""

    id = serializers.UUIDField(source="uid", read_only=True)
    deal = serializers.CharField(source="report.deal.code", read_only=True)
    exercise = serializers.BooleanField(source="report.deal.is_exercise", read_only=True)
    report = serializers.IntegerField(source="report_id", read_only=True)
    party = serializers.SlugRelatedField(slug_field="code", read_only=True)  # type: ignore[var-annotated]
    corrects = serializers.UUIDField(source="corrects.uid", read_only=True, allow_null=True, default=None)
    comments = serializers.SerializerMethodField()
    approved_by = serializers.CharField(source="approved_by.username", read_only=True, allow_null=True, default=None)
    released_by = serializers.CharField(source="released_by.username", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Narrative
        fields = [
            *["id", "deal", "exercise", "report", "party", "number", "corrects", "reason", "state", "comments"],
            *["started_at", "approved_by", "approved_at", "released_by", "released_at", "body", "sha256", "version"],
        ]

    @extend_schema_field(CommentSerializer(many=True))
    def get_comments(self, row: Narrative) -> list[dict[str, Any]]:
        return comments_of(row)


class NewNarrativeSerializer(Strict):
    """The first comments of a draft; `reason` where it corrects a released version."""

    report = serializers.IntegerField()
    comments = CommentSerializer(many=True, allow_empty=False)
    reason = serializers.CharField(max_length=LONGEST, required=False, default="", allow_blank=True)


class MoreCommentsSerializer(Strict):
    comments = CommentSerializer(many=True, allow_empty=False)


class NarrativeViewSet(RecordViewSet[Narrative]):
    """What parties say to reports: drafts of the own party, and released versions."""

    serializer_class = NarrativeSerializer
    filterset_class = NarrativeFilter
    lookup_field = "uid"
    lookup_value_converter = "uuid"

    def rows(self, user: User) -> QuerySet[Narrative]:
        return narratives_of(user)

    @extend_schema(parameters=[NARRATIVE_KEY], request=NewNarrativeSerializer, responses={201: NarrativeSerializer})
    def create(self, request: Request) -> Response:
        """Begins a draft for the own party, or a correction of what it released."""
        given = valid_body(NewNarrativeSerializer, request)
        words = {"comments": _by_section(given["comments"]), "reason": given["reason"]}

        def write() -> Response:
            made = start_narrative(report_id=given["report"], by=caller(request), at=timezone.now(), **words)
            return self._answer(made.uid, 201)

        return once(request, write)

    @extend_schema(
        parameters=[NARRATIVE_SEEN, NARRATIVE_KEY],
        request=MoreCommentsSerializer,
        responses={200: NarrativeSerializer},
    )
    @action(detail=True, methods=["post"], filter_backends=[])
    def comment(self, request: Request, uid: UUID) -> Response:
        """Puts texts in place of those of the named sections; what was approved is a draft again."""
        words = {"comments": _by_section(valid_body(MoreCommentsSerializer, request)["comments"])}
        return self._step(request, uid, comment, words)

    @extend_schema(parameters=[NARRATIVE_SEEN, NARRATIVE_KEY], request=None, responses={200: NarrativeSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def approve(self, request: Request, uid: UUID) -> Response:
        """Approves the draft for the own party; none of its authors may."""
        return self._step(request, uid, approve_narrative, {})

    @extend_schema(parameters=[NARRATIVE_SEEN, NARRATIVE_KEY], request=None, responses={200: NarrativeSerializer})
    @action(detail=True, methods=["post"], filter_backends=[])
    def release(self, request: Request, uid: UUID) -> Response:
        """Shows what was approved to the audience of the report, for good."""
        return self._step(request, uid, release_narrative, {})

    def _step(self, request: Request, uid: UUID, act: Callable[..., Narrative], words: dict[str, Any]) -> Response:
        version = seen_version(request)

        def write() -> Response:
            act(uid=uid, version=version, by=caller(request), at=timezone.now(), **words)
            return self._answer(uid, 200)

        return once(request, write)

    def _answer(self, uid: UUID, status: int) -> Response:
        row = self.rows(caller(self.request)).get(uid=uid)
        return Response(NarrativeSerializer(row).data, status=status)


def _by_section(given: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {one["section"]: {"en": one["en"], "uk": one["uk"]} for one in given}

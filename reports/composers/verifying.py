"""Whether a stored report is what the history tables say: rebuilt in the snapshot that it was made in, and compared."""

from collections.abc import Iterator
from typing import Any

from portal.history.reading import as_recorded
from reports.composers.body import FORMAT, compose
from reports.composers.proof import digest, first_difference
from reports.composers.remarks import addendum
from reports.models import Narrative, Report
from reports.queries.collecting import collect
from reports.rules import Period
from reports.vocabulary import NarrativeState


def problems_of(report: Report) -> Iterator[str]:
    """What is wrong with a ready report, in plain English; nothing when it is proved."""
    body: dict[str, Any] = report.body or {}
    if digest(body) != report.sha256:
        yield f"The stored body has the hash {digest(body)}, and {report.sha256} was stored with it."
    yield from _chain(report, body)
    yield from _comments(report)
    if body.get("format") != FORMAT or not report.snapshot:
        yield f"It was made in format {body.get('format')}. This release rebuilds format {FORMAT} only."
        return
    found = first_difference(body, rebuilt(report))
    if found:
        path, stored, again = found
        yield f"{path}: the report says {stored}, the history says {again}."


def _chain(report: Report, body: dict[str, Any]) -> Iterator[str]:
    before = report.previous
    if body.get("previous") != report.previous_id:
        yield f"It names report {body.get('previous')} as the one before, and {report.previous_id} is stored."
    elif before and body.get("previous_sha256", before.sha256) != digest(before.body or {}):
        yield f"Report {before.pk}, which it follows, is not the one whose hash it holds."


def _comments(report: Report) -> Iterator[str]:
    """Each released version is what its row says, has its hash, and names the report and version that it follows."""
    for row in Narrative.objects.filter(report=report, state=NarrativeState.RELEASED).select_related(
        "report", "party", "corrects"
    ):
        name = f"Comments of {row.party.code}, version {row.number}"
        if digest(row.body or {}) != row.sha256:
            yield f"{name}: the stored body has the hash {digest(row.body or {})}, and {row.sha256} was stored with it."
        if row.corrects and digest(row.corrects.body or {}) != (row.body or {}).get("corrects_sha256"):
            yield f"{name}: version {row.corrects.number}, which it corrects, is not the one whose hash it holds."
        found = first_difference(row.body or {}, addendum(_as_released(row)), name)
        if found:
            path, stored, again = found
            yield f"{path}: the comments say {stored}, the history says {again}."


def _as_released(row: Narrative) -> Narrative:
    """The row as the history says that its release left it."""
    event = row.events.filter(state=NarrativeState.RELEASED).order_by("pgh_id").first()  # type: ignore[attr-defined]
    if event is not None:
        row.comments, row.number, row.reason = event.comments, event.number, event.reason
        row.released_at = event.released_at
    return row


def rebuilt(report: Report) -> dict[str, Any]:
    """The body made anew from the history tables, as they stood in the snapshot of the report."""
    assert report.known_at is not None  # a ready report has it
    with as_recorded(report.snapshot):
        found = collect(report.deal_id, Period(report.period_start, report.period_end), audience=report.audience)
        return compose(found, known_at=report.known_at)

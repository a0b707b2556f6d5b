"""What a party says to a report: written by officers, approved by somebody else, released for good, corrected anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from reports.actions.announcing import announce_comments, announce_draft
from reports.actions.mailing import queue_mail
from reports.composers.proof import digest
from reports.composers.remarks import addendum
from reports.models import Narrative, Report
from reports.queries.narratives import may_comment, narrative_of
from reports.vocabulary import NarrativeState, ReportState, Section

LONGEST = 5000
LANGUAGES = ("en", "uk")
Comments = Mapping[str, Mapping[str, str]]


def start_narrative(*, report_id: int, comments: Comments, by: User, at: datetime, reason: str = "") -> Narrative:
    """A draft with its first comments; after a released version it is the next one, which corrects that with a reason.

    Missing: no such ready report for this person. Refused: no right, or the party has a version at work. Invalid:
    comments or reason. Nothing is written then.
    """
    report = Report.objects.visible_to(by).select_related("deal").filter(pk=report_id, state=ReportState.READY).first()
    if report is None:
        raise Missing(_("There is no such report."))
    _check_right(by, report)
    words, reason = _checked(comments), reason.strip()
    _need_words(words)
    with writing(by=by.actor, reason=reason or "comments on a report"):
        Report.objects.select_for_update().get(pk=report.pk)  # two at once: the second one is told
        last = Narrative.objects.filter(report=report, party=by.party).order_by("-number").first()
        if last is not None and last.state != NarrativeState.RELEASED:
            raise Refused(_("Your party has comments at work for this report already."), code="at-work")
        _check_reason(reason, last)
        made = Narrative(report=report, party=by.party, number=last.number + 1 if last else 1, corrects=last)
        made.reason, made.releasable_to, made.started_at = reason, [by.party_code], at
        made.comments, made.authors = words, [by.pk]
        made.save(force_insert=True)
        announce_draft(made, by=by, at=at)
    return made


def comment(
    *, uid: UUID, comments: Comments, version: int, by: User, at: datetime, reason: str = "comments"
) -> Narrative:
    """Puts texts in place of those of the named sections; a section without words loses its comment.

    What was approved is a draft again: nobody approves words that were not there. Conflict: changed since `version`.
    """
    with writing(by=by.actor, reason=reason):
        row = _at_work(uid, version, by)
        words = _checked(comments)
        if not set(words) & set(row.comments):
            _need_words(words)
        merged = {**row.comments, **words}
        row.comments = {section: merged[section] for section in Section.values if any(merged.get(section, {}).values())}
        row.authors = sorted({*row.authors, by.pk})
        was_approved = row.state == NarrativeState.APPROVED
        row.state, row.approved_by, row.approved_at = NarrativeState.DRAFT, None, None
        row.version += 1
        row.save()
        if was_approved:  # the draft itself was announced when it began
            announce_draft(row, by=by, at=at)
    return row


def approve_narrative(*, uid: UUID, version: int, by: User, at: datetime) -> Narrative:
    """Approves for the party. Refused: no approver, one of its authors, nothing to approve, or approved already."""
    with writing(by=by.actor, reason="comments approved"):
        row = _at_work(uid, version, by)
        if not by.may(roles.DECIDE):
            raise Refused(_("Comments are approved by approvers."), code="no-right")
        if by.pk in row.authors:
            raise Refused(_("You wrote some of these comments: somebody else approves them."), code="own-words")
        if row.state != NarrativeState.DRAFT or not row.comments:
            raise Refused(_("There is no draft with comments to approve."), code="no-draft")
        row.state, row.approved_by, row.approved_at = NarrativeState.APPROVED, by, at
        row.version += 1
        row.save()
    return row


def release_narrative(*, uid: UUID, version: int, by: User, at: datetime) -> Narrative:
    """Shows the approved comments to the audience of the report, for good. Refused: not approved, or no right."""
    with writing(by=by.actor, reason="comments released"):
        row = _at_work(uid, version, by)
        if row.state != NarrativeState.APPROVED:
            raise Refused(_("Only approved comments are released."), code="not-approved")
        row.state, row.released_by, row.released_at = NarrativeState.RELEASED, by, at
        row.releasable_to = row.report.releasable_to
        row.body = addendum(row)
        row.sha256 = digest(row.body)
        row.version += 1
        row.save()
        announce_comments(row, by=by, at=at)
        queue_mail(at=at)  # a correction goes to everybody who was mailed what it corrects
    return row


def _check_right(by: User, report: Report) -> None:
    if not may_comment(by, report):
        raise Refused(_("Reports are commented on by officers of the parties of the deal."), code="no-right")


def _check_reason(reason: str, last: Narrative | None) -> None:
    if last is None and reason:
        raise Invalid({"reason": [_("There is no released version that this one could correct.")]})
    if last is not None and not reason:
        raise Invalid({"reason": [_("Write what was wrong: the reason stands beside the new version.")]})


def _checked(comments: Comments) -> dict[str, dict[str, str]]:
    """The texts without blanks at their ends. Invalid names each section that is unknown or too long."""
    problems: dict[str, list[str]] = {}
    words: dict[str, dict[str, str]] = {}
    for section, texts in comments.items():
        words[section] = {language: texts.get(language, "").strip() for language in LANGUAGES}
        if section not in Section.values:
            problems["section"] = [_("A report has no section “%(name)s”.") % {"name": section[:40]}]
        problems |= {
            f"text_{language}": [_("At most %(n)s characters.") % {"n": LONGEST}]
            for language, text in words[section].items()
            if len(text) > LONGEST
        }
    if problems:
        raise Invalid(problems)
    return words


def _need_words(words: Comments) -> None:
    if not any(text for texts in words.values() for text in texts.values()):
        raise Invalid({"text_en": [_("Write the comment in English, in Ukrainian, or in both.")]})


def _at_work(uid: UUID, version: int, by: User) -> Narrative:
    """The version under its lock; refused without the right, after its release, and when it is not as it was seen."""
    seen = narrative_of(uid, user=by)
    if seen is None:
        raise Missing(_("There are no such comments."))
    _check_right(by, seen.report)
    if seen.party_id != by.party_id:
        raise Refused(_("These are the comments of another party."), code="no-right")
    locked: Narrative = Narrative.objects.select_for_update().get(pk=seen.pk)
    if locked.state == NarrativeState.RELEASED:
        raise Refused(_("Released comments stay as they are. Write a correction."), code="released")
    if locked.version != version:
        current: dict[str, Any] = {"state": locked.state, "version": locked.version, "comments": locked.comments}
        raise Conflict(_("Somebody changed these comments since you saw them. Look at them again."), current=current)
    return locked

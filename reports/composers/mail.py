"""The mail that brings a report: what it says in plain words, and the files of the schedule."""

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.pagekit.words import NBSP, plain, title
from portal.paper.asked import LANGUAGES
from reports.composers.files import File, file_of
from reports.composers.paper import document_name, heading, lead, marking, version_name
from reports.models import Narrative, Report, ReportRecipient, ReportSchedule
from reports.vocabulary import FileForm

BETWEEN = "\n\n" + "=" * 72 + "\n\n"
IN_ONE_LANGUAGE = {FileForm.XLSX}  # a workbook for each language


def message_id(report: Report, recipient: ReportRecipient, correction: Narrative | None = None) -> str:
    """The same for the same content and recipient, also after a restored backup: by it a repeat is known as one."""
    content = " ".join([str(report.pk), report.sha256, *([correction.sha256] if correction else [])])
    named = hashlib.sha256(f"{content} {recipient.uid}".encode()).hexdigest()[:40]
    return f"<report.{named}@{_host()}>"


def mail_of(
    report: Report, schedule: ReportSchedule, *, to: str, identifier: str, correction: Narrative | None = None
) -> EmailMessage:
    """The whole message to one address; nobody learns from it who else gets one.

    With a `correction` it says first whose words it puts right, and why; the files hold the new ones.
    """
    languages = LANGUAGES[schedule.language]
    files = [file for form in schedule.formats for file in _files(report, FileForm(form), languages)]
    parts, subjects = [], []
    for language in languages:
        with translation.override(language):
            first = [_("Correction")] if correction else []
            subjects.append(": ".join([*first, document_name(report)]))
            parts.append("\n".join(_lines(report, language, files, correction)))
    mail = EmailMessage(
        subject=" / ".join(subjects).replace(NBSP, " "),
        body=BETWEEN.join(parts).replace(NBSP, " ") + "\n",
        from_email=settings.MAIL_ADDRESS,
        to=[to],
        headers={"Message-ID": identifier, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    for file in files:
        mail.attach(file.name, file.content, file.media_type.split(";")[0])
    return mail


def address_of_page(report: Report, language: str) -> str:
    """Where the report stands, with the language of the reader."""
    return f"{settings.PORTAL_ADDRESS}{reverse('report-detail', args=[report.pk])}?lang={language}"


def _corrected(row: Narrative) -> list[str]:
    """What a correction says before everything else."""
    said = _("You were mailed this report before. %(party)s has corrected its comments on it.")
    return [said % {"party": title(row.party)}, f"{row.party.code}, {version_name(row)}", ""]


def _lines(report: Report, language: str, files: Sequence[File], correction: Narrative | None) -> list[str]:
    body = report.body or {}
    attached = [f"{_('Attached')}: {', '.join(file.name for file in files)}"] if files else []
    return [
        marking(report),
        "",
        *(_corrected(correction) if correction else []),
        f"{plain(title(body['deal']))} ({report.deal.code})",
        heading(report),
        "",
        lead(report),
        "",
        f"{_('The report with its files')}: {address_of_page(report, language)}",
        *attached,
        "",
        _("The portal sends this mail by itself: your party named this address as a recipient of these reports."),
    ]


def _files(report: Report, form: FileForm, languages: Sequence[str]) -> list[File]:
    """The file of a form; one for each language where one file holds one language only."""
    wanted = [[language] for language in languages] if form in IN_ONE_LANGUAGE else [languages]
    return [file_of(report, form, languages=one, base=settings.PORTAL_ADDRESS) for one in wanted]


def _host() -> str:
    return urlsplit(settings.PORTAL_ADDRESS).hostname or "localhost"

"""Mail: a row for each report and recipient, and what became of it. docs/adr/0022 says why in these steps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal import mail
from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Missing, Refused
from portal.history.writing import Actor, writing
from portal.jobs import quarantine
from portal.jobs.actions import Claim, check_held, enqueue
from reports.composers.mail import message_id
from reports.models import ReportDelivery
from reports.queries.delivering import address_of, due_mails, has_got_it, mails_to_send, may_get
from reports.vocabulary import DeliveryState

POSTMAN = Actor("system:mail")
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)


@dataclass(frozen=True)
class Posted:
    """What a worker is to send now: the mail's row and the address."""

    delivery: ReportDelivery
    address: str


def queue_mail(*, at: datetime) -> int:
    """A mail in line for each recipient of each report that is out, and of each correction; returns how many jobs are.

    Without a mail server, and in quarantine, the mails stay where they are. Safe to run twice at once.
    """
    with writing(by=POSTMAN, reason="A report is out"):
        rows = [
            ReportDelivery(
                report=report,
                recipient=recipient,
                releasable_to=recipient.releasable_to,
                narrative=correction,
                message_id=message_id(report, recipient, correction),
                queued_at=at,
                due_at=at,
            )
            for report, recipient, correction in due_mails()
        ]
        ReportDelivery.objects.bulk_create(rows, ignore_conflicts=True)
        ready = mails_to_send(at) if mail.is_configured() and not quarantine.is_on() else []
        for row in ready:
            payload = {"delivery": row.pk}
            enqueue(kind="mail", key=f"mail:{row.pk}:{row.attempts}", payload=payload, at=at)
    return len(ready)


def claim_mail(claimed: Claim, *, at: datetime) -> Posted | None:
    """Takes the mail of a job into hand; None when there is nothing to send (any more).

    A mail that an earlier attempt had handed over without learning the end is doubtful: it is sent again all the same.
    """
    with transaction.atomic():
        row = (
            ReportDelivery.objects.select_for_update(of=("self",))
            .select_related(
                "report__deal",
                "recipient__account__party",
                "recipient__party",
                "recipient__schedule",
                "narrative__party",
                "narrative__corrects",
            )
            .get(pk=claimed.payload["delivery"])
        )
        if row.state not in OPEN:
            return None
        if quarantine.is_on():
            _hold(row)
            return None
        row.address = address_of(row.recipient)
        problem = _reason_against(row)
        row.state, row.error = (DeliveryState.WITHHELD, problem) if problem else (DeliveryState.SENDING, "")
        row.attempts += not problem
        row.is_doubtful = row.is_doubtful or row.handed_at is not None
        row.claimed_at = at
        _keep(row)
    return None if problem else Posted(row, row.address)


def _hold(row: ReportDelivery) -> None:
    """The mail waits for the end of the quarantine, and for a job of its own then."""
    row.state = DeliveryState.WAITING
    row.attempts += 1
    _keep(row)


def _reason_against(row: ReportDelivery) -> str:
    """Why the mail must not go out now; '' when it may."""
    if row.recipient.removed_at is not None:
        return "The recipient was taken off the list."
    if not may_get(row.recipient, row.report):
        return "The recipient may not see this report."
    if not row.address:
        return "The account has no mail address."
    if has_got_it(row, row.address):
        return "The same address has got this report by another mail."
    return ""


def note_handed(posted: Posted, claimed: Claim, *, at: datetime) -> None:
    """Noted just before the message leaves. LostLease when another worker has taken the job over: nothing leaves."""
    with transaction.atomic():
        check_held(claimed)
        ReportDelivery.objects.filter(pk=posted.delivery.pk).update(handed_at=at)


def note_sent(posted: Posted, *, at: datetime) -> None:
    """The server has taken the message."""
    row = _locked(posted)
    row.state, row.sent_at, row.error = DeliveryState.SENT, at, ""
    _keep(row)


def put_back(posted: Posted, *, error: str, is_doubtful: bool, at: datetime) -> None:
    """The server could not be reached or asks to come again: it is tried again after a minute, then ever later."""
    row = _locked(posted)
    row.handed_at = row.handed_at if is_doubtful else None
    row.state, row.error = DeliveryState.WAITING, error
    row.due_at = at + min(FIRST_WAIT * 2 ** min(row.attempts - 1, 10), LONGEST_WAIT)
    _keep(row)


def note_refused(posted: Posted, *, error: str) -> None:
    """The server refuses the message or the address for good."""
    row = _locked(posted)
    row.state, row.error, row.handed_at = DeliveryState.FAILED, error, None
    _keep(row)


def note_mail_lost(number: int, *, error: str) -> None:
    """The job was given up after three attempts that ended in no answer."""
    with transaction.atomic():
        row = ReportDelivery.objects.select_for_update().get(pk=number)
        if row.state in OPEN:
            row.state, row.error = DeliveryState.FAILED, error
            _keep(row)


def send_again(*, delivery: ReportDelivery, version: int, by: User, at: datetime) -> ReportDelivery:
    """A mail that failed or was withheld is put in line again. Refused without the right; Conflict when it moved on."""
    with writing(by=by.actor, reason="Sent again by hand"):
        if not ReportDelivery.objects.visible_to(by).filter(pk=delivery.pk).exists():
            raise Missing(_("There is no such mail."))
        if not by.may(roles.ISSUE_REPORT):
            raise Refused(_("Your role reads reports but does not issue them."), code="no-right")
        row = ReportDelivery.objects.select_for_update().get(pk=delivery.pk)
        if row.version != version or row.state in {*OPEN, DeliveryState.SENT}:
            raise Conflict(_("This mail has moved on since you saw it."), current={"version": row.version})
        row.state, row.due_at, row.error = DeliveryState.WAITING, at, ""
        row.attempts += 1  # a job of its own, also when the attempt before was given up
        _keep(row)
        queue_mail(at=at)
    return row


def _locked(posted: Posted) -> ReportDelivery:
    """The row within the transaction that also ends the job."""
    return ReportDelivery.objects.select_for_update().get(pk=posted.delivery.pk)


def _keep(row: ReportDelivery) -> None:
    row.version += 1
    row.save()

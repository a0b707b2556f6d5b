"""Who gets the reports of a schedule by mail, and each mail to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import kept
from portal.unnumbered import Unnumbered
from reports.models.made import Report, ReportSchedule
from reports.models.narratives import Narrative
from reports.vocabulary import DeliveryState


@kept
class ReportRecipient(Unnumbered, Marking):
    """Somebody to whom the reports of a schedule are mailed, from `added_at` until `removed_at`.

    Either an account of the party, whose own address is used, or an address that the party vouches for. Only the
    party that named the recipient sees it. Never deleted: a mail that was sent still says to whom.
    """

    marked_by = ("", "schedule__")
    deal_path = "schedule__deal__"

    schedule = models.ForeignKey(ReportSchedule, on_delete=models.PROTECT, related_name="recipients")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.EmailField(blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["ReportRecipient"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, address="") | Q(account__isnull=True) & ~Q(address=""),
                name="report_recipient_account_or_address",
            ),
            models.CheckConstraint(condition=Q(releasable_to__len=1), name="report_recipient_seen_by_its_party"),
            models.UniqueConstraint(
                fields=["schedule", "account"],
                condition=Q(removed_at=None, account__isnull=False),
                name="report_recipient_account_once",
            ),
            models.UniqueConstraint(
                "schedule",
                "party",
                Lower("address"),
                condition=Q(removed_at=None, account__isnull=True),
                name="report_recipient_address_once",
            ),
        ]

    def __str__(self) -> str:
        return self.account.username if self.account else self.address


class ReportDelivery(Unnumbered, Marking):
    """One mail: one report to one recipient, exactly one row; and one for each correction of what parties say to it,
    which `narrative` names, to everybody who was mailed the report before. Its life:

    waiting (for its turn, for `due_at`, or for a mail server to be configured) -> sending (a worker holds its job) ->
    sent (the server has taken it), or waiting again (the server could not be reached), or failed (refused for good:
    `error` says why, and it can be tried again), or withheld (the recipient may not get it). `handed_at` is noted just
    before the message leaves: where it is set and the mail is not sent, nobody knows whether it arrived. It is sent
    again under the same `message_id` then, by which the receiver knows it for the same, and `is_doubtful` says so.
    """

    marked_by = ("", "report__")
    deal_path = "report__deal__"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(ReportRecipient, on_delete=models.PROTECT, related_name="deliveries")
    narrative = models.ForeignKey(Narrative, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    message_id = models.CharField(max_length=200, unique=True)
    address = models.EmailField(blank=True, help_text="where it went, or was to go, at the last attempt")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    is_doubtful = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["ReportDelivery"].as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "recipient", "narrative"],
                name="report_delivery_once_a_recipient",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="report_delivery_state_known"),
            models.CheckConstraint(condition=Q(releasable_to__len=1), name="report_delivery_seen_by_its_party"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | ~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True),
                name="report_delivery_sent_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="report_delivery_open",
                condition=Q(state__in=[DeliveryState.WAITING, DeliveryState.SENDING]),
            )
        ]

    def __str__(self) -> str:
        return self.message_id

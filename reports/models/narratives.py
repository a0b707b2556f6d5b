"""What parties say to a report."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import kept
from portal.unnumbered import Unnumbered
from reports.models.made import Report
from reports.vocabulary import NarrativeState

RELEASED_STAYS = pgtrigger.Protect(
    name="released_never_changed",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state=NarrativeState.RELEASED.value),
)


@pgtrigger.register(RELEASED_STAYS)
@kept
class Narrative(Unnumbered, Marking):
    """What one party says to a report, section by section: an addendum to figures that were published on time.

    draft (an officer writes) -> approved (an approver of the party who wrote nothing of it; a later word makes it a
    draft again) -> released (the body is stored, hashed, and never changes: the database refuses). Until then only the
    party sees it, from then on the audience of the report. A correction is the next version and names the one that it
    `corrects`, with a reason. `comments` are texts by section and language; `authors` the keys of who wrote them.
    """

    marked_by = ("", "report__")
    deal_path = "report__deal__"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="narratives")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected")
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=NarrativeState, default=NarrativeState.DRAFT)
    comments = models.JSONField(default=dict)
    authors = ArrayField(models.BigIntegerField(), default=list)
    started_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Narrative"].as_manager()

    class Meta:
        ordering = ["report_id", "party_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "party", "number"], name="narrative_number_once"),
            models.UniqueConstraint(
                fields=["report", "party"],
                condition=~Q(state=NarrativeState.RELEASED),
                name="narrative_one_at_work",
            ),
            models.CheckConstraint(
                condition=Q(number=1, corrects=None, reason="")
                | Q(number__gt=1, corrects__isnull=False) & ~Q(reason=""),
                name="narrative_corrects_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=NarrativeState.DRAFT, approved_by=None, approved_at=None)
                | Q(state__in=["approved", "released"], approved_by__isnull=False, approved_at__isnull=False),
                name="narrative_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=NarrativeState.RELEASED, released_by__isnull=False, released_at__isnull=False)
                & Q(body__isnull=False, sha256__regex=r"^[0-9a-f]{64}$")
                | Q(state__in=["draft", "approved"], released_by=None, released_at=None, body=None, sha256="")
                & Q(releasable_to__len=1),
                name="narrative_released_has_its_body",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(authors__contains=[F("approved_by")]),
                name="narrative_approved_by_no_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.party_id} {self.number}"

"""A deal and its workstreams."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from portal.accounts.markings import MarkedQuerySet
from portal.history.events import kept
from portal.partialdate import PartialDateField
from portal.unnumbered import Unnumbered
from procurement.vocabulary import DealNature, DealStatus


@kept
class Deal(models.Model):
    """The whole arrangement between two governments, an agreement of the public record, or an exercise.

    Only people of the parties named in `party_codes` see it, unless it is public record. `ends_on` is the last day.
    """

    deal_path = ""

    code = models.SlugField(max_length=60, unique=True)
    title_en = models.CharField(max_length=300)
    title_uk = models.CharField(max_length=300)
    nature = models.CharField(max_length=15, choices=DealNature)
    is_public = models.GeneratedField(
        expression=Q(nature=DealNature.PUBLIC),  # type: ignore[arg-type]  # a condition is an expression
        output_field=models.BooleanField(),
        db_persist=True,
    )
    status = models.CharField(max_length=10, choices=DealStatus)
    party_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    known_since = PartialDateField()
    currency = models.CharField(max_length=3, blank=True, help_text="ISO 4217")
    summary_en = models.TextField(blank=True)
    summary_uk = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Deal"].as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=DealNature.values), name="deal_nature_known"),
            models.CheckConstraint(condition=Q(status__in=DealStatus.values), name="deal_status_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, starts_on__lte=F("ends_on")),
                name="deal_starts_before_it_ends",
            ),
        ]
        indexes = [GinIndex(fields=["party_codes"], name="deal_parties")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_exercise(self) -> bool:
        return self.nature == DealNature.EXERCISE


@kept
class Workstream(Unnumbered):
    """A part of the deal with its own milestones and terms; `position` is its place on the page."""

    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="workstreams")
    code = models.CharField(max_length=60)
    title_en = models.CharField(max_length=200)
    title_uk = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    objects = MarkedQuerySet["Workstream"].as_manager()

    class Meta:
        ordering = ["deal_id", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["deal", "code"], name="workstream_once_a_deal")]

    def __str__(self) -> str:
        return self.code

"""Subjects under negotiation, what each side said of them, and what was agreed."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from catalog.models import Source
from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import kept, statement
from portal.numbers import StatedNumberField
from portal.partialdate import PartialDateField
from portal.unnumbered import Unnumbered
from procurement.models.deals import Deal, Workstream
from procurement.vocabulary import PositionStatus, TermKind, TermStatus

LOW_NOT_ABOVE_HIGH = Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high"))
AGREED_STAYS = pgtrigger.Protect(
    name="agreed_never_changed",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("term", "number", "text_en", "text_uk", "low", "high", "valid_from", "proposal"),
)
ENDED_STAYS = pgtrigger.Protect(
    name="ended_never_changed", operation=pgtrigger.Update, condition=pgtrigger.Q(old__valid_to__isnull=False)
)


@kept
class Term(Unnumbered, Marking):
    """One subject under negotiation, such as price or warranty. Positions say who wants what; versions what holds."""

    marked_by = ("",)
    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="terms")
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="terms")
    code = models.CharField(max_length=60)
    title_en = models.CharField(max_length=300)
    title_uk = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=TermKind)
    unit = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=15, choices=TermStatus)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Term"].as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "code"], name="term_once_a_deal"),
            models.CheckConstraint(condition=Q(kind__in=TermKind.values), name="term_kind_known"),
            models.CheckConstraint(condition=Q(status__in=TermStatus.values), name="term_status_known"),
        ]

    def __str__(self) -> str:
        return self.code


@pgtrigger.register(AGREED_STAYS, ENDED_STAYS)
@kept
class TermVersion(models.Model):
    """What both parties accepted as the text and figure of a term, in both languages, for the days it holds.

    `valid_to` is the first day on which it no longer holds; null = until further notice. Versions never overlap. Only
    its end is ever written into a version, once: the database refuses everything else.
    """

    marked_by = ("term__",)
    deal_path = "term__deal__"

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text_en = models.TextField()
    text_uk = models.TextField()
    low = StatedNumberField(null=True, blank=True)
    high = StatedNumberField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    proposal = models.ForeignKey(
        "procurement.Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="term_versions"
    )

    objects = MarkedQuerySet["TermVersion"].as_manager()

    class Meta:
        ordering = ["term_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="term_version_number_once"),
            models.CheckConstraint(condition=LOW_NOT_ABOVE_HIGH, name="term_version_low_not_above_high"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to")),
                name="term_version_holds_a_day",
            ),
            ExclusionConstraint(
                name="term_versions_never_overlap",
                expressions=[
                    ("term", RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} version {self.number}"


@statement
class Position(Unnumbered, Marking):
    """A statement about a term: by a party of the deal, or by a public speaker with a source.

    A party's internal position is marked for its own side. Figures are in `unit` ('' = the term's unit). `slug` names
    a statement of the public record: when that is corrected, the old one is withdrawn and the new one has its name.
    """

    marked_by = ("", "term__")
    deal_path = "term__deal__"

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="positions")
    slug = models.SlugField(max_length=120, null=True, blank=True)  # noqa: DJ001  # most have none, and names are unique
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="positions")
    stated_by = models.CharField(max_length=200, blank=True)
    stated_on = PartialDateField()
    title_en = models.CharField(max_length=300, blank=True)
    text_en = models.TextField()
    text_uk = models.TextField(blank=True)
    low = StatedNumberField(null=True, blank=True)
    high = StatedNumberField(null=True, blank=True)
    unit = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=15, choices=PositionStatus, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="positions")
    recorded_at = models.DateTimeField()

    objects = MarkedQuerySet["Position"].as_manager()

    class Meta:
        ordering = ["term_id", "stated_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "recorded_at"], name="position_named_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(party__isnull=False, stated_by="", source__isnull=True)
                | (Q(party__isnull=True, source__isnull=False) & ~Q(stated_by="")),
                name="position_of_a_party_or_of_a_sourced_speaker",
            ),
            models.CheckConstraint(condition=LOW_NOT_ABOVE_HIGH, name="position_low_not_above_high"),
            models.CheckConstraint(condition=Q(status__in=["", *PositionStatus.values]), name="position_status_known"),
        ]

    def __str__(self) -> str:
        return f"position {self.pk}"


@statement
class PositionWithdrawal(models.Model):
    """Takes a position back, with the reason."""

    position = models.OneToOneField(Position, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="position_withdrawal_has_reason")]

    def __str__(self) -> str:
        return f"withdrawal of position {self.position_id}"

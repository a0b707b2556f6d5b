"""What is due: milestones, what each party says of them, and their links."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value

from catalog.models import Source
from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.documents.models import Document
from portal.history.events import kept, recorded, statement
from portal.numbers import StatedNumberField
from portal.partialdate import PartialDateField
from portal.unnumbered import Unnumbered
from procurement.models.deals import Deal, Workstream
from procurement.vocabulary import LinkType, MilestoneKind, ReasonCode, StatementKind

PARTY_STATEMENTS = [
    StatementKind.FORECAST,
    StatementKind.STARTED,
    StatementKind.REPORTED_MET,
    StatementKind.PARTLY_MET,
    StatementKind.NOT_MET,
    StatementKind.DISPUTED,
    StatementKind.CONFIRMED,
    StatementKind.WITHDRAWN,
]
PUBLIC_STATEMENTS = [
    StatementKind.HAPPENED,
    StatementKind.ANNOUNCED,
    StatementKind.EXPECTED,
    StatementKind.SLIPPED,
]


@kept
class Milestone(Marking):
    """Something due, with the dates both parties agreed. Its life:

    scheduled -> under way (somebody said it started) -> reported (one party says it is met) -> met (another party
    confirms; an internal one: a second person of the same party). A dispute makes it contested until it is withdrawn
    or the disputing party confirms. Partly met carries a quantity. Only an accepted proposal cancels it or moves an
    agreed date. States are computed from statements by rules.py and never stored.

    `duration_days` are calendar days, 0 = a point in time; agreed_finish = agreed_start + duration, end-exclusive.
    A milestone of the public record has sources instead of an owner and no agreed dates. `version` rises with every
    statement and change: it is the ETag of the whole milestone.
    """

    marked_by = ("",)
    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="milestones")
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="milestones")
    code = models.SlugField(max_length=60, unique=True)
    title_en = models.CharField(max_length=300)
    title_uk = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=MilestoneKind)
    owner = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones")
    duration_days = models.PositiveIntegerField(default=0)
    agreed_start = models.DateField(null=True, blank=True)
    agreed_finish = models.DateField(null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=0)
    criteria_en = models.TextField(blank=True)
    criteria_uk = models.TextField(blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "procurement.Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="cancels"
    )
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Milestone"].as_manager()

    class Meta:
        ordering = ["deal_id", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MilestoneKind.values), name="milestone_kind_known"),
            models.CheckConstraint(
                condition=Q(agreed_start__isnull=True, agreed_finish__isnull=True)
                | Q(
                    agreed_start__isnull=False,
                    agreed_finish__isnull=False,
                    agreed_finish=ExpressionWrapper(
                        F("agreed_start") + F("duration_days") * Value(timedelta(days=1)),
                        output_field=models.DateField(),
                    ),
                ),
                name="milestone_finish_is_start_plus_duration",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(agreed_start__isnull=False),
                name="milestone_of_a_party_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_on__isnull=False, cancelled_by__isnull=False),
                name="milestone_cancelled_by_a_proposal",
            ),
        ]
        indexes = [models.Index(fields=["deal", "agreed_finish"], name="milestone_by_finish")]

    def __str__(self) -> str:
        return self.code


@recorded
class Dependency(Unnumbered):
    """A link P -> S with a lag in days (SCHEDULE rules). Visible only to those who may see both ends."""

    marked_by = ("predecessor__", "successor__")
    deal_path = "predecessor__deal__"

    predecessor = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="links_out")
    successor = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="links_in")
    type = models.CharField(max_length=2, choices=LinkType)
    lag_days = models.IntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Dependency"].as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "type"], name="dependency_once_a_type"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="dependency_not_on_itself"),
            models.CheckConstraint(condition=Q(type__in=LinkType.values), name="dependency_type_known"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} {self.type} {self.successor_id}"


@statement
class MilestoneStatement(Unnumbered, Marking):
    """What a party (or a public source) said of a milestone on one day. Never changed; withdrawn by a new row.

    `date` is the day it speaks of (forecast finish, start, finish; partial only for public sources), `start_date` a
    forecast start; `stated_on` the day it was said; `reason_code` the kind of its reason, where the speaker names one
    (the ledger of moved dates shows it); `about` the statement that is confirmed, disputed or withdrawn.
    `person` names the speaker as text so that two people of one party can be told apart for ever.
    """

    marked_by = ("", "milestone__")
    deal_path = "milestone__deal__"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=12, choices=StatementKind)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    person = models.CharField(max_length=150, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    stated_on = PartialDateField()
    start_date = PartialDateField()
    date = PartialDateField()
    quantity = StatedNumberField(null=True, blank=True)
    quantity_unit = models.CharField(max_length=12, blank=True)
    reason_code = models.CharField(max_length=12, choices=ReasonCode, blank=True)
    reason = models.TextField(blank=True)
    evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="milestone_statements"
    )
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="milestone_statements"
    )
    recorded_at = models.DateTimeField()

    objects = MarkedQuerySet["MilestoneStatement"].as_manager()

    class Meta:
        ordering = ["milestone_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind__in=PARTY_STATEMENTS, party__isnull=False) & ~Q(person=""))
                | Q(kind__in=PUBLIC_STATEMENTS, party__isnull=True, source__isnull=False),
                name="milestone_statement_has_its_speaker",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[StatementKind.DISPUTED, StatementKind.WITHDRAWN, StatementKind.CONFIRMED])
                | Q(about__isnull=False),
                name="milestone_statement_answers_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind=StatementKind.PARTLY_MET) | Q(quantity__isnull=False),
                name="milestone_statement_partly_met_has_quantity",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=[StatementKind.FORECAST, StatementKind.STARTED, StatementKind.REPORTED_MET],
                    date="",
                ),
                name="milestone_statement_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(reason_code__in=["", *ReasonCode.values]), name="milestone_statement_reason_code_known"
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"


@statement
class MilestoneCheck(models.Model):
    """The owner of a milestone looked at it on `checked_on` and says that what is on record is still true."""

    marked_by = ("milestone__",)
    deal_path = "milestone__deal__"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    objects = MarkedQuerySet["MilestoneCheck"].as_manager()

    class Meta:
        ordering = ["milestone_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "checked_on", "person"], name="milestone_checked_once_a_day_by_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"check of milestone {self.milestone_id}"

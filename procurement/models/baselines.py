"""Named, frozen copies of the agreed dates, and who signed them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import Party
from portal.accounts.vocabulary import Side
from portal.history.events import statement
from portal.unnumbered import Unnumbered
from procurement.models.deals import Deal
from procurement.models.milestones import Milestone
from procurement.vocabulary import BaselineState

SIGNING = (Side.SELLER, Side.BUYER)


@statement
class Baseline(models.Model):
    """A named copy of all agreed dates of a deal. Frozen by the database from its first moment; both sides sign it.

    waiting -> signed (an approver of the seller's side and one of the buyer's) | set aside with a reason before that.
    Nothing in it ever changes: signatures and setting aside are rows of their own, and they make the version.
    Numbers run on within a deal and hide nothing, since everybody who sees the deal sees each baseline; of its rows
    a reader sees those of milestones that he may see.
    """

    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="baselines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    objects = MarkedQuerySet["Baseline"].as_manager()

    class Meta:
        ordering = ["deal_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "name"], name="baseline_named_once"),
            models.UniqueConstraint(fields=["deal", "number"], name="baseline_number_once_a_deal"),
            models.CheckConstraint(condition=~Q(name=""), name="baseline_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def aside(self) -> "BaselineSetAside | None":
        """Who set it aside and why. One statement of SQL unless it came along."""
        return getattr(self, "set_aside", None)

    @property
    def version(self) -> int:
        """Rises with each signature and with setting aside."""
        return 1 + len(self.signatures.all()) + (self.aside is not None)

    @property
    def waits_for(self) -> list[Side]:
        """The sides that have not signed."""
        signed = {signature.side for signature in self.signatures.all()}
        return [side for side in SIGNING if side not in signed]

    @property
    def state(self) -> BaselineState:
        if self.aside is not None:
            return BaselineState.SET_ASIDE
        return BaselineState.WAITING if self.waits_for else BaselineState.SIGNED


@statement
class BaselineMilestone(Unnumbered):
    """The agreed dates of one milestone on the day of the baseline. Hidden with its milestone."""

    marked_by = ("milestone__",)
    deal_path = "baseline__deal__"

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="rows")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="baseline_rows")
    start = models.DateField()
    finish = models.DateField()

    objects = MarkedQuerySet["BaselineMilestone"].as_manager()

    class Meta:
        ordering = ["baseline_id", "milestone_id"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "milestone"], name="baseline_milestone_once"),
            models.CheckConstraint(condition=Q(start__lte=F("finish")), name="baseline_start_before_finish"),
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id} {self.milestone_id}"


@statement
class BaselineSignature(models.Model):
    """An approver signs a baseline for his side, once: who and when belong together."""

    deal_path = "baseline__deal__"

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    objects = MarkedQuerySet["BaselineSignature"].as_manager()

    class Meta:
        ordering = ["baseline_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "side"], name="baseline_signed_once_a_side"),
            models.CheckConstraint(condition=Q(side__in=SIGNING), name="baseline_signed_by_seller_or_buyer"),
        ]

    def __str__(self) -> str:
        return f"{self.baseline_id} {self.side}"


@statement
class BaselineSetAside(models.Model):
    """A baseline that shall not count, before both have signed: who says so, when and why. It stays readable."""

    deal_path = "baseline__deal__"

    baseline = models.OneToOneField(Baseline, on_delete=models.PROTECT, related_name="set_aside")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    reason = models.TextField()

    objects = MarkedQuerySet["BaselineSetAside"].as_manager()

    class Meta:
        ordering = ["baseline_id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="baseline_set_aside_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.baseline_id} set aside"

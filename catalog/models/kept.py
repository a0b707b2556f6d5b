"""What triggers derive from the statements (spans.py, standing.py), so that a page need not read all of them.

Claims and models are visible to everybody who is signed in, so what is kept holds for everybody too (ADR 10).
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from catalog.models.record import Capability, Claim, DroneModel
from portal.accounts.markings import MarkedQuerySet
from portal.numbers import SpanField, StatedNumberField


class FigureSpan(models.Model):
    """What the statements that count say about one capability of one model. Derived; triggers keep it (spans.py).

    The row with unit '' says that something is stated at all, be it words, and how often. A row with a unit (money:
    each currency) has the intervals that its numbers allow, and the largest of them.
    """

    model = models.ForeignKey(DroneModel, on_delete=models.CASCADE, related_name="spans", db_index=False)
    capability = models.CharField(max_length=40)
    unit = models.CharField(max_length=12, blank=True)
    statements = models.PositiveIntegerField()
    span = SpanField()
    largest = StatedNumberField(null=True)

    objects = MarkedQuerySet["FigureSpan"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "capability", "unit"], name="figure_span_once")]
        indexes = [
            models.Index(
                fields=["model"], include=["capability", "statements"], condition=Q(unit=""), name="figure_span_stated"
            ),
            # Without the span: many intervals make it longer than an index may hold.
            models.Index(fields=["capability", "unit", "model"], condition=~Q(unit=""), name="figure_span_by_unit"),
            models.Index(
                fields=["capability", "model"], include=["statements"], condition=Q(unit=""), name="figure_span_by_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capability} of model {self.model_id}"


class FigureSupport(models.Model):
    """Who states the numbers of one capability of one model in one unit (money: each currency), and whether they agree.

    `first_voice` and `last_voice` are the first and last of the publishers by name: two voices where they differ. The
    sources disagree where the highest of the lower ends lies above the lowest of the upper ones. Derived.
    """

    model = models.ForeignKey(DroneModel, on_delete=models.CASCADE, related_name="+", db_index=False)
    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.CharField(max_length=12, blank=True)
    first_voice = models.TextField()
    last_voice = models.TextField()
    highest_low = StatedNumberField(null=True)
    lowest_high = StatedNumberField(null=True)
    has_two_voices = models.GeneratedField(
        expression=~Q(first_voice=F("last_voice")), output_field=models.BooleanField(), db_persist=True
    )
    is_disputed = models.GeneratedField(
        expression=Q(highest_low__isnull=False, lowest_high__isnull=False, highest_low__gt=F("lowest_high")),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = MarkedQuerySet["FigureSupport"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "capability", "unit"], name="figure_support_once"),
        ]
        indexes = [
            models.Index(
                fields=["capability", "model"], include=["has_two_voices", "is_disputed"], name="figure_support_counts"
            )
        ]

    def __str__(self) -> str:
        return f"support of {self.capability_id} of model {self.model_id}"


class CheckedClaim(models.Model):
    """A claim that counts, and when somebody last looked at its source. Derived.

    `looked_on` is the newest day that came with it or with a later check. A withdrawn claim has no row.
    """

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, primary_key=True, related_name="checked")
    model = models.ForeignKey(DroneModel, on_delete=models.CASCADE, related_name="+", db_index=False)
    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="+", db_index=False)
    recorded_on = models.DateField()
    looked_on = models.DateField(null=True)
    last_checked = models.GeneratedField(
        expression=Coalesce("looked_on", "recorded_on"), output_field=models.DateField(), db_persist=True
    )

    objects = MarkedQuerySet["CheckedClaim"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["last_checked", "model", "claim"], name="checked_claim_queue"),
            models.Index(fields=["capability", "model"], include=["last_checked"], name="checked_claim_board"),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id}, checked on {self.last_checked}"

"""What triggers derive from the statements (spans.py, standing.py, facets.py), so that no page reads them all.

Claims and models are visible to everybody who is signed in, so what is kept holds for everybody too (ADR 10).
"""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from catalog.models.record import Capability, Claim, DroneModel, Maker
from portal.accounts.markings import MarkedQuerySet
from portal.numbers import SpanField, StatedNumberField


class FigureSpan(models.Model):
    """What the statements that count allow for one capability of one model in one unit (money: each currency). Derived.

    The union of the intervals that its numbers allow, with its ends (None: open), the largest number stated, and how
    many statements there are. Words have none.
    """

    model = models.ForeignKey(DroneModel, on_delete=models.CASCADE, related_name="spans", db_index=False)
    capability = models.CharField(max_length=40)
    unit = models.CharField(max_length=12)
    statements = models.PositiveIntegerField()
    span = SpanField()
    largest = StatedNumberField(null=True)
    lowest_end = models.GeneratedField(
        expression=Func("span", function="lower"), output_field=StatedNumberField(null=True), db_persist=True
    )
    highest_end = models.GeneratedField(
        expression=Func("span", function="upper"), output_field=StatedNumberField(null=True), db_persist=True
    )

    objects = MarkedQuerySet["FigureSpan"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "capability", "unit"], name="figure_span_once")]
        # Without the span: many intervals make it longer than an index may hold.
        indexes = [
            models.Index(
                fields=["capability", "unit", "model"],
                include=["lowest_end", "highest_end", "largest"],
                name="figure_span_by_unit",
            )
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
        expression=~Q(first_voice=F("last_voice")),  # type: ignore[arg-type]  # conditions are expressions too
        output_field=models.BooleanField(),
        db_persist=True,
    )
    is_disputed = models.GeneratedField(
        expression=Q(  # type: ignore[arg-type]  # as above
            highest_low__isnull=False, lowest_high__isnull=False, highest_low__gt=F("lowest_high")
        ),
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


class ModelFacets(models.Model):
    """What the filters count of a model, narrow: its own words, and which capabilities statements are about. Derived.

    `roles` are codes with a blank between. `stated` are the codes of capabilities, each between two blanks, in order.
    """

    model = models.OneToOneField(DroneModel, on_delete=models.CASCADE, primary_key=True, related_name="facets")
    domain = models.CharField(max_length=10)
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=15)
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    roles = models.TextField(blank=True)
    stated = models.TextField(blank=True)
    statements = models.PositiveIntegerField()

    objects = MarkedQuerySet["ModelFacets"].as_manager()

    def __str__(self) -> str:
        return f"facets of model {self.model_id}"

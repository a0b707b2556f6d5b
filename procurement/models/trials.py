"""What a party saw and thinks itself: trials and demonstrations, and its evaluations. Marked, own party first."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from catalog.models import Capability, DroneModel, Source, figure_constraints
from catalog.vocabulary import Bound
from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import statement
from portal.numbers import StatedNumberField
from portal.partialdate import PartialDateField
from portal.unnumbered import Unnumbered
from procurement.models.engagements import Engagement


class OwnStatement(Unnumbered, Marking):
    """Mixin: a statement of one party. `replaces` is the row that it supersedes: a correction, or a wider release."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        abstract = True


@statement
class Trial(OwnStatement):
    """A trial or demonstration of a model that somebody attended. What was observed stands in its figures.

    `source` is a page that the record knows already. Another one is kept here, as `source_url` and its publisher: the
    list of sources is open to everybody, and a new row in it would tell of the trial.
    """

    marked_by = ("",)

    model = models.ForeignKey(DroneModel, on_delete=models.PROTECT, related_name="trials")
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, null=True, blank=True, related_name="trials")
    held_on = PartialDateField()
    place = models.CharField(max_length=200, blank=True)
    conditions = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="trials")
    source_url = models.URLField(max_length=1000, blank=True)
    source_publisher = models.CharField(max_length=200, blank=True)
    source_language = models.CharField(max_length=8, blank=True, help_text="ISO 639 code")

    objects = MarkedQuerySet["Trial"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(source=None) | Q(source_url=""), name="trial_has_one_source"),
            models.CheckConstraint(
                condition=Q(source_url="", source_publisher="", source_language="")
                | ~Q(source_url="") & ~Q(source_publisher="") & ~Q(source_language=""),
                name="trial_source_is_whole_or_absent",
            ),
        ]

    def __str__(self) -> str:
        return f"trial {self.pk}"


@statement
class TrialFigure(models.Model):
    """What was observed of one capability in a trial; canonical values as in Claim."""

    marked_by = ("trial__",)

    trial = models.ForeignKey(Trial, on_delete=models.PROTECT, related_name="figures")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="trial_figures")
    bound = models.CharField(max_length=8, choices=Bound)
    low = StatedNumberField(null=True, blank=True)
    high = StatedNumberField(null=True, blank=True)
    unit = models.CharField(max_length=12, blank=True)
    canonical_low = StatedNumberField(null=True, blank=True)
    canonical_high = StatedNumberField(null=True, blank=True)
    condition = models.TextField(blank=True)

    objects = MarkedQuerySet["TrialFigure"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [*figure_constraints("trial_figure")]

    def __str__(self) -> str:
        return f"observation {self.pk}"


@statement
class Evaluation(OwnStatement):
    """What a party thinks of a model: a rating from 1 (poor) to 5 (very good), what speaks for and against it."""

    marked_by = ("",)

    model = models.ForeignKey(DroneModel, on_delete=models.PROTECT, related_name="evaluations")
    rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    pros = models.TextField(blank=True)
    cons = models.TextField(blank=True)
    note = models.TextField(blank=True)

    objects = MarkedQuerySet["Evaluation"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="evaluation_rating_from_1_to_5")
        ]

    def __str__(self) -> str:
        return f"evaluation {self.pk}"

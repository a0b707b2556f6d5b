"""What the services say they need."""

from django.db import models
from django.db.models import Q

from catalog.models import Capability, Source, figure_constraints
from catalog.vocabulary import Bound, Domain
from portal.accounts.markings import MarkedQuerySet
from portal.history.events import kept, statement
from portal.numbers import StatedNumberField
from portal.partialdate import PartialDateField
from procurement.vocabulary import FigureLevel


@kept
class Requirement(models.Model):
    """A publicly stated need of one service branch."""

    slug = models.SlugField(max_length=120, unique=True)
    branch = models.CharField(max_length=40, db_index=True)
    title_en = models.CharField(max_length=300)
    title_uk = models.CharField(max_length=300)
    domain = models.CharField(max_length=10, choices=Domain)

    objects = MarkedQuerySet["Requirement"].as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=Q(domain__in=Domain.values), name="requirement_domain_known")]

    def __str__(self) -> str:
        return self.slug


@statement
class RequirementFigure(models.Model):
    """One figure of a requirement, as its source states it; canonical values as in Claim."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="figures")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="requirement_figures")
    level = models.CharField(max_length=10, choices=FigureLevel)
    bound = models.CharField(max_length=8, choices=Bound)
    low = StatedNumberField(null=True, blank=True)
    high = StatedNumberField(null=True, blank=True)
    unit = models.CharField(max_length=12, blank=True)
    canonical_low = StatedNumberField(null=True, blank=True)
    canonical_high = StatedNumberField(null=True, blank=True)
    condition = models.TextField(blank=True)
    stated_on = PartialDateField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="requirement_figures")
    recorded_at = models.DateTimeField()

    objects = MarkedQuerySet["RequirementFigure"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            *figure_constraints("requirement_figure"),
            models.CheckConstraint(condition=Q(level__in=FigureLevel.values), name="requirement_figure_level_known"),
        ]

    def __str__(self) -> str:
        return f"figure {self.pk}"

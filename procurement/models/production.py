"""Where drones are to be made, and how many a month."""

from django.db import models
from django.db.models import Q

from catalog.models import DroneModel
from portal.accounts.markings import MarkedQuerySet, Marking
from portal.history.events import kept
from procurement.models.deals import Deal


@kept
class ProductionSite(Marking):
    """A plant or line; `opened_on` is the actual opening, null = not open."""

    marked_by = ("",)
    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="sites")
    code = models.SlugField(max_length=60, unique=True)
    name_en = models.CharField(max_length=200)
    name_uk = models.CharField(max_length=200)
    country = models.CharField(max_length=2, help_text="ISO 3166 alpha-2")
    opened_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["ProductionSite"].as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


@kept
class RampMonth(models.Model):
    """Planned and actual output of one model at one site in one month (`month` is its first day)."""

    marked_by = ("site__",)
    deal_path = "site__deal__"

    site = models.ForeignKey(ProductionSite, on_delete=models.PROTECT, related_name="ramp")
    model = models.ForeignKey(DroneModel, on_delete=models.PROTECT, related_name="ramp")
    month = models.DateField()
    planned = models.PositiveIntegerField()
    actual = models.PositiveIntegerField(null=True, blank=True)

    objects = MarkedQuerySet["RampMonth"].as_manager()

    class Meta:
        ordering = ["site_id", "model_id", "month"]
        constraints = [
            models.UniqueConstraint(fields=["site", "model", "month"], name="ramp_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="ramp_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.model_id} {self.month:%Y-%m}"

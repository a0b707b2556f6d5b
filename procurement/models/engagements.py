"""Visits, meetings, calls, statements and signings in the course of the talks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalog.models import Source
from portal.accounts.markings import MarkedQuerySet, Marking
from portal.history.events import kept
from portal.partialdate import PartialDateField
from procurement.vocabulary import EngagementKind


@kept
class Engagement(Marking):
    """An event of the talks, as its source tells it. `party_codes` names who took part."""

    marked_by = ("",)

    slug = models.SlugField(max_length=120, unique=True)
    starts_on = PartialDateField()
    ends_on = PartialDateField()
    kind = models.CharField(max_length=10, choices=EngagementKind)
    place = models.CharField(max_length=200, blank=True)
    party_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    subject_en = models.TextField()
    subject_uk = models.TextField(blank=True)
    outcome_en = models.TextField(blank=True)
    outcome_uk = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="engagements")
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Engagement"].as_manager()

    class Meta:
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EngagementKind.values), name="engagement_kind_known")
        ]

    def __str__(self) -> str:
        return self.slug

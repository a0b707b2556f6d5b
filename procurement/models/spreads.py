"""How sure the owner of a milestone is of its duration."""

from django.db import models
from django.db.models import F, Q

from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import statement
from portal.unnumbered import Unnumbered
from procurement.models.milestones import Milestone

LONGEST_DURATION = 9999  # days


@statement
class DurationSpread(Unnumbered, Marking):
    """The shortest, most likely and longest duration of a milestone in calendar days, as its owner states them.

    The last one counts. One without days takes the earlier ones back: the owner states no spread any more. It changes
    no agreed date and no forecast; it is what the risk of the plan is computed from.
    """

    marked_by = ("", "milestone__")
    deal_path = "milestone__deal__"

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="spreads")
    shortest = models.PositiveIntegerField(null=True, blank=True)
    likely = models.PositiveIntegerField(null=True, blank=True)
    longest = models.PositiveIntegerField(null=True, blank=True)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=150)
    reason = models.TextField()
    recorded_at = models.DateTimeField()

    objects = MarkedQuerySet["DurationSpread"].as_manager()

    class Meta:
        ordering = ["milestone_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shortest__isnull=True, likely__isnull=True, longest__isnull=True)
                | Q(
                    shortest__isnull=False,
                    likely__isnull=False,
                    longest__isnull=False,
                    shortest__lte=F("likely"),
                    likely__lte=F("longest"),
                    longest__lte=LONGEST_DURATION,
                ),
                name="duration_spread_in_order_or_taken_back",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="duration_spread_has_reason"),
        ]

    def __str__(self) -> str:
        return f"spread of milestone {self.milestone_id}"

    @property
    def is_taken_back(self) -> bool:
        return self.likely is None

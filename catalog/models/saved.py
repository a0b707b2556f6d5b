"""Filters of the catalog that people keep under a name, and who wants to know when their result changes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import Party
from portal.history.events import kept
from portal.unnumbered import Unnumbered

LONGEST_NAME, LONGEST_QUERY = 80, 2000


class SavedFilterQuerySet(MarkedQuerySet["SavedFilter"]):
    """Saved filters that stand. What a person saved for one party stays there when he works for another one."""

    def visible_to(self, user: Any) -> "SavedFilterQuerySet":
        """The person's own ones and those that colleagues share."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner=user) | Q(is_shared=True), party=user.party_id, withdrawn_at=None)

    def released_to(self, party_code: str) -> "SavedFilterQuerySet":
        """Those that everybody of the party may see: the shared ones."""
        return self.filter(is_shared=True, party__code=party_code, withdrawn_at=None)

    def unmarked(self) -> "SavedFilterQuerySet":
        """No saved filter is for all parties."""
        return self.none()


@kept
class SavedFilter(Unnumbered):
    """A filter of the catalog under a name. `query` is the query string in its canonical form and never changes.

    It belongs to one person and, when shared, is read by everybody of `party` (null = he had none). Taken back it
    keeps its row, with `withdrawn_at`, and its name is free again.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_filters")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_filters")
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_filter_has_name_and_query"),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(party__isnull=False), name="saved_filter_shared_with_a_party"
            ),
            models.UniqueConstraint(
                fields=["owner", "party", "name"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="saved_filter_name_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FilterWatch(models.Model):
    """A person wants to know when the result of a saved filter changes. Working state, like a notice: no record.

    `seen` is the result of which he knows: the key of each model, with its answer to conditions on figures ('' where
    none is asked).
    """

    saved_filter = models.ForeignKey(SavedFilter, on_delete=models.CASCADE, related_name="watches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="filter_watches")
    seen = models.JSONField(default=dict)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["saved_filter", "user"], name="filter_watch_once_a_person")]
        indexes = [models.Index(fields=["checked_at"], name="filter_watch_oldest_check")]

    def __str__(self) -> str:
        return f"{self.user_id} on {self.saved_filter_id}"

"""Files with a checksum."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.accounts.markings import MarkedQuerySet, Marking
from portal.history.events import statement


@statement
class Document(Marking):
    """A file that somebody handed in: never changed, found again by its SHA-256, shown only as a download.

    `deal_code` names the deal it belongs to ('' = public record); `party_codes` copies the parties of that deal, so
    that the ground needs to know no deal. An unmarked document is for those parties.
    """

    marked_by = ("",)
    deal_path = ""

    title = models.CharField(max_length=300)
    file = models.FileField(upload_to="documents/%Y/%m/")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    deal_code = models.CharField(max_length=60, blank=True)
    party_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_public = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = MarkedQuerySet["Document"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_sha256_form"),
            models.CheckConstraint(condition=Q(size__gte=0), name="document_size_positive"),
        ]

    def __str__(self) -> str:
        return self.title

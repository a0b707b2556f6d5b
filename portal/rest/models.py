"""API tokens and the memory of repeated calls."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.history.events import recorded


@recorded
class ApiToken(models.Model):
    """A machine's key to the API, for one person. Only its SHA-256 is kept; the token itself is shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    read_only = models.BooleanField(default=True)
    networks = ArrayField(models.CharField(max_length=43), default=list, blank=True, help_text="empty = from anywhere")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="api_token_sha256_form"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="api_token_expires_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RepeatedCall(models.Model):
    """The answer to a POST that carried an Idempotency-Key: the same call again gets the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True)  # the answer as JSON text: a JSON object would lose its order
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="repeated_call_once_a_person")]

    def __str__(self) -> str:
        return self.key

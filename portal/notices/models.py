"""What the portal tells a person: something is due, something changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One message to one person, told once per key. Its words are made when it is read, in the reader's language.

    `kind` names the template templates/notices/<kind>.html, which gets `params`; `link` leads to what it is about.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=200)
    kind = models.SlugField(max_length=40)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_a_person"),
            models.CheckConstraint(condition=Q(link__startswith="/"), name="notice_links_within_the_portal"),
        ]
        indexes = [models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return self.key

    @property
    def template(self) -> str:
        """The template that says it."""
        return template_of(self.kind)


def template_of(kind: str) -> str:
    """Where the words of a kind stand."""
    return f"notices/{kind}.html"

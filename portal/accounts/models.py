"""People and parties."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from portal.accounts.roles import may, rights_of
from portal.accounts.vocabulary import Density, Language, Role, Side
from portal.history.events import recorded
from portal.history.writing import Actor


@recorded
class Party(models.Model):
    """A body that takes part in a deal or is named in the record. `code` is its stable name everywhere."""

    code = models.CharField(max_length=40, unique=True)
    name_en = models.CharField(max_length=200)
    name_uk = models.CharField(max_length=200)
    side = models.CharField(max_length=10, choices=Side)
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166 alpha-2")

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.code


class User(AbstractUser):
    """A person. Belongs to one party or to none; the role says what he may do for it."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    role = models.CharField(max_length=15, choices=Role, default=Role.READER)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    density = models.CharField(max_length=7, choices=Density, default=Density.COMPACT)

    class Meta:
        ordering = ["username"]
        constraints = [models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known")]

    @property
    def party_code(self) -> str:
        """The code of the person's party, '' for somebody without one."""
        return self.party.code if self.party else ""

    @property
    def actor(self) -> Actor:
        """The person as the history names him."""
        return Actor(f"user:{self.username}")

    @property
    def rights(self) -> frozenset[str]:
        """The rights of the person's role, for templates."""
        return rights_of(self.role) if self.is_active else frozenset()

    def may(self, right: str) -> bool:
        """True when the person's role has the right (see roles.py)."""
        return self.is_active and may(self.role, right)

"""Uploads of tables: the file, how its columns were understood, and which statements it brought."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models import Claim
from exchange.vocabulary import ImportState
from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import kept, recorded, statement
from portal.unnumbered import RandomKey


class UploadedFile(models.Model):
    """The bytes that were handed in. Working material, not record: what it brought stands in the claims."""

    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="uploaded_sha256_form")
        ]

    def __str__(self) -> str:
        return self.sha256


@kept
class Import(RandomKey, Marking):
    """One upload of one party. Its life:

    uploaded (the columns are to be mapped) -> rehearsed (problems and plan are known; mapping again is possible) ->
    queued (a job is in line) -> applied, or failed after three attempts (nothing was written) -> undone: all its
    statements that still stood were withdrawn in one step. `plan` and `problems` are what the last rehearsal found.
    """

    marked_by = ("",)

    name = models.CharField(max_length=200)
    file = models.ForeignKey(UploadedFile, on_delete=models.PROTECT, related_name="imports")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    mapping = models.JSONField(default=list, help_text="for each sheet: column number to meaning")
    defaults = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Import"].as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(problem_count=0) | Q(state__in=[ImportState.UPLOADED, ImportState.REHEARSED]),
                name="import_applied_without_problems",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@recorded
class ColumnMapping(models.Model):
    """How a party understood the columns of tables with these headings: found again at the next upload."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="column_mappings")
    signature = models.CharField(max_length=64)
    columns = models.JSONField(default=dict, help_text="column number to meaning")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "signature"], name="column_mapping_once")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.signature[:8]}"


@statement
class ImportedClaim(models.Model):
    """Which upload brought a statement, and where in it that stood."""

    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="claims")
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="imported")
    sheet = models.CharField(max_length=200)
    row = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

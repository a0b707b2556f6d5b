"""Background work, owned by PostgreSQL. Celery and Valkey carry hints only: what they lose is found here again."""

from django.db import models
from django.db.models import F, Q

LONGEST_REASON = 300  # letters


class JobState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """A piece of work with one effect. Its life:

    queued -> running (a worker holds it until `lease_until`) -> done. An error or a lease that ran out puts it back to
    queued; after three attempts it is failed and stays visible with its error. `fence` rises with every claim: whoever
    finishes with an older number has lost the job, and his transaction is taken back. `retries` holds who put a failed
    one in line again, and when: {by, party, at} each time, as text, so that it outlives the account.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    retries = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_is_a_percentage"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False), name="job_running_has_a_lease"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[JobState.DONE, JobState.FAILED], finished_at__isnull=False)
                | Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True),
                name="job_ends_at_a_time",
            ),
            models.CheckConstraint(condition=Q(fence__gte=F("attempts")), name="job_fence_counts_every_claim"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="job_open", condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]))
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a part of the portal was last seen alive: beat's tick, a worker's last look at the jobs."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class Server(models.Model):
    """A database in which the record has woken up, in their order. As long as one was not accepted there is quarantine.

    The first one is accepted by the portal itself; RESTORED is the reason of those that it noticed. Rows stay: they
    tell how often the record was restored, and who looked at it before mails went out again.
    """

    RESTORED = "the record was restored"

    identity = models.CharField(max_length=100)
    seen_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by="")
                | Q(accepted_at__isnull=False) & ~Q(accepted_by=""),
                name="server_is_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity} {self.seen_at:%Y-%m-%d %H:%M:%S}"

    @property
    def was_noticed(self) -> bool:
        """The portal itself found that it had been restored; nobody told it."""
        return self.reason == self.RESTORED

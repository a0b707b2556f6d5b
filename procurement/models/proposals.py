"""How an agreed value changes: one party proposes, the other accepts or refuses."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.accounts.markings import MarkedQuerySet, Marking
from portal.accounts.models import Party
from portal.history.events import kept, statement
from procurement.models.deals import Deal
from procurement.proposal_rules import name_of
from procurement.vocabulary import ProposalState, ReasonCode

DECIDED = [ProposalState.ACCEPTED, ProposalState.REFUSED, ProposalState.COUNTERED]
PROPOSED_STAYS = pgtrigger.Protect(
    name="proposed_never_changed",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(
        *("deal", "number", "releasable_to", "party", "opened_by", "opened_at", "reason_code", "reason", "answers")
    ),
)
DECIDED_STAYS = pgtrigger.Protect(
    name="decided_never_changed",
    operation=pgtrigger.Update,
    condition=~pgtrigger.Q(old__state=ProposalState.OPEN.value),
)


@pgtrigger.register(PROPOSED_STAYS, DECIDED_STAYS)
@kept
class Proposal(Marking):
    """A change of agreed values. open -> accepted (applied at once) | refused | withdrawn | countered.

    Nobody accepts the proposal of his own party: the database refuses it too. A proposal about rows that only one side
    sees is internal and marked like them: there nobody accepts his own proposal. A decision has who, which party and
    when, or none of them; what was proposed and what was decided never changes. Numbers run on within a deal and
    release list, so that no gap tells of a hidden proposal.
    """

    marked_by = ("",)
    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="proposals")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason_code = models.CharField(max_length=12, choices=ReasonCode)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="counters")
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Proposal"].as_manager()

    class Meta:
        ordering = ["deal_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "releasable_to", "number"], name="proposal_number_once_a_release"),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_reason"),
            models.CheckConstraint(condition=Q(reason_code__in=ReasonCode.values), name="proposal_reason_code_known"),
            models.CheckConstraint(
                condition=Q(
                    state=ProposalState.OPEN,
                    decided_by__isnull=True,
                    decided_party__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(state=ProposalState.OPEN)
                    & Q(decided_by__isnull=False, decided_party__isnull=False, decided_at__isnull=False)
                ),
                name="proposal_decided_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | ~Q(decided_party=F("party"))
                | (~Q(releasable_to=[]) & ~Q(decided_by=F("opened_by"))),
                name="proposal_decided_by_another_party",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.name}"

    @property
    def name(self) -> str:
        """What it is called in its deal."""
        return name_of(self.number, self.releasable_to)


@statement
class ProposalChange(models.Model):
    """One value that the proposal changes: which row (kind and key), which field, from what to what.

    `base_version` is the version of the row that the proposer saw; acceptance refuses when it has moved on.
    """

    marked_by = ("proposal__",)
    deal_path = "proposal__deal__"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="changes")
    subject = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=200)
    field = models.CharField(max_length=40)
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField(null=True, blank=True)
    base_version = models.PositiveIntegerField()

    objects = MarkedQuerySet["ProposalChange"].as_manager()

    class Meta:
        ordering = ["proposal_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "subject", "subject_key", "field"], name="proposal_changes_a_value_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_key} {self.field}"

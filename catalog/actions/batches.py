"""Many statements at once: added as one step, and taken back as one step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from catalog.actions.claim_rows import Key, claim_row, key_of, officer_party
from catalog.actions.sources import BATCH, SourceWords, sources_on_record
from catalog.models import Capability, Claim, ClaimWithdrawal
from catalog.stated import StatedFigure
from portal.accounts.models import User
from portal.history.writing import check_at_once, writing


@dataclass(frozen=True)
class NewClaim:
    """A statement that was checked and may be written."""

    model_id: int
    capability: Capability = field(compare=False)
    figure: StatedFigure
    stated_by: str
    stated_on: str
    source: SourceWords

    @property
    def key(self) -> Key:
        """As statement_key says it of a statement on record."""
        return key_of(self.figure, self.model_id, self.capability.pk, self.stated_by, self.stated_on, self.source.url)


def add_claims(*, claims: Sequence[NewClaim], by: User, at: datetime, reason: str) -> list[Claim]:
    """Writes all statements for the person's party in one transaction, with new sources. Refused without the right."""
    officer_party(by)
    with writing(by=by.actor, reason=reason):
        check_at_once()
        sources = sources_on_record((claim.source for claim in claims), at=at)
        rows = [
            claim_row(
                model_id=new.model_id,
                capability=new.capability,
                figure=new.figure,
                stated_by=new.stated_by,
                stated_on=new.stated_on,
                source=sources[new.source],
                by=by,
                at=at,
            )
            for new in claims
        ]
        return Claim.objects.bulk_create(rows, batch_size=BATCH)


def withdraw_claims(*, claims: Sequence[int], by: User, at: datetime, reason: str) -> int:
    """Takes back those of the statements that still count, in one step; returns how many. Refused without the right.

    Like a single one, only those of the own party and of the public record.
    """
    party = officer_party(by)
    with writing(by=by.actor, reason=reason):
        check_at_once()
        standing = Claim.objects.filter(Q(owner=None) | Q(owner=party), pk__in=claims, withdrawal=None)
        said = {"reason": reason, "party": party, "person": by.username, "withdrawn_at": at}
        rows = [ClaimWithdrawal(claim_id=pk, **said) for pk in standing.values_list("pk", flat=True)]
        return len(ClaimWithdrawal.objects.bulk_create(rows, batch_size=BATCH))

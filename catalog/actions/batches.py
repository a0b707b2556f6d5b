"""Many statements at once: added as one step, and taken back as one step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import Capability, Claim, ClaimWithdrawal, Source
from catalog.units import canonical
from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Refused
from portal.history.writing import check_at_once, writing

BATCH = 500


@dataclass(frozen=True)
class NewSource:
    """A page that a statement is quoted from; the address tells sources apart."""

    url: str
    publisher: str
    title: str = ""
    language: str = "en"


@dataclass(frozen=True)
class NewClaim:
    """A statement that was checked and may be written. Numbers are as stated, in `unit`."""

    model_id: int
    capability: Capability = field(compare=False)
    bound: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    condition: str
    stated_by: str
    stated_on: str
    source: NewSource


def add_claims(*, claims: Sequence[NewClaim], by: User, at: datetime, reason: str) -> list[Claim]:
    """Writes all statements in one transaction, with the sources that are new. Refused without the right."""
    if not by.may(roles.CATALOG):
        raise Refused(_("Only officers of a party bring figures into the catalog."), code="no-right")
    with writing(by=by.actor, reason=reason):
        check_at_once()
        sources = _sources([claim.source for claim in claims])
        return Claim.objects.bulk_create([_claim(claim, sources, at) for claim in claims], batch_size=BATCH)


def _claim(new: NewClaim, sources: Mapping[str, Source], at: datetime) -> Claim:
    unit = new.capability.canonical_unit
    return Claim(
        model_id=new.model_id,
        capability=new.capability,
        bound=new.bound,
        low=new.low,
        high=new.high,
        unit=new.unit,
        canonical_low=canonical(new.low, unit=new.unit, capability_unit=unit),
        canonical_high=canonical(new.high, unit=new.unit, capability_unit=unit),
        condition=new.condition,
        stated_by=new.stated_by,
        stated_on=new.stated_on,
        source=sources[new.source.url],
        recorded_at=at,
    )


def _sources(wanted: Sequence[NewSource]) -> dict[str, Source]:
    """The sources by address; those that nobody cited before are added."""
    by_url = {source.url: source for source in wanted}
    known = {source.url: source for source in Source.objects.filter(url__in=list(by_url)).order_by("-id")}
    missing = [source for url, source in by_url.items() if url not in known]
    taken = set(Source.objects.values_list("slug", flat=True)) if missing else set()
    added = Source.objects.bulk_create([_source(source, taken) for source in missing], batch_size=BATCH)
    return known | {source.url: source for source in added}


def _source(new: NewSource, taken: set[str]) -> Source:
    stem = slugify(f"{urlsplit(new.url).hostname or ''} {new.title}".replace(".", "-"))[:100].strip("-") or "source"
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return Source(slug=slug, publisher=new.publisher, title=new.title, url=new.url, language=new.language)


def withdraw_claims(*, claims: Sequence[int], by: User, at: datetime, reason: str) -> int:
    """Takes back those of the statements that still count, in one step; returns how many. Refused without the right."""
    if not by.may(roles.CATALOG):
        raise Refused(_("Only officers of a party take figures back."), code="no-right")
    with writing(by=by.actor, reason=reason):
        check_at_once()
        standing = Claim.objects.filter(pk__in=claims, withdrawal=None).values_list("pk", flat=True)
        rows = [ClaimWithdrawal(claim_id=pk, reason=reason, withdrawn_at=at) for pk in standing]
        return len(ClaimWithdrawal.objects.bulk_create(rows, batch_size=BATCH))

"""An invented deal with any number of linked milestones, to see how the portal behaves with a large plan."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from catalog.actions.scale import BATCH, REASON, SCALE
from portal.accounts.models import Party
from portal.history.writing import writing
from procurement.models import Deal, Dependency, Milestone, Workstream
from procurement.vocabulary import DealNature, DealStatus, LinkType, MilestoneKind

CODE = "SCALE-DEAL"
FIRST_DAY = date(2026, 1, 1)
YEARS = 5
WORKSTREAMS = 6


def make_scale_deal(*, milestones: int) -> int:
    """Tops the marked deal up to that many milestones, each linked to the one before; how many were made.

    The deal is an exercise of all parties that are there (import_deal); ValueError when there is none.
    """
    parties = list(Party.objects.order_by("code"))
    if not parties:
        raise ValueError("there is no party")
    with writing(by=SCALE, reason=REASON):
        streams = _frame(parties)
        before = list(Milestone.objects.filter(deal__code=CODE).order_by("code"))
        rows = [_milestone(number, streams, parties) for number in range(len(before) + 1, milestones + 1)]
        made = Milestone.objects.bulk_create(rows, batch_size=BATCH)
        Dependency.objects.bulk_create(_links([*before[-1:], *made]), batch_size=BATCH)
    return len(made)


def _frame(parties: Sequence[Party]) -> list[Workstream]:
    ends = FIRST_DAY.replace(year=FIRST_DAY.year + YEARS) - timedelta(days=1)
    words = {"title_en": "Scale deal (invented)", "title_uk": "Велика угода (вигадана)", "currency": "USD"}
    values = {"nature": DealNature.EXERCISE, "status": DealStatus.TALKS, "starts_on": FIRST_DAY, "ends_on": ends}
    codes = [party.code for party in parties]
    deal, _ = Deal.objects.get_or_create(code=CODE, defaults={**words, **values, "party_codes": codes})
    names = [(f"scale-{n}", f"Workstream {n}", f"Напрям {n}", n) for n in range(1, WORKSTREAMS + 1)]
    rows = [Workstream(deal=deal, code=c, title_en=en, title_uk=uk, position=n) for c, en, uk, n in names]
    Workstream.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Workstream.objects.filter(deal=deal))


def _milestone(number: int, streams: Sequence[Workstream], parties: Sequence[Party]) -> Milestone:
    dice = Random(f"milestone {number}")
    stream = dice.choice(streams)
    start, days = FIRST_DAY + timedelta(days=dice.randrange(365 * YEARS - 60)), dice.choice([0, 0, 5, 14, 30])
    return Milestone(
        deal_id=stream.deal_id,
        workstream=stream,
        code=f"{CODE}-{number:06}",
        title_en=f"Invented milestone {number}",
        title_uk=f"Вигадана віха {number}",
        kind=dice.choice(MilestoneKind.values),
        owner=dice.choice(parties),
        duration_days=days,
        agreed_start=start,
        agreed_finish=start + timedelta(days=days),
    )


def _links(rows: Sequence[Milestone]) -> Iterator[Dependency]:
    for before, after in pairwise(rows):
        yield Dependency(predecessor=before, successor=after, type=LinkType.FS)

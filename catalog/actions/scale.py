"""Invented models and claims in any number, to see how the portal behaves with a large catalog. Never for real use."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from catalog.actions.searching import refresh_search
from catalog.models import Capability, Claim, DroneModel, Maker, Source
from catalog.search import latin
from catalog.vocabulary import Bound, Domain, DroneRole, Kind, MakerKind, ModelStatus, Speaker
from portal.history.writing import Actor, check_at_once, writing
from portal.tables.copying import copy_in

SCALE = Actor("system:make-scale-data")
REASON = "Invented rows to measure the portal at scale"
MARK = "scale-"  # every slug begins with it
BATCH = 1000
MAKERS, SOURCES = 200, 500
FIRST = "бо ве гри дзе жо зі ка лю мо не па рі ста те уж фе хо ца чу ши щу яр крас вол гор"
MIDDLE = "ви до ро ми ла си те ку пі ра не бо ма зу ли"
LAST = "вир гон дар жук кіт лис мир ник рог сан тур хут чок шун нець"
CLAIM = [
    *["model", "capability", "bound", "low", "high", "unit", "canonical_low", "canonical_high"],
    *["stated_by", "stated_on", "condition", "added_by", "source", "recorded_at"],
]
# The figures that filters, lists and comparisons ask for most, with the decimal powers in which they lie.
FIGURES = {
    "range": (5, 2000),
    "payload": (1, 400),
    "max-speed": (20, 500),
    "endurance": (1, 40),
    "combat-radius": (2, 900),
    "ceiling": (100, 9000),
    "max-takeoff-mass": (2, 1200),
    "wingspan": (1, 15),
}


def make_scale_catalog(*, models: int, claims: int, at: datetime) -> int:
    """Tops the catalog up to `models` marked models with `claims` claims each; the number of models made.

    The same numbers give the same rows, whenever and however often it is called: row n depends on n alone.
    The reference capabilities must be there (import_catalog); KeyError with the missing code otherwise.
    """
    there = DroneModel.objects.filter(slug__startswith=MARK).count()
    with writing(by=SCALE, reason=REASON):
        check_at_once()
        known = {row.code: row for row in Capability.objects.filter(code__in=FIGURES)}
        capabilities = [known[code] for code in FIGURES]
        makers, sources = _makers(), _sources()
        for numbers in _slices(range(there + 1, models + 1)):
            made = DroneModel.objects.bulk_create(_model(number, makers, sources) for number in numbers)
            stated = (row for model in made for row in _claims(model, claims, capabilities, sources, at))
            copy_in(Claim, CLAIM, stated)
        refresh_search()
    return max(0, models - there)


def _slices(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))


def _makers() -> list[Maker]:
    rows = [_maker(number) for number in range(1, MAKERS + 1)]
    Maker.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Maker.objects.filter(slug__startswith=MARK))


def _maker(number: int) -> Maker:
    name = _name(Random(f"maker {number}")) + "буд"
    return Maker(
        slug=f"{MARK}maker-{number:03}", name_en=latin(name).capitalize(), name_uk=name, kind=MakerKind.PRIVATE
    )


def _sources() -> list[Source]:
    words = {"publisher": "Scale Gazette", "language": "en", "published_on": "2026"}
    rows = [
        Source(slug=f"{MARK}source-{number:03}", url=f"https://example.org/scale/{number}", **words)
        for number in range(1, SOURCES + 1)
    ]
    Source.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Source.objects.filter(slug__startswith=MARK))


def _name(dice: Random) -> str:
    middle = [dice.choice(MIDDLE.split()) for _ in range(dice.randint(1, 2))]
    parts = [dice.choice(FIRST.split()), *middle, dice.choice(LAST.split())]
    return "".join(parts).capitalize()


def _model(number: int, makers: Sequence[Maker], sources: Sequence[Source]) -> DroneModel:
    dice = Random(f"model {number}")
    name = f"{_name(dice)}-{dice.randint(1, 999)}"
    maker = dice.choice(makers)
    names = (latin(name.split("-")[0]).capitalize() + "-" + name.split("-")[1], name)
    return DroneModel(
        slug=f"{MARK}{number:06}",
        name_en=names[0],
        name_uk=name,
        maker=maker,
        source=dice.choice(sources),
        domain=dice.choice(Domain.values),
        kind=dice.choice(Kind.values),
        roles=dice.sample(DroneRole.values, dice.randint(1, 3)),
        status=dice.choice(ModelStatus.values),
        first_reported=str(dice.randint(2014, 2026)),
        summary_en=f"Invented model number {number}, made to measure the portal.",
    )


def _claims(
    model: DroneModel, count: int, capabilities: Sequence[Capability], sources: Sequence[Source], at: datetime
) -> Iterator[Sequence[Any]]:
    """The first four capabilities again and again, so that figures have several statements to agree or disagree."""
    dice = Random(f"claims {model.slug}")
    for turn in range(count):
        capability = capabilities[turn // 2 % len(capabilities)]
        yield [model.pk, capability.pk, *_claim(capability, dice), dice.choice(sources).pk, at]


def _claim(capability: Capability, dice: Random) -> Sequence[Any]:
    low, high = FIGURES[capability.code]
    value = Decimal(round(low * (high / low) ** dice.random()))
    bound = dice.choice([Bound.EXACT, Bound.APPROX, Bound.UP_TO, Bound.AT_LEAST, Bound.RANGE])
    ends = _ends(bound, value)
    said = [dice.choice(Speaker.values), f"{dice.randint(2020, 2025)}-{dice.randint(1, 12):02}"]
    return [bound.value, *ends, capability.canonical_unit, *ends, *said, "", ""]


def _ends(bound: str, value: Decimal) -> tuple[Decimal | None, Decimal | None]:
    if bound == Bound.UP_TO:
        return None, value
    if bound == Bound.AT_LEAST:
        return value, None
    return value, value * 2 if bound == Bound.RANGE else value

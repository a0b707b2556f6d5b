"""What an upload is compared with: models by all their names, capabilities, sources, and what is stated already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.models import Capability, Claim, DroneModel
from catalog.queries.pages import claims_of
from catalog.search import fold, latin
from portal.accounts.models import User

MOST_SIMILAR = 4


@dataclass(frozen=True)
class Known:
    """Names are folded; a name that two models share stands for both. `latin` has them in Latin letters too."""

    models: Mapping[str, Sequence[tuple[int, str]]]
    capabilities: Mapping[str, Capability]
    latin: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)

    def named(self, name: str) -> Sequence[tuple[int, str]]:
        """The models of this name: as it is written, else in the other script, as people write ФП-1 for FP-1."""
        return self.models.get(fold(name)) or self.latin.get(latin(name), ())

    def names(self) -> list[tuple[str, str, str]]:
        """Code and names of each capability."""
        return [(row.code, row.name_en, row.name_uk) for row in self.capabilities.values()]

    def similar(self, name: str) -> tuple[str, ...]:
        """The codes of the models, if few, of whose names this is a part: `Lyutyi` of `An-196 Lyutyi`."""
        words = f" {fold(name)} "
        parts = (found for known, found in self.models.items() if words.strip() and words in f" {known} ")
        slugs = sorted({slug for found in parts for _pk, slug in found})
        return tuple(slugs) if len(slugs) <= MOST_SIMILAR else ()


def known_to(user: User) -> Known:
    """Two statements of SQL."""
    names: dict[str, dict[int, str]] = defaultdict(dict)
    rows = DroneModel.objects.visible_to(user).values_list("pk", "slug", "name_en", "name_uk", "aliases")
    for pk, slug, name_en, name_uk, aliases in rows:
        for name in (slug, name_en, name_uk, *aliases):
            if fold(name):
                names[fold(name)][pk] = slug
    in_latin: dict[str, dict[int, str]] = defaultdict(dict)
    for name, found in names.items():
        in_latin[latin(name)].update(found)
    return Known(_pairs(names), capabilities_of(user), _pairs(in_latin))


def _pairs(names: Mapping[str, Mapping[int, str]]) -> dict[str, tuple[tuple[int, str], ...]]:
    return {name: tuple(found.items()) for name, found in names.items()}


def capabilities_of(user: User) -> dict[str, Capability]:
    """All capabilities by code, in their order."""
    return {row.code: row for row in Capability.objects.visible_to(user)}


def models_named(slugs: Collection[str], user: User) -> dict[str, DroneModel]:
    """The models with these codes."""
    rows = DroneModel.objects.visible_to(user).filter(slug__in=slugs) if slugs else ()
    return {row.slug: row for row in rows}


def stated_of(models: Iterable[int], user: User) -> dict[tuple[int, int], list[Claim]]:
    """The statements that count about these models, by model and capability. One statement of SQL."""
    found: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in claims_of(user).filter(model_id__in=set(models)):
        found[claim.model_id, claim.capability_id].append(claim)
    return found

"""Names that the database holds and the files of a deal refer to, or must leave alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.models import Capability, DroneModel, Source
from procurement.models import Deal, Milestone, Order, Payment, ProductionSite
from procurement.vocabulary import DealNature

# Things whose code is unique among all deals, by the file and the column that bring them.
CODED: Mapping[tuple[str, str], Any] = {
    ("milestones.csv", "code"): Milestone,
    ("orders.csv", "order_code"): Order,
    ("payments.csv", "code"): Payment,
    ("sites.csv", "site_code"): ProductionSite,
}


@dataclass(frozen=True)
class Known:
    """Codes of the catalog that a deal's files may name."""

    sources: frozenset[str]
    capabilities: frozenset[str]
    models: frozenset[str]


def known_to_catalog() -> Known:
    """What the catalog holds now. Its rows are public: nothing marked can leak through a problem's text."""
    return Known(
        sources=frozenset(Source.objects.values_list("slug", flat=True)),
        capabilities=frozenset(Capability.objects.values_list("code", flat=True)),
        models=frozenset(DroneModel.objects.values_list("slug", flat=True)),
    )


def codes_of_others(model: Any, *, but: Iterable[str]) -> dict[str, str]:
    """Codes that rows of other deals than those named have, each with the deal's code."""
    return dict(model.objects.exclude(deal__code__in=but).values_list("code", "deal__code"))


def deals_but(nature: DealNature) -> dict[str, str]:
    """Codes of the deals that an import of this nature must leave alone, each with what it is."""
    found = Deal.objects.exclude(nature=nature).values_list("code", "nature")
    return {code: f"a deal of another kind ({other})" for code, other in found}

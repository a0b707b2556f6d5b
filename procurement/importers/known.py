"""Names that the files of a deal refer to and the catalog holds."""

from dataclasses import dataclass

from catalog.models import Capability, DroneModel, Source


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

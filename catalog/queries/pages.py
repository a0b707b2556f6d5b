"""What the catalog's pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Func, Prefetch, QuerySet

from catalog.models import Claim, DroneModel, Source
from catalog.queries.figures import Figure, figures
from portal.accounts.models import User

PAGE_SIZE = 30
LIST_CAPABILITIES = ("range", "payload", "max-speed")


@dataclass(frozen=True)
class ListRow:
    """A model in the list with the figures that every row shows."""

    model: DroneModel
    figures: Mapping[str, Figure]
    statements: int
    sources: int

    @property
    def range(self) -> Figure | None:
        return self.figures.get("range")

    @property
    def payload(self) -> Figure | None:
        return self.figures.get("payload")

    @property
    def speed(self) -> Figure | None:
        return self.figures.get("max-speed")


@dataclass(frozen=True)
class CatalogPage:
    """One page of the filtered list with counts: of the whole catalog, and per filter value within the rest."""

    rows: Sequence[ListRow]
    page: Page[Any]
    models: int
    statements: int
    sources: int
    facets: Mapping[str, Mapping[str, int]]


def claims_of(user: User) -> QuerySet[Claim]:
    """Claims that count, with all that a page or the API says of them."""
    return Claim.objects.visible_to(user).filter(withdrawal=None).select_related("capability", "source")


def catalog_page(rows: QuerySet[DroneModel], *, user: User, number: str) -> CatalogPage:
    """The asked-for page of filtered rows (which begin with `visible_to`). Ten statements of SQL."""
    shown = rows.select_related("maker").prefetch_related(
        Prefetch("claims", queryset=claims_of(user), to_attr="counting")
    )
    page = Paginator(shown.order_by("name_en", "slug"), PAGE_SIZE).get_page(number)
    return CatalogPage(
        rows=[_row(model) for model in page.object_list],
        page=page,
        models=DroneModel.objects.visible_to(user).count(),
        statements=Claim.objects.visible_to(user).filter(withdrawal=None).count(),
        sources=Source.objects.visible_to(user).count(),
        facets=_facets(rows),
    )


def _row(model: DroneModel) -> ListRow:
    claims: list[Claim] = model.counting  # type: ignore[attr-defined]  # prefetched above
    chosen = {f.capability.code: f for f in figures(c for c in claims if c.capability.code in LIST_CAPABILITIES)}
    return ListRow(model, chosen, len(claims), len({claim.source_id for claim in claims}))


def _facets(rows: QuerySet[DroneModel]) -> dict[str, dict[str, int]]:
    plain = rows.order_by()
    counts = {
        name: dict(plain.values_list(name).annotate(n=Count("pk")).values_list(name, "n"))
        for name in ("domain", "kind", "status")
    }
    roles = plain.annotate(role=Func(F("roles"), function="unnest")).values("role").annotate(n=Count("pk"))
    return {**counts, "role": dict(roles.values_list("role", "n"))}


@dataclass(frozen=True)
class ModelSheet:
    """One model with every figure and statement."""

    model: DroneModel
    figures: Sequence[Figure]
    statements: int
    sources: int

    @property
    def key_figures(self) -> list[Figure]:
        """Figures with numbers: what the reader sees first."""
        return [figure for figure in self.figures if figure.numbers]


def model_sheet(slug: str, *, user: User) -> ModelSheet | None:
    """The sheet of one model, None when it does not exist for this person. Two statements of SQL."""
    model = DroneModel.objects.visible_to(user).select_related("maker", "source").filter(slug=slug).first()
    if model is None:
        return None
    claims = list(claims_of(user).filter(model=model))
    return ModelSheet(model, figures(claims), len(claims), len({claim.source_id for claim in claims}))

"""What the catalog's pages show of one model."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from catalog.models import Claim, DroneModel
from catalog.queries.figures import Figure, figures
from portal.accounts.models import User


def claims_of(user: User) -> QuerySet[Claim]:
    """Claims that count, with all that a page or the API says of them."""
    return Claim.objects.visible_to(user).filter(withdrawal=None).select_related("capability", "source")


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
    return sheet_of(model, list(claims_of(user).filter(model=model))) if model else None


def sheet_of(model: DroneModel, claims: Sequence[Claim]) -> ModelSheet:
    """The sheet of a model whose claims have been read."""
    return ModelSheet(model, figures(claims), len(claims), len({claim.source_id for claim in claims}))

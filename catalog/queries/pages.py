"""What the catalog's pages show of one model."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from catalog.models import Claim, DroneModel, Source
from catalog.queries.figures import Figure, figures
from catalog.queries.ledger import standing, withdrawn_of
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
    withdrawn: Sequence[Claim]

    @property
    def key_figures(self) -> list[Figure]:
        """Figures with numbers: what the reader sees first."""
        return [figure for figure in self.figures if figure.numbers]


def model_sheet(slug: str, *, user: User) -> ModelSheet | None:
    """The sheet of one model, None when it does not exist for this person. Four statements of SQL.

    Each claim carries `preferred`: the preferences that hold, with their parties.
    """
    model = DroneModel.objects.visible_to(user).select_related("maker", "source").filter(slug=slug).first()
    if model is None:
        return None
    preferred = Prefetch("preferences", queryset=standing(), to_attr="preferred")
    claims = list(claims_of(user).filter(model=model).prefetch_related(preferred))
    sources = len({claim.source_id for claim in claims})
    return ModelSheet(model, figures(claims), len(claims), sources, withdrawn_of(model.pk, user=user))


def sources_of(model_id: int, *, user: User) -> list[Source]:
    """The sources already cited for a model, by publisher."""
    cited = Claim.objects.visible_to(user).filter(model=model_id).values("source")
    return list(Source.objects.visible_to(user).filter(pk__in=cited).order_by("publisher", "published_on", "slug"))

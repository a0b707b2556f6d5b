"""Models with the one figure that short lists show: the stated range."""

from django.db.models import Prefetch, QuerySet

from catalog.models import DroneModel
from catalog.queries.figures import Figure, figures
from catalog.queries.pages import claims_of
from portal.accounts.models import User

RANGE = "range"
Ranged = tuple[DroneModel, Figure | None]


def with_ranges(models: QuerySet[DroneModel], *, user: User) -> list[Ranged]:
    """Each model with its range, None where nobody states one. Two statements of SQL."""
    claims = Prefetch("claims", queryset=claims_of(user).filter(capability__code=RANGE), to_attr="ranges")
    return [(model, _range(model)) for model in models.select_related("maker").prefetch_related(claims)]


def _range(model: DroneModel) -> Figure | None:
    found = figures(model.ranges)  # type: ignore[attr-defined]  # prefetched above
    return next((figure for figure in found if figure.numbers), found[0] if found else None)

"""What the pages of makers show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from catalog.models import DroneModel, Maker
from catalog.naming import by_name
from catalog.queries.ranges import Ranged, with_ranges
from portal.accounts.models import User


@dataclass(frozen=True)
class MakerPage:
    """One maker with its models and their stated ranges."""

    maker: Maker
    models: Sequence[Ranged]


def makers_of(user: User) -> QuerySet[Maker]:
    """Makers that the person may see, by name, each with the number of its models (`models`)."""
    seen = Q(drone_models__in=DroneModel.objects.visible_to(user))
    return Maker.objects.visible_to(user).annotate(models=Count("drone_models", filter=seen)).order_by(*by_name())


def maker_page(slug: str, *, user: User) -> MakerPage | None:
    """The maker, None when it does not exist for this person. Three statements of SQL."""
    maker = Maker.objects.visible_to(user).select_related("source").filter(slug=slug).first()
    if maker is None:
        return None
    models = DroneModel.objects.visible_to(user).filter(maker=maker).order_by(*by_name())
    return MakerPage(maker, with_ranges(models, user=user))

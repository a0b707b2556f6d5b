"""Models that are similar to one, by the rule in catalog/likeness.py."""

from collections.abc import Iterator

from django.db.models import DecimalField, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from catalog.likeness import Likeable, similar
from catalog.models import Claim, DroneModel
from catalog.queries.ranges import RANGE, Ranged, with_ranges
from portal.accounts.models import User

SHOWN = 6


def similar_models(model: DroneModel, *, user: User) -> list[Ranged]:
    """The most similar models that the person may see, each with its stated range. Three statements of SQL."""
    alike = DroneModel.objects.visible_to(user).filter(domain=model.domain, kind=model.kind)
    rows = {row.slug: row for row in _likeable(alike, user)}
    one = rows.pop(model.slug)
    slugs = similar(one, list(rows.values()), count=SHOWN)
    found = with_ranges(DroneModel.objects.visible_to(user).filter(slug__in=slugs), user=user)
    return sorted(found, key=lambda pair: slugs.index(pair[0].slug))


def _likeable(models: QuerySet[DroneModel], user: User) -> Iterator[Likeable]:
    """Roles and the longest stated range of each model, without its other fields."""
    ends = Claim.objects.visible_to(user).filter(model=OuterRef("pk"), capability__code=RANGE, withdrawal=None)
    longest = ends.order_by().values("model").annotate(end=Max(Greatest(F("canonical_low"), F("canonical_high"))))
    reach = Subquery(longest.values("end"), output_field=DecimalField())
    for slug, roles, end in models.order_by().annotate(reach=reach).values_list("slug", "roles", "reach"):
        yield Likeable(slug, frozenset(roles), end)

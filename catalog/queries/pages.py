"""What the catalog's pages show of one model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet

from catalog.models import Claim, DroneModel, Source
from catalog.queries.applications import Applications, applications_to
from catalog.queries.figures import Figure, figures
from catalog.queries.ledger import standing, withdrawn_of
from catalog.vocabulary import CapabilityGroup
from portal.accounts.models import User


def claims_of(user: User) -> QuerySet[Claim]:
    """Claims that count, with all that a page or the API says of them."""
    return Claim.objects.visible_to(user).filter(withdrawal=None).select_related("capability", "source")


NO_APPLICATIONS = Applications()


@dataclass(frozen=True)
class ModelSheet:
    """One model with every figure and statement."""

    model: DroneModel
    figures: Sequence[Figure]
    statements: int
    sources: int
    withdrawn: Sequence[Claim] = ()
    applications: Applications = NO_APPLICATIONS

    @property
    def key_figures(self) -> list[Figure]:
        """Figures with numbers: what the reader sees first."""
        return [figure for figure in self.properties if figure.numbers]

    @property
    def properties(self) -> list[Figure]:
        """Figures of what the model is; how it did stands under a heading of its own."""
        return [figure for figure in self.figures if figure.capability.group != CapabilityGroup.EFFECTIVENESS]

    @property
    def properties_stated(self) -> int:
        """How many statements the properties have."""
        return sum(len(figure.claims) for figure in self.properties)

    @property
    def effectiveness(self) -> list[Figure]:
        """What is stated about its use: results, users, numbers delivered, conditions, limits."""
        return [figure for figure in self.figures if figure.capability.group == CapabilityGroup.EFFECTIVENESS]


def model_sheet(slug: str, *, user: User) -> ModelSheet | None:
    """The sheet of one model, None when it does not exist for this person. Five statements of SQL.

    Each claim carries `preferred`: the preferences that hold, with their parties.
    """
    model = DroneModel.objects.visible_to(user).select_related("maker", "source").filter(slug=slug).first()
    if model is None:
        return None
    preferred = Prefetch("preferences", queryset=standing(), to_attr="preferred")
    claims = list(claims_of(user).filter(model=model).prefetch_related(preferred))
    return replace(
        sheet_of(model, claims),
        withdrawn=withdrawn_of(model.pk, user=user),
        applications=applications_to(model, user=user),
    )


def sheet_of(model: DroneModel, claims: Sequence[Claim]) -> ModelSheet:
    """The sheet of a model whose claims have been read; without what was withdrawn and its applications."""
    return ModelSheet(model, figures(claims), len(claims), len({claim.source_id for claim in claims}))


def sources_of(model_id: int, *, user: User) -> list[Source]:
    """The sources already cited for a model, by publisher."""
    cited = Claim.objects.visible_to(user).filter(model=model_id).values("source")
    return list(Source.objects.visible_to(user).filter(pk__in=cited).order_by("publisher", "published_on", "slug"))

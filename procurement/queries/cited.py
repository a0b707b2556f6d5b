"""What one source was cited for in the deals."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Source
from portal.accounts.models import User
from procurement.models import Engagement, MilestoneStatement, Position, RequirementFigure


@dataclass(frozen=True)
class CitedInDeals:
    """Statements of terms and milestones, figures of requirements and events that cite one source."""

    positions: Sequence[Position]
    statements: Sequence[MilestoneStatement]
    figures: Sequence[RequirementFigure]
    engagements: Sequence[Engagement]

    @property
    def count(self) -> int:
        return len(self.positions) + len(self.statements) + len(self.figures) + len(self.engagements)


def cited_in_deals(source: Source, *, user: User) -> CitedInDeals:
    """Only rows that the person may see. Four statements of SQL."""
    positions = Position.objects.visible_to(user).filter(source=source, withdrawal=None)
    statements = MilestoneStatement.objects.visible_to(user).filter(source=source)
    figures = RequirementFigure.objects.visible_to(user).filter(source=source)
    engagements = Engagement.objects.visible_to(user).filter(source=source)
    return CitedInDeals(
        positions=list(positions.select_related("term__deal").order_by("term__code", "id")),
        statements=list(statements.select_related("milestone__deal").order_by("milestone__code", "id")),
        figures=list(figures.select_related("requirement", "capability").order_by("requirement__slug", "id")),
        engagements=list(engagements.order_by("-starts_on", "slug")),
    )

"""What models are meant or used for, and who says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from catalog.models import ApplicationStatement, DroneModel, Source
from portal.accounts.models import User


def applications_with_withdrawn(user: User) -> QuerySet[ApplicationStatement]:
    """All statements, each with its source, its owner, and with who took it back where somebody did."""
    rows = ApplicationStatement.objects.visible_to(user).filter(withdraws=None)
    return rows.select_related("model", "source", "owner", "withdrawn_by__owner").order_by("application", "id")


@dataclass(frozen=True)
class Applications:
    """The applications of one model: those that count, and those that were taken back."""

    standing: Sequence[ApplicationStatement] = field(default=())
    withdrawn: Sequence[ApplicationStatement] = field(default=())


def applications_to(model: DroneModel, *, user: User) -> Applications:
    """One statement of SQL."""
    rows = list(applications_with_withdrawn(user).filter(model=model))
    withdrawn = [row for row in rows if hasattr(row, "withdrawn_by")]
    return Applications([row for row in rows if row not in withdrawn], withdrawn)


def applications_from(source: Source, *, user: User) -> list[ApplicationStatement]:
    """What one page was cited for: the applications that count, by model. One statement of SQL."""
    rows = applications_with_withdrawn(user).filter(source=source, withdrawn_by=None)
    return list(rows.order_by("model__name_en", "application", "id"))


def application_of(number: int, *, user: User) -> ApplicationStatement | None:
    """One statement, taken back or not; None when it does not exist for this person."""
    return applications_with_withdrawn(user).filter(pk=number).first()

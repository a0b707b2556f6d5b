"""What models are meant or used for, and who says so."""

from django.db.models import QuerySet

from catalog.models import ApplicationStatement
from portal.accounts.models import User


def applications_of(user: User) -> QuerySet[ApplicationStatement]:
    """Statements that count, with their source."""
    rows = ApplicationStatement.objects.visible_to(user).filter(withdraws=None, withdrawn_by=None)
    return rows.select_related("model", "source").order_by("application", "id")

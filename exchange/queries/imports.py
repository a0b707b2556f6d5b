"""What the pages of uploads show."""

from django.db.models import Count, Q, QuerySet

from exchange.models import ColumnMapping, Import
from portal.accounts.models import User
from portal.jobs.models import Job


def imports_of(user: User) -> QuerySet[Import]:
    """The uploads of the person's party, newest first."""
    rows = Import.objects.visible_to(user).filter(party=user.party_id).defer("plan", "problems")
    return rows.select_related("uploaded_by")


def import_of(number: int, *, user: User) -> Import | None:
    """One upload with its file; None when it does not exist for this person."""
    rows = Import.objects.visible_to(user).filter(party=user.party_id).select_related("file", "party", "uploaded_by")
    counted = rows.annotate(brought=Count("claims"), standing=Count("claims", filter=Q(claims__claim__withdrawal=None)))
    return counted.filter(pk=number).first()


def job_of(row: Import) -> Job | None:
    """The job that applies the upload, when it is in line or was."""
    return Job.objects.filter(kind="import", payload__contains={"import": row.pk}).order_by("-id").first()


def remembered(user: User, signature: str) -> dict[str, str]:
    """How the person's party understood these headings last; empty when it never saw them."""
    found = ColumnMapping.objects.filter(party=user.party_id, signature=signature).first()
    return dict(found.columns) if found else {}

"""Days that are asked for in the address of the API."""

from datetime import date

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from portal.partialdate import FIRST_YEAR, LAST_YEAR, whole_day

DAY = "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
STATUS_DATE = OpenApiParameter("status_date", OpenApiTypes.DATE, description="today when left out", pattern=DAY)


def asked_day(request: Request, name: str) -> date:
    """The day of a parameter, today when it is left out."""
    asked = request.query_params.get(name)
    if asked is None:
        return timezone.now().date()
    try:
        return whole_day(asked)
    except ValueError:
        problem = f"A day as YYYY-MM-DD, in a year from {FIRST_YEAR} to {LAST_YEAR}."
        raise ValidationError({name: [problem]}) from None

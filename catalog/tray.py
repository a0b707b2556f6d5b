"""The tray: up to six models that a reader collects on the catalog's pages to compare them. Kept in the session."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog.models import DroneModel
from catalog.queries.comparison import MOST
from portal.faults import Invalid

KEY = "tray"


def slugs_of(request: HttpRequest) -> list[str]:
    """The collected models in the order in which they were put in."""
    return list(request.session.get(KEY, []))


def models_of(request: HttpRequest) -> list[DroneModel]:
    """The collected models that the person may see. One statement of SQL, none for an empty tray."""
    wanted = slugs_of(request)
    if not wanted:
        return []
    found = DroneModel.objects.visible_to(request.user).in_bulk(wanted, field_name="slug")
    return [found[slug] for slug in wanted if slug in found]


def put_in(request: HttpRequest, slugs: Sequence[str]) -> None:
    """Adds models that exist. Invalid when there would be more than six; the tray stays as it was then."""
    new = [slug for slug in dict.fromkeys(slugs) if slug not in slugs_of(request)]
    found = DroneModel.objects.visible_to(request.user).in_bulk(new, field_name="slug") if new else {}
    together = [*slugs_of(request), *(slug for slug in new if slug in found)]
    if len(together) > MOST:
        raise Invalid({"m": [_("At most %(n)s models are compared. Take one out first.") % {"n": MOST}]})
    request.session[KEY] = together


def take_out(request: HttpRequest, slug: str) -> None:
    """Removes one model, or all for ''."""
    request.session[KEY] = [kept for kept in slugs_of(request) if slug and kept != slug]

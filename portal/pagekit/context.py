"""What the base template needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from portal.notices.queries import unread_count
from portal.pagekit.door import person
from portal.pagekit.marking import PUBLIC

SECTIONS = {
    "catalog": "catalog",
    "makers": "catalog",
    "sources": "catalog",
    "requirements": "requirements",
    "deals": "deals",
    "reports": "reports",
    "imports": "catalog",
    "": "home",
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Language links, section, the two dates, unread notices, and a marking strip for views that set none."""
    first = request.path.strip("/").split("/")[0]
    return {
        "languages": [_link(request, code, name) for code, name in settings.LANGUAGES],
        "section": SECTIONS.get(first, ""),
        "now": timezone.now(),
        "strip": None if first == "account" else PUBLIC,  # an account is no record of anybody
        "unread_notices": lambda: unread_count(person(request)),  # counted only where a template asks
    }


def _link(request: HttpRequest, code: str, name: str) -> dict[str, Any]:
    query = request.GET.copy()
    query["lang"] = code
    return {"code": code, "name": name, "url": f"?{query.urlencode()}", "current": code == get_language()}

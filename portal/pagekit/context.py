"""What the base template needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from portal.pagekit.marking import PUBLIC

SECTIONS = {"catalog": "catalog", "deals": "deals", "reports": "reports", "": "home"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Language links, section, the two dates and a default marking strip (views set their own `strip`)."""
    first = request.path.strip("/").split("/")[0]
    return {
        "languages": [_link(request, code, name) for code, name in settings.LANGUAGES],
        "section": SECTIONS.get(first, ""),
        "now": timezone.now(),
        "strip": None if first == "account" else PUBLIC,  # an account is no record of anybody
    }


def _link(request: HttpRequest, code: str, name: str) -> dict[str, Any]:
    query = request.GET.copy()
    query["lang"] = code
    return {"code": code, "name": name, "url": f"?{query.urlencode()}", "current": code == get_language()}

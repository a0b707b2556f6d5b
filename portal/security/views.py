"""Takes the browser's reports on broken policy and writes them to the log."""

import structlog
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

log = structlog.get_logger()
LONGEST = 4000


@login_not_required
@csrf_exempt  # browsers send these reports without a token, and nothing is stored
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """One line of log for each report."""
    log.warning("policy broken", report=request.body[:LONGEST].decode("utf-8", "replace"))
    return HttpResponse(status=204)

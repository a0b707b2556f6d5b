"""Every address of the portal. A new one needs a row in the rights table (tests/house/rights.py)."""

from django.urls import URLPattern, URLResolver, include, path

from portal import health, pages
from portal.security.views import policy_report

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("", include("catalog.urls")),
    path("", include("procurement.urls")),
    path("", include("reports.urls")),
    path("account/", include("portal.accounts.urls")),
    path("api/v1/", include("portal.api")),
    path("csp-report/", policy_report, name="csp-report"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]

handler404 = pages.not_found
handler500 = pages.broken

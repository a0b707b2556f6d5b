"""Every address of the portal. A new one needs a row in the rights table (tests/house/rights.py)."""

from django.urls import URLPattern, URLResolver, include, path

from portal import comparison, errors, health, operations, pages, record, reference, sheets
from portal.notices import views as notices
from portal.security.views import policy_report

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("catalog/compare/", comparison.compare, name="comparison"),
    path("", include("catalog.urls")),
    path("catalog/<slug:slug>/", sheets.model_detail, name="model-detail"),
    path("glossary/", reference.glossary_page, name="glossary"),
    path("dictionary/", reference.dictionary_page, name="dictionary"),
    path("makers/", record.maker_list, name="maker-list"),
    path("makers/<slug:slug>/", record.maker_detail, name="maker-detail"),
    path("sources/", record.source_list, name="source-list"),
    path("sources/<slug:slug>/", record.source_detail, name="source-detail"),
    path("", include("procurement.urls")),
    path("", include("reports.urls")),
    path("", include("exchange.urls")),
    path("account/", notices.account, name="account"),
    path("account/mail/", notices.change_address, name="account-mail"),
    path("account/notices/read/", notices.read_all, name="notices-read"),
    path("account/", include("portal.accounts.urls")),
    path("api/v1/", include("portal.api")),
    path("operations/jobs/", operations.job_list, name="job-list"),
    path("operations/jobs/<int:number>/again/", operations.job_again, name="job-again"),
    path("operations/quarantine/lift/", operations.quarantine_lift, name="quarantine-lift"),
    path("csp-report/", policy_report, name="csp-report"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken

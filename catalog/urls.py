"""Addresses of the catalog's pages."""

from django.urls import path

from catalog.views import applications, ledger, models, saved, searching

urlpatterns = [
    path("catalog/", models.model_list, name="model-list"),
    path("catalog/suggest/", searching.suggest, name="model-suggest"),
    path("catalog/tray/", models.tray, name="tray"),
    path("catalog/filters/", saved.saved_filters, name="saved-filters"),
    path("catalog/filters/<uuid:uid>/", saved.saved_filter_detail, name="saved-filter"),
    path("catalog/stale/", ledger.stale, name="claims-stale"),
    path("catalog/coverage/", ledger.coverage_board, name="claims-coverage"),
    path("catalog/claims/<int:number>/", ledger.claim_detail, name="claim-detail"),
    path("catalog/applications/<int:number>/", applications.application_detail, name="application-detail"),
    path("catalog/compare/briefing.pdf", models.comparison_briefing, name="comparison-briefing"),
    path("catalog/<slug:slug>/briefing.pdf", models.model_briefing, name="model-briefing"),
    path("catalog/<slug:slug>/claims/new/", ledger.new_claim, name="claim-new"),
    path("catalog/<slug:slug>/applications/new/", applications.new_application, name="application-new"),
]

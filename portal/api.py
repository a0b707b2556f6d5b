"""The API's addresses: `/api/v1/`."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin

from catalog.api import applications, ledger, saved
from catalog.api import models as catalog
from exchange.api.comparison import ComparisonView
from exchange.api.deal_tables import SlipsView, TrendView, VarianceView
from exchange.api.exports import with_export
from portal import operations_api as operations
from portal.dictionary_api import DictionaryView, GlossaryView
from portal.rest.served import DescriptionView
from procurement.api import baselines, deals, production, proposals, requirements, spreads, terms, trials
from procurement.api import views as procurement
from reports import api as reports
from reports import schedule_api as schedules

VIEWSETS: dict[str, type[ViewSetMixin]] = {
    "makers": catalog.MakerViewSet,
    "sources": catalog.SourceViewSet,
    "capabilities": catalog.CapabilityViewSet,
    "drone-models": catalog.DroneModelViewSet,
    "saved-filters": saved.SavedFilterViewSet,
    "claims": ledger.ClaimViewSet,
    "applications": applications.ApplicationViewSet,
    "trials": trials.TrialViewSet,
    "evaluations": trials.EvaluationViewSet,
    "requirements": requirements.RequirementViewSet,
    "deals": deals.DealViewSet,
    "workstreams": procurement.WorkstreamViewSet,
    "terms": terms.TermViewSet,
    "positions": terms.PositionViewSet,
    "milestones": procurement.MilestoneViewSet,
    "milestone-statements": procurement.MilestoneStatementViewSet,
    "duration-spreads": spreads.DurationSpreadViewSet,
    "dependencies": procurement.DependencyViewSet,
    "proposals": proposals.ProposalViewSet,
    "baselines": baselines.BaselineViewSet,
    "baseline-milestones": baselines.BaselineMilestoneViewSet,
    "orders": procurement.OrderViewSet,
    "lots": procurement.LotViewSet,
    "payments": procurement.PaymentViewSet,
    "sites": production.ProductionSiteViewSet,
    "ramp-months": production.RampMonthViewSet,
    "engagements": procurement.EngagementViewSet,
    "reports": reports.ReportViewSet,
    "report-schedules": schedules.ReportScheduleViewSet,
    "report-recipients": schedules.ReportRecipientViewSet,
    "report-deliveries": schedules.ReportDeliveryViewSet,
    "jobs": operations.JobViewSet,
    "narratives": reports.NarrativeViewSet,
}
router = SimpleRouter()
for name, viewset in VIEWSETS.items():
    router.register(name, with_export(viewset), basename=name)

urlpatterns: list[URLPattern | URLResolver] = [
    path("glossary/", GlossaryView.as_view(), name="glossary-list"),
    path("dictionary/", DictionaryView.as_view(viewsets=VIEWSETS), name="dictionary-list"),
    path("openapi.json", DescriptionView.as_view(), name="openapi"),
    path("drone-models/comparison/", ComparisonView.as_view(), name="drone-models-compared"),
    path("deals/<slug:code>/variance/", VarianceView.as_view(), name="variance-file"),
    path("deals/<slug:code>/slips/", SlipsView.as_view(), name="slips-file"),
    path("deals/<slug:code>/trend/", TrendView.as_view(), name="trend-file"),
    path("coverage/", ledger.CoverageView.as_view(), name="coverage"),
    *router.urls,
]

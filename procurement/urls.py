"""Addresses of the deal's pages."""

from django.urls import path

from procurement.views import (
    baselines,
    dates,
    deal_texts,
    deals,
    milestones,
    proposals,
    proposing,
    requirements,
    reviews,
    terms,
    timeline,
    trials,
    what_if,
)

urlpatterns = [
    path("requirements/", requirements.requirement_list, name="requirement-list"),
    path("requirements/branches/<slug:branch>/", requirements.branch_matrix, name="requirement-matrix"),
    path("requirements/<slug:slug>/", requirements.requirement_detail, name="requirement-detail"),
    path("catalog/<slug:slug>/trials/", trials.experience, name="model-experience"),
    path("catalog/<slug:slug>/trials/new/", trials.new_trial, name="trial-new"),
    path("catalog/<slug:slug>/evaluations/new/", trials.new_evaluation, name="evaluation-new"),
    path("deals/", deals.deal_list, name="deal-list"),
    path("deals/<slug:code>/", deals.deal_detail, name="deal-detail"),
    path("deals/<slug:code>/timeline/", timeline.deal_timeline, name="deal-timeline"),
    path("deals/<slug:code>/what-if/", what_if.what_if_page, name="what-if"),
    path("deals/<slug:code>/stale/", reviews.stale, name="milestones-stale"),
    path("deals/<slug:code>/proposals/", proposals.proposal_list, name="proposal-list"),
    path("deals/<slug:code>/proposals/new/", proposing.proposal_new, name="proposal-new"),
    path("deals/<slug:code>/proposals/<int:number>/", proposals.proposal_detail, name="proposal-detail"),
    path("deals/<slug:code>/baselines/", baselines.baseline_list, name="baseline-list"),
    path("deals/<slug:code>/baselines/<int:number>/", baselines.baseline_detail, name="baseline-detail"),
    path("deals/<slug:code>/variance/", dates.deal_variance, name="variance"),
    path("deals/<slug:code>/slips/", dates.slip_list, name="slip-list"),
    path("deals/<slug:code>/trend/", dates.deal_trend, name="trend"),
    path("deals/<slug:code>/text/", deal_texts.deal_text, name="deal-text"),
    path("deals/<slug:code>/text.pdf", deal_texts.deal_text_paper, name="deal-text-paper"),
    path("deals/<slug:code>/terms/", terms.term_list, name="term-list"),
    path("deals/<slug:code>/terms/<slug:term>/", terms.term_detail, name="term-detail"),
    path(
        "deals/<slug:code>/terms/<slug:term>/positions/<uuid:uid>/withdraw/",
        terms.position_withdraw,
        name="position-withdraw",
    ),
    path("deals/<slug:code>/milestones/<slug:milestone>/", milestones.milestone_detail, name="milestone-detail"),
    path("deals/<slug:code>/milestones/<slug:milestone>/check/", milestones.milestone_check, name="milestone-check"),
]

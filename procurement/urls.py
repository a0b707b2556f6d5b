"""Addresses of the deal's pages."""

from django.urls import path

from procurement.views import deals, links, milestones, proposals, proposing, requirements, reviews, trials

urlpatterns = [
    path("requirements/", requirements.requirement_list, name="requirement-list"),
    path("requirements/branches/<slug:branch>/", requirements.branch_matrix, name="requirement-matrix"),
    path("requirements/<slug:slug>/", requirements.requirement_detail, name="requirement-detail"),
    path("catalog/<slug:slug>/trials/", trials.experience, name="model-experience"),
    path("catalog/<slug:slug>/trials/new/", trials.new_trial, name="trial-new"),
    path("catalog/<slug:slug>/evaluations/new/", trials.new_evaluation, name="evaluation-new"),
    path("deals/", deals.deal_list, name="deal-list"),
    path("deals/<slug:code>/", deals.deal_detail, name="deal-detail"),
    path("deals/<slug:code>/timeline/", deals.deal_timeline, name="deal-timeline"),
    path("deals/<slug:code>/stale/", reviews.stale, name="milestones-stale"),
    path("deals/<slug:code>/proposals/", proposals.proposal_list, name="proposal-list"),
    path("deals/<slug:code>/proposals/new/", proposing.proposal_new, name="proposal-new"),
    path("deals/<slug:code>/proposals/<str:name>/", proposals.proposal_detail, name="proposal-detail"),
    path("deals/<slug:code>/links/new/", links.link_new, name="link-new"),
    path("deals/<slug:code>/milestones/<slug:milestone>/", milestones.milestone_detail, name="milestone-detail"),
    path("deals/<slug:code>/milestones/<slug:milestone>/check/", milestones.milestone_check, name="milestone-check"),
]

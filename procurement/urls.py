"""Addresses of the deal's pages."""

from django.urls import path

from procurement.views import (
    changes,
    deals,
    engagements,
    goods,
    milestone_lists,
    milestones,
    production,
    proposals,
    proposing,
    requirements,
    reviews,
    trials,
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
    path("deals/<slug:code>/timeline/", deals.deal_timeline, name="deal-timeline"),
    path("deals/<slug:code>/stale/", reviews.stale, name="milestones-stale"),
    path("deals/<slug:code>/proposals/", proposals.proposal_list, name="proposal-list"),
    path("deals/<slug:code>/proposals/new/", proposing.proposal_new, name="proposal-new"),
    path("deals/<slug:code>/proposals/<int:number>/", proposals.proposal_detail, name="proposal-detail"),
    path("deals/<slug:code>/deliveries/", goods.delivery_list, name="delivery-list"),
    path("deals/<slug:code>/payments/", goods.payment_list, name="payment-list"),
    path("deals/<slug:code>/changes/", changes.change_list, name="deal-changes"),
    path("deals/<slug:code>/production/", production.production, name="production"),
    path("deals/<slug:code>/engagements/", engagements.engagement_list, name="engagement-list"),
    path("deals/<slug:code>/milestones/", milestone_lists.milestone_list, name="milestone-list"),
    path("deals/<slug:code>/milestones/<slug:milestone>/", milestones.milestone_detail, name="milestone-detail"),
    path("deals/<slug:code>/milestones/<slug:milestone>/check/", milestones.milestone_check, name="milestone-check"),
]

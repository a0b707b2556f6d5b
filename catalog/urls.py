"""Addresses of the catalog's pages."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("catalog/", views.model_list, name="model-list"),
    path("catalog/tray/", views.tray, name="tray"),
    path("catalog/compare/briefing.pdf", views.comparison_briefing, name="comparison-briefing"),
    path("catalog/<slug:slug>/briefing.pdf", views.model_briefing, name="model-briefing"),
]

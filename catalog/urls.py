"""Addresses of the catalog's pages."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("catalog/", views.model_list, name="model-list"),
    path("catalog/suggest/", views.suggest, name="model-suggest"),
    path("catalog/<slug:slug>/", views.model_detail, name="model-detail"),
]

"""Addresses of what leaves and enters by file."""

from django.urls import path

from exchange.views import exports

urlpatterns = [
    path("catalog/export.<str:ending>", exports.models, name="model-export"),
    path("catalog/<slug:slug>/claims.<str:ending>", exports.claims, name="model-claims-export"),
]

"""Addresses of what leaves and enters by file."""

from django.urls import path

from exchange.views import exports, imports

urlpatterns = [
    path("catalog/export.<str:ending>", exports.models, name="model-export"),
    path("catalog/compare/export.<str:ending>", exports.comparison, name="comparison-export"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/<int:number>/", imports.import_detail, name="import-detail"),
    path("catalog/<slug:slug>/claims.<str:ending>", exports.claims, name="model-claims-export"),
]

"""Every address of the portal. A new one needs a row in the rights table (tests/house/rights.py)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
]

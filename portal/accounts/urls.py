"""Addresses of people and their sign-in. Of allauth's doors only those that work here: nobody signs up, and the portal
sends no mail, so there is no reset of passwords by mail either; an administrator gives a new one (open_account)."""

from allauth.account import views as allauth
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid_connect
from django.urls import URLPattern, URLResolver, include, path

from portal.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("demo/<str:username>/", views.enter_demonstration, name="demo-sign-in"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    *openid_connect,
]

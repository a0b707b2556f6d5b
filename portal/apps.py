from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The roof: commands and pages that join all apps."""

    name = "portal"
    label = "portal"

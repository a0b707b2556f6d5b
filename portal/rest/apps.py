from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "portal.rest"
    label = "rest"

    def ready(self) -> None:
        from portal.rest import description  # noqa: F401  # registers itself

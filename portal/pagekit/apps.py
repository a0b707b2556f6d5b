from django.apps import AppConfig


class PagekitConfig(AppConfig):
    name = "portal.pagekit"
    label = "pagekit"

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "portal.history"
    label = "history"

    def ready(self) -> None:
        from pgtrigger.migrations import AddTrigger, RemoveTrigger  # models are there only now

        from portal.history.migrating import render_nothing_for_triggers

        render_nothing_for_triggers(AddTrigger, RemoveTrigger)

"""Make anew what models and makers are found by; needed when the rules of folding have changed."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.actions.searching import refresh_search


class Command(BaseCommand):
    help = "Make anew what models and makers are found by (after an update of the portal)."

    def handle(self, *args: Any, **options: Any) -> None:
        written = refresh_search()
        if options["verbosity"]:
            self.stdout.write(f"{written} search keys written.")

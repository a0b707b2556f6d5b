"""Import the catalog of the public record."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.actions.importing import import_catalog
from catalog.importers import record
from portal.tables.plan import BadFiles


class Command(BaseCommand):
    help = "Import sources, makers, drone models and claims from a directory of CSV files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--rehearse", action="store_true", help="print the plan and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = record.read(options["directory"], settings.DATA_DIR / "reference")
        try:
            plan = import_catalog(reading=reading, at=timezone.now(), rehearse=options["rehearse"])
        except BadFiles as fault:
            raise CommandError(fault.message) from None
        if options["verbosity"]:
            self.stdout.writelines(f"{line}\n" for line in plan.lines())

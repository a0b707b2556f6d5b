"""Import a deal: the public record's agreements, or one deal with parties, plan, terms and orders."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.tables.plan import BadFiles, Plan
from procurement.actions.exercise_import import import_exercise
from procurement.actions.record_import import import_record
from procurement.importers import exercise, record
from procurement.importers.known import known_to_catalog


class Command(BaseCommand):
    help = "Import a deal from a directory of CSV files; the layout is recognised by the files that are there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--rehearse", action="store_true", help="print the plan and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = _import(options["directory"], rehearse=options["rehearse"])
        except BadFiles as fault:
            raise CommandError(fault.message) from None
        if options["verbosity"]:
            self.stdout.writelines(f"{line}\n" for line in plan.lines())


def _import(directory: Path, *, rehearse: bool) -> Plan:
    now = timezone.now()
    if (directory / "deal").is_dir():
        reading = record.read(directory, settings.DATA_DIR / "reference", known_to_catalog())
        return import_record(reading=reading, at=now, rehearse=rehearse)
    if not directory.is_dir():
        raise CommandError(f"{directory} is no directory. Name one with deal.csv or with a folder deal/ in it.")
    return import_exercise(reading=exercise.read(directory, known_to_catalog()), at=now, rehearse=rehearse)

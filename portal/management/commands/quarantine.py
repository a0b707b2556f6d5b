"""Hold back mails and old work after a restore that the portal could not notice by itself, or let them go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.history.writing import Actor
from portal.jobs import quarantine
from portal.jobs.models import LONGEST_REASON


class Command(BaseCommand):
    help = "Hold back mails and old work (after a restore, say), or let them go with --lift."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--because", metavar="REASON", help="begin; operators see the reason")
        what.add_argument("--lift", action="store_true", help="end: the record is in order")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["lift"]:
            if not quarantine.lift(by=Actor("system:operator"), at=timezone.now()):
                raise CommandError("There is no quarantine. Nothing was done.")
            self.stdout.write("The quarantine is lifted: mails and old work go on.")
            return
        reason = options["because"].strip()
        if not 0 < len(reason) <= LONGEST_REASON:
            raise CommandError(f"Name the reason in 1 to {LONGEST_REASON} letters. Nothing was done.")
        quarantine.impose(reason=reason, at=timezone.now())
        self.stdout.write("Quarantine: no mails, and nothing that was due more than a day ago, until it is lifted.")

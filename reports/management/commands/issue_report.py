"""Make a deal's report on the last whole week, here and now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.faults import Missing
from portal.jobs.running import run_due
from procurement.models import Deal
from reports.actions import issue_report


class Command(BaseCommand):
    help = "Make the weekly report of one deal (or of all) by hand; an existing report is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deal", nargs="?", help="code of the deal; all deals when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [options["deal"]] if options["deal"] else list(Deal.objects.values_list("code", flat=True))
        for code in codes:
            try:
                report = issue_report(deal_code=code, by=None, at=timezone.now())
            except Missing as fault:
                raise CommandError(fault.message) from None
            run_due(worker="command line", clock=timezone.now)
            report.refresh_from_db()
            self.stdout.write(f"{code}: report {report.pk} to {report.period_end} is {report.state}")

"""Prove reports: rebuild them from the history tables at the moment they were made, and compare."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.composers.verifying import problems_of
from reports.models import Report
from reports.vocabulary import ReportState


class Command(BaseCommand):
    help = "Rebuild one report (or all ready ones) from the history tables and name the first difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("report", nargs="?", type=int, help="number of the report; all ready ones when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Report.objects.filter(state=ReportState.READY).select_related("previous").order_by("pk")
        if options["report"]:
            rows = rows.filter(pk=options["report"])
            if not rows:
                raise CommandError(f"There is no ready report {options['report']}.")
        wrong = [report.pk for report in rows if not self._verified(report)]
        if wrong:
            raise CommandError(f"Not proved: {', '.join(map(str, wrong))}.")

    def _verified(self, report: Report) -> bool:
        problems = list(problems_of(report))
        for problem in problems:
            self.stderr.write(f"report {report.pk}: {problem}")
        if not problems:
            self.stdout.write(f"report {report.pk}: proved, SHA-256 {report.sha256}")
        return not problems

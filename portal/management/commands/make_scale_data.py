"""Fill a test portal with many invented models, claims and milestones, all marked as such."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from catalog.actions.scale import make_scale_catalog
from procurement.actions.scale import make_scale_deal

TEST = "test_"


class Command(BaseCommand):
    help = "Fill a test portal with invented rows (slugs scale-..., deal SCALE-DEAL). Nothing removes them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--models", type=int, default=10_000)
        parser.add_argument("--claims", type=int, default=8, help="claims of each model")
        parser.add_argument("--milestones", type=int, default=0)
        parser.add_argument("--yes", action="store_true", help=f"also where the database's name is not {TEST}...")

    def handle(self, *args: Any, **options: Any) -> None:
        name = str(connection.settings_dict["NAME"])
        if not name.startswith(TEST) and not options["yes"]:
            raise CommandError(f"{name} is not a test database, and nothing removes these rows again. Say --yes.")
        try:
            with transaction.atomic():
                models = make_scale_catalog(models=options["models"], claims=options["claims"], at=timezone.now())
                milestones = make_scale_deal(milestones=options["milestones"]) if options["milestones"] else 0
        except KeyError as missing:
            raise CommandError(f"There is no capability {missing}. Run import_catalog first.") from None
        except ValueError as fault:
            raise CommandError(f"Nothing was made: {fault}. Run import_deal first.") from None
        if options["verbosity"]:
            self.stdout.write(f"{models} models and {milestones} milestones made.")

"""Open an account, or give an existing one a new password, party and role. The only way in on a new portal."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.actions import open_account
from portal.accounts.models import Party
from portal.accounts.vocabulary import Role
from portal.faults import Invalid
from portal.history.writing import Actor


class Command(BaseCommand):
    help = "Open an account, or give an existing one a new password, party and role. The password is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=Role.values, required=True)
        parser.add_argument("--party", default="", help="code of the person's party; left out for none")

    def handle(self, *args: Any, **options: Any) -> None:
        party = Party.objects.filter(code=options["party"]).first()
        if options["party"] and not party:
            raise CommandError(f"There is no party {options['party']}.")
        by = Actor("system:operator")
        try:
            open_account(username=options["username"], password=_password(), party=party, role=options["role"], by=by)
        except Invalid as fault:
            raise CommandError(fault.message) from None
        self.stdout.write(f"{options['username']} can sign in.")


def _password() -> str:
    """Typed twice at a terminal; one line of a pipe otherwise."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ; nothing was written.")
    return first

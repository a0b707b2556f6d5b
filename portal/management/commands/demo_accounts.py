"""Make one demonstration account per party and role, with random passwords and tokens. Only `make run` calls it."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts.actions import open_account
from portal.accounts.models import Party, User
from portal.accounts.vocabulary import Role
from portal.history.writing import Actor
from portal.rest.actions import issue_token

BY = Actor("system:demonstration")
TOKEN_DAYS = 365


class Command(BaseCommand):
    help = "Make the demonstration accounts and write them to the file named by DEMO_ACCOUNTS (kept when it is there)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ACCOUNTS:
            raise CommandError("DEMO_ACCOUNTS is not set: demonstration accounts exist in `make run` only.")
        path = Path(settings.DEMO_ACCOUNTS)
        if path.exists() and _all_known(path):
            self.stdout.write(f"Demonstration accounts are in {path} already.")
            return
        parties = Party.objects.filter(code__startswith="EX-")
        accounts = [_account(party, role) for party in parties for role in Role.values]
        _write(path, accounts)
        self.stdout.write(f"{len(accounts)} demonstration accounts written to {path}.")


def _all_known(path: Path) -> bool:
    """False when the database is another one than the file was written for."""
    names = [account["username"] for account in json.loads(path.read_text(encoding="utf-8"))]
    return User.objects.filter(username__in=names).count() == len(names) > 0


def _account(party: Party, role: str) -> dict[str, str]:
    username = f"{role}.{party.code.lower()}"
    password = secrets.token_urlsafe(15)
    user = open_account(username=username, password=password, party=party, role=role, by=BY)
    token = issue_token(
        for_user=user,
        name="demonstration",
        by=BY,
        at=timezone.now(),
        reason="Demonstration account",
        days=TOKEN_DAYS,
        read_only=role in {Role.READER, Role.ANALYST, Role.ADMINISTRATOR},
    )
    return {"username": username, "password": password, "party": party.code, "role": role, "api_token": token}


def _write(path: Path, accounts: list[dict[str, str]]) -> None:
    """Readable by its owner only, and never half-written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(accounts, out, indent=1)
    new.replace(path)

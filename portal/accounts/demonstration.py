"""Demonstration accounts: one click on the sign-in page. They exist only where DEMO_ACCOUNTS names a file."""

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.accounts.models import User

LEADS = ("EX-UA-SELL", "EX-US-BUY")


@dataclass(frozen=True)
class PartyAccounts:
    """One party's accounts; the two leading parties stand open on the page."""

    party: str
    people: list[User]

    @property
    def leads(self) -> bool:
        return self.party in LEADS


def usernames() -> frozenset[str]:
    """Names of the demonstration accounts; none outside of a demonstration."""
    if not settings.DEMO_ACCOUNTS or not Path(settings.DEMO_ACCOUNTS).exists():
        return frozenset()
    accounts = json.loads(Path(settings.DEMO_ACCOUNTS).read_text(encoding="utf-8"))
    return frozenset(account["username"] for account in accounts)


def by_party() -> list[PartyAccounts]:
    """The accounts grouped by party, the leading parties first."""
    people = User.objects.filter(username__in=usernames()).select_related("party").order_by("id")
    groups: dict[str, list[User]] = {}
    for user in people:
        groups.setdefault(user.party_code, []).append(user)
    parties = [PartyAccounts(party, users) for party, users in groups.items()]
    return sorted(parties, key=lambda group: (not group.leads, group.party))

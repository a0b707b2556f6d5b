"""The people of the tests. Each test says who acts by name."""

from portal.accounts.models import Party, User

CAST = {
    "olena": ("EX-UA-SELL", "officer"),
    "oksana": ("EX-UA-SELL", "approver"),
    "andrii": ("EX-UA-SELL", "reader"),
    "petro": ("EX-UA-EXPORT", "officer"),
    "john": ("EX-US-BUY", "officer"),
    "mary": ("EX-US-BUY", "approver"),
    "nina": ("EX-US-BUY", "analyst"),
    "ruth": ("EX-US-RELEASE", "officer"),
    "sam": ("EX-SUP-AIR", "officer"),
    "audra": ("EX-3P-AUDIT", "reader"),
    "ivan": ("", "analyst"),
    "adam": ("", "administrator"),
}


def hire() -> None:
    """Makes every person of the cast. Passwords are unusable: tests sign people in directly."""
    parties = {party.code: party for party in Party.objects.all()}
    for name, (party, role) in CAST.items():
        user = User(username=name, first_name=name.title(), role=role, party=parties.get(party))
        user.set_unusable_password()
        user.save()

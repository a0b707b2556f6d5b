"""Who may do what, for readers who do not program. Rights are words; nobody has a right that is not listed here.

Every role reads what its party may see; a marking hides a row from everybody else.

- **Reader** (delegation staff) reads and prints.
- **Officer** (procurement officer) also states for the own party: forecasts, starts, reports, disputes, positions;
  opens proposals; brings catalog figures with their source.
- **Approver** does what an officer does and may confirm for the party and accept or refuse proposals of another party.
- **Analyst** reads, and pulls data by machine in bulk.
- **Administrator** looks after people, settings and background work of the portal and writes nothing into the record.
"""

from portal.accounts.vocabulary import Role

READ = "read"
STATE = "state"  # say something for the own party: forecast, started, reported, disputed, withdrawn
CONFIRM = "confirm"  # confirm for the own party what another party reported
PROPOSE = "propose"
DECIDE = "decide"  # accept or refuse a proposal of another party
CATALOG = "catalog"  # add and withdraw catalog figures
ISSUE_REPORT = "issue-report"
MANAGE_PEOPLE = "manage-people"
OPERATE = "operate"  # see the background work and put what failed in line again

RIGHTS: dict[str, frozenset[str]] = {
    Role.READER: frozenset({READ}),
    Role.OFFICER: frozenset({READ, STATE, CONFIRM, PROPOSE, CATALOG, ISSUE_REPORT}),
    Role.APPROVER: frozenset({READ, STATE, CONFIRM, PROPOSE, DECIDE, CATALOG, ISSUE_REPORT}),
    Role.ANALYST: frozenset({READ}),
    Role.ADMINISTRATOR: frozenset({READ, MANAGE_PEOPLE, OPERATE}),
}


def rights_of(role: str) -> frozenset[str]:
    """The rights of a role; an unknown role has none."""
    return RIGHTS.get(role, frozenset())


def may(role: str, right: str) -> bool:
    """True when the role has the right; an unknown role has none."""
    return right in rights_of(role)

"""Who gets the reports of a schedule by mail: each party names its own people and vouches for its own addresses."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Invalid, Missing, Refused
from portal.history.writing import writing
from reports.models import ReportRecipient, ReportSchedule


def add_recipient(*, schedule_id: int, who: str, by: User, at: datetime, reason: str = "") -> ReportRecipient:
    """An account of the own party by its user name, or a mail address for which the own party vouches.

    Missing: no such schedule for this person. Refused: no right. Invalid: no such account, no address, there already.
    """
    if not by.may(roles.ISSUE_REPORT):
        raise Refused(_("Your role reads reports but does not issue them."), code="no-right")
    schedule = ReportSchedule.objects.visible_to(by).filter(pk=schedule_id).first()
    if schedule is None:
        raise Missing(_("There is no such schedule."))
    if by.party is None:
        raise Invalid({"who": [_("You are of no party, so nobody vouches for the recipient.")]})
    account, address = _found(who.strip(), by)
    with writing(by=by.actor, reason=reason or "A new recipient"):
        ReportSchedule.objects.select_for_update().get(pk=schedule.pk)  # two at once: the second one is told
        there = ReportRecipient.objects.filter(schedule=schedule, party=by.party, removed_at=None)
        if there.filter(**({"account": account} if account else {"address__iexact": address})).exists():
            raise Invalid({"who": [_("This recipient is in the list already.")]})
        return ReportRecipient.objects.create(
            schedule=schedule,
            party=by.party,
            account=account,
            address=address,
            added_at=at,
            releasable_to=[by.party.code],
        )


def _found(who: str, by: User) -> tuple[User | None, str]:
    """The account of the own party with that name, or the address. Accounts of others are like absent ones."""
    account = User.objects.filter(username=who, party=by.party, is_active=True).first()
    if account is not None:
        if not account.email:
            raise Invalid(
                {"who": [_("This account has no mail address. Its owner sets it on the page of the account.")]}
            )
        return account, ""
    try:
        validate_email(who)
    except ValidationError:
        problem = _("Neither a user name of your party nor a mail address. Write one as name@example.org.")
        raise Invalid({"who": [problem]}) from None
    return None, who


def remove_recipient(
    *, recipient: ReportRecipient, by: User, at: datetime, reason: str = "", version: int | None = None
) -> None:
    """Nothing is mailed to the recipient any more, also not what is still in line. Conflict: the version is gone."""
    if not ReportRecipient.objects.visible_to(by).filter(pk=recipient.pk).exists():
        raise Missing(_("There is no such recipient."))
    if not by.may(roles.ISSUE_REPORT):
        raise Refused(_("Your role reads reports but does not issue them."), code="no-right")
    with writing(by=by.actor, reason=reason or "Taken off the list"):
        row = ReportRecipient.objects.select_for_update().get(pk=recipient.pk)
        if version is not None and row.version != version:
            raise Conflict(_("This recipient has changed since you saw it."), current={"version": row.version})
        if row.removed_at is None:
            row.removed_at = at
            row.version += 1
            row.save()


def take_over_recipients(source: ReportSchedule, target: ReportSchedule, *, at: datetime) -> None:
    """Names those of one schedule for another one of the same readers. Part of the caller's `writing`."""
    ReportRecipient.objects.bulk_create(
        ReportRecipient(
            schedule=target,
            party_id=row.party_id,
            account_id=row.account_id,
            address=row.address,
            added_at=at,
            releasable_to=row.releasable_to,
        )
        for row in ReportRecipient.objects.filter(schedule=source, removed_at=None)
    )

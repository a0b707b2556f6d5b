"""Opening accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.accounts.models import Party, User
from portal.faults import Invalid
from portal.history.writing import Actor, writing


def open_account(*, username: str, password: str, party: Party | None, role: str, by: Actor) -> User:
    """A new account, or the existing one with a new password, party and role. Invalid when the password is weak."""
    user = User.objects.filter(username=username).first() or User(username=username)
    user.party, user.role = party, role
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({"password": error.messages}) from None
    user.set_password(password)
    with writing(by=by, reason="Account opened"):
        user.save()
    return user


def set_address(*, address: str, by: User) -> User:
    """The mail address of the person's own account; '' takes it away. Invalid when it is none."""
    address = address.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise Invalid({"email": [_("This is no mail address. Write it as name@example.org.")]}) from None
    with writing(by=by.actor, reason="Own mail address"):
        by.email = address
        by.save(update_fields=["email"])
    return by

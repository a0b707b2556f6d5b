"""Making API tokens."""

import hashlib
import secrets
from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.history.writing import Actor, writing
from portal.rest.models import ApiToken

PREFIX = "ddp_"  # lets scanners of leaked secrets know what they found


def digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue_token(
    *, for_user: User, name: str, by: Actor, at: datetime, reason: str, days: int, read_only: bool = True
) -> str:
    """A new token for the person, valid for some days; the returned text is never shown again."""
    token = PREFIX + secrets.token_urlsafe(32)
    with writing(by=by, reason=reason):
        ApiToken.objects.create(
            user=for_user,
            name=name,
            sha256=digest(token),
            read_only=read_only,
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
    return token

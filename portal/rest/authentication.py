"""`Authorization: Bearer ddp_...`: who calls, and that the database knows for whom it answers."""

import ipaddress

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from portal.accounts.asking import say_who_asks
from portal.accounts.models import User
from portal.rest.actions import digest
from portal.rest.models import ApiToken
from portal.security.address import client_address


class BearerAuthentication(BaseAuthentication):
    """Looks the token up by its hash. One text for every refusal: it tells nobody which part was wrong."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        token = self._token(words)
        if token is None or not token.user.is_active or not _from_allowed_network(request, token):
            raise AuthenticationFailed("The token is unknown, expired, revoked or not valid from this network.")
        say_who_asks(token.user.party_code)
        return token.user, token

    def _token(self, words: list[bytes]) -> ApiToken | None:
        if len(words) != 2:
            return None
        rows = ApiToken.objects.select_related("user__party").filter(sha256=digest(words[1].decode("latin-1")))
        return rows.filter(expires_at__gt=timezone.now(), revoked_at=None).first()

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Drone Deal Portal"'


def _from_allowed_network(request: Request, token: ApiToken) -> bool:
    if not token.networks:
        return True
    address = client_address(request)
    return address is not None and any(address in ipaddress.ip_network(network) for network in token.networks)

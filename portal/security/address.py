"""From where a request comes: behind a trusted proxy what that proxy says (the last hop), else who is connected."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> Address | None:
    """The client's address; None when it cannot be told. The sign-in counts its attempts by the same one."""
    try:
        return ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return None

"""What a caller may do at all, before any row is looked at."""

from typing import Any

from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from portal.rest.models import ApiToken


class MethodOffered(BasePermission):
    """A method that an address does not offer is told so (405), whatever the caller may do elsewhere."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method not in view.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        return True


class TokenMayWrite(BasePermission):
    """A token that reads only makes no call that writes."""

    message = "This token reads only. Ask for one that may write."

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or not (isinstance(request.auth, ApiToken) and request.auth.read_only)

"""Callers of the API."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.history.writing import Actor
from portal.rest.actions import issue_token
from procurement.models import Milestone

NOW = datetime(2026, 11, 20, tzinfo=UTC)
BASE = "/api/v1"


class Caller:
    """A machine with a person's token."""

    def __init__(self, user: User, *, read_only: bool = False) -> None:
        self.token = issue_token(
            for_user=user, name="test", by=Actor("user:adam"), at=NOW, reason="test", days=30, read_only=read_only
        )
        self.client = Client(headers={"Authorization": f"Bearer {self.token}"})

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(BASE + path, headers=headers)

    def post(self, path: str, body: object, **headers: str) -> Any:
        return self.client.post(BASE + path, body, content_type="application/json", headers=headers)

    def state(self, **words: Any) -> Any:
        """States a forecast of EX-GV-04 with the ETag that the caller sees now, unless told otherwise."""
        headers = words.pop("headers", None)
        etag = self.get("/milestones/EX-GV-04/").headers["ETag"]
        body = {"milestone": "EX-GV-04", "kind": "forecast", "date": "2026-12-24", "reason": "because", **words}
        return self.post("/milestone-statements/", body, **({"If-Match": etag} if headers is None else headers))


@pytest.fixture
def machine(john: User) -> Caller:
    """A machine of the buying office's officer."""
    return Caller(john)


def version() -> int:
    """The present version of EX-GV-04."""
    return Milestone.objects.get(code="EX-GV-04").version

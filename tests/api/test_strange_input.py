"""The API against its own description: generated input, good and bad, and every check of schemathesis.

The description is the one in docs/api, which another test keeps current. A fixed seed makes the run the same each time.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.wsgi import application
from tests.api.conftest import Caller
from tests.support.house import ROOT

api = schemathesis.openapi.from_path(ROOT / "docs/api/openapi.json")
api.app = application
BOUNDED = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture
def token(machine: Caller) -> Iterator[dict[str, str]]:
    """The header of a machine. As in Django's own test client, no call closes the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {machine.token}"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.include(method="GET").parametrize()
@BOUNDED
def test_reads_answer_as_described(case: Any, token: dict[str, str]) -> None:
    case.call_and_validate(headers=token)


@api.include(method="POST").parametrize()
@BOUNDED
def test_writes_never_break(case: Any, token: dict[str, str]) -> None:
    """Whether a good statement is accepted depends on the milestone, so only the shape of the answer is checked."""
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    case.call_and_validate(headers=token, checks=checks)

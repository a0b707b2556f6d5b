"""The description of the API is valid OpenAPI 3.1 and the one in the repository."""

import json
from io import StringIO

from django.core.management import call_command
from openapi_spec_validator import validate

from tests.api.conftest import Caller
from tests.support.house import ROOT


def test_the_snapshot_is_current_and_valid(machine: Caller) -> None:
    out = StringIO()
    call_command("spectacular", format="openapi-json", stdout=out)
    kept = json.loads((ROOT / "docs/api/openapi.json").read_text(encoding="utf-8"))
    assert json.loads(out.getvalue()) == kept
    assert kept["openapi"].startswith("3.1")
    validate(kept)


def test_it_is_served_to_who_is_signed_in(machine: Caller) -> None:
    answer = machine.client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert "/api/v1/milestone-statements/" in json.loads(answer.content)["paths"]


def test_it_is_made_once_in_a_process_and_in_the_language_of_each_reader(machine: Caller) -> None:
    served = [machine.client.get(f"/api/v1/openapi.json?lang={code}") for code in ("en", "uk", "en")]
    assert served[0].content == served[2].content
    assert served[0].content != served[1].content
    assert {answer["Content-Type"] for answer in served} == {"application/vnd.oai.openapi+json"}

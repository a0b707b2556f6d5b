"""docker-compose.yml and its neighbours say the same as the program."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.embedded import programs
from tests.support.house import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")


@pytest.mark.parametrize(
    ("service", "program"), [("web", programs.WEB), ("worker", programs.WORKER), ("beat", programs.BEAT)]
)
def test_services_start_as_make_run_starts_them(service: str, program: tuple[str, ...]) -> None:
    assert SERVICES[service]["command"][: len(program) + 1] == ["python", *program]


def test_the_image_starts_the_web_by_itself() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert f"CMD {yaml.safe_load(dockerfile.rpartition('CMD ')[2])}".replace("'", '"') == dockerfile.splitlines()[-1]
    assert yaml.safe_load(dockerfile.rpartition("CMD ")[2]) == ["python", *programs.WEB]


def test_only_the_web_is_published_and_only_on_the_loopback() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"web"}
    assert SERVICES["web"]["ports"] == ["${WEB_ADDRESS:-127.0.0.1:8000}:8000"]


def test_each_service_is_read_only_and_without_privileges() -> None:
    for service in SERVICES.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]


def test_what_keeps_running_has_a_health_check() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {"migrate"}


def test_the_health_of_beat_is_the_age_of_its_sign() -> None:
    beat = SERVICES["beat"]
    assert f"find {beat['command'][-1]} -mmin -3" in beat["healthcheck"]["test"][1]


def test_only_migrate_gets_the_password_of_the_owner() -> None:
    assert {name for name in OURS if "database_owner_url" in SERVICES[name]["secrets"]} == {"migrate"}


def test_every_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    script = tmp_path / "make-secrets"
    script.write_bytes((ROOT / "deploy/make-secrets").read_bytes())
    subprocess.run(["bash", script], check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    subprocess.run(["bash", script], check=True, capture_output=True)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert {Path(entry["file"]).name for entry in COMPOSE["secrets"].values()} <= made.keys()


def test_the_same_uv_everywhere() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = re.search(r"UV_VERSION := (\S+)", makefile)
    assert wanted
    assert f"uv=={wanted[1]}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_every_setting_is_listed_in_the_example() -> None:
    settings = (ROOT / "portal/settings.py").read_text(encoding="utf-8")
    named = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert {name for name in named if name not in example} == set()


def test_the_readme_names_only_commands_and_files_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)(?=\s|`)", readme)) <= targets
    files = [*re.findall(r"\]\(([^)#]+)\)", readme), "deploy/make-secrets", ".ci/run", ".env.example"]
    assert [name for name in files if not (ROOT / name).exists()] == []

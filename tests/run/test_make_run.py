"""`make run`: it comes up, keeps its data, survives every kill, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.support.run_house import House

pytestmark = pytest.mark.slow
PROGRAMS = {
    "postgres": "bin/postgres -D",
    "valkey": "valkey-server",
    "web": "-m granian",
    "worker": "-m celery -A portal worker",
    "beat": "-m celery -A portal beat",
}


def _remember_a_row(house: House) -> None:
    with house.database().cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        cursor.execute("INSERT INTO kept VALUES ('still here')")


def _rows(house: House) -> int:
    with house.database().cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kept")
        return int(cursor.fetchone()[0])


def _answers(house: House) -> bool:
    with house.database().cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def test_it_says_where_it_is_ready_and_answers_there(house: House) -> None:
    house.start()
    assert house.said().splitlines()[-1] == f"Portal ready at http://127.0.0.1:{house.port()}"
    with urllib.request.urlopen(f"http://127.0.0.1:{house.port()}/health/live", timeout=10) as answer:
        assert answer.status == 200


def test_both_data_sets_are_there_after_the_first_start(running: House) -> None:
    with running.database().cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM catalog_dronemodel), (SELECT count(*) FROM procurement_milestone)")
        assert cursor.fetchone() >= (119, 159)


def test_a_demonstration_account_pulls_the_models_with_their_claims(running: House) -> None:
    accounts = json.loads((running.place / ".run/demo-accounts.json").read_text(encoding="utf-8"))
    address = f"http://127.0.0.1:{running.port()}/api/v1/drone-models/?domain=air&page_size=5"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {accounts[0]['api_token']}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        found = json.load(answer)["results"]
    assert len(found) == 5
    assert any(model["claims"] for model in found)


def test_services_listen_on_the_loopback_and_want_a_password(running: House) -> None:
    notes = json.loads((running.place / ".run/services.json").read_text(encoding="utf-8"))
    with socket.create_connection(("127.0.0.1", notes["valkey_port"])) as link:
        link.sendall(b"PING\r\n")
        assert link.recv(100).startswith(b"-NOAUTH")
    listening = subprocess.run(["cat", "/proc/net/tcp"], capture_output=True, text=True, check=True).stdout
    for port in (notes["postgres_port"], notes["valkey_port"], running.port()):
        assert f"00000000:{port:04X}" not in listening


def test_passwords_are_kept_for_the_owner_only(running: House) -> None:
    for name in ("services.json", "secret-key", "demo-accounts.json"):
        assert (running.place / ".run" / name).stat().st_mode & 0o077 == 0
    assert min(len(str(word)) for word in json.loads((running.place / ".run/services.json").read_text()).values()) > 3


def test_a_second_run_in_the_same_folder_is_refused(running: House) -> None:
    command = [sys.executable, "-m", "portal.embedded", "run"]
    second = subprocess.run(command, cwd=running.place, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "already runs" in second.stderr
    assert _answers(running)


def test_a_port_that_is_none_is_said_before_anything_starts(house: House) -> None:
    command = [sys.executable, "-m", "portal.embedded", "run"]
    env = {**os.environ, "PORT": "eighty"}
    told = subprocess.run(command, cwd=house.place, env=env, capture_output=True, text=True, check=False)
    assert told.stderr.strip() == "PORT is 'eighty'; write a whole number."
    assert house.processes() == {}


def test_ctrl_c_leaves_no_process_behind(house: House) -> None:
    house.start()
    assert house.end(signal.SIGINT) == 0
    assert house.wait_until_quiet(2) == {}
    assert not (house.place / ".run/sessions.json").exists()


def test_a_killed_supervisor_leaves_no_process_behind(house: House) -> None:
    house.start()
    assert len(house.processes()) > 5
    house.end(signal.SIGKILL)
    assert house.wait_until_quiet() == {}


def test_a_second_start_keeps_the_data_and_prepares_nothing(house: House) -> None:
    house.start()
    _remember_a_row(house)
    before = _rows(house)
    house.end()
    house.start()
    assert "Preparing" not in house.said()
    assert _rows(house) == before


def test_it_recovers_when_everything_is_killed_at_once(house: House) -> None:
    house.start()
    _remember_a_row(house)
    before = _rows(house)
    for pid in house.processes():
        os.kill(pid, signal.SIGKILL)
    house.end(signal.SIGKILL)
    house.start()
    assert _rows(house) == before


def test_another_program_with_the_number_in_the_pid_file_is_left_alone(house: House) -> None:
    house.start()
    cluster = Path(os.fsdecode(house.data())) / "cluster/postmaster.pid"
    text = cluster.read_text(encoding="utf-8")
    house.end()
    cluster.write_text(text.replace(text.split("\n")[0], str(os.getpid()), 1), encoding="utf-8")
    house.start()
    assert _answers(house)


def test_a_process_that_dies_is_started_again(house: House) -> None:
    house.start()
    for name, word in PROGRAMS.items():
        os.kill(house.pid_of(word), signal.SIGKILL)
        house.wait_for(f"{name} ended with exit code -9 and is started again", patience=20)
    assert house.said().count("is started again") == len(PROGRAMS)


def test_a_process_that_dies_again_and_again_stops_everything_and_is_named(house: House) -> None:
    broken = house.place / "portal/celery.py"
    text = broken.read_text(encoding="utf-8")
    broken.write_text("raise SystemExit('the worker is broken')", encoding="utf-8")
    try:
        house.start(until="died 6 times within a minute")
        assert house.process
        assert house.process.wait(60) == 1
    finally:
        broken.write_text(text, encoding="utf-8")
    assert "the worker is broken" in house.said()
    assert house.wait_until_quiet(2) == {}


def test_a_taken_port_is_passed_over(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        house.start(port=taken)
        assert taken < house.port() < taken + 50


def test_only_what_changed_is_prepared_again(house: House) -> None:
    (house.place / "static").mkdir(exist_ok=True)
    (house.place / "static/new.txt").write_text("new", encoding="utf-8")
    house.start()
    assert [line for line in house.said().splitlines() if "Preparing" in line] == ["Preparing: Styles and scripts"]

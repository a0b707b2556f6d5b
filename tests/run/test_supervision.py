"""The parts of the supervisor, each with real processes."""

import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

from portal.embedded import children, leftovers, notes
from portal.embedded.members import GaveUp, Member

LEADER = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid, flush=True)"
SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")


def _member(tmp_path: Path, *command: str) -> Member:
    log = tmp_path / "log.txt"
    return Member("sleeper", lambda: children.start(command, log=log, cwd=tmp_path), log)


def test_a_living_process_is_left_alone(tmp_path: Path) -> None:
    member = _member(tmp_path, *SLEEPER)
    process = member.start()
    assert not member.restart_if_dead()
    member.end()
    assert process.returncode == -signal.SIGTERM


def test_a_process_is_asked_to_end_once_and_waited_for(tmp_path: Path) -> None:
    counting = (
        "import signal, sys, time; asked = []; signal.signal(signal.SIGTERM, lambda *_: asked.append(1));"
        "print('counting', flush=True)\nwhile not asked: time.sleep(0.05)\ntime.sleep(0.5); sys.exit(len(asked))"
    )
    member = _member(tmp_path, sys.executable, "-c", counting)
    process = member.start()
    while "counting" not in member.log.read_text():
        assert process.poll() is None
    member.ask()
    member.end()
    assert process.returncode == 1


def _die(member: Member, *, at: float) -> bool:
    assert member.process
    member.process.wait()
    return member.restart_if_dead(now=at)


def test_the_sixth_death_within_a_minute_is_the_last(tmp_path: Path) -> None:
    member = _member(tmp_path, sys.executable, "-c", "raise SystemExit('ill')")
    member.start()
    assert [_die(member, at=second) for second in range(5)] == [True] * 5
    with pytest.raises(GaveUp, match=r"sleeper died 6 times.*(.|\n)*ill"):
        _die(member, at=6)


def test_deaths_of_the_last_hour_are_forgiven(tmp_path: Path) -> None:
    member = _member(tmp_path, sys.executable, "-c", "")
    member.start()
    assert all(_die(member, at=minute * 61) for minute in range(8))
    member.end()


def test_a_process_that_will_not_end_is_ended_by_force(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    log = tmp_path / "log.txt"
    process = children.start((sys.executable, "-c", deaf), log=log, cwd=tmp_path)
    while "deaf" not in log.read_text():
        pass
    children.stop(process, patience=0.1)
    assert process.returncode == -signal.SIGKILL


def test_leftovers_of_a_killed_run_are_ended(tmp_path: Path) -> None:
    process = children.start(SLEEPER, log=tmp_path / "log.txt", cwd=tmp_path)
    leftovers.remember(tmp_path / "sessions.json", [process.pid])
    leftovers.end(tmp_path / "sessions.json")
    assert process.wait(5) in {-signal.SIGINT, 1}  # 1: Python was still starting
    assert not (tmp_path / "sessions.json").exists()


def test_a_stranger_who_got_the_same_number_is_left_alone(tmp_path: Path) -> None:
    process = children.start(SLEEPER, log=tmp_path / "log.txt", cwd=tmp_path)
    written = tmp_path / "sessions.json"
    leftovers.remember(written, [process.pid])
    before = leftovers._stat(process.pid)[leftovers.STARTED]
    written.write_text(written.read_text().replace(before, "1"))
    leftovers.end(written)
    assert process.poll() is None
    children.stop(process)


@pytest.mark.parametrize(("place", "left"), [("here", []), ("elsewhere", ["S"])])
def test_without_its_leader_a_session_is_ours_where_we_work(tmp_path: Path, place: str, left: list[str]) -> None:
    (tmp_path / place).mkdir()
    leader = children.start([sys.executable, "-c", LEADER], log=tmp_path / "log", cwd=tmp_path / place)
    leader.wait()
    follower = int((tmp_path / "log").read_text())
    written = {"boot": leftovers._boot(), "leaders": {str(leader.pid): ["1", str(tmp_path / "here")]}}
    (tmp_path / "sessions.json").write_text(json.dumps(written))
    leftovers.end(tmp_path / "sessions.json")
    assert [state for state in leftovers._stat(follower)[:1] if state != "Z"] == left
    with contextlib.suppress(ProcessLookupError):
        os.kill(follower, signal.SIGKILL)


def test_notes_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = notes.Notes(postgres_port=5, valkey_port=6)
    notes.write(tmp_path / "services.json", written)
    assert notes.read(tmp_path / "services.json") == written
    assert (tmp_path / "services.json").stat().st_mode & 0o777 == 0o600


def test_what_a_run_remembers_is_written_whole_or_not_at_all() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in Path(notes.__file__).parent.glob("*.py")}
    assert [name for name, source in sources.items() if "write_text" in source or "write_bytes" in source] == []


def test_a_taken_port_is_never_chosen() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert notes.free_port(other.getsockname()[1]) != other.getsockname()[1]


def test_two_portals_never_choose_one_port() -> None:
    first = notes.free_port()
    one, port = notes.claim_port(*range(first, first + 50))
    two, other = notes.claim_port(*range(port, port + 50))
    with one, two:
        assert other > port
    three, again = notes.claim_port(*range(port, port + 50))
    with three:
        assert again == port


def test_no_free_port_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SystemExit, match="Choose another with PORT="):
            notes.claim_port(other.getsockname()[1])

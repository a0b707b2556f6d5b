"""The house of these tests: a copy of the portal in a folder with a space."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.run_house import House, copy_of_the_portal


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose first start is behind it, and which is removed at the end."""
    house = House(copy_of_the_portal(tmp_path_factory.mktemp("run") / "a b" / "c"))
    try:
        house.start()
        house.end()
        yield house
    finally:
        reset = [sys.executable, "-m", "portal.embedded", "reset"]
        subprocess.run(reset, cwd=house.place, check=True, capture_output=True)


@pytest.fixture
def house(prepared: House) -> Iterator[House]:
    """The prepared house; whatever a test leaves running is ended."""
    yield prepared
    if prepared.process and prepared.process.poll() is None:
        prepared.end(signal.SIGTERM)
    prepared.wait_until_quiet()

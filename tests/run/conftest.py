"""The house of these tests: a copy of the portal in a folder with a space."""

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
        yield house.start()
    finally:
        house.quiet()
        reset = [sys.executable, "-m", "portal.embedded", "reset"]
        subprocess.run(reset, cwd=house.place, check=True, capture_output=True)


@pytest.fixture
def running(prepared: House) -> House:
    """The house while it runs, for tests that leave it running."""
    return prepared if prepared.runs() else prepared.start()


@pytest.fixture
def house(prepared: House) -> Iterator[House]:
    """The house at rest; whatever a test leaves running is ended."""
    prepared.quiet()
    yield prepared
    prepared.quiet()

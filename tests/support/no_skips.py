"""For CI: a browser test that is skipped is a browser test that failed."""

from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns the skip of a test marked `browser` into a failure."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("browser"):
        reason: Any = report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped although CI=true: {reason[-1] if isinstance(reason, tuple) else reason}"
    return report

"""`--write-goldens`: what was written is listed at the end of the run."""

from __future__ import annotations

import pytest

WRITTEN = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def goldens_log(pytestconfig: pytest.Config) -> list[str] | None:
    """Collect a line for each golden written; None if goldens are to be compared only."""
    if not pytestconfig.getoption("--write-goldens"):
        return None
    return pytestconfig.stash.setdefault(WRITTEN, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(WRITTEN, []):
        terminalreporter.write_line(line)

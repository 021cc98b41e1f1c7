"""A little production, planned, and drawn in flat colours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flat_film import draw_flat, speak_every_cue, write_production

from moa_anim.script import Production, load_production
from moa_anim.studio.plan import RenderPlan, plan_render
from moa_anim.studio.quality import DRAFT, CaptionMode
from moa_anim.studio.store import Store

FAULT = "fault"
"""The property of a test's report under which `fault_log` puts its rows."""

_rows: list[dict[str, object]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fault-table", metavar="FILE.json", help="write what the tests injected and what was reported")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        for name, row in report.user_properties:
            if name == FAULT and isinstance(row, dict):
                _rows.append({"test": report.nodeid, **row})


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("--fault-table")
    if path and not hasattr(session.config, "workerinput"):
        rows = sorted(_rows, key=lambda row: str(row["test"]))
        Path(path).write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@pytest.fixture
def fault_log(record_property: Callable[[str, object], None]) -> Callable[[str, str, str], None]:
    """Return what records a fault for docs/reliability.md: what was injected, what was reported, what stayed intact."""

    def log(injected: str, reported: str, intact: str) -> None:
        record_property(FAULT, {"injected": injected, "reported": reported, "intact": intact})

    return log


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_production(tmp_path / "production")


@pytest.fixture
def any_cue_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the title's scene play whatever shot it is given, as flat film does: the little production can be checked then."""
    from moa_anim.scenes.title import Title  # type: ignore[import-not-found,unused-ignore]

    monkeypatch.setattr(Title, "construct", speak_every_cue)


@pytest.fixture
def production(folder: Path) -> Production:
    return load_production(folder)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


@pytest.fixture
def plan(production: Production) -> RenderPlan:
    return plan_render(production, DRAFT, CaptionMode.OPEN)


@pytest.fixture
def drawn(plan: RenderPlan, store: Store) -> Store:
    """A store that has all of the plan's segments."""
    draw_flat(plan, store, progress=lambda frames: None)
    return store

"""Fixtures and options of all tests: a small production, the table of faults, which tests are slow, how they share cores."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import reliability_table
from flat_film import draw_flat, speak_every_cue, write_production
from hypothesis import settings

from moa_anim.cache.segments import SegmentCache
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.production import Production, load_production

if TYPE_CHECKING:
    from every_frame.drawn import Films

FAULT = "fault"
"""The property of a test's report under which `fault_log` puts its rows."""

DRAWS_FILMS = ("test_every_frame.py", "test_joins.py")
"""The files whose tests draw every frame of every edition. Where they run, others take their frames from that drawing."""

FILMS_ARE_DRAWN = pytest.StashKey[bool]()

SLOW_FOLDERS = ("film", "web", "bundle", "render", "scenes", "check", "cache")
"""Folders whose tests render, play whole scenes or start programs. Longest first: `make test` starts them in this order."""

settings.register_profile(
    "suite", deadline=None
)  # a deadline is wall time: it fails where other processes are busy
settings.load_profile("suite")

TESTS = Path(__file__).resolve().parent

_rows: list[dict[str, str]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-reliability", action="store_true", help="write docs/reliability.md from the tests that ran"
    )
    parser.addoption(
        "--write-goldens", action="store_true", help="tests/film: write goldens anew before they are compared"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Number of workers for `-n auto`: the cores this process may use. xdist would count physical cores."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, by folder or by the file's own mark, and put it first.

    Under xdist's `--dist loadfile --no-loadscope-reorder` workers take files in this order, so that the long ones do not
    run alone at the end.
    """

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in SLOW_FOLDERS:
            item.add_marker("slow")
            return SLOW_FOLDERS.index(folder)
        return len(SLOW_FOLDERS) + (item.get_closest_marker("slow") is None)

    items.sort(key=rank)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Exclude what is loaded by now (test modules, Manim, numba) from garbage collections, once for all.

    Drawing does the same at each shot, after a full collection, and collects at each segment's end. That saves time in a
    render, but costs more than the drawing where a test draws a single frame.
    """
    session.config.stash[FILMS_ARE_DRAWN] = any(item.path.name in DRAWS_FILMS for item in session.items)
    gc.collect()
    gc.freeze()
    draw = sys.modules.get("moa_anim.render.draw")
    if draw is not None:
        draw.freeze_loaded_objects = lambda: None  # type: ignore[attr-defined]  # it would unfreeze all that


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        for name, row in report.user_properties:
            if name == FAULT and isinstance(row, dict):
                _rows.append({"test": report.nodeid, **row})


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    asked = session.config.getoption("--write-reliability")
    if asked and exitstatus == pytest.ExitCode.OK and not hasattr(session.config, "workerinput"):
        print(f"\n{reliability_table.write(_rows)}")


@pytest.fixture
def fault_log(record_property: Callable[[str, object], None]) -> Callable[[str, str, str], None]:
    """Return what records a fault for docs/reliability.md: what was injected, what was reported, what stayed intact."""

    def log(injected: str, reported: str, intact: str) -> None:
        record_property(FAULT, {"injected": injected, "reported": reported, "intact": intact})

    return log


@pytest.fixture(scope="session")
def film_processes() -> Iterator[ProcessPoolExecutor]:
    """Two processes that draw films and walk through them: Manim is loaded in each once."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="session")
def films(
    pytestconfig: pytest.Config,
    tmp_path_factory: pytest.TempPathFactory,
    film_processes: ProcessPoolExecutor,
) -> Films | None:
    """Every edition's film at draft quality, drawn once in the test run, by whichever worker needs it first.

    None where the tests that walk through every frame do not run: single frames are drawn faster than a film then.
    """
    if not pytestconfig.stash[FILMS_ARE_DRAWN]:
        return None
    from every_frame.drawn import drawn_films

    own = tmp_path_factory.getbasetemp()
    return drawn_films(
        (own.parent if hasattr(pytestconfig, "workerinput") else own) / "films", film_processes
    )


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
def store(tmp_path: Path) -> SegmentCache:
    return SegmentCache(tmp_path / "cache")


@pytest.fixture
def plan(production: Production) -> RenderPlan:
    return plan_render(production, DRAFT, CaptionMode.OPEN)


@pytest.fixture
def drawn(plan: RenderPlan, store: SegmentCache) -> SegmentCache:
    """A store that has all of the plan's segments."""
    draw_flat(plan, store, progress=lambda frames: None)
    return store

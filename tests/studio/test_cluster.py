"""A real Dask cluster on loopback draws the bytes that are drawn here, loses workers, and turns strangers away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import bench_productions
import pytest
from distributed import Client, LocalCluster
from flat_film import write_production
from recording import FILM

from moa_anim.cli import main
from moa_anim.errors import CommandLineError, ProductionError, RenderError
from moa_anim.script import load_production
from moa_anim.studio import cluster
from moa_anim.studio.cluster import render_on_cluster
from moa_anim.studio.cluster_worker import differences, draw_for_client, drawing_inputs
from moa_anim.studio.cut import Cut, whole
from moa_anim.studio.plan import RenderPlan, plan_render
from moa_anim.studio.quality import DRAFT, CaptionMode
from moa_anim.studio.render import SUFFIX, lacking, plan_runs, render_missing
from moa_anim.studio.store import Store

SHOTS = ["conformational-change", "ubiquitination"]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[LocalCluster]:
    """A scheduler and two workers, each a process of its own that is started again when it dies."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as made:
        yield made


@pytest.fixture(scope="module")
def plan() -> RenderPlan:
    return plan_render(load_production(FILM), DRAFT, CaptionMode.OPEN, SHOTS)


@pytest.fixture(scope="module")
def here(plan: RenderPlan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes | None]:
    """The segments as they are drawn on this machine."""
    store = Store(tmp_path_factory.mktemp("here"))
    render_missing(plan, store, jobs=2)
    return stored(plan, store)


def stored(plan: RenderPlan, store: Store) -> dict[str, bytes | None]:
    return {segment.key: store.read(segment.key, SUFFIX) for segment in plan.segments}


def pids(address: str) -> list[int]:
    with Client(address, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def test_the_cluster_draws_the_bytes_that_are_drawn_here_though_a_worker_is_killed(
    scheduler: LocalCluster, plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path
) -> None:
    store, told = Store(tmp_path), list[int]()
    victim = pids(scheduler.scheduler_address)[0]

    def progress(frames: int) -> None:
        told.append(frames)
        if len(told) == 2:  # the first run has come back, others are being drawn
            os.kill(victim, signal.SIGKILL)

    render_on_cluster([whole(plan)], store, scheduler.scheduler_address, progress)
    assert sum(told) == plan.frames
    assert stored(plan, store) == here
    assert victim not in pids(scheduler.scheduler_address)


def test_what_is_kept_is_not_asked_of_the_cluster(
    plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path
) -> None:
    store = Store(tmp_path)
    for key, data in here.items():
        assert data is not None
        store.write(key, SUFFIX, data)
    render_on_cluster([whole(plan)], store, "tcp://127.0.0.1:1")  # where nobody is


def test_several_cuts_come_back_from_one_drawing(scheduler: LocalCluster, tmp_path: Path) -> None:
    plans = [
        plan_render(load_production(FILM), DRAFT, mode, SHOTS[:1]) for mode in (CaptionMode.OPEN, CaptionMode.CLOSED)
    ]
    cuts = [*map(whole, plans), Cut(plans[0], 240)]
    store, told = Store(tmp_path), list[int]()
    render_on_cluster(cuts, store, scheduler.scheduler_address, told.append)
    assert sum(told) == plans[0].frames
    assert not lacking(cuts, store)


def test_a_scene_that_does_not_keep_to_its_shot_is_told_as_it_is_here(
    scheduler: LocalCluster, tmp_path: Path
) -> None:
    board = """
title = "Illustration of the mechanism of action of Elacetrant"
[source]
sha256 = "{sha256}"
[[shot]]
id = "title"
scene = "title:Title"
lead_seconds = 2
tail_seconds = 2
"""
    production = load_production(write_production(tmp_path / "production", board))
    wrong = plan_render(production, DRAFT, CaptionMode.OPEN)
    with pytest.raises(ProductionError, match="frames played") as here:
        render_missing(wrong, Store(tmp_path / "here"))
    with pytest.raises(ProductionError, match="frames played") as there:
        render_on_cluster([whole(wrong)], Store(tmp_path / "there"), scheduler.scheduler_address)
    assert str(here.value) == str(there.value)


def test_a_worker_that_draws_otherwise_is_refused_by_name(plan: RenderPlan, tmp_path: Path) -> None:
    package = bench_productions.copy_package(tmp_path / "site", bench_productions.change_colour)
    with LocalCluster(n_workers=0, dashboard_address=":0") as empty, stranger(empty, package) as process:
        with pytest.raises(RenderError, match=r"worker tcp://.*found other assets; expected what this machine"):
            render_on_cluster([whole(plan)], Store(tmp_path / "store"), empty.scheduler_address)
        assert process.poll() is None, "it was asked, not killed"
        # One that joins while runs are drawn is not asked before: its first run is refused there.
        run = plan_runs([whole(plan)], plan.segments, Store(tmp_path / "store"), 1)[0]
        with Client(empty.scheduler_address, set_as_default=False) as client:
            drawn = client.submit(draw_for_client, run, drawing_inputs(), pure=False)
            with pytest.raises(RenderError, match="found other assets"):
                drawn.result()
    assert not list((tmp_path / "store").glob("*/*"))


class stranger:  # noqa: N801 (used as a context, as a function would be)
    """A worker process that runs another copy of the package."""

    def __init__(self, scheduler: LocalCluster, package: Path) -> None:
        words = ["-m", "distributed.cli.dask_worker", scheduler.scheduler_address, "--no-nanny", "--no-dashboard"]
        environment = {**os.environ, "PYTHONPATH": str(package)}
        self._process = subprocess.Popen(
            [sys.executable, *words, "--nthreads", "1"], env=environment, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def test_without_a_scheduler_it_says_so(
    plan: RenderPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(RenderError, match=r"--cluster tcp://127.0.0.1:1: found no Dask scheduler"):
        render_on_cluster([whole(plan)], Store(tmp_path), "tcp://127.0.0.1:1")


def test_without_a_worker_it_says_so(plan: RenderPlan, tmp_path: Path) -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(RenderError, match=r"found no worker for 0.5 s.*`dask worker tcp://"),
    ):
        render_on_cluster([whole(plan)], Store(tmp_path), empty.scheduler_address, workerless_seconds=0.5)


def test_when_all_workers_go_it_says_so_and_keeps_what_was_finished(plan: RenderPlan, tmp_path: Path) -> None:
    store = Store(tmp_path)
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster_here:
        told: list[int] = []

        def progress(frames: int) -> None:
            told.append(frames)
            if len(told) == 2:
                threading.Thread(target=cluster_here.scale, args=(0,)).start()

        with pytest.raises(RenderError, match="found no worker"):
            render_on_cluster([whole(plan)], store, cluster_here.scheduler_address, progress, 2.0)
    assert any(stored(plan, store).values())


def test_what_comes_back_wrong_is_not_kept(plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path) -> None:
    store = Store(tmp_path)
    run = plan_runs([whole(plan)], plan.segments, store, 1)[0]
    right = {key: data for product in run.products for key in product.keys if key and (data := here[key])}
    first = next(iter(right))
    for wrong in (
        {**right, first: b"no film"},
        {key: right[key] for key in list(right)[1:]},
        {**right, "0" * 64: right[first]},
        {**right, first: here[plan.segments[-1].key] or b""},
    ):
        with pytest.raises(RenderError, match="from the cluster"):
            cluster._keep(store, run, wrong)
    assert not list(tmp_path.glob("*/*"))
    cluster._keep(store, run, right)
    assert all(store.has(key, SUFFIX) for key in right)


def test_a_difference_is_told_in_words() -> None:
    ours = drawing_inputs()
    theirs = {**ours, "code": "0" * 64, "versions": {**ours["versions"], "numpy": "1.0", "av": "missing"}}
    assert list(differences(ours, ours)) == []
    assert list(differences(ours, theirs)) == [
        "other code",
        f"av missing instead of {ours['versions']['av']}",
        f"numpy 1.0 instead of {ours['versions']['numpy']}",
    ]


@pytest.mark.parametrize("address", ["", "8786", "http://a:1", "host", "host:0", "host:99999", "a b:1", "tcp://a:1/x"])
def test_what_is_no_address_is_a_wrong_command_line(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--cluster", address]) == CommandLineError.exit_code
    assert "is not an address such as tcp://10.0.0.5:8786" in capsys.readouterr().err


def test_the_extra_that_is_not_installed_is_named(
    plan: RenderPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RenderError, match=r'pip install "moa-anim\[cluster\]"'):
        render_on_cluster([whole(plan)], Store(tmp_path), "tcp://127.0.0.1:1")

"""A real Dask cluster on loopback draws the bytes that are drawn here, loses workers, and turns strangers away."""

from __future__ import annotations

import json
import os
import pickle
import re
import signal
import socketserver
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from children import start
from dask import config
from distributed import Client, LocalCluster
from distributed.security import Security
from flat_film import write_production
from package_copy import package_with_other_colour
from recording import FILM

from moa_anim.cache.segments import SegmentCache
from moa_anim.cli.commands import main
from moa_anim.errors import CommandLineError, ProductionError, RenderError
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.cluster import client as cluster
from moa_anim.render.cluster import connection as cluster_connection
from moa_anim.render.cluster import worker as cluster_worker
from moa_anim.render.cluster.client import render_on_cluster
from moa_anim.render.cluster.connection import Cluster
from moa_anim.render.cluster.worker import SegmentFile, differences, draw_for_client, drawing_inputs
from moa_anim.render.local import render_locally
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.rendition import Rendition, full_rendition
from moa_anim.render.runs import missing_keys, plan_runs
from moa_anim.script.production import load_production

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
    store = SegmentCache(tmp_path_factory.mktemp("here"))
    render_locally([full_rendition(plan)], store, jobs=2)
    return stored(plan, store)


def stored(plan: RenderPlan, store: SegmentCache) -> dict[str, bytes | None]:
    return {segment.key: store.read(segment.key) for segment in plan.segments}


def pids(address: str) -> list[int]:
    with Client(address, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def test_the_cluster_draws_the_bytes_that_are_drawn_here_though_a_worker_is_killed(
    scheduler: LocalCluster, plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path
) -> None:
    store, told = SegmentCache(tmp_path), list[int]()
    victim = pids(scheduler.scheduler_address)[0]

    def progress(frames: int) -> None:
        told.append(frames)
        if len(told) == 2:  # the first run has come back, others are being drawn
            os.kill(victim, signal.SIGKILL)

    render_on_cluster([full_rendition(plan)], store, scheduler.scheduler_address, progress)
    assert sum(told) == plan.frames
    assert stored(plan, store) == here
    assert victim not in pids(scheduler.scheduler_address)


def test_what_is_kept_is_not_asked_of_the_cluster(
    plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path
) -> None:
    store = SegmentCache(tmp_path)
    for key, data in here.items():
        assert data is not None
        store.write(key, data)
    render_on_cluster([full_rendition(plan)], store, "tcp://127.0.0.1:1")  # where nobody is


def test_several_cuts_come_back_from_one_drawing(scheduler: LocalCluster, tmp_path: Path) -> None:
    plans = [
        plan_render(load_production(FILM), DRAFT, mode, SHOTS[:1])
        for mode in (CaptionMode.OPEN, CaptionMode.CLOSED)
    ]
    renditions = [*map(full_rendition, plans), Rendition(plans[0], 240)]
    store, told = SegmentCache(tmp_path), list[int]()
    render_on_cluster(renditions, store, scheduler.scheduler_address, told.append)
    assert sum(told) == plans[0].frames
    assert not missing_keys(renditions, store)


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
        render_locally([full_rendition(wrong)], SegmentCache(tmp_path / "here"))
    with pytest.raises(ProductionError, match="frames played") as there:
        render_on_cluster(
            [full_rendition(wrong)], SegmentCache(tmp_path / "there"), scheduler.scheduler_address
        )
    assert str(here.value) == str(there.value)


def test_a_worker_that_draws_otherwise_is_refused_by_name(plan: RenderPlan, tmp_path: Path) -> None:
    package = package_with_other_colour(tmp_path / "site")
    with LocalCluster(n_workers=0, dashboard_address=":0") as empty, stranger(empty, package) as process:
        with pytest.raises(
            RenderError, match=r"worker tcp://.*found other assets; expected what this machine"
        ):
            render_on_cluster(
                [full_rendition(plan)], SegmentCache(tmp_path / "store"), empty.scheduler_address
            )
        assert process.poll() is None, "it was asked, not killed"
        # One that joins while runs are drawn is not asked before: its first run is refused there.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Cluster, "require_alike", lambda self: 1)
            with pytest.raises(RenderError, match=r"worker tcp://.*found other assets"):
                render_on_cluster(
                    [full_rendition(plan)], SegmentCache(tmp_path / "store"), empty.scheduler_address
                )
    assert not list((tmp_path / "store").glob("*/*"))


def test_a_worker_without_moa_anim_is_refused_by_name_whenever_it_comes(
    plan: RenderPlan, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text('import sys\nsys.modules["moa_anim"] = None\n')
    ask = Cluster.require_alike
    asked: list[int] = []

    def as_if_it_came_later(self: Cluster) -> int:
        asked.append(1)
        return 1 if len(asked) == 1 else ask(self)

    with LocalCluster(n_workers=0, dashboard_address=":0") as empty, stranger(empty, tmp_path) as process:
        for _ in range(2):
            with pytest.raises(RenderError, match=r"worker tcp://.*found no moa-anim that answers"):
                render_on_cluster(
                    [full_rendition(plan)], SegmentCache(tmp_path / "store"), empty.scheduler_address
                )
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Cluster, "require_alike", as_if_it_came_later)
                with pytest.raises(RenderError, match=r"worker tcp://.*found no moa-anim that answers"):
                    render_on_cluster(
                        [full_rendition(plan)], SegmentCache(tmp_path / "store"), empty.scheduler_address
                    )
        assert process.poll() is None, "what it was sent did not kill it"


def test_a_worker_of_two_threads_is_refused(plan: RenderPlan, tmp_path: Path) -> None:
    with (
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0") as wide,
        pytest.raises(RenderError, match=r"found 2 threads; expected one.*--nthreads 1"),
    ):
        render_on_cluster([full_rendition(plan)], SegmentCache(tmp_path), wide.scheduler_address)


def test_a_worker_whose_files_changed_since_it_loaded_them_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    before = drawing_inputs()
    changed = {**before, "code": "0" * 64}
    monkeypatch.setattr(cluster_worker, "worker_inputs", lambda: {**changed, "running": None})
    # Its files are those of the client that asks, but it had others when it loaded its modules.
    alike = {**changed, "running": before["running"]}
    assert list(differences(alike, drawing_inputs())) == [
        "files changed after it was started instead of as they were loaded"
    ]


def test_a_run_stays_packed_where_another_film_would_be_drawn() -> None:
    """Another moa-anim may lack the classes that a run is made of: the refusal must come before it is looked into."""
    with pytest.raises(RenderError, match=r"found numpy .* instead of 1\.0"):
        draw_for_client(
            b"no pickle", {**drawing_inputs(), "versions": {**drawing_inputs()["versions"], "numpy": "1.0"}}
        )


class stranger:  # noqa: N801 (used as a context, as a function would be)
    """A worker process that runs another copy of the package, or whatever else is found in a folder."""

    def __init__(self, scheduler: LocalCluster, folder: Path) -> None:
        words = [
            "-m",
            "distributed.cli.dask_worker",
            scheduler.scheduler_address,
            "--no-nanny",
            "--no-dashboard",
        ]
        environment = {**os.environ, "PYTHONPATH": str(folder)}
        command = [sys.executable, *words, "--nthreads", "1"]
        self._process = start(command, env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self) -> subprocess.Popen[str]:
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(10)


def test_what_a_worker_fails_with_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ImportError("libcairo.so.2: cannot open shared object file")

    monkeypatch.setattr(cluster_worker, "draw_run", fail)
    with pytest.raises(
        RenderError, match=r"worker here: found ImportError: libcairo.*`moa-anim doctor` there"
    ):
        draw_for_client(pickle.dumps(None), drawing_inputs())


def test_a_run_that_nobody_waits_for_any_more_ends(scheduler: LocalCluster) -> None:
    def draw_for_ever() -> None:
        import time

        from moa_anim.render.cluster.worker import _stop_when_cancelled

        after_each_frame = _stop_when_cancelled()
        while True:
            after_each_frame(1)
            time.sleep(0.01)

    def drawing(dask_worker: Any) -> int:
        return int(dask_worker.state.executing_count)

    with Client(scheduler.scheduler_address, set_as_default=False) as client:
        future = client.submit(draw_for_ever, pure=False)
        wait_for(lambda: sum(client.run(drawing).values()) == 1)
        client.cancel([future], force=True)
        wait_for(lambda: sum(client.run(drawing).values()) == 0)


def test_an_interrupt_leaves_nothing_to_draw_and_keeps_what_was_finished(
    scheduler: LocalCluster, plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path
) -> None:
    store, told = SegmentCache(tmp_path), list[int]()

    def progress(frames: int) -> None:
        told.append(frames)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_on_cluster([full_rendition(plan)], store, scheduler.scheduler_address, progress)
    kept = {key: data for key, data in stored(plan, store).items() if data is not None}
    assert kept
    assert kept.items() <= here.items()

    def tasks(dask_scheduler: Any) -> int:
        return len(dask_scheduler.tasks)

    with Client(scheduler.scheduler_address, set_as_default=False) as client:
        wait_for(lambda: client.run_on_scheduler(tasks) == 0)


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_without_a_scheduler_it_says_so(
    plan: RenderPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 1)
    with pytest.raises(RenderError, match=r"--cluster tcp://127.0.0.1:1: found no Dask scheduler \("):
        render_on_cluster([full_rendition(plan)], SegmentCache(tmp_path), "tcp://127.0.0.1:1")


@pytest.mark.parametrize(
    "greeting", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["nothing", "something else"]
)
def test_a_port_where_no_scheduler_answers_is_not_waited_for_long(
    greeting: bytes, plan: RenderPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Greet(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.sendall(greeting)
            while self.request.recv(1024):
                pass

    monkeypatch.setattr(cluster_connection, "CONNECT_SECONDS", 1)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Greet) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(RenderError, match=r"found no Dask scheduler \("):
            render_on_cluster(
                [full_rendition(plan)], SegmentCache(tmp_path), f"tcp://127.0.0.1:{server.server_address[1]}"
            )
        server.shutdown()


def test_a_workers_address_is_not_taken_for_a_schedulers(
    scheduler: LocalCluster, plan: RenderPlan, tmp_path: Path
) -> None:
    address = next(iter(scheduler.scheduler_info["workers"]))
    with pytest.raises(RenderError, match=r"found no Dask scheduler \(a Worker\)"):
        render_on_cluster([full_rendition(plan)], SegmentCache(tmp_path), address)


@pytest.mark.parametrize("present", [False, True], ids=["none", "files that are not there"])
def test_tls_without_certificates_says_what_to_set(present: bool, plan: RenderPlan, tmp_path: Path) -> None:
    names = ("ca-file", "client.cert", "client.key") if present else ("ca-file", "client.cert")
    told = ", ".join(f"distributed.comm.tls.{name}" for name in names)
    given = {f"distributed.comm.tls.{name}": str(tmp_path / name) for name in names} if present else {}
    with (
        config.set(given),
        pytest.raises(RenderError, match=re.escape(f"found no file in {told}; expected certificates")),
    ):
        render_on_cluster([full_rendition(plan)], SegmentCache(tmp_path), "tls://127.0.0.1:1")


def test_a_schedulers_certificate_is_checked_and_ours_shown(
    plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path
) -> None:
    """With certificates that Dask makes for itself; its configuration, on all machines, names them as a site's would."""
    made = Security.temporary()
    names = {
        "cert": ("tls_client_cert", "tls_scheduler_cert"),
        "key": ("tls_client_key", "tls_scheduler_key"),
    }
    settings = {"distributed.comm.tls.ca-file": made.tls_ca_file}
    for kind, (ours, theirs) in names.items():
        settings[f"distributed.comm.tls.client.{kind}"] = getattr(made, ours)
        settings[f"distributed.comm.tls.scheduler.{kind}"] = getattr(made, theirs)
    shot = plan_render(load_production(FILM), DRAFT, CaptionMode.OPEN, SHOTS[:1])
    store = SegmentCache(tmp_path)
    with (
        config.set(settings),
        LocalCluster(n_workers=1, threads_per_worker=1, security=made, dashboard_address=":0") as closed,
    ):
        address = closed.scheduler_address
        assert address.startswith("tls://")
        render_on_cluster([full_rendition(shot)], store, address)
        with pytest.raises(RenderError, match=r"found no Dask scheduler.*tcp:// or tls:// included"):
            render_on_cluster(
                [full_rendition(plan)], SegmentCache(tmp_path / "other"), address.replace("tls", "tcp")
            )
    assert {key: here[key] for key in stored(shot, store)} == stored(shot, store)


def test_without_a_worker_it_says_so(plan: RenderPlan, tmp_path: Path) -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        pytest.raises(RenderError, match=r"found no worker for 0.5 s.*`dask worker tcp://"),
    ):
        render_on_cluster(
            [full_rendition(plan)], SegmentCache(tmp_path), empty.scheduler_address, workerless_seconds=0.5
        )


def test_when_all_workers_go_it_says_so_and_keeps_what_was_finished(plan: RenderPlan, tmp_path: Path) -> None:
    store = SegmentCache(tmp_path)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as cluster_here:
        told: list[int] = []

        def progress(frames: int) -> None:
            told.append(frames)
            if len(told) == 2:
                threading.Thread(target=cluster_here.scale, args=(0,)).start()

        with pytest.raises(RenderError, match="found no worker"):
            render_on_cluster([full_rendition(plan)], store, cluster_here.scheduler_address, progress, 2.0)
    assert any(stored(plan, store).values())


def test_a_run_that_kills_its_workers_is_named(plan: RenderPlan, tmp_path: Path) -> None:
    with (
        config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0") as deadly,
    ):
        address = deadly.scheduler_address
        (victim,) = pids(address)

        def kill_when_it_draws() -> None:
            with Client(address, set_as_default=False) as client:
                wait_for(lambda: any(client.processing().values()))
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill_when_it_draws)
        killer.start()
        with pytest.raises(
            RenderError, match=r"shot '[\w-]+', frames \d+–\d+: found workers that died drawing it: 1;"
        ):
            render_on_cluster([full_rendition(plan)], SegmentCache(tmp_path), address)
        killer.join()


def test_a_scheduler_that_goes_away_is_told(plan: RenderPlan, tmp_path: Path) -> None:
    store, told = SegmentCache(tmp_path), list[int]()
    words = [
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(tmp_path / "scheduler.json"),
    ]
    quiet = subprocess.DEVNULL
    scheduler = start([sys.executable, "-m", "distributed.cli.dask_scheduler", *words], stderr=quiet)
    wait_for((tmp_path / "scheduler.json").is_file)
    address = json.loads((tmp_path / "scheduler.json").read_text())["address"]
    words = ["--no-nanny", "--no-dashboard", "--nthreads", "1"]
    worker = start([sys.executable, "-m", "distributed.cli.dask_worker", address, *words], stderr=quiet)

    def progress(frames: int) -> None:
        told.append(frames)
        if len(told) == 2:
            scheduler.kill()

    try:
        with pytest.raises(RenderError, match=rf"--cluster {address}: found a lost connection"):
            render_on_cluster([full_rendition(plan)], store, address, progress, 2.0)
    finally:
        for process in (scheduler, worker):
            process.kill()
            process.wait(10)
    assert any(stored(plan, store).values())


def test_what_comes_back_wrong_is_not_kept(
    plan: RenderPlan, here: dict[str, bytes | None], tmp_path: Path
) -> None:
    store = SegmentCache(tmp_path)
    run = plan_runs([full_rendition(plan)], full_rendition(plan).keys, store, 1)[0]
    right = {
        key: SegmentFile(data, zlib.crc32(data))
        for product in run.products
        for key in product.keys
        if key and (data := here[key])
    }
    first = next(iter(right))
    whole_film = right[first].data
    middle = len(whole_film) // 2  # among the pictures: no count of frames tells of it
    changed_on_its_way = whole_film[:middle] + bytes([whole_film[middle] ^ 1]) + whole_film[middle + 1 :]
    shorter = here[plan.segments[-1].key] or b""
    for wrong in (
        {**right, first: SegmentFile(b"no film", zlib.crc32(b"no film"))},
        {**right, first: SegmentFile(changed_on_its_way, right[first].crc32)},
        {key: right[key] for key in list(right)[1:]},
        {**right, "0" * 64: right[first]},
        {**right, first: SegmentFile(shorter, zlib.crc32(shorter))},
    ):
        with pytest.raises(RenderError, match="from the cluster"):
            cluster._store(store, run, wrong)
    assert not list(tmp_path.glob("*/*"))
    cluster._store(store, run, right)
    assert all(store.has(key) for key in right)


def test_a_difference_is_told_in_words() -> None:
    ours = drawing_inputs()
    theirs = {**ours, "code": "0" * 64, "versions": {**ours["versions"], "numpy": "1.0", "av": "missing"}}
    assert list(differences(ours, ours)) == []
    assert list(differences(ours, theirs)) == [
        "other code",
        f"av missing instead of {ours['versions']['av']}",
        f"numpy 1.0 instead of {ours['versions']['numpy']}",
    ]


@pytest.mark.parametrize(
    "address", ["", "8786", "http://a:1", "host", "host:0", "host:99999", "a b:1", "tcp://a:1/x"]
)
def test_what_is_no_address_is_a_wrong_command_line(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--cluster", address]) == CommandLineError.exit_code
    assert "is not an address such as tcp://10.0.0.5:8786" in capsys.readouterr().err


def test_the_extra_that_is_not_installed_is_named(
    plan: RenderPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RenderError, match=r'pip install "moa-anim\[cluster\]"'):
        render_on_cluster([full_rendition(plan)], SegmentCache(tmp_path), "tcp://127.0.0.1:1")

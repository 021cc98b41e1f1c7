"""A render's runs sent to a Dask cluster; what comes back is looked at, then kept as if it had been drawn here."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import av

from moa_anim.errors import Fault, RenderError
from moa_anim.studio.cluster_worker import differences, draw_for_client, drawing_inputs, refusal
from moa_anim.studio.cut import Cut
from moa_anim.studio.render import SUFFIX, Run, lacking, plan_runs
from moa_anim.studio.store import Store

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer."""

WORKERLESS_SECONDS = 60.0
"""How long to wait for a first worker, or for another when all have gone: a batch system takes a while to start one."""

DEATHS = 3
"""A run that as many workers died over is not tried again: it is the run that kills them."""


def render_on_cluster(
    cuts: Sequence[Cut],
    store: Store,
    address: str,
    progress: Callable[[int], None] = lambda frames: None,
    workerless_seconds: float = WORKERLESS_SECONDS,
) -> None:
    """Bring every segment of the cuts into `store`, drawn by the workers of the Dask scheduler at `address`.

    The bytes are those of a render on this machine: a worker that draws with anything else is refused. A worker may die;
    what it drew is drawn again by another. Each run is kept as it comes back.

    Raises:
        RenderError: No scheduler, no workers, other versions, or what the workers failed with.
        ProductionError: A scene does not keep to its shot.
    """
    plan = cuts[0].plan
    missing = lacking(cuts, store)
    progress(plan.frames - sum(segment.frames for segment in missing))
    if not missing:
        return
    inputs = drawing_inputs()
    with _connected(address) as client:
        workers = _checked_workers(client, address, inputs, workerless_seconds)
        runs = plan_runs(cuts, missing, store, workers)
        pending: dict[Future, Run] = {}
        try:
            for run in runs:
                pending[client.submit(draw_for_client, run, inputs, pure=False)] = run
            for future in _finished(client, pending, address, workerless_seconds):
                run = pending.pop(future)
                _keep(store, run, _result(future, run))
                future.release()
                progress(sum(segment.frames for segment in run.segments))
        finally:
            with suppress(Exception):  # the scheduler may be the one that went away
                client.cancel(list(pending), force=True)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from dask import config
        from distributed import Client
    except ImportError as error:
        remedy = 'install it: pip install "moa-anim[cluster]"'
        raise RenderError(Fault("--cluster", f"no package {error.name}", "Dask's distributed", remedy)) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it would say is said here, in one line
    with config.set({"distributed.scheduler.allowed-failures": DEATHS}):
        try:
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            found = f"no Dask scheduler ({type(error).__name__})"
            remedy = "start one with `dask scheduler`, and give the address that it prints"
            raise RenderError(Fault(f"--cluster {address}", found, "one that answers", remedy)) from error
        try:
            yield client
        finally:
            with suppress(Exception):
                client.close(timeout=2)


def _checked_workers(client: Client, address: str, inputs: Mapping[str, Any], seconds: float) -> int:
    """Wait for a worker, ask all that are there what they draw with, and return how many there are."""
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError as error:
        raise _workerless(address, seconds) from error
    answers = client.run(drawing_inputs, on_error="return")
    errors = []
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, BaseException):
            errors.append(refusal(worker, f"no moa-anim that answers ({type(answer).__name__}: {answer})"))
        elif found := list(differences(inputs, answer)):
            errors.append(refusal(worker, "; ".join(found)))
    if errors:
        raise RenderError([fault for error in errors for fault in error.faults])
    return len(answers)


def _finished(client: Client, pending: Mapping[Future, Run], address: str, seconds: float) -> Iterator[Future]:
    """Give each future as it is done; raise RenderError when there has been no worker, or no scheduler, for `seconds`."""
    from distributed import wait

    last_seen = time.monotonic()
    while pending:
        done = set()
        with suppress(TimeoutError), client.as_current():
            done = wait(list(pending), timeout=1.0, return_when="FIRST_COMPLETED").done
        if client.status == "running" and (done or client.nthreads()):
            last_seen = time.monotonic()
        elif time.monotonic() - last_seen > seconds:
            raise _workerless(address, seconds)
        yield from done


def _workerless(address: str, seconds: float) -> RenderError:
    found = f"no worker for {seconds:g} s"
    remedy = f"start some with `dask worker {address} --nthreads 1`, then render again: what was finished is kept"
    return RenderError(Fault(f"--cluster {address}", found, "workers that draw", remedy))


def _result(future: Future, run: Run) -> dict[str, bytes]:
    from distributed import KilledWorker

    try:
        made: dict[str, bytes] = future.result()
    except KilledWorker as error:
        where = f"shot '{run.shot_id}', frames {run.segments[0].slot.start}–{run.segments[-1].slot.stop - 1}"
        remedy = "look into the workers' logs; more memory for each often helps. What was finished is kept"
        raise RenderError(Fault(where, f"{DEATHS + 1} workers that died drawing it", "one that lives", remedy)) from error
    except CancelledError as error:
        remedy = "render again: what was finished is kept"
        raise RenderError(Fault("the scheduler", "a lost connection", "an answer", remedy)) from error
    return made


def _keep(store: Store, run: Run, made: Mapping[str, bytes]) -> None:
    """Keep what a worker made of a run, if it is what was asked for."""
    asked = {
        key: (segment.frames, product.width, product.height)
        for product in run.products
        for key, segment in zip(product.keys, run.segments, strict=True)
        if key is not None
    }
    found = {key: _facts(data) for key, data in made.items()}
    if found != asked:
        where = f"shot '{run.shot_id}' from the cluster"
        remedy = "render again; if it comes again, this is a fault of moa-anim: please report it"
        raise RenderError(Fault(where, f"segments {sorted(found.values())}", f"{sorted(asked.values())}", remedy))
    for key, data in made.items():
        store.write(key, SUFFIX, data)


def _facts(data: bytes) -> tuple[int, int, int]:
    """Frames, width and height of a segment's file; zeros if it is none."""
    try:
        with av.open(io.BytesIO(data), "r") as container:
            stream = container.streams.video[0]
            frames = sum(1 for packet in container.demux(stream) if packet.size)
            return frames, stream.width, stream.height
    except (av.error.FFmpegError, IndexError):
        return 0, 0, 0

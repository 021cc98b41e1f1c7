"""A render's runs sent to a Dask cluster; what comes back is looked at, then kept as if it had been drawn here."""

from __future__ import annotations

import pickle
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING

from moa_anim.cache.segments import SUFFIX, Store
from moa_anim.errors import Fault, MoaError, RenderError
from moa_anim.render.cluster.connection import WORKERLESS_SECONDS, Cluster, connected
from moa_anim.render.cluster.worker import Job, Made
from moa_anim.render.encoder import segment_facts
from moa_anim.render.rendition import Rendition
from moa_anim.render.runs import Run, frames_to_draw, lacking, plan_runs

if TYPE_CHECKING:
    from distributed import Future


def render_on_cluster(
    renditions: Sequence[Rendition],
    store: Store,
    address: str,
    progress: Callable[[int], None] = lambda frames: None,
    workerless_seconds: float = WORKERLESS_SECONDS,
) -> None:
    """Bring every segment of the cuts into `store`, drawn by the workers of the Dask scheduler at `address`.

    The bytes are those of a render on this machine: a worker that draws with anything else is refused, before the first
    run, and again by itself before each. A worker may die; what it drew is drawn again by another. Each run is kept as it
    comes back.

    Raises:
        RenderError: No scheduler, no workers, other versions, or what the workers failed with.
        ProductionError: A scene does not keep to its shot.
    """
    missing = lacking(renditions, store)
    progress(renditions[0].plan.frames - frames_to_draw(renditions, missing))
    if not missing:
        return
    with connected(address) as cluster:
        cluster.wait_for_worker(workerless_seconds)
        runs = plan_runs(renditions, missing, store, cluster.require_alike())
        pending = _sent(cluster, runs)
        # However this ends, closing the connection lets go of the runs that are still to be drawn, or being drawn.
        for future in _finished(cluster, pending, workerless_seconds):
            run = pending.pop(future)
            _keep(store, run, _result(cluster, future, run))
            future.release()
            progress(sum(segment.frames for segment in run.segments))


def _sent(cluster: Cluster, runs: Sequence[Run]) -> dict[Future, Run]:
    """Send the runs, the longest first.

    Sent together and named alike, Dask gives one to whoever is free, and knows how long they take. One by one, and named by
    their shots, it shared them out beforehand, and one worker drew twice what another did.
    """
    jobs = [pickle.dumps(Job(run, cluster.inputs)) for run in runs]
    keys = [f"moa_anim_run-{uuid.uuid4().hex}" for _ in runs]  # never the same task as another render's
    return dict(zip(cluster.client.map(pickle.loads, jobs, key=keys), runs, strict=True))


def _finished(cluster: Cluster, pending: Mapping[Future, Run], seconds: float) -> Iterator[Future]:
    """Give each future as it is done; raise RenderError when there has been no worker, or no scheduler, for `seconds`."""
    from distributed import wait

    client = cluster.client
    last_seen = time.monotonic()
    while pending:
        done = set()
        try:
            with suppress(TimeoutError), client.as_current():
                done = wait(list(pending), timeout=1.0, return_when="FIRST_COMPLETED").done
        except CancelledError as error:
            raise cluster.lost() from error
        if client.status == "running" and (done or client.nthreads()):
            last_seen = time.monotonic()
        elif time.monotonic() - last_seen > seconds:
            raise cluster.workerless(seconds) if client.status == "running" else cluster.lost()
        yield from done


def _result(cluster: Cluster, future: Future, run: Run) -> dict[str, Made]:
    from distributed import KilledWorker

    where = f"shot '{run.shot_id}', frames {run.segments[0].slot.start}–{run.segments[-1].slot.stop - 1}"
    try:
        made: dict[str, Made] = future.result()
    except MoaError:
        raise
    except KilledWorker as error:
        found = f"workers that died drawing it: {error.allowed_failures + 1}"
        remedy = "look into the workers' logs; more memory for each often helps. What was finished is kept"
        raise RenderError(Fault(where, found, "one that lives", remedy)) from error
    except CancelledError as error:
        raise cluster.lost() from error
    except Exception as error:
        cluster.require_alike()  # a stranger that has joined since, and could not even unpack the run, is named
        found, remedy = (
            f"{type(error).__name__}: {error}",
            "look into the workers' logs. What was finished is kept",
        )
        raise RenderError(Fault(f"{where}, on the cluster", found, "a run drawn", remedy)) from error
    return made


def _keep(store: Store, run: Run, made: Mapping[str, Made]) -> None:
    """Keep what a worker made of a run, if it is what was asked for and came whole."""
    fps = run.quality.rate.fps
    asked = {
        key: (segment.frames, product.width, product.height, str(fps))
        for product in run.products
        for key, segment in zip(product.keys, run.segments, strict=True)
        if key is not None
    }
    found = {key: _facts(each) for key, each in made.items()}
    if found != asked:
        where = f"shot '{run.shot_id}' from the cluster"
        remedy = "render again; if it comes again, this is a fault of moa-anim: please report it"
        raise RenderError(
            Fault(where, f"segments {sorted(found.values())}", f"{sorted(asked.values())}", remedy)
        )
    for key, each in made.items():
        store.write(key, SUFFIX, each.data)


def _facts(made: Made) -> tuple[int, int, int, str]:
    """What segment_facts() finds in a segment's file; zeros if it is not as it was sent."""
    return segment_facts(made.data) if zlib.crc32(made.data) == made.crc else (0, 0, 0, "0")

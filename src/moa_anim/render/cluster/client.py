"""Sends a render's runs to a Dask cluster; checks what comes back, and stores it as if it had been drawn here."""

from __future__ import annotations

import pickle
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING

from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import Fault, MoaError, ProductionError, RenderError
from moa_anim.render.cluster.connection import WORKERLESS_SECONDS, Cluster, connected
from moa_anim.render.cluster.worker import Job, SegmentFile
from moa_anim.render.encoder import segment_facts
from moa_anim.render.rendition import Rendition
from moa_anim.render.runs import Run, frames_to_draw, missing_keys, plan_runs

if TYPE_CHECKING:
    from distributed import Future


def render_on_cluster(
    renditions: Sequence[Rendition],
    cache: SegmentCache,
    address: str,
    progress: Callable[[int], None] = lambda frames: None,
    workerless_seconds: float = WORKERLESS_SECONDS,
) -> None:
    """Bring every segment of the renditions into `cache`, drawn by the workers of the Dask scheduler at `address`.

    The bytes are those of a render on this machine: workers with other code, data or libraries are refused before the
    first run, and each worker checks itself before every run. A worker may die; its run is then drawn by another. Each run
    is stored when it comes back. Without a worker for `workerless_seconds` the render ends.

    Raises:
        RenderError: No scheduler, no workers, other versions, or a worker's failure.
        ProductionError: A scene does not keep to its shot, or is the production's own.
    """
    _require_program_scenes(renditions)
    missing = missing_keys(renditions, cache)
    progress(renditions[0].plan.frames - frames_to_draw(renditions, missing))
    if not missing:
        return
    with connected(address) as cluster:
        cluster.wait_for_worker(workerless_seconds)
        runs = plan_runs(renditions, missing, cache, cluster.require_alike())
        pending = _sent(cluster, runs)
        # However this ends, closing the connection cancels the runs that are not finished.
        for future in _finished(cluster, pending, workerless_seconds):
            run = pending.pop(future)
            _store(cache, run, _result(cluster, future, run))
            future.release()
            progress(sum(segment.frames for segment in run.segments))


def _require_program_scenes(renditions: Sequence[Rendition]) -> None:
    """Raise ProductionError if a shot plays an own scene of the production: nobody at the workers has said to trust it."""
    own = [
        shot.shot
        for each in renditions
        for shot in each.plan.timeline.shots
        if shot.shot.scene.file is not None
    ]
    if own:
        found = f"shot '{own[0].id}', which plays {own[0].scene}, code of the production's own"
        expected = "scenes of moa-anim alone: a production's code does not travel to other machines"
        raise ProductionError(Fault("--cluster", found, expected, "render it here, without --cluster"))


def _sent(cluster: Cluster, runs: Sequence[Run]) -> dict[Future, Run]:
    """Send the runs, the longest first, and return them by their futures.

    Submitted together and with one name, Dask assigns a run to any free worker, and learns how long they take. Submitted
    one by one, and named by their shots, they were assigned beforehand: one worker drew twice as much as another.
    """
    jobs = [pickle.dumps(Job(run, cluster.inputs)) for run in runs]
    keys = [f"moa_anim_run-{uuid.uuid4().hex}" for _ in runs]  # never the same task as another render's
    return dict(zip(cluster.client.map(pickle.loads, jobs, key=keys), runs, strict=True))


def _finished(cluster: Cluster, pending: Mapping[Future, Run], seconds: float) -> Iterator[Future]:
    """Yield each future as it is done; raise RenderError when there has been no worker, or no scheduler, for `seconds`."""
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


def _result(cluster: Cluster, future: Future, run: Run) -> dict[str, SegmentFile]:
    from distributed import KilledWorker

    where = f"shot '{run.shot_id}', frames {run.segments[0].slot.start}–{run.segments[-1].slot.stop - 1}"
    try:
        files: dict[str, SegmentFile] = future.result()
    except MoaError:
        raise
    except KilledWorker as error:
        found = f"workers that died drawing it: {error.allowed_failures + 1}"
        remedy = "look into the workers' logs; more memory for each often helps. Finished segments are cached"
        raise RenderError(Fault(where, found, "a worker that draws it", remedy)) from error
    except CancelledError as error:
        raise cluster.lost() from error
    except Exception as error:
        cluster.require_alike()  # names a worker that joined since and cannot even unpickle the run
        found = f"{type(error).__name__}: {error}"
        remedy = "look into the workers' logs. Finished segments are cached"
        raise RenderError(Fault(f"{where}, on the cluster", found, "a run drawn", remedy)) from error
    return files


def _store(cache: SegmentCache, run: Run, files: Mapping[str, SegmentFile]) -> None:
    """Store the segments that a worker drew of a run, if they are those of the run and arrived undamaged."""
    fps = run.quality.rate.fps
    asked = {
        key: (segment.frames, product.width, product.height, str(fps))
        for product in run.products
        for key, segment in zip(product.keys, run.segments, strict=True)
        if key is not None
    }
    found = {key: _facts(each) for key, each in files.items()}
    if found != asked:
        where = f"shot '{run.shot_id}' from the cluster"
        remedy = "render again; if it happens again, this is a fault of moa-anim: please report it"
        raise RenderError(
            Fault(where, f"segments {sorted(found.values())}", f"{sorted(asked.values())}", remedy)
        )
    for key, each in files.items():
        cache.write(key, each.data)


def _facts(file: SegmentFile) -> tuple[int, int, int, str]:
    """Return segment_facts() of a segment's file; zeros if it was damaged on its way."""
    return segment_facts(file.data) if zlib.crc32(file.data) == file.crc32 else (0, 0, 0, "0")

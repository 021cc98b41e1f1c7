"""Draws and encodes what the store does not have yet, on as many cores as asked; each segment is kept when it is done."""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from moa_anim.cache.segments import SUFFIX, Store
from moa_anim.errors import Fault, RenderError
from moa_anim.render.memory import give_back
from moa_anim.render.rendition import Rendition
from moa_anim.render.runs import Run, frames_to_draw, lacking, plan_runs

if TYPE_CHECKING:
    from moa_anim.render.colour_conversion import Pixels


def render_renditions(
    renditions: Sequence[Rendition],
    store: Store,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda frames: None,
) -> None:
    """Bring every segment of all the cuts, whose plans differ in captions alone, into `store`; each frame is drawn once.

    `progress` is told how many frames were done since it was last told. Raises ProductionError when a scene does not keep to
    its shot, RenderError when drawing, encoding or storing fails.
    """
    missing = lacking(renditions, store)
    progress(renditions[0].plan.frames - frames_to_draw(renditions, missing))
    runs = plan_runs(renditions, missing, store, jobs)
    if not runs:
        return
    if jobs == 1 or len(runs) == 1:
        for run in runs:
            draw_run(run, progress)
        return
    _render_in_processes(runs, min(jobs, len(runs)), progress)


ProgressBar = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Given how many frames there are, a context in which to report each time how many more are done."""


def rendition_drawer(
    store: Store, jobs: int, cluster: str | None, bar: ProgressBar
) -> Callable[[Sequence[Rendition]], None]:
    """Return what brings all segments of cuts into `store`: in `jobs` processes, or on the cluster at that address."""

    def draw(renditions: Sequence[Rendition]) -> None:
        with bar(renditions[0].plan.frames) as progress:
            if cluster is not None:
                from moa_anim.render.cluster.client import (
                    render_on_cluster,  # here: Dask takes its time to load
                )

                render_on_cluster(renditions, store, cluster, progress)
            else:
                render_renditions(renditions, store, jobs, progress)

    return draw


def draw_run(run: Run, progress: Callable[[int], None]) -> None:
    """Draw the segments of one run and keep them in its store. Raises as render_renditions does."""
    store = Store(run.store_root)
    draw_segments(run, lambda key, data: store.write(key, SUFFIX, data), progress)


def draw_segments(run: Run, keep: Callable[[str, bytes], None], progress: Callable[[int], None]) -> None:
    """Draw a run, encode it for each cut, and give `keep` each segment, the last of them when the scene has ended well.

    A scene may fail after its last frame (a cue left unspoken, a shot overrun). Were all its segments kept by then, the
    next render would find nothing missing, and make a film of them.
    """
    from moa_anim.render.draw import draw_frames
    from moa_anim.render.products import Products

    by_frame = {
        frame: number
        for number, segment in enumerate(run.segments)
        for frame in range(segment.slot.start, segment.slot.stop)
    }
    products = Products(run.products, run.quality)
    held: dict[str, bytes] = {}

    def take(frame: int, pixels: Pixels) -> None:
        number = by_frame[frame]
        products.add(number, frame, pixels)
        if frame == run.segments[number].slot.stop - 1:
            held.update(products.finish(run.segments[number].frames))
            # libav's containers and streams hold each other: 180 MB a segment would wait for Python's own time to let go.
            gc.collect()
            if number != len(run.segments) - 1:
                hand_over()
        progress(1)

    def hand_over() -> None:
        while held:
            keep(*held.popitem())

    try:
        draw_frames(run.storyboard, run.shot_id, run.quality, by_frame, take)
        hand_over()
    finally:
        give_back()


_frames_done: Any = None


def _join_pool(frames_done: Any) -> None:
    from tqdm import tqdm

    global _frames_done
    _frames_done = frames_done
    # Manim makes a bar for each play, and tqdm a semaphore for its first: a process that is ended would leave that behind.
    tqdm.set_lock(threading.RLock())
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches all processes; the first one ends the others
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    """End this process as soon as `parent` has ended: one that is killed cannot end those that draw for it."""
    parent.join()
    os._exit(1)


def _draw_run_in_pool(run: Run) -> None:
    draw_run(run, _frames_done.put)


def _render_in_processes(runs: Sequence[Run], jobs: int, progress: Callable[[int], None]) -> None:
    warm_up()
    pool, frames_done = _pool(jobs)
    try:
        # Processes are started as they are given work.
        with (
            _no_interrupt_inherited(),
            _working_folder_off_the_path(),
            _starting("drawing processes", "processes"),
        ):
            pending: set[Future[None]] = {pool.submit(_draw_run_in_pool, run) for run in runs}
        while pending:
            done, pending = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
            _tell(frames_done, progress)
            for future in done:
                future.result()
        _tell(frames_done, progress)
    except BrokenProcessPool as error:
        _end(pool)
        found = "one that was ended from outside, or had no more memory"
        remedy = f"free memory or use fewer --jobs than {jobs}, then render again: what was finished is kept"
        raise RenderError(Fault("drawing processes", found, "all of them at work", remedy)) from error
    except BaseException:
        _end(pool)
        raise
    pool.shutdown()


def _pool(jobs: int) -> tuple[ProcessPoolExecutor, Any]:
    """A pool of `jobs` processes, and the queue on which they report how many frames they have drawn."""
    # Spawned, not forked: Cairo, libav and numba are not safe to fork, and other systems spawn anyway.
    context = multiprocessing.get_context("spawn")
    # Both have semaphores, which Linux keeps in /dev/shm; the process that will remove them is started here.
    with _working_folder_off_the_path(), _starting("shared memory (/dev/shm)", "room for semaphores"):
        frames_done = context.Queue()
        arguments = (frames_done,)
        return ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_join_pool, initargs=arguments
        ), frames_done


@contextmanager
def _starting(where: str, expected: str) -> Iterator[None]:
    """Turn what the system refuses to several processes into a RenderError that names the way without them."""
    try:
        yield
    except (OSError, ImportError) as error:  # ImportError: Python was built where there are no semaphores
        found = getattr(error, "strerror", None) or str(error)
        remedy = "make it available, or use --jobs 1, which does without"
        raise RenderError(Fault(where, found, expected, remedy)) from error


@contextmanager
def _working_folder_off_the_path() -> Iterator[None]:
    """Have Python start as with -P meanwhile.

    A process is spawned by `python -c`, which imports multiprocessing and all that this needs from the working folder
    if they are found there: a struct.py beside a production would run in it.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


_SAFE_PATH = "PYTHONSAFEPATH"


def _end(pool: ProcessPoolExecutor) -> None:
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:  # what it draws now is lost, what it kept is not
        process.terminate()


@contextmanager
def _no_interrupt_inherited() -> Iterator[None]:
    """Hold SIGINT back here, so that processes started meanwhile never see it, not even before they can ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _tell(frames_done: Any, progress: Callable[[int], None]) -> None:
    count = 0
    while True:
        try:
            count += frames_done.get_nowait()
        except queue.Empty:
            break
    if count:
        progress(count)


def warm_up() -> None:
    """Compile the kernels once, before several processes would do so at the same time."""
    import numpy as np

    from moa_anim.molecule.warm import compile_kernels
    from moa_anim.render.colour_conversion import Converter

    compile_kernels()
    Converter(2, 2).frame(np.zeros((2, 2, 4), dtype=np.uint8))

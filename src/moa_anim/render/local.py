"""Draws and encodes what the segment cache lacks in processes of this machine; each segment is stored when it is done."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import Fault, RenderError
from moa_anim.render.drawing import draw_run
from moa_anim.render.rendition import Rendition
from moa_anim.render.runs import Run, RunQueue, frames_to_draw, missing_keys, plan_runs

_PROGRESS_SECONDS = 0.2
"""How often the number of frames that the processes have drawn is reported, at least."""

_SAFE_PATH = "PYTHONSAFEPATH"
"""Environment variable that has Python start as with -P: without the working folder on its module path."""


def render_locally(
    renditions: Sequence[Rendition],
    cache: SegmentCache,
    jobs: int = 1,
    progress: Callable[[int], None] = lambda frames: None,
) -> None:
    """Bring every segment of all renditions, whose plans differ in captions alone, into `cache`; draw each frame once.

    `progress` is called with the number of frames done since its last call.

    Raises:
        ProductionError: A scene does not keep to its shot.
        RenderError: Drawing, encoding or storing fails.
    """
    missing = missing_keys(renditions, cache)
    progress(renditions[0].plan.frames - frames_to_draw(renditions, missing))
    runs = plan_runs(renditions, missing, cache, jobs)
    if not runs:
        return
    if jobs == 1 or len(runs) == 1:
        for run in runs:
            draw_into_cache(run, progress)
        return
    _render_in_processes(runs, min(jobs, len(runs)), progress)


def draw_into_cache(run: Run, progress: Callable[[int], None]) -> None:
    """Draw the segments of one run and store them in its cache. Raises as render_locally does."""
    draw_run(run, SegmentCache(run.cache_root).write, progress)


def warm_up() -> None:
    """Compile the kernels once, before several processes would do so at the same time."""
    import numpy as np

    from moa_anim.graphics.coverage import compile_coverage
    from moa_anim.graphics.layers import compile_layers
    from moa_anim.graphics.soft_focus import compile_soft_focus
    from moa_anim.illustrations.cell.protein_kernels import compile_proteins
    from moa_anim.illustrations.relief_kernels import compile_relief
    from moa_anim.molecule.warm import compile_kernels
    from moa_anim.render.colour_conversion import Converter

    compile_kernels()
    compile_layers()
    compile_soft_focus()
    compile_coverage()
    compile_relief()
    compile_proteins()
    Converter(2, 2).frame(np.zeros((2, 2, 4), dtype=np.uint8))


def _render_in_processes(runs: Sequence[Run], jobs: int, progress: Callable[[int], None]) -> None:
    warm_up()
    pool, frames_done = _pool(jobs)
    try:
        # Processes are started as they are given work.
        with (
            interrupts_blocked(),
            working_folder_off_the_module_path(),
            _start_failures_explained("drawing processes", "processes"),
        ):
            # As many runs as processes are under way, so that a run that is added goes to the process that has become idle.
            waiting = RunQueue(runs)
            under_way: dict[Future[None], str] = {}
            for run in waiting.first(jobs):
                under_way[pool.submit(_draw_run_in_pool, run)] = run.shot_id
        while under_way:
            done, _ = wait(under_way, timeout=_PROGRESS_SECONDS, return_when=FIRST_COMPLETED)
            _report(frames_done, progress)
            for future in done:
                future.result()
                shot_id = under_way.pop(future)
                following = waiting.after(shot_id, under_way.values())
                if following is not None:
                    under_way[pool.submit(_draw_run_in_pool, following)] = following.shot_id
        _report(frames_done, progress)
    except BrokenProcessPool as error:
        _terminate(pool)
        found = "a process that was ended from outside, or ran out of memory"
        remedy = (
            f"free memory or use fewer --jobs than {jobs}, then render again: finished segments are cached"
        )
        raise RenderError(Fault("drawing processes", found, "all of them running", remedy)) from error
    except BaseException:
        _terminate(pool)
        raise
    pool.shutdown()


def _pool(jobs: int) -> tuple[ProcessPoolExecutor, Any]:
    """Return a pool of `jobs` processes, and the queue on which they report how many frames they have drawn."""
    # Spawned, not forked: Cairo, libav and numba are not safe to fork, and other systems spawn anyway.
    context = multiprocessing.get_context("spawn")
    # Queue and pool use semaphores, which Linux keeps in /dev/shm; the process that removes them later is started here.
    with (
        working_folder_off_the_module_path(),
        _start_failures_explained("shared memory (/dev/shm)", "room for semaphores"),
    ):
        frames_done = context.Queue()
        pool = ProcessPoolExecutor(
            jobs, mp_context=context, initializer=_initialize_process, initargs=(frames_done,)
        )
        return pool, frames_done


_frames_done: Any = None
"""In a drawing process: the queue on which it reports drawn frames."""


def _initialize_process(frames_done: Any) -> None:
    from tqdm import tqdm

    global _frames_done
    _frames_done = frames_done
    # Manim makes a bar for each play, and tqdm a semaphore for its first, which a terminated process would leave behind.
    tqdm.set_lock(threading.RLock())
    # Ctrl-C reaches all processes; the first process terminates the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=end_with, args=(parent,), daemon=True).start()


def end_with(parent: Any) -> None:
    """End this process as soon as `parent` has ended: a parent that is killed cannot end its drawing processes."""
    parent.join()
    os._exit(1)


def _draw_run_in_pool(run: Run) -> None:
    draw_into_cache(run, _frames_done.put)


def _terminate(pool: ProcessPoolExecutor) -> None:
    """End the processes at once: the segments being drawn are lost, those stored are not."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _report(frames_done: Any, progress: Callable[[int], None]) -> None:
    """Report to `progress` the frames that were drawn since the last call."""
    count = 0
    while True:
        try:
            count += frames_done.get_nowait()
        except queue.Empty:
            break
    if count:
        progress(count)


@contextmanager
def _start_failures_explained(where: str, expected: str) -> Iterator[None]:
    """Turn the system's refusal to start processes into a RenderError that suggests to draw in one process."""
    try:
        yield
    except (OSError, ImportError) as error:  # ImportError: Python was built where there are no semaphores
        found = getattr(error, "strerror", None) or str(error)
        remedy = "make it available, or use --jobs 1, which does without"
        raise RenderError(Fault(where, found, expected, remedy)) from error


@contextmanager
def working_folder_off_the_module_path() -> Iterator[None]:
    """Have processes that are started in the block not import from the working folder.

    A process is spawned by `python -c`, which would import multiprocessing and all that this needs from the working folder
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


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Block SIGINT here, so that processes started in the block never receive it before they ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""What runs in a worker of a cluster: it tells what it draws with, and draws runs, one at a time."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from moa_anim.cache.inputs import worker_inputs
from moa_anim.errors import Fault, MoaError, RenderError
from moa_anim.render.drawing import draw_run
from moa_anim.render.runs import Run

_AS_LOADED = "as they were loaded"
_CHANGED = "changed after it was started"

_drawing = threading.Lock()
"""Held while a run is drawn: Manim's settings are global, so that a worker with several threads still draws one at a time."""


@dataclass(frozen=True)
class SegmentFile:
    """A segment's file as the worker wrote it, with its CRC-32 there, from which the client detects damage on its way."""

    data: bytes
    crc32: int


@dataclass(frozen=True)
class Job:
    """A run to draw. Unpickling it calls draw_for_client(), which draws the run and returns its segments by key.

    Workers are asked to call plain `pickle.loads`: one without moa-anim, or with another version, can accept that and
    report what is wrong. Asked to call a function that it lacks, it would crash on the message, restart, and crash again.
    """

    run: Run
    inputs: Mapping[str, Any]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[bytes, dict[str, Any]]]:
        # The run stays pickled until the worker is known to have the same moa-anim: another may have other classes.
        # The client's folders mean nothing on the worker.
        return draw_for_client, (pickle.dumps(replace(self.run, cache_root=Path())), dict(self.inputs))


def drawing_inputs() -> dict[str, Any]:
    """Return all that decides what this process draws (cache/inputs.py), and whether its files changed since it started.

    A process whose files change while it runs draws with what it loaded, or with some of each.
    """
    now = worker_inputs()
    return {**now, "running": {"files": _AS_LOADED if now == _at_first_call() else _CHANGED}}


@cache
def _at_first_call() -> dict[str, Any]:
    return worker_inputs()


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    """Yield, in words, where two results of drawing_inputs() differ."""
    for key in sorted({*ours, *theirs}):
        value, other = ours.get(key), theirs.get(key)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            for name in sorted({*value, *other}):
                if value.get(name) != other.get(name):
                    yield f"{name} {other.get(name, 'missing')} instead of {value.get(name, 'none')}"
        elif value != other:
            yield f"other {key}"


def refusal(worker: str, found: str) -> RenderError:
    """Return the error for a worker that does not draw with what this machine draws with."""
    remedy = (
        "install the same moa-anim and versions there (pip install -c constraints.txt), and start it again"
    )
    return RenderError(Fault(f"worker {worker}", found, "what this machine draws with", remedy))


def draw_for_client(packed_run: bytes, inputs: Mapping[str, Any]) -> dict[str, SegmentFile]:
    """Draw a pickled Run and return its segments by key; nothing is written here except cached arrays and kernels.

    Raises:
        RenderError: This process does not draw with `inputs`, or drawing fails.
        ProductionError: The scene does not keep to its shot.
    """
    from tqdm import tqdm

    if found := list(differences(inputs, drawing_inputs())):
        raise refusal(_own_address(), "; ".join(found))
    files: dict[str, SegmentFile] = {}

    def keep(key: str, data: bytes) -> None:
        files[key] = SegmentFile(data, zlib.crc32(data))

    # Manim makes a bar for each play, and tqdm a semaphore for its first, which a killed worker would leave behind.
    tqdm.set_lock(threading.RLock())
    try:
        with _drawing:
            draw_run(pickle.loads(packed_run), keep, _stop_when_cancelled())
    except MoaError:
        raise
    except Exception as error:  # such as a library that does not load: the message names this worker
        remedy = "look into that worker's log; `moa-anim doctor` there says what is missing"
        found_there = f"{type(error).__name__}: {error}"
        raise RenderError(Fault(f"worker {_own_address()}", found_there, "a run drawn", remedy)) from error
    return files


def _stop_when_cancelled() -> Callable[[int], None]:
    """Return a function to call after each frame: it raises when the run was cancelled, since Dask cannot end a thread."""
    from distributed import get_worker
    from distributed.worker import thread_state

    try:
        tasks, key = get_worker().state.tasks, thread_state.key
    except (ValueError, AttributeError):  # not called by a worker
        return lambda frames: None

    def stop(frames: int) -> None:
        task = tasks.get(key)
        if task is None or task.state == "cancelled":
            raise RenderError(Fault("run", "cancelled", "a client that waits for it", "render again"))

    return stop


def _own_address() -> str:
    from distributed import get_worker

    try:
        return str(get_worker().address)
    except ValueError:  # called outside a worker
        return "here"

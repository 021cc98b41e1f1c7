"""What a worker of a cluster does for a render: it says what it draws with, and draws runs, one at a time."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import moa_anim
from moa_anim.cache.fingerprint import digest_files, package_folder, package_inputs
from moa_anim.errors import Fault, MoaError, RenderError
from moa_anim.render.local import draw_segments
from moa_anim.render.runs import Run

_AS_LOADED, _CHANGED = "as they were loaded", "changed after it was started"

_drawing = threading.Lock()
"""Manim's settings and Cairo's pictures are one for a process: a worker of several threads still draws one run at a time."""


@dataclass(frozen=True)
class Made:
    """A segment's file as the worker made it, and its CRC-32 there: it has a long way to go."""

    data: bytes
    crc: int


@dataclass(frozen=True)
class Job:
    """Unpickled where there is the same moa-anim, it is the run drawn: its segments by key.

    Workers are asked to call plain `pickle.loads`. One that has no moa-anim, or another, can take that and say what is
    wrong. Asked to call a function that it lacks it would die of the message, be started again, and die again.
    """

    run: Run
    inputs: Mapping[str, Any]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[bytes, dict[str, Any]]]:
        # The run stays packed until the worker has been found to be alike: another moa-anim may have other classes.
        # The client's folders are nothing to a worker.
        return draw_for_client, (pickle.dumps(replace(self.run, store_root=Path())), dict(self.inputs))


def drawing_inputs() -> dict[str, Any]:
    """Return all that decides what this process would draw: code, data, scenes, versions, libraries, machine.

    A process that runs on while its files change draws with what it loaded, or with some of each. It says so.
    """
    now = _on_disk()
    return {**now, "running": {"files": _AS_LOADED if now == _at_first() else _CHANGED}}


@cache
def _at_first() -> dict[str, Any]:
    return _on_disk()


def _on_disk() -> dict[str, Any]:
    own = Path(moa_anim.__file__).parent
    return {
        **package_inputs(),
        "scenes": digest_files(package_folder("scenes"), ("*.py",)),
        "render": digest_files(
            own, ("render/**/*.py", "cache/*.py", "files/*.py", "script/*.py", "captions/*.py", "*.py")
        ),
    }


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    """Say in words, one after another, where two answers of drawing_inputs() differ."""
    for key in sorted({*ours, *theirs}):
        value, other = ours.get(key), theirs.get(key)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            for name in sorted({*value, *other}):
                if value.get(name) != other.get(name):
                    yield f"{name} {other.get(name, 'missing')} instead of {value.get(name, 'none')}"
        elif value != other:
            yield f"other {key}"


def refusal(worker: str, found: str) -> RenderError:
    """The error that names a worker which would draw another film."""
    remedy = (
        "install the same moa-anim and versions there (pip install -c constraints.txt), and start it again"
    )
    return RenderError(Fault(f"worker {worker}", found, "what this machine draws with", remedy))


def draw_for_client(packed_run: bytes, inputs: Mapping[str, Any]) -> dict[str, Made]:
    """Draw a pickled Run and return its segments by key; nothing is left on this machine but its cache of sprites.

    Raises:
        RenderError: This process does not draw with `inputs`, or drawing fails.
        ProductionError: The scene does not keep to its shot.
    """
    from tqdm import tqdm

    if found := list(differences(inputs, drawing_inputs())):
        raise refusal(_own_address(), "; ".join(found))
    made: dict[str, Made] = {}

    def keep(key: str, data: bytes) -> None:
        made[key] = Made(data, zlib.crc32(data))

    # Manim makes a bar for each play, and tqdm a semaphore for its first: a worker that is killed would leave that behind.
    tqdm.set_lock(threading.RLock())
    try:
        with _drawing:
            draw_segments(pickle.loads(packed_run), keep, _stop_when_cancelled())
    except MoaError:
        raise
    except (
        Exception
    ) as error:  # a library that does not load, a run that is none: told with the place it happened at
        remedy = "look into that worker's log; `moa-anim doctor` there says what is missing"
        found_there = f"{type(error).__name__}: {error}"
        raise RenderError(Fault(f"worker {_own_address()}", found_there, "a run drawn", remedy)) from error
    return made


def _stop_when_cancelled() -> Callable[[int], None]:
    """What is called after each frame: it ends a run that nobody waits for any more. Dask cannot end a thread."""
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

"""What a worker of a cluster does for a render: it says what it draws with, and draws runs, one at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import Any

from moa_anim.errors import Fault, RenderError
from moa_anim.studio.fingerprint import digest_files, package_folder, package_inputs
from moa_anim.studio.render import Run, draw_segments

_drawing = threading.Lock()
"""Manim's settings and Cairo's pictures are one for a process: a worker of several threads still draws one run at a time."""


def drawing_inputs() -> dict[str, Any]:
    """Return all that decides what this process would draw: code, data, scenes, versions."""
    return {**package_inputs(), "scenes": digest_files(package_folder("scenes"), ("*.py",))}


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    """Say in words, one after another, where two answers of drawing_inputs() differ."""
    for key, value in ours.items():
        other = theirs.get(key)
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            for name in sorted({*value, *other}):
                if value.get(name) != other.get(name):
                    yield f"{name} {other.get(name, 'missing')} instead of {value.get(name, 'none')}"
        elif value != other:
            yield f"other {key}"


def refusal(worker: str, found: str) -> RenderError:
    """The error that names a worker which would draw another film."""
    remedy = "install the same moa-anim and versions there (pip install -c constraints.txt), and start it again"
    return RenderError(Fault(f"worker {worker}", found, "what this machine draws with", remedy))


def draw_for_client(run: Run, inputs: Mapping[str, Any]) -> dict[str, bytes]:
    """Draw a run and return its segments' files by key; nothing is left on this machine but its cache of sprites.

    Raises:
        RenderError: This process does not draw with `inputs`, or drawing fails.
        ProductionError: The scene does not keep to its shot.
    """
    found = list(differences(inputs, drawing_inputs()))
    if found:
        raise refusal(_own_address(), "; ".join(found))
    made: dict[str, bytes] = {}
    with _drawing:
        draw_segments(run, made.__setitem__, lambda frames: None)
    return made


def _own_address() -> str:
    from distributed import get_worker

    try:
        return str(get_worker().address)
    except ValueError:  # called outside a worker
        return "here"

"""What a scene is given before it plays: storyboard, timeline, its shot, and a function that places its labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline
from moa_anim.stage.label_placement import Places


@dataclass(frozen=True)
class SceneContext:
    """The shot that a scene plays, and the film that it is part of."""

    storyboard: Storyboard
    timeline: Timeline
    shot: ShotSlot
    place_labels: LabelPlacer
    """Called once, when the first label is drawn: `stage.survey.label_places`, or `unplaced` if nothing is drawn."""


LabelPlacer = Callable[[type[Any], SceneContext], Places]
"""Returns the places of all labels, given the class of a scene and its context."""


def unplaced(scene: type[Any], context: SceneContext) -> Places:
    """Return no places, for a scene that is played without being drawn."""
    return ()


_given: ContextVar[SceneContext | None] = ContextVar("scene context", default=None)


@contextmanager
def scene_context(context: SceneContext) -> Iterator[None]:
    """Pass `context` to every scene that is created in this block."""
    token = _given.set(context)
    try:
        yield
    finally:
        _given.reset(token)


def given_context() -> SceneContext | None:
    """Return the context of the innermost `scene_context` block; None outside of any."""
    return _given.get()


def sparse() -> bool:
    """Return whether the edition being drawn shows only what the story needs; False if none is being drawn."""
    given = _given.get()
    return given is not None and given.storyboard.edition.sparse

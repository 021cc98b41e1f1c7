"""What a scene is given before it begins: its storyboard, its shot, its place in the film, who places its labels."""

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
    """A shot as its scene must play it, in its film."""

    storyboard: Storyboard
    timeline: Timeline
    shot: ShotSlot
    place_labels: LabelPlacer
    """Called once, when the first label is drawn: `stage.survey.label_places`, or `unplaced` where nothing is drawn."""


LabelPlacer = Callable[[type[Any], SceneContext], Places]
"""Given the class of a scene and its context, where each of its labels stands."""


def unplaced(scene: type[Any], context: SceneContext) -> Places:
    """Return no places: for a scene that is played without being drawn."""
    return ()


_given: ContextVar[SceneContext | None] = ContextVar("scene context", default=None)


@contextmanager
def scene_context(context: SceneContext) -> Iterator[None]:
    """Give `context` to every scene that is made within this block."""
    token = _given.set(context)
    try:
        yield
    finally:
        _given.reset(token)


def given_context() -> SceneContext | None:
    """Return the context of the innermost `scene_context` block; None outside of any."""
    return _given.get()


def sparse() -> bool:
    """Return whether the edition that is being drawn shows little besides its story; False where nothing is drawn."""
    given = _given.get()
    return given is not None and given.storyboard.edition.sparse

"""What a scene is told before it begins: its shot, its frames, its place in the film, its colours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from moa_anim.errors import Fault, ProductionError
from moa_anim.model.clock import FrameRate
from moa_anim.model.edition import EDITIONS
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline, schedule


@dataclass(frozen=True)
class SceneContext:
    """A shot as its scene must play it, in its film."""

    storyboard: Storyboard
    timeline: Timeline
    shot: ShotSlot


_given: ContextVar[SceneContext | None] = ContextVar("direction", default=None)


@contextmanager
def scene_context(direction: SceneContext) -> Iterator[None]:
    """Within this context a scene that is made takes this direction."""
    token = _given.set(direction)
    try:
        yield
    finally:
        _given.reset(token)


def sparse() -> bool:
    """Whether the film that is being drawn shows little beside its story; not where no film is."""
    given = _given.get()
    return given is not None and given.storyboard.edition.sparse


def context_for(scene: type, rate: FrameRate) -> SceneContext:
    """The direction given, or, for a scene run by bare `manim`, the one of the film that the package ships.

    Raises ProductionError when no shot of that film plays the scene.
    """
    given = _given.get()
    if given is not None:
        return given
    from moa_anim.script.production import load_production  # only here: a directed scene needs no script

    folder = Path(str(files("moa_anim.assets"))) / "elacestrant"
    module = scene.__module__.rpartition(".")[2]
    for edition in EDITIONS:  # a card is in one of them only
        storyboard = load_production(folder, edition=edition).storyboard
        timeline = schedule(storyboard, rate)
        for shot in timeline.shots:
            if (shot.shot.scene.module, shot.shot.scene.cls) == (module, scene.__name__):
                return SceneContext(storyboard, timeline, shot)
    remedy = "add a shot with this scene to assets/elacestrant/storyboard.toml"
    raise ProductionError(Fault(f"scene {module}:{scene.__name__}", "no shot that plays it", "one", remedy))

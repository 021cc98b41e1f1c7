"""A film's scenes played dry: nothing is drawn, what stands on stage is noted at every frame.

One play serves all tests (`recording` is cached), because the facts are looked at from many sides.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from moa_anim.model.palette import Role
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline, schedule
from moa_anim.script import load_production
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.canvas import Painted
from moa_anim.stage.cast.guests import Guest
from moa_anim.stage.cast.receptor import Receptor
from moa_anim.stage.direction import Direction, directed
from moa_anim.stage.label import Label
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.tableau import Tableau
from moa_anim.studio.fingerprint import package_folder
from moa_anim.studio.quality import DRAFT, Quality

Places = NDArray[np.float64]
Inspect = Callable[[Any, int], None]

FILM = package_folder("assets") / "elacestrant"
"""The production that the package ships."""


@cache
def film_storyboard(folder: Path = FILM) -> Storyboard:
    """The shipped film's storyboard, proved."""
    return load_production(folder).storyboard


class Watcher(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """Draws nothing; shows the scene to `inspect` with the number of the frame that would be drawn."""

    def __init__(self, inspect: Inspect) -> None:
        super().__init__(camera_class=MoaCamera)
        self._inspect = inspect

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Manim's call for each frame."""
        self._inspect(scene, scene.now)


def play_dry(
    scene_class: type[MoaScene], storyboard: Storyboard, timeline: Timeline, slot: ShotSlot, quality: Quality, inspect: Inspect
) -> MoaScene:
    """Play a scene in its shot, frame by frame, showing each to `inspect`; the scene as it is at the end."""
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": float(quality.rate.fps),
        "dry_run": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempconfig(settings), directed(Direction(storyboard, timeline, slot)):
        scene = scene_class(renderer=Watcher(inspect))
        scene.render()
    return scene


def play_shot(shot_id: str, quality: Quality, inspect: Inspect, storyboard: Storyboard | None = None) -> MoaScene:
    """Play one shot of a film dry."""
    board = storyboard or film_storyboard()
    timeline = schedule(board, quality.rate)
    slot = next(shot for shot in timeline.shots if shot.shot.id == shot_id)
    name = slot.shot.scene
    scene_class = getattr(importlib.import_module(f"moa_anim.scenes.{name.module}"), name.cls)
    return play_dry(scene_class, board, timeline, slot, quality, inspect)


@dataclass(frozen=True)
class GuestSeen:
    """A guest at one frame: its beads (Å), how free it is, whether it is drawn."""

    positions: Places
    freedom: float
    shown: bool


@dataclass(frozen=True)
class LabelSeen:
    """A label at one frame: its words, its box and its leader's end in design pixels, how opaque it is."""

    words: str
    box: tuple[float, float, float, float]
    opacity: float
    target: tuple[float, float] | None


@dataclass(frozen=True)
class FrameSeen:
    """What stood on stage at one frame."""

    number: int
    place: float | None
    trace: Places | None
    guests: dict[Role, GuestSeen]
    labels: tuple[LabelSeen, ...]


@dataclass
class Recording:
    """A whole shot, seen at every frame, and the scene as it was at the end."""

    shot: ShotSlot
    frames: list[FrameSeen] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    scene: MoaScene | None = None


def tableaus(scene: Any) -> list[Tableau]:
    """The pictures of actors on stage."""
    return [mobject for mobject in scene.mobjects if isinstance(mobject, Tableau)]


def _seen(scene: Any, number: int) -> FrameSeen:
    place, trace, guests, labels = None, None, {}, []
    for tableau in tableaus(scene):
        for actor in tableau.actors:
            if isinstance(actor, Receptor):
                place = actor.place_at(scene.seconds)
                trace = actor.trace(scene.seconds).positions
            elif isinstance(actor, Guest):
                guests[actor.role] = GuestSeen(actor.positions(scene.seconds), actor.freedom, actor.shown)
    for mobject in scene.mobjects:
        if isinstance(mobject, Label):
            target = mobject.target() if mobject.target else None
            labels.append(LabelSeen(mobject.words, mobject.box, mobject.opacity, target))
    return FrameSeen(number, place, trace, guests, tuple(labels))


@cache
def recording(shot_id: str = "conformational-change", quality: Quality = DRAFT) -> Recording:
    """The shot played dry once, every frame noted."""
    slots = schedule(film_storyboard(), quality.rate).shots
    seen = Recording(next(shot for shot in slots if shot.shot.id == shot_id))

    def note(scene: Any, number: int) -> None:
        seen.calls.append(number)
        seen.frames.append(_seen(scene, number))

    seen.scene = play_shot(shot_id, quality, note)
    return seen

"""A film's scenes played dry: nothing is drawn, what stands on stage is noted at every frame.

One play serves all tests (`recording` is cached), because the same facts are looked at from many sides.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from moa_anim.actors.ligands import BindingPartner
from moa_anim.actors.receptor import Receptor
from moa_anim.cache.installed import package_folder
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT, Quality
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline, schedule
from moa_anim.molecule.bodies import View
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.structure import Trace
from moa_anim.render.draw import draw_frames, manim_settings
from moa_anim.script.production import load_production
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import LabelPlacer, SceneContext, scene_context
from moa_anim.stage.label import Label
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.survey import label_places

Places = NDArray[np.float64]
Pixels = NDArray[np.uint8]
Inspect = Callable[[Any, int], None]

FILM = package_folder("assets") / "elacestrant"
"""The production that the package ships."""


@cache
def film_storyboard(edition: str = "lecture") -> Storyboard:
    """The shipped film's storyboard, proved."""
    return load_production(FILM, edition=edition).storyboard


class Watcher(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """Draws nothing; shows the scene to `inspect` with the number of the frame that would be drawn."""

    def __init__(self, inspect: Inspect) -> None:
        super().__init__(camera_class=MoaCamera)
        self._inspect = inspect

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Manim's call for each frame."""
        self._inspect(scene, scene.now)


def play_dry(
    scene_class: type[MoaScene],
    storyboard: Storyboard,
    timeline: Timeline,
    slot: ShotSlot,
    quality: Quality,
    inspect: Inspect,
    place_labels: LabelPlacer = label_places,
) -> MoaScene:
    """Play a scene in its shot, frame by frame, showing each to `inspect`; the scene as it is at the end."""
    context = SceneContext(storyboard, timeline, slot, place_labels)
    with tempconfig(manim_settings(quality)), scene_context(context):
        scene = scene_class(renderer=Watcher(inspect))
        scene.render()
    return scene


def play_shot(shot_id: str, quality: Quality, inspect: Inspect, edition: str = "lecture") -> MoaScene:
    """Play one shot of the film dry."""
    board = film_storyboard(edition)
    timeline = schedule(board, quality.rate)
    slot = next(shot for shot in timeline.shots if shot.shot.id == shot_id)
    return play_dry(scene_of(slot.shot), board, timeline, slot, quality, inspect)


def scene_of(shot: Shot) -> type[MoaScene]:
    """The class of a shot's scene."""
    name = shot.scene
    scene: type[MoaScene] = getattr(importlib.import_module(f"moa_anim.scenes.{name.module}"), name.cls)
    return scene


@dataclass(frozen=True, repr=False)
class PartnerSeen:
    """A guest at one frame: its beads (Å), the same without trembling, how free it is, whether it is drawn."""

    role: Role
    positions: Places
    placed: Places
    freedom: float
    shown: bool


@dataclass(frozen=True)
class LabelSeen:
    """A label at one frame: its words, its box and its leader's end in design pixels, how opaque it is."""

    words: str
    role: Role
    at: tuple[float, float]
    box: tuple[float, float, float, float]
    opacity: float
    target: tuple[float, float] | None

    @property
    def visible(self) -> bool:
        """Whether anything of it is painted."""
        return bool(self.words) and self.opacity > 0.0


@dataclass(frozen=True, repr=False)
class FrameSeen:
    """What stood on stage at one frame."""

    number: int
    traces: tuple[Trace, ...]
    backbones: tuple[Places, ...]
    partners: tuple[PartnerSeen, ...]
    labels: tuple[LabelSeen, ...]

    @property
    def trace(self) -> Trace:
        """The only receptor's trace."""
        (trace,) = self.traces
        return trace

    @property
    def backbone(self) -> Places:
        """N, Cα, C and O (n, 3; Å) of the only receptor."""
        (backbone,) = self.backbones
        return backbone

    def partner(self, role: Role) -> PartnerSeen:
        """The only guest of that role."""
        (partner,) = (partner for partner in self.partners if partner.role is role)
        return partner

    @property
    def visible_labels(self) -> list[LabelSeen]:
        """The labels of which anything is painted."""
        return [label for label in self.labels if label.visible]


@dataclass(repr=False)
class Recording:
    """A whole shot, seen at every frame that Manim asked to be drawn."""

    shot: ShotSlot
    view: View | None = None
    frames: list[FrameSeen] = field(default_factory=list)

    def pixels(self, positions: Places) -> Places:
        """Design pixels (n, 2) of places (Å) in the shot's only picture of actors."""
        assert self.view is not None, "the shot has no picture of actors, or more than one"
        return self.view.pixels(positions)


def molecule_views(scene: Any) -> list[MoleculeView]:
    """The pictures of actors on stage."""
    return [mobject for mobject in scene.mobjects if isinstance(mobject, MoleculeView)]


def _seen(scene: Any, number: int) -> FrameSeen:
    actors = [actor for molecule_view in molecule_views(scene) for actor in molecule_view.actors]
    labels = [mobject for mobject in scene.mobjects if isinstance(mobject, Label)]
    return FrameSeen(
        number,
        tuple(actor.trace(scene.seconds) for actor in actors if isinstance(actor, Receptor)),
        tuple(
            actor.positions(scene.seconds)[receptor_atoms().backbone.ravel()]
            for actor in actors
            if isinstance(actor, Receptor)
        ),
        tuple(
            PartnerSeen(
                actor.role, actor.positions(scene.seconds), actor.placed(), actor.freedom, actor.shown
            )
            for actor in actors
            if isinstance(actor, BindingPartner)
        ),
        tuple(
            LabelSeen(
                label.words,
                label.role,
                label.at,
                label.box,
                label.opacity,
                label.target() if label.target else None,
            )
            for label in labels
        ),
    )


@cache
def recording(shot_id: str, quality: Quality = DRAFT, edition: str = "lecture") -> Recording:
    """The shot played dry once, every frame noted."""
    slots = schedule(film_storyboard(edition), quality.rate).shots
    seen = Recording(next(shot for shot in slots if shot.shot.id == shot_id))

    def note(scene: Any, number: int) -> None:
        seen.frames.append(_seen(scene, number))

    scene = play_shot(shot_id, quality, note, edition)
    views = [molecule_view.view for molecule_view in molecule_views(scene)]
    seen.view = views[0] if len(views) == 1 else None
    return seen


@dataclass
class Drawn:
    """A shot drawn at draft size: a digest of every frame drawn, and which of them had paint in the band."""

    digests: dict[int, str] = field(default_factory=dict)
    painted_band: list[int] = field(default_factory=list)

    def note(self, frame: int, pixels: Pixels) -> None:
        """Note a frame as it is before its caption is laid on."""
        self.digests[frame] = digest(pixels)
        paper = np.array([*(round(part * 255) for part in rgb(Role.PAPER)), 255], dtype=np.uint8)
        if (pixels[round(BAND_TOP * DRAFT.height / FRAME_HEIGHT) :] != paper).any():
            self.painted_band.append(frame)


def digest(pixels: Pixels) -> str:
    """SHA-256 of a picture's bytes."""
    return hashlib.sha256(pixels.tobytes()).hexdigest()


@cache
def drawn(shot_id: str, step: int = 1) -> Drawn:
    """The shot drawn once in sequence, every `step`-th frame of it."""
    frames = recording(shot_id).shot.slot.frames
    result = Drawn()
    draw_frames(film_storyboard(), shot_id, DRAFT, range(0, frames, step), result.note)
    return result


def helix12_centres() -> Callable[[float], NDArray[np.float64]]:
    """The middle (3,; Å) of helix 12 at a place on its way, interpolated from a thousand of them."""
    places = np.linspace(0.0, 1.0, 1001)
    found = np.array(
        [helix12_path().at(float(place)).part(538, 544).positions.mean(axis=0) for place in places]
    )
    return lambda place: np.array([np.interp(place, places, column) for column in found.T])

"""Plays a scene without drawing, to find what its shot lacks; it goes on past missing words and cues, to find all faults."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations
from typing import Any

from manim.renderer.cairo_renderer import CairoRenderer

from moa_anim.errors import Fault
from moa_anim.graphics.fonts import missing_glyphs
from moa_anim.graphics.geometry import Box
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT, FRAME_WIDTH
from moa_anim.graphics.lettering import ShownText
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline
from moa_anim.stage.backdrop import Backdrop
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import SceneContext, scene_context, unplaced
from moa_anim.stage.label import Label
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.sighting import Sighting

STEP = 6
"""Every so many frames one is inspected: at 15 frames a second no text is shown for less."""

FULLY_SHOWN = 0.9
"""Opacity from which words are to be read; while one text fades into another, both are paler."""

LEAST_LOOKS = 3
"""A figure that is seen at fewer of the inspected frames only passes."""

SLACK_PIXELS = 4.0
"""Words may extend so far beyond their room: it is not visible (design pixels)."""


class Rehearsal(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A renderer that draws nothing: it collects the scene's faults, and inspects the text of some frames."""

    def __init__(self, shot: Shot) -> None:
        super().__init__(camera_class=MoaCamera)
        self._shot = shot
        # The package's own scenes are looked at by people, and by tests at every frame.
        self._looks_at_figures = bool(shot.cues) and shot.scene.file is not None
        self._faults: dict[Fault, None] = {}
        self._looked_at: set[ShownText] = set()
        self._covered: dict[tuple[str, Hashable], list[tuple[float, float]]] = {}
        """For each figure of a scene of the production's own, seconds and the share that is under the caption band."""
        self._too_long: set[str] = set()
        """Words that have been noted because they run out of their room; what they run into follows from that."""
        self.missing: dict[str, tuple[str, ...]] = {}
        """Characters that the font lacks, by the line that contains them."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults found so far, each once."""
        return tuple(self._faults)

    def note(self, fault: Fault) -> None:
        """Record a fault after which the scene goes on."""
        self._faults[fault] = None

    def wants(self, frame: int) -> bool:
        """Return whether a frame is inspected."""
        return frame % STEP == 0

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Called by Manim for each frame."""
        if not self.wants(scene.now):
            return
        standing: list[ShownText] = []
        for mobject in scene.mobjects:
            if isinstance(mobject, Painted) and mobject.opacity > 0.0:
                if mobject.opacity >= FULLY_SHOWN and not isinstance(mobject, Label):
                    standing += mobject.lettered()
                if isinstance(mobject, Label) and mobject.seen and mobject.target:
                    mobject.target()  # raises what it would raise when the frame is drawn
                if self._looks_at_figures and not isinstance(mobject, Label | Backdrop):
                    for figure in mobject.sightings():
                        self._look_at_figure(figure, scene.seconds)
                for text in mobject.lettered():
                    if text not in self._looked_at:
                        self._looked_at.add(text)
                        self._require_glyphs(text)
                        if not isinstance(mobject, Label):  # a label has no place yet
                            self._require_room(text)
        self._require_apart(standing)

    def _look_at_figure(self, figure: Sighting, seconds: float) -> None:
        """Record how much of a figure, as far as it is in the picture, is under the caption band."""
        x, y = figure.points.T
        inside = (x >= 0) & (x <= FRAME_WIDTH) & (y >= 0) & (y <= FRAME_HEIGHT)
        if len(inside) and inside.mean() >= 0.5:
            share = float((y[inside] > BAND_TOP).mean())
            self._covered.setdefault((figure.name, figure.number), []).append((seconds, share))

    def note_covered(self) -> None:
        """Note each figure that was more than half under the caption band for all of the time that it was seen."""
        for (name, _), seen in self._covered.items():
            if len(seen) >= LEAST_LOOKS and all(share > 0.5 for _, share in seen):
                found = f"a figure that the caption band covers by {100 * min(share for _, share in seen):.0f} % or more"
                where = f"shot '{self._shot.id}' {name} from {seen[0][0]:.1f} s"
                self.note(Fault(where, found, f"figures above {BAND_TOP} pixels down", "place it higher"))

    def _require_apart(self, texts: list[ShownText]) -> None:
        """Note each pair of texts one of which is written over the other."""
        for one, other in combinations([each for each in texts if each.words not in self._too_long], 2):
            if one.words != other.words and overlap(one.box, other.box) > SLACK_PIXELS:
                found = f"words that are written over “{other.words}”"
                where = f"shot '{self._shot.id}' “{one.words}”"
                self.note(Fault(where, found, "words beside each other", "write fewer words"))

    def _require_glyphs(self, text: ShownText) -> None:
        if marks := missing_glyphs(text.words, text.typeface):
            self.missing[text.words] = marks

    def _require_room(self, text: ShownText) -> None:
        left, top, right, bottom = text.box
        # Where captions are shown, their band covers the lower end of the picture.
        end = BAND_TOP if self._shot.cues else FRAME_HEIGHT
        if top < 0.0 or bottom > end:
            found = f"words from {top:.0f} to {bottom:.0f} pixels down"
            self._note_too_long(text, found, f"within 0 to {end:.0f}")
        if left < text.room[0] - SLACK_PIXELS or right > text.room[1] + SLACK_PIXELS:
            found = f"words that run from {left:.0f} to {right:.0f} pixels across"
            expected = f"within {text.room[0]:.0f} to {text.room[1]:.0f}, the room that they have"
            self._note_too_long(text, found, expected)

    def _note_too_long(self, text: ShownText, found: str, expected: str) -> None:
        self._too_long.add(text.words)
        self.note(Fault(f"shot '{self._shot.id}' “{text.words}”", found, expected, "write fewer words"))


def overlap(one: Box, other: Box) -> float:
    """Return by how many pixels two boxes overlap in the direction in which they do so less; 0 or less if they do not."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return min(across, down)


def play(
    scene_class: type[MoaScene],
    storyboard: Storyboard,
    timeline: Timeline,
    slot: ShotSlot,
    rehearsal: Rehearsal,
) -> MoaScene:
    """Play the scene of a shot; return the scene as it is at the end.

    Raises the errors after which the scene cannot go on.
    """
    with scene_context(SceneContext(storyboard, timeline, slot, unplaced)):
        scene = scene_class(renderer=rehearsal)
        scene.render()
        rehearsal.note_covered()
        return scene

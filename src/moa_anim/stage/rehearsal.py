"""Plays a scene without drawing, to find what its shot lacks; it goes on past missing words and cues, to find all faults."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from manim.renderer.cairo_renderer import CairoRenderer

from moa_anim.errors import Fault
from moa_anim.graphics.fonts import missing_glyphs
from moa_anim.graphics.geometry import Box
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.graphics.lettering import ShownText
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import SceneContext, scene_context, unplaced
from moa_anim.stage.label import Label
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene

STEP = 6
"""Every so many frames one is inspected: at 15 frames a second no text is shown for less."""

FULLY_SHOWN = 0.9
"""Opacity from which words are to be read; while one text fades into another, both are paler."""

SLACK_PIXELS = 4.0
"""Words may extend so far beyond their room: it is not visible (design pixels)."""


class Rehearsal(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A renderer that draws nothing: it collects the scene's faults, and inspects the text of some frames."""

    def __init__(self, shot: Shot) -> None:
        super().__init__(camera_class=MoaCamera)
        self._shot = shot
        self._faults: dict[Fault, None] = {}
        self._looked_at: set[ShownText] = set()
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
                for text in mobject.lettered():
                    if text not in self._looked_at:
                        self._looked_at.add(text)
                        self._require_glyphs(text)
                        if not isinstance(mobject, Label):  # a label has no place yet
                            self._require_room(text)
        self._require_apart(standing)

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
        return scene

"""Plays a scene without drawing, to find what its shot lacks; it goes on past missing words and cues, to find all faults."""

from __future__ import annotations

from typing import Any

from manim.renderer.cairo_renderer import CairoRenderer

from moa_anim.errors import Fault
from moa_anim.graphics.fonts import missing_glyphs
from moa_anim.graphics.layout import FRAME_HEIGHT
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

SLACK_PIXELS = 4.0
"""Words may extend so far beyond their room: it is not visible (design pixels)."""


class Rehearsal(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A renderer that draws nothing: it collects the scene's faults, and inspects the text of some frames."""

    def __init__(self, shot: Shot) -> None:
        super().__init__(camera_class=MoaCamera)
        self._shot = shot
        self._faults: dict[Fault, None] = {}
        self._looked_at: set[ShownText] = set()
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
        for mobject in scene.mobjects:
            if isinstance(mobject, Painted) and mobject.opacity > 0.0:
                if isinstance(mobject, Label) and mobject.seen and mobject.target:
                    mobject.target()  # raises what it would raise when the frame is drawn
                for text in mobject.lettered():
                    if text not in self._looked_at:
                        self._looked_at.add(text)
                        self._require_glyphs(text)
                        if not isinstance(mobject, Label):  # a label has no place yet
                            self._require_room(text)

    def _require_glyphs(self, text: ShownText) -> None:
        if marks := missing_glyphs(text.words, text.typeface):
            self.missing[text.words] = marks

    def _require_room(self, text: ShownText) -> None:
        left, top, right, bottom = text.box
        if top < 0.0 or bottom > FRAME_HEIGHT:
            found, expected = (
                f"words from {top:.0f} to {bottom:.0f} pixels down",
                f"within 0 to {FRAME_HEIGHT}",
            )
            self.note(Fault(f"shot '{self._shot.id}' “{text.words}”", found, expected, "write fewer words"))
        if left < text.room[0] - SLACK_PIXELS or right > text.room[1] + SLACK_PIXELS:
            found = f"words that run from {left:.0f} to {right:.0f} pixels across"
            expected = f"within {text.room[0]:.0f} to {text.room[1]:.0f}, the room that they have"
            self.note(Fault(f"shot '{self._shot.id}' “{text.words}”", found, expected, "write fewer words"))


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

"""The base scene: an integer ledger of frames, cues by name, shares of a cue instead of seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from manim import Animation, Mobject, Scene, config
from numpy.typing import NDArray

from moa_anim.errors import Fault, ProductionError
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH, LABEL_PIXELS, MARGIN, SPARSE_LABEL_PIXELS
from moa_anim.model.clock import FrameRate
from moa_anim.model.palette import Role
from moa_anim.model.story import Cue
from moa_anim.model.timeline import CueSlot, Slot
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import SceneContext, given_context
from moa_anim.stage.label import Label
from moa_anim.stage.label_placement import Places
from moa_anim.stage.motion import Stay
from moa_anim.stage.overlay import ProgressRail, StepMarker
from moa_anim.stage.shipped import shipped_context

OVERLAY_LEVEL = 90
"""Manim's z-index of what frames the picture: above all that happens in it."""

WIDEST_LABEL = FRAME_WIDTH - 2 * MARGIN
"""Design pixels: a wider label has no place between the margins."""

STAND_IN, STAND_IN_SECONDS = "stand-in", Fraction(5)
"""What a rehearsal plays for a cue that the storyboard lacks, so that whatever else is missing is found, too."""


@dataclass
class CueClock:
    """What a scene is given for one cue: its frames, to be shared out."""

    name: str
    frames: int
    scene: MoaScene
    start: int

    def share(self, number: int, of: int) -> int:
        """Frames of the `number`-th (1…) of `of` equal shares; the shares add up to the cue."""
        edge = [round(Fraction(self.frames * k, of)) for k in (number - 1, number)]
        return edge[1] - edge[0]

    @property
    def rest(self) -> int:
        """Frames of the cue that are not yet played."""
        return self.start + self.frames - self.scene.frame


class MoaScene(Scene):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A scene that counts frames. `frame` is the ledger: how many have been played; `now` the frame being drawn."""

    def __init__(self, renderer: Any = None, **kwargs: Any) -> None:
        # Manim's cache hashes every mobject, arrays and all; ours works on segments of finished film instead.
        config.disable_caching = True
        kwargs.setdefault("camera_class", MoaCamera)
        super().__init__(renderer=renderer, **kwargs)
        self.frame = 0
        self.now = 0
        self._play_start = 0
        self._spoken: list[str] = []
        self.labels_made: list[Label] = []
        self.labels_asked: set[str] = (
            set()
        )  # all names that the scene has words for, whether or not there are any
        self._untimed = (
            False  # a rehearsal goes on without a cue that is missing: nothing comes at its time then
        )
        self._label_places: Places | None = None  # surveyed when the first label is to be drawn
        self.rate = FrameRate(Fraction(config.frame_rate).limit_denominator(1001))
        self.context: SceneContext = given_context() or shipped_context(type(self), self.rate)

    @property
    def seconds(self) -> float:
        """When the frame being drawn stands in the shot: what all motion is a function of."""
        return float(self.rate.seconds(self.now))

    @property
    def seed(self) -> int:
        """The shot's seed."""
        return self.context.shot.shot.seed

    @property
    def sparse(self) -> bool:
        """Whether the edition shows little beside the story: each actor and its partner."""
        return self.context.storyboard.edition.sparse

    def label(self, name: str) -> str:
        """A label's words, from the storyboard; "" where the edition leaves it out.

        Raises ProductionError if the shot has none of that name.
        """
        shot = self.context.shot.shot
        self.labels_asked.add(name)
        if name not in shot.labels:
            known = ", ".join(shot.labels) or "none"
            remedy = f'add it to the storyboard: {name} = "…" in the shot\'s labels'
            self._refuse(
                Fault(f"shot '{shot.id}' labels", f"no '{name}' ({known})", "the label's words", remedy)
            )
        return shot.labels.get(name, name)

    def make_label(self, name: str, role: Role, target: Callable[[], Point] | None = None) -> Label:
        """A label of the shot by its name in the storyboard, with a leader to what `target` gives, if anything.

        It stands where the survey of the shot has placed it.
        """
        number = len(self.labels_made)
        shot = self.context.shot.shot
        label = Label(
            self.label(name), role, target, pixels=SPARSE_LABEL_PIXELS if self.sparse else LABEL_PIXELS
        )
        label.stand(lambda: self._label_place(number))
        self.labels_made.append(label)
        if label.size[0] > WIDEST_LABEL:
            found = f"“{label.words}”, which is {label.size[0]:.0f} pixels wide"
            expected = (
                f"a label that has a place in the picture: at most {WIDEST_LABEL} of {FRAME_WIDTH} pixels"
            )
            self._refuse(Fault(f"shot '{shot.id}' label '{name}'", found, expected, "write fewer words"))
        return label

    def _label_place(self, number: int) -> Point | None:
        """Where a label stands now: its place of the time that it is seen, or the nearest such time."""
        if self._label_places is None:
            self._label_places = self.context.place_labels(type(self), self.context)
        showings = self._label_places[number] if number < len(self._label_places) else ()
        if not showings:
            return None
        now = self.seconds
        return min(showings, key=lambda each: max(each.begin - now, now - each.end, 0.0)).at

    def setup(self) -> None:
        """Paper, step marker and rail."""
        colour = [round(part * 255) for part in rgb(Role.PAPER)]
        self.camera.background[:, :] = (*colour, 255)
        self.camera.reset()
        if self.context.shot.shot.step:
            overlay = StepMarker(self.context), ProgressRail(self.context, self)
            for piece in overlay:
                piece.set_z_index(OVERLAY_LEVEL)
            self.add(*overlay)

    def tear_down(self) -> None:
        """Hold the scene to its shot: every cue spoken, every frame played."""
        shot = self.context.shot
        unspoken = [cue.cue.id for cue in shot.cues if cue.cue.id not in self._spoken]
        if unspoken:
            self._refuse(
                self._mistimed(f"cue {', '.join(unspoken)} left unspoken", "every cue of the shot").faults[0]
            )
        if self.frame != shot.slot.frames and not self._untimed:
            raise self._mistimed(f"{self.frame} frames played", f"{shot.slot.frames}")

    def play_for(self, frames: int, *animations: Animation) -> None:
        """Play animations for exactly `frames` frames."""
        if frames < 1 and self._untimed:
            frames = 1
        if frames < 1:
            raise self._mistimed(f"a play of {frames} frames", "at least one")
        self._play_start = self.frame
        self.play(*animations, run_time=self.rate.play_seconds(frames))
        self.frame = self._play_start + frames
        self.now = self.frame

    def hold(self, frames: int, *animations: Animation) -> None:
        """Nothing directed happens for `frames` frames; what trembles goes on trembling. 0 is nothing at all."""
        if frames:
            self.play_for(frames, *animations, Stay())

    def play_cue(self, name: str, *animations: Animation) -> None:
        """Play animations over the whole of a cue. Raises ProductionError as `cue` does."""
        with self.cue(name) as cue:
            self.play_for(cue.frames, *animations)

    def set_backdrop(self, draw: Callable[..., NDArray[np.uint8]], *args: Any, **kwargs: Any) -> None:
        """Begin every frame from what `draw(width, height, …)` returns, (height, width, 4) RGBA in the camera's pixels."""
        self.camera.set_backdrop(draw(self.camera.pixel_width, self.camera.pixel_height, *args, **kwargs))

    def lead(self) -> int:
        """Frames before the first cue."""
        return self.context.shot.lead.frames

    def frames_of(self, name: str) -> int:
        """Frames of a cue, whenever it comes. Raises ProductionError if the shot has none of that name."""
        return self._cue_slot(name).slot.frames

    def start_of(self, name: str) -> int:
        """The frame of the shot at which a cue begins. Raises ProductionError if the shot has none of that name."""
        return self.context.shot.relative(self._cue_slot(name).slot).start

    def tail(self) -> int:
        """Frames that are left of the shot after its last cue."""
        return self.context.shot.slot.frames - self.frame

    @contextmanager
    def cue(self, name: str) -> Iterator[CueClock]:
        """The time of one cue: the ledger must stand at its start on entry and at its end on exit.

        Raises ProductionError when it does not.
        """
        slot = self._cue_slot(name)
        start, stop = (
            self.context.shot.relative(slot.slot).start,
            self.context.shot.relative(slot.slot).stop,
        )
        if self._untimed:
            start, stop = self.frame, self.frame + stop - start
        if self.frame != start:
            raise self._mistimed(f"cue '{name}' begun at frame {self.frame}", f"at frame {start}")
        yield CueClock(name, stop - start, self, start)
        if self.frame != stop and not self._untimed:
            how = "overrun" if self.frame > stop else "left"
            raise self._mistimed(f"cue '{name}' {how} at frame {self.frame}", f"at frame {stop}")
        self._spoken.append(name)

    def _cue_slot(self, name: str) -> CueSlot:
        try:
            return self.context.shot.cue(name)
        except KeyError:
            known = ", ".join(cue.cue.id for cue in self.context.shot.cues) or "none"
            missing = self._mistimed(f"cue '{name}'", f"a cue of the shot ({known})").faults[0]
        self._refuse(missing)
        self._untimed = True
        here = self.context.shot.slot.start + self.frame
        slot = Slot(here, here + self.rate.frames(STAND_IN_SECONDS))
        return CueSlot(Cue(STAND_IN, None, (), STAND_IN_SECONDS), slot, ())

    def _refuse(self, fault: Fault) -> None:
        """Raise a ProductionError, unless the renderer takes faults (`note`), as a rehearsal does: the scene goes on then."""
        note = getattr(self.renderer, "note", None)
        if note is None:
            raise ProductionError(fault)
        note(fault)

    def _mistimed(self, found: str, expected: str) -> ProductionError:
        shot = self.context.shot.shot
        remedy = f"fix {type(self).__name__}.construct or the shot's cues"
        return ProductionError(Fault(f"shot '{shot.id}' in scene {shot.scene}", found, expected, remedy))

    # Manim's own clock adds up floats; ours is told by the ledger, so that every frame is a function of its number.
    def update_to_time(self, t: float) -> None:
        """Bring everything to time `t` of the present play."""
        self.now = self._play_start + round(t * float(self.rate.fps))
        # A motion is a function of its share of time: what nobody looks at need not be moved there.
        wants = getattr(self.renderer, "wants", None)
        if wants is None or wants(self.now):
            super().update_to_time(t)

    def get_moving_and_static_mobjects(
        self, animations: Sequence[Animation]
    ) -> tuple[list[Mobject], list[Mobject]]:
        """All are moving: what stands still is remembered by the pictures themselves."""
        return list(self.mobjects), []

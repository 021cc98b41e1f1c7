"""The base class of scenes: counts frames in whole numbers, plays cues by name, and puts labels and views on stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from manim import Animation, Mobject, Scene, config
from numpy.typing import NDArray

from moa_anim.errors import Fault, ProductionError
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH, LABEL_PIXELS, MARGIN, SPARSE_LABEL_PIXELS
from moa_anim.model.clock import FrameRate
from moa_anim.model.palette import Role
from moa_anim.model.story import Cue
from moa_anim.model.timeline import CueSlot, Slot
from moa_anim.stage.backdrop import Backdrop
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import SceneContext, given_context
from moa_anim.stage.label import Label
from moa_anim.stage.label_placement import Places
from moa_anim.stage.motion import Appear, Stay, Vanish
from moa_anim.stage.overlay import ProgressRail, StepMarker
from moa_anim.stage.painted import Painted
from moa_anim.stage.played import Played, played
from moa_anim.stage.shipped import shipped_context

OVERLAY_LEVEL = 90
"""Manim's z-index of step marker and progress rail: above everything else."""

WIDEST_LABEL = FRAME_WIDTH - 2 * MARGIN
"""Design pixels: a wider label has no place between the margins."""

ASIDE_SHARE = 0.79
"""Size of a remark's letters, as a share of those of a label that names an actor."""

STAND_IN = "stand-in"
STAND_IN_SECONDS = Fraction(5)
"""Name and length of the cue that a rehearsal plays in place of one that the storyboard lacks, to find all other faults."""


@dataclass
class CueClock:
    """The frames of one cue, which the scene divides among its plays."""

    name: str
    frames: int
    scene: MoaScene
    start: int

    def part(self, share: float) -> int:
        """Return the frames of a share (0…1) of the cue, rounded; play what follows for `rest`."""
        return round(self.frames * share)

    def share(self, number: int, of: int) -> int:
        """Return the frames of the `number`-th (1…) of `of` equal shares; the shares add up to the cue."""
        edge = [round(Fraction(self.frames * k, of)) for k in (number - 1, number)]
        return edge[1] - edge[0]

    @property
    def rest(self) -> int:
        """Number of the cue's frames that are not yet played."""
        return self.start + self.frames - self.scene.frame


Cues = Mapping[str, Callable[[CueClock], None] | Sequence[Animation]]
"""By name of a cue: a function of the cue's clock that plays all of its frames, or motions that are played over all of it."""


class MoaScene(Scene):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A scene that counts frames: `frame` have been played so far, `now` is the number of the frame being drawn.

    `labels` are the labels on stage by name (`add_label`), `played` is what has been played when.
    """

    def __init__(self, renderer: Any = None, **kwargs: Any) -> None:
        # Manim's cache hashes every mobject with its arrays; the film is cached by segments instead (cache/).
        config.disable_caching = True
        kwargs.setdefault("camera_class", MoaCamera)
        super().__init__(renderer=renderer, **kwargs)
        self.frame = 0
        self.now = 0
        self._play_start = 0
        self._spoken: list[str] = []
        self._cue = ""
        self.played: list[Played] = []
        self.labels: dict[str, Label] = {}
        self.labels_made: list[Label] = []
        # Step marker and progress rail, if the shot is a step; a scene may let them appear later.
        self.overlay: tuple[Painted, ...] = ()
        # All names that the scene asks words for, including those that the storyboard lacks.
        self.labels_asked: set[str] = set()
        # Set in a rehearsal that goes on past a missing cue: from then on nothing starts at its planned frame.
        self._untimed = False
        self._label_places: Places | None = None  # surveyed when the first label is drawn
        self.rate = FrameRate(Fraction(config.frame_rate).limit_denominator(1001))
        self.context: SceneContext = given_context() or shipped_context(type(self), self.rate)

    @property
    def seconds(self) -> float:
        """Time of the frame being drawn, in seconds from the shot's first frame; all thermal motion is a function of it."""
        return float(self.rate.seconds(self.now))

    @property
    def shot_frames(self) -> int:
        """Number of the shot's frames."""
        return self.context.shot.slot.frames

    @property
    def length_seconds(self) -> float:
        """Length of the shot: the second at which the next shot begins."""
        return float(self.rate.seconds(self.context.shot.slot.frames))

    @property
    def seed(self) -> int:
        """The shot's seed."""
        return self.context.shot.shot.seed

    @property
    def sparse(self) -> bool:
        """Whether the edition shows only what the story needs."""
        return self.context.storyboard.edition.sparse

    def label(self, name: str) -> str:
        """Return a label's words from the storyboard; "" where the edition leaves it out.

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

    def add_label(
        self,
        name: str,
        role: Role,
        on: Callable[[], Point] | Point | None = None,
        *,
        key: str = "",
        aside: bool = False,
    ) -> Label:
        """Put a label on stage, not yet visible; return it, and store it as `labels[name]`.

        `name` is the label's name in the storyboard, `role` gives its colour. `on` is what its leader points to: a point
        (design pixels), a function that returns one for the frame being drawn, or None for a label without a leader. Where
        the words stand is chosen by the survey of the shot. A second label with the same words needs a `key` of its own.
        A remark that is not about an actor stands `aside`: in smaller, lighter letters.

            self.add_label("helix12", Role.HELIX12, on=view.seen(receptor, "helix12"))
            self.play_cue("changes", show(self.labels["helix12"], 0.0, 0.2))

        Raises ProductionError if the shot has no such label or its words are too wide, ValueError if the key is taken.
        """
        key = key or name
        if key in self.labels:
            raise ValueError(f"a second label '{key}' in {type(self).__name__}: give it a key of its own")
        number = len(self.labels_made)
        pixels = SPARSE_LABEL_PIXELS if self.sparse else LABEL_PIXELS
        target = on if on is None or callable(on) else _fixed(on)
        weight = Weight.MEDIUM if aside else Weight.BOLD
        label = Label(
            self.label(name), role, target, pixels=pixels * (ASIDE_SHARE if aside else 1.0), weight=weight
        )
        label.stand(lambda: self._label_place(number))
        self.labels_made.append(label)
        if label.size[0] > WIDEST_LABEL:
            found = f"“{label.words}”, which is {label.size[0]:.0f} pixels wide"
            expected = (
                f"a label that has a place in the picture: at most {WIDEST_LABEL} of {FRAME_WIDTH} pixels"
            )
            where = f"shot '{self.context.shot.shot.id}' label '{name}'"
            self._refuse(Fault(where, found, expected, "write fewer words"))
        self.labels[key] = label
        self.add(label)
        return label

    def _label_place(self, number: int) -> Point | None:
        """Return where label `number` stands now: its place in the showing that is nearest in time; None if it has none."""
        if self._label_places is None:
            self._label_places = self.context.place_labels(type(self), self.context)
        showings = self._label_places[number] if number < len(self._label_places) else ()
        if not showings:
            return None
        now = self.seconds
        return min(showings, key=lambda each: max(each.begin - now, now - each.end, 0.0)).at

    def setup(self) -> None:
        """Paint the paper; add step marker and progress rail if the shot is a step."""
        colour = [round(part * 255) for part in rgb(Role.PAPER)]
        self.camera.background[:, :] = (*colour, 255)
        self.camera.reset()
        if self.context.shot.shot.step:
            self.overlay = StepMarker(self.context), ProgressRail(self.context, self)
            for piece in self.overlay:
                piece.set_z_index(OVERLAY_LEVEL)
            self.add(*self.overlay)

    def tear_down(self) -> None:
        """Raise ProductionError unless every cue and every frame of the shot was played."""
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
        self.played += played(self._cue, self.frame, frames, animations)
        self.play(*animations, run_time=self.rate.play_seconds(frames))
        self.frame = self._play_start + frames
        self.now = self.frame

    def hold(self, frames: int, *animations: Animation) -> None:
        """Let `frames` frames pass, with `animations` if any are given; thermal motion goes on. 0 frames play nothing."""
        if frames:
            self.play_for(frames, *animations, Stay())

    def play_cue(self, name: str, *animations: Animation) -> None:
        """Play animations over the whole of a cue. Raises ProductionError as `cue` does."""
        with self.cue(name) as cue:
            self.play_for(cue.frames, *animations)

    def construct(self) -> None:
        """Play the shot: `stage`, then the lead with the motions of `during_lead`, the cues of `cues`, and the tail.

        Raises ProductionError as `cue` does.
        """
        self.stage()
        self.hold(self.lead(), *self.during_lead())
        self.play_cues(self.cues())
        self.hold(self.tail())

    def stage(self) -> None:
        """Put backdrop, actors and labels on stage, as they are when the shot begins."""

    def during_lead(self) -> Sequence[Animation]:
        """Return the motions that are played over the lead, before the first cue; called after `stage`. By default none."""
        return ()

    def cues(self) -> Cues:
        """Return what is played in each cue, in the order of the storyboard; called after `stage`.

        return {
            "changes": self.helix12_settles,
            "receptor": [change(self.receptor, "dim", 0.5, 0.0, 0.2), show(self.labels["blocked"], 0.1, 0.3)],
        }
        """
        return {}

    def play_cues(self, cues: Cues) -> None:
        """Play cues in the order given. Raises ProductionError as `cue` does."""
        for name, play in cues.items():
            with self.cue(name) as cue:
                if callable(play):
                    play(cue)
                else:
                    self.play_for(cue.frames, *play)

    def fade_in(self, frames: int, *painted: Painted) -> None:
        """Put painted things on stage and fade them in over `frames` frames."""
        self.add(*painted)
        self.play_for(frames, *(Appear(each) for each in painted))

    def fade_out(self, frames: int, *painted: Painted) -> None:
        """Fade painted things out over `frames` frames and take them off stage."""
        self.play_for(frames, *(Vanish(each) for each in painted))
        self.remove(*painted)

    def set_backdrop(self, draw: Callable[..., NDArray[np.uint8]], *args: Any, **kwargs: Any) -> None:
        """Start every frame from what `draw(width, height, …)` returns: (height, width, 4) RGBA, the camera's size.

        It replaces a backdrop that moves, too.
        """
        self._remove_backdrops()
        self.camera.set_backdrop(draw(self.camera.pixel_width, self.camera.pixel_height, *args, **kwargs))

    def put_behind(self, backdrop: Backdrop) -> None:
        """Put a backdrop that moves on stage, behind everything else and in place of an earlier one."""
        self._remove_backdrops()
        self.add(backdrop)

    def _remove_backdrops(self) -> None:
        self.remove(*[each for each in self.mobjects if isinstance(each, Backdrop)])

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
        """Frames of the shot that are not yet played: after its last cue, those of its tail."""
        return self.context.shot.slot.frames - self.frame

    @contextmanager
    def cue(self, name: str) -> Iterator[CueClock]:
        """The clock of one cue. On entry exactly the frames before the cue must have been played, on exit all of its own.

        Raises ProductionError if they have not, or if the shot has no such cue.
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
        self._cue = name
        yield CueClock(name, stop - start, self, start)
        self._cue = ""
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
        """Raise a ProductionError, or pass the fault to a renderer that collects faults (`note`), such as a rehearsal."""
        note = getattr(self.renderer, "note", None)
        if note is None:
            raise ProductionError(fault)
        note(fault)

    def _mistimed(self, found: str, expected: str) -> ProductionError:
        shot = self.context.shot.shot
        remedy = f"fix {type(self).__name__}.construct or the shot's cues"
        return ProductionError(Fault(f"shot '{shot.id}' in scene {shot.scene}", found, expected, remedy))

    # Manim's clock adds up floats; this one counts frames, so that every frame is a function of its number.
    def update_to_time(self, t: float) -> None:
        """Set everything to time `t` (seconds) of the present play."""
        self.now = self._play_start + round(t * float(self.rate.fps))
        # A motion is a function of its share of time, so it can be left out at frames that are not drawn.
        wants = getattr(self.renderer, "wants", None)
        if wants is None or wants(self.now):
            super().update_to_time(t)

    def get_moving_and_static_mobjects(
        self, animations: Sequence[Animation]
    ) -> tuple[list[Mobject], list[Mobject]]:
        """Report all mobjects as moving: what is still is cached by each mobject itself."""
        return list(self.mobjects), []


def _fixed(point: Point) -> Callable[[], Point]:
    """A target that stays at `point`."""
    return lambda: point

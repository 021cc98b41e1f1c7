"""Motions that a scene plays. Each is a function of its share of the play's time, so that any frame can be drawn alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from manim import Animation, Mobject

from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.painted import Painted

ROUNDING = 1e-9
"""Shares that differ by less are equal."""


def gentle(share: float) -> float:
    """Ease from rest to rest: peak speed is 1.5 times the mean. Manim's `smooth` peaks at 2.5, which looks like a jerk."""
    return smoothstep(share)


def steady(share: float) -> float:
    """No easing: constant speed."""
    return share


RAMP_SHARE = 0.2
"""Share of an even motion in which it gathers speed, and in which it loses it."""


def evenly(share: float) -> float:
    """Ease from rest to rest at an even pace between two ramps: peak speed is 1.25 times the mean."""
    if share > 0.5:
        return 1.0 - evenly(1.0 - share)
    return (share * share / (2 * RAMP_SHARE) if share < RAMP_SHARE else share - RAMP_SHARE / 2) / (
        1.0 - RAMP_SHARE
    )


def passage(begin: float, end: float) -> Callable[[float], float]:
    """Return the easing of the part from `begin` to `end` of one gentle motion that is split over two plays."""
    return lambda share: gentle(end if share >= 1.0 else begin + (end - begin) * share)


@dataclass(frozen=True)
class Piece:
    """A motion without parts, and the shares of its play at which it begins and ends. See `key`."""

    begin: float
    end: float
    is_key: bool
    name: str

    def within(self, begin: float, end: float, is_key: bool = False) -> Piece:
        """Return the piece in a play of which its own is the part from `begin` to `end`."""
        length = end - begin
        return Piece(begin + length * self.begin, begin + length * self.end, self.is_key or is_key, self.name)


class Motion(Animation):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """An animation of an actor's state. It copies no mobject; Manim's own animations copy all arrays of theirs."""

    def __init__(
        self, mobject: Mobject | None = None, *, ease: Callable[[float], float] = gentle, **kwargs: Any
    ) -> None:
        super().__init__(mobject or Mobject(), rate_func=ease, **kwargs)
        self.is_key = False

    def pieces(self) -> list[Piece]:
        """Return what moves when, as shares of the play: for a film that is checked, not for drawing."""
        return [Piece(0.0, 1.0, self.is_key, type(self).__name__)]

    def begin(self) -> None:
        """Record the state at the start, then show the first moment."""
        self.start()
        self.interpolate(0)

    def start(self) -> None:
        """Record the state from which the motion starts."""

    def move(self, share: float) -> None:
        """Set the state at this share (0…1, eased) of the motion."""

    def interpolate(self, alpha: float) -> None:
        """Called by Manim with the share of time that has passed."""
        self.move(self.rate_func(min(max(alpha, 0.0), 1.0)))

    def finish(self) -> None:
        """Set the state at the end exactly."""
        self.interpolate(1)

    def update_mobjects(self, dt: float) -> None:
        """Do nothing: actors read the scene's clock."""

    def clean_up_from_scene(self, scene: Any) -> None:
        """Do nothing: no mobject was added."""

    def _setup_scene(self, scene: Any) -> None:
        """Do nothing: actors are in a molecule view, not among the scene's mobjects."""


AnyMotion = TypeVar("AnyMotion", bound=Motion)


class Stay(Motion):
    """No motion: only thermal motion goes on."""

    def pieces(self) -> list[Piece]:
        """Nothing."""
        return []


class Riding(Motion):
    """Calls `place` at every frame, to attach something to what moves. List it after the motion that it depends on."""

    def __init__(self, place: Callable[[], None]) -> None:
        super().__init__()
        self._place = place

    def pieces(self) -> list[Piece]:
        """Nothing: it moves with something else."""
        return []

    def move(self, share: float) -> None:
        """Call `place`."""
        self._place()


class Change(Motion):
    """An attribute of an actor goes from its present number to another: `Change(ghost, "opacity", 0.4)`."""

    def __init__(self, actor: Any, name: str, to: float, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)
        self._actor, self._name, self._to = actor, name, to
        self._from = to

    def start(self) -> None:
        """Record the present number."""
        self._from = float(getattr(self._actor, self._name))

    def move(self, share: float) -> None:
        """Set the number."""
        value = self._to if share >= 1.0 else self._from + (self._to - self._from) * share
        setattr(self._actor, self._name, value)


class Appear(Change):
    """Fades something painted in, to the opacity `to`."""

    def __init__(self, painted: Painted, to: float = 1.0, **kwargs: Any) -> None:
        super().__init__(painted, "opacity", to, **kwargs)


class Vanish(Change):
    """Fades something painted out."""

    def __init__(self, painted: Painted, **kwargs: Any) -> None:
        super().__init__(painted, "opacity", 0.0, **kwargs)


class Within(Motion):
    """Another motion within a part of the play: `Within(0.2, 0.5, Swing(receptor, "open"))`."""

    def __init__(self, begin: float, end: float, motion: Motion) -> None:
        super().__init__(motion.mobject, ease=lambda share: share)
        self._begin, self._end, self._motion = begin, end, motion
        self._started = False

    def pieces(self) -> list[Piece]:
        """Those of the other motion."""
        return [each.within(self._begin, self._end, self.is_key) for each in self._motion.pieces()]

    def move(self, share: float) -> None:
        """Pass on the share of the inner motion; before `begin` it has no effect."""
        if share < self._begin:
            return
        if not self._started:
            self._motion.start()
            self._started = True
        self._motion.interpolate(min(1.0, (share - self._begin) / (self._end - self._begin)))


class Stagger(Motion):
    """Motions that each run within a part of the play, the next one `every` later than the one before.

    `Stagger(0.0, 0.2, [Appear(first), Appear(second)], every=0.3)` runs the first from 0 to 0.2 of the play, the second from
    0.3 to 0.5. A list of motions in place of one is a group that runs together. With `every` 0, all run together. Raises
    ValueError if the last one would end after the play.
    """

    def __init__(
        self, begin: float, end: float, motions: Iterable[Motion | Sequence[Motion]], *, every: float = 0.0
    ) -> None:
        super().__init__(ease=steady)
        groups = [each if isinstance(each, Sequence) else (each,) for each in motions]
        last = end + every * (len(groups) - 1)
        if groups and every and last > 1.0 + ROUNDING:
            raise ValueError(
                f"{len(groups)} motions, one every {every:g}, would end at {last:.3g} of the play, not by 1"
            )
        self._motions = [
            Within(begin + every * number, end + every * number, motion)
            for number, group in enumerate(groups)
            for motion in group
        ]

    def pieces(self) -> list[Piece]:
        """Those of all its motions."""
        return [piece.within(0.0, 1.0, self.is_key) for motion in self._motions for piece in motion.pieces()]

    def move(self, share: float) -> None:
        """Pass the share of the play on to each motion."""
        for motion in self._motions:
            motion.interpolate(share)


def key(motion: AnyMotion) -> AnyMotion:
    """Mark a motion as what the words of its cue are about, and return it.

        self.play_for(cue.frames, key(Within(0.29, 0.71, Swing(self.receptor, "antagonist"))), …)

    Tests prove that every cue has such a motion, which is over before the words are. See `MoaScene.played`.
    """
    motion.is_key = True
    return motion


def show(
    painted: Painted | Sequence[Painted],
    begin: float,
    end: float,
    to: float = 1.0,
    *,
    until: tuple[float, float] | None = None,
    every: float = 0.0,
) -> Stagger:
    """Fade one or several painted things in, to the opacity `to`, between two shares of the play; `every` as for Stagger.

    With `until` they are faded out again between these two shares.

        show(label, 0.1, 0.2)                       # fades in from 0.1 to 0.2 of the play, and stays
        show(label, 0.1, 0.2, until=(0.8, 0.9))     # fades in, and out again
        show([first, second], 0.1, 0.2, every=0.3)  # the first from 0.1 to 0.2, the second from 0.4 to 0.5
    """
    things = _several(painted)
    shown = Stagger(begin, end, [Appear(each, to) for each in things], every=every)
    return Stagger(0.0, 1.0, [shown, hide(things, *until, every=every)]) if until else shown


def hide(painted: Painted | Sequence[Painted], begin: float, end: float, *, every: float = 0.0) -> Stagger:
    """Fade one or several painted things out between two shares of the play; `every` as for Stagger."""
    return Stagger(begin, end, [Vanish(each) for each in _several(painted)], every=every)


def change(
    actor: Any, name: str, to: float, begin: float, end: float, *, every: float = 0.0, **kwargs: Any
) -> Stagger:
    """Bring the number `name` of one or several actors (a list or tuple) to `to` between two shares of the play.

    `ease` as for Motion, `every` as for Stagger.
    """
    return Stagger(begin, end, [Change(each, name, to, **kwargs) for each in _several(actor)], every=every)


def _several(things: Any) -> Sequence[Any]:
    """The things of a list or tuple; a single thing, such as a Mobject (which is iterable), as a tuple."""
    return things if isinstance(things, list | tuple) else (things,)

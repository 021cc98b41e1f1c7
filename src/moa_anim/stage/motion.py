"""How things move: verbs for a scene to play. Each is a function of its share of time, so that any frame stands alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from manim import Animation, Mobject

from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.painted import Painted


def gentle(share: float) -> float:
    """From rest to rest: peak speed 1.5 times the mean. Manim's `smooth` peaks at 2.5, which looks shot from a gun."""
    return smoothstep(share)


def steady(share: float) -> float:
    """At one pace."""
    return share


def passage(begin: float, end: float) -> Callable[[float], float]:
    """The part from `begin` to `end` of one gentle motion: for one that goes on from a play into the next."""
    return lambda share: gentle(end if share >= 1.0 else begin + (end - begin) * share)


class Motion(Animation):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """An animation of an actor's state. It copies no mobject (Manim's copies every array it finds)."""

    def __init__(
        self, mobject: Mobject | None = None, *, ease: Callable[[float], float] = gentle, **kwargs: Any
    ) -> None:
        super().__init__(mobject or Mobject(), rate_func=ease, **kwargs)

    def begin(self) -> None:
        """Note where things stand, then show the first moment."""
        self.start()
        self.interpolate(0)

    def start(self) -> None:
        """Note where things stand."""

    def move(self, share: float) -> None:
        """Bring things to this share (0…1, eased) of the motion."""

    def interpolate(self, alpha: float) -> None:
        """Manim's call, with the share of time that is over."""
        self.move(self.rate_func(min(max(alpha, 0.0), 1.0)))

    def finish(self) -> None:
        """Be at the end exactly."""
        self.interpolate(1)

    def update_mobjects(self, dt: float) -> None:
        """Nothing: actors look at the scene's clock themselves."""

    def clean_up_from_scene(self, scene: Any) -> None:
        """Nothing was brought along that would have to go."""

    def _setup_scene(self, scene: Any) -> None:
        """Nothing to bring into the scene: actors are on a tableau."""


class Stay(Motion):
    """Nothing directed happens."""


class Riding(Motion):
    """Something is brought to where it belongs on what has just moved: list it after the motion that it rides on."""

    def __init__(self, place: Callable[[], None]) -> None:
        super().__init__()
        self._place = place

    def move(self, share: float) -> None:
        """Bring it there."""
        self._place()


class Change(Motion):
    """A number of an actor, or of the scene, goes from what it is to another value: `Change(ghost, "opacity", 0.4)`."""

    def __init__(self, actor: Any, name: str, to: float, **kwargs: Any) -> None:
        super().__init__(None, **kwargs)
        self._actor, self._name, self._to = actor, name, to
        self._from = to

    def start(self) -> None:
        """Note the number."""
        self._from = float(getattr(self._actor, self._name))

    def move(self, share: float) -> None:
        """Set the number."""
        value = self._to if share >= 1.0 else self._from + (self._to - self._from) * share
        setattr(self._actor, self._name, value)


class Appear(Change):
    """Something painted comes into view."""

    def __init__(self, painted: Painted, to: float = 1.0, **kwargs: Any) -> None:
        super().__init__(painted, "opacity", to, **kwargs)


class Vanish(Change):
    """Something painted goes out of view."""

    def __init__(self, painted: Painted, **kwargs: Any) -> None:
        super().__init__(painted, "opacity", 0.0, **kwargs)


class Within(Motion):
    """Another motion within a part of the time: `Within(0.2, 0.5, Appear(label))`."""

    def __init__(self, begin: float, end: float, motion: Motion) -> None:
        super().__init__(motion.mobject, ease=lambda share: share)
        self._begin, self._end, self._motion = begin, end, motion
        self._started = False

    def move(self, share: float) -> None:
        """Hand on the share of the inner motion; before its time nothing is touched."""
        if share < self._begin:
            return
        if not self._started:
            self._motion.start()
            self._started = True
        self._motion.interpolate(min(1.0, (share - self._begin) / (self._end - self._begin)))

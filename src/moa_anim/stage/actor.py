"""Base class of actors: things with named states and anchors that return the bodies to be drawn."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from moa_anim.graphics.colours import role_named
from moa_anim.molecule.bodies import Body

UNSEEN = 0.95
"""A body with this share of paper mixed in, or more, counts as invisible."""

DIM_STEPS = 32
"""Number of dimming levels from 0 to 1; a fade passes at most one per frame, so that steps are not visible."""


@dataclass(frozen=True)
class Part:
    """A body of an actor, and a `key` that changes whenever the body does.

    A `still` part is expected not to change for many frames: it is shaded once, and moving parts are shaded over it.
    """

    key: Hashable
    body: Body
    still: bool = False


@dataclass(frozen=True, repr=False)
class Glimpse:
    """A part of an actor for inspection without drawing: beads (n, 3), their radii (n,) and spots (m, 3) on it; all Å."""

    name: str
    positions: NDArray[np.float64]
    radii: NDArray[np.float64]
    spots: NDArray[np.float64]
    dim: float


class Actor(Mobject):  # type: ignore[misc]  # Manim's Mobject is untyped to mypy strict
    """Something with named `states`. `dim` in 0…1 is the share of paper mixed in; it is drawn only while `shown`."""

    states: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.dim = 0.0
        self.shown = True

    @property
    def dimmed(self) -> float:
        """`dim` rounded to DIM_STEPS levels, so that a still part is shaded anew at each level, not at each frame."""
        return round(self.dim * DIM_STEPS) / DIM_STEPS

    def parts(self, seconds: float) -> list[Part]:
        """Return the parts to be drawn, `seconds` after the shot's beginning."""
        raise NotImplementedError

    def glimpses(self, seconds: float) -> list[Glimpse]:
        """Return a glimpse of each visible part, with its middle as the only spot. Parts dimmed to UNSEEN are left out."""
        found = []
        for part in self.parts(seconds):
            beads = part.body.beads
            if part.body.dim < UNSEEN and len(beads):
                name = f"{type(self).__name__} {role_named(part.body.colour)}"
                middle = beads.positions.mean(axis=0, keepdims=True)
                found.append(Glimpse(name, beads.positions, beads.radii, middle, part.body.dim))
        return found

    def anchor(self, name: str) -> NDArray[np.float64]:
        """Return a named place of the actor (3,; Å in the stage frame). Raises KeyError for another name."""
        raise NotImplementedError

    def require_state(self, state: str) -> str:
        """Return `state`; raise ValueError, which lists the states, if it is not one of them."""
        if state not in self.states:
            raise ValueError(f"{type(self).__name__} has the states {', '.join(self.states)}, not '{state}'")
        return state

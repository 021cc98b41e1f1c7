"""What all actors share: they are told by states and anchors, and give bodies to be drawn."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from manim import Mobject
from numpy.typing import NDArray

from moa_anim.graphics.colours import role_named
from moa_anim.molecule.shading import Body


@dataclass(frozen=True)
class Part:
    """A body of an actor and a `key` that changes whenever the body does.

    A `still` part is expected to stay as it is for many frames: it is painted once and what moves is painted over it.
    """

    key: Hashable
    body: Body
    still: bool = False


@dataclass(frozen=True, repr=False)
class Glimpse:
    """A part of an actor as told to who looks and does not draw: beads (n, 3) and radii (n,), spots (m, 3) on it; all Å."""

    name: str
    positions: NDArray[np.float64]
    radii: NDArray[np.float64]
    spots: NDArray[np.float64]
    dim: float


class Actor(Mobject):  # type: ignore[misc]  # Manim's Mobject is untyped to mypy strict
    """Something with states. `dim` in 0…1 mixes it with the paper; `shown` says whether it is drawn at all."""

    states: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.dim = 0.0
        self.shown = True

    @property
    def dimmed(self) -> float:
        """`dim` to the nearest of DIM_STEPS: what stands still is shaded again at each of them, not at each frame."""
        return round(self.dim * DIM_STEPS) / DIM_STEPS

    def parts(self, seconds: float) -> list[Part]:
        """What is to be drawn at a moment of the shot."""
        raise NotImplementedError

    def glimpses(self, seconds: float) -> list[Glimpse]:
        """What is seen of it at a moment, by colour; the spot of each is its middle. What is as good as paper is not seen."""
        found = []
        for part in self.parts(seconds):
            beads = part.body.beads
            if part.body.dim < UNSEEN and len(beads):
                name = f"{type(self).__name__} {role_named(part.body.colour)}"
                middle = beads.positions.mean(axis=0, keepdims=True)
                found.append(Glimpse(name, beads.positions, beads.radii, middle, part.body.dim))
        return found

    def anchor(self, name: str) -> NDArray[np.float64]:
        """A named place of the actor (3,), Å in the stage frame. Raises KeyError for a name it does not have."""
        raise NotImplementedError

    def require_state(self, state: str) -> str:
        """Return `state`; raise ValueError naming the states there are if it is not one of them."""
        if state not in self.states:
            raise ValueError(f"{type(self).__name__} has the states {', '.join(self.states)}, not '{state}'")
        return state


UNSEEN = 0.95
"""A body mixed so far with paper is not seen."""

DIM_STEPS = 32
"""From 0 to 1; a fade to what is not meant now is one of them a frame or less: steps are not seen."""

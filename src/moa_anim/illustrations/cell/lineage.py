"""Receptors of a cell that divides twice: each goes with the half that contains it; every new nucleus gets further ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.population import VARIANTS, Member, Population
from moa_anim.actors.receptor import receptor_beads
from moa_anim.graphics.geometry import Point
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.receptor_places import made_at, ring, seat_in
from moa_anim.illustrations.curves import Points
from moa_anim.model.palette import Role

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

RECEPTORS_PER_CELL = 4
"""In each cell of each generation; half of them come from the mother."""

RING_RADII = 0.24
"""Distance of receptors from the centre of the nucleus, in radii of their cell."""

WANDER_PIXELS = 3.0
"""How far a receptor moves from its place."""


@dataclass(frozen=True)
class Path:
    """A receptor's side at each of the two divisions, the generation in which it is made, and its place in each generation.

    Places are in radii of the cell that contains it, x along the axis of that cell's division.
    """

    sides: tuple[float, float]
    made_in: int
    places: tuple[Points, Points, Points]


class Lineage(Population):
    """The receptors of the cell `mother`, then of its `daughters`, which are set after its division, and of their daughters.

    `scale` is in design pixels per ångström.
    """

    def __init__(self, clock: Clock, mother: Cell, *, scale: float, seed: int) -> None:
        self.mother = mother
        self.daughters: tuple[Cell, ...] = ()
        self.paths = _paths(np.random.default_rng(seed))
        members = [Member(0.0, 0.0, n % VARIANTS, seed + 31 * n) for n in range(len(self.paths))]
        beads = receptor_beads(0.0)
        super().__init__(
            clock, [(beads, Role.RECEPTOR)], members, scale=scale, wander=WANDER_PIXELS, seed=seed
        )
        self.moved, self.visible = self._seat, self._made

    def _seat(self, number: int) -> Point:
        path = self.paths[number]
        first, second, third = path.places
        if not self.daughters:
            return seat_in(self.mother, path.sides[0], first, second, spreads=path.made_in == 0)
        cell = self.daughters[0 if path.sides[0] < 0.0 else 1]
        if path.made_in == 2:
            return seat_in(cell, path.sides[1], third, third, spreads=False)
        return seat_in(cell, path.sides[1], _turned(second), third, spreads=True)

    def _made(self, number: int) -> float:
        generation = self.paths[number].made_in
        if generation == 0:
            return 1.0
        if generation == 1:
            return 1.0 if self.daughters else made_at(self.mother.division)
        return made_at(self.daughters[0].division) if self.daughters else 0.0


def _turned(place: Points) -> Points:
    """A place in a daughter, along its axis of division, which is perpendicular to its mother's."""
    return np.array([place[1], -place[0]])


def _ring(random: np.random.Generator) -> list[Points]:
    """Places around the origin for the receptors of one cell."""
    return ring(RECEPTORS_PER_CELL, RING_RADII, random, uneven=(0.92, 1.08))


def _halves(places: list[Points]) -> list[tuple[float, Points]]:
    """Each place with its side along x (−1 or 1); half of them are on either side."""
    ordered = sorted(places, key=lambda place: float(place[0]))
    return [(-1.0 if n < RECEPTORS_PER_CELL // 2 else 1.0, place) for n, place in enumerate(ordered)]


def _paths(random: np.random.Generator) -> list[Path]:
    """The paths of all receptors: those made in the mother, in its daughters, and in their daughters."""
    mothers = _halves(_ring(random))
    paths = []
    for side in (-1.0, 1.0):
        own = [place for at, place in mothers if at == side]
        daughters = _ring(random)
        inherited: list[tuple[int, Points, Points]] = [
            (0 if n < len(own) else 1, own[n] if n < len(own) else place, place)
            for n, place in enumerate(daughters)
        ]
        inherited.sort(key=lambda each: float(_turned(each[2])[0]))
        for below, half in (
            (-1.0, inherited[: RECEPTORS_PER_CELL // 2]),
            (1.0, inherited[RECEPTORS_PER_CELL // 2 :]),
        ):
            theirs = _ring(random)
            for n, last in enumerate(theirs):
                if n < len(half):
                    made_in, first, second = half[n]
                    paths.append(Path((side, below), made_in, (first, second, last)))
                else:
                    paths.append(Path((side, below), 2, (last, last, last)))
    return paths

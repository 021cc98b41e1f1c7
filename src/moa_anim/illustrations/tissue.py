"""A few cancer cells side by side, receptors in their nuclei; some of them divide, and elacestrant comes to the receptors.

Cells are schematic, receptors and elacestrant in them are drawn larger than life (each to its own scale); credited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.population import VARIANTS, Member, Population
from moa_anim.actors.receptor import receptor_beads
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.partition import lobes_at
from moa_anim.illustrations.cell.receptor_places import made_at, ring, seat_in
from moa_anim.illustrations.curves import Points, lengths_along
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

# Design pixels for one ångström: a receptor is 40 pixels, elacestrant 34. In life a nucleus is 200 receptors across.
RECEPTOR_SCALE = 0.66
ELACESTRANT_SCALE = 1.9

# Numbers of receptors: in a cell that does not divide; in both daughters of one that does; and in the mother before.
RESTING = 4
DIVIDING = 6
INHERITED = 4

# Distance of receptors from the centre of the nucleus, in radii of their cell; a nucleus's radius is nearly twice this.
RING_SHARE = 0.25
DAUGHTER_RING_SHARE = 0.235

WANDER_PIXELS = 3.5
"""How far a receptor strays from its place."""

FADE_SHARE = 0.22
"""How long one receptor takes to fade, as a share of the time in which all are cleared."""

PATH_SAMPLES = 80
"""Points on the path of an elacestrant molecule."""

# Paths of elacestrant stay between these heights (design pixels), clear of the words above and below the cells.
TOP_PIXELS = 275.0
BOTTOM_PIXELS = 760.0

DISC = np.array(
    [(x, y) for x in np.linspace(-1, 1, 37) for y in np.linspace(-1, 1, 37) if x * x + y * y <= 1.0]
)
"""Points all over a disc of radius 1, dense enough to leave no gap for a label."""


@dataclass(frozen=True)
class Seat:
    """A receptor's place about the mother's centre and its daughter's (radii of each); `side` is 0 without a division."""

    cell: int
    mother: Points
    daughter: Points
    side: float
    inherited: bool


class Tissue(Painted):
    """`cells`, of which those numbered in `dividing` may divide, and `receptors` in them.

    `arrived` in 0…1 is how far elacestrant is along its paths; `cleared` in 0…1 the share of the clearing that is done: one
    receptor is left in each nucleus, and only those reached by elacestrant are cleared.
    """

    def __init__(self, clock: Clock, cells: Sequence[Cell], dividing: Sequence[int], *, seed: int) -> None:
        super().__init__()
        self._clock, self.cells, self._seed = clock, list(cells), seed
        self.arrived = self.cleared = 0.0
        random = np.random.default_rng(seed)
        seats = [
            seat
            for number in range(len(self.cells))
            for seat in (_shared(number, random) if number in dividing else _resting(number, random))
        ]
        seats = [seats[k] for k in random.permutation(len(seats))]
        spared = list({(seat.cell, seat.side): seat for seat in seats if seat.inherited}.values())
        self.going = len(seats) - len(spared)
        self._seats = [seat for seat in seats if not any(seat is other for other in spared)] + spared
        members = [Member(0.0, 0.0, n % VARIANTS, seed + 31 * n) for n in range(len(seats))]
        beads = receptor_beads(0.0)
        self.receptors = Population(
            clock, [(beads, Role.RECEPTOR)], members, scale=RECEPTOR_SCALE, wander=WANDER_PIXELS, seed=seed
        )
        self.receptors.moved, self.receptors.visible = self.seat, self._seen
        self._paths: list[Points] = []

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells, then what is in them."""
        for each in (*self.cells, self.receptors):
            each.opacity = self.opacity
            each.paint(canvas)

    def silhouettes(self) -> list[tuple[Points, float]]:
        """Points all over the cells; labels avoid nuclei most."""
        found = []
        for cell in self.cells:
            lobes = lobes_at(cell.division)
            for side in (-1.0, 1.0) if lobes.apart > 0.0 else (0.0,):
                turn = np.array([np.cos(cell.angle), np.sin(cell.angle)])
                middle = np.array([cell.x, cell.y]) + cell.radius * lobes.apart * side * turn
                found.append((middle + 1.04 * cell.radius * lobes.radius * DISC, 0.7))
                found.append((middle + 0.5 * cell.radius * lobes.radius * DISC, 1.0))
        return found

    def sightings(self) -> list[Sighting]:
        """Each cell, or each half of one that divides, and each receptor in them."""
        if self.opacity <= 0.0:
            return []
        found = []
        for number, cell in enumerate(self.cells):
            lobes = lobes_at(cell.division)
            for side in (-1.0, 1.0) if lobes.apart > 0.0 else (0.0,):
                turn = np.array([np.cos(cell.angle), np.sin(cell.angle)])
                middle = np.array([cell.x, cell.y]) + cell.radius * lobes.apart * side * turn
                disc = middle + 1.04 * cell.radius * lobes.radius * DISC
                found.append(Sighting("Tissue cell", (id(self), number, side), disc, middle[None], 0.7))
        return [*found, *self.receptors.sightings()]

    def seat(self, number: int) -> Point:
        """Design pixels of a receptor in its cell or its half of it; clear of the chromosomes in mitosis."""
        seat = self._seats[number]
        cell = self.cells[seat.cell]
        spreads = seat.inherited and seat.side != 0.0
        return seat_in(cell, seat.side, seat.mother, seat.daughter, spreads=spreads)

    def _seen(self, number: int) -> float:
        seat = self._seats[number]
        made = 1.0 if seat.inherited else made_at(self.cells[seat.cell].division)
        if number >= self.going:
            return made
        begin = (1.0 - FADE_SHARE) * number / max(1, self.going - 1)
        return made * (1.0 - smoothstep((self.cleared - begin) / FADE_SHARE))

    def lasting_in(self, cell: int) -> int:
        """The number of a receptor of that cell that is never cleared."""
        return next(n for n in range(self.going, len(self._seats)) if self._seats[n].cell == cell)

    def first_in(self, cell: int) -> int:
        """The number of the first receptor of that cell to go, and so of the elacestrant that comes to it."""
        return next(n for n in range(self.going) if self._seats[n].cell == cell)

    def elacestrants(self) -> Population:
        """Elacestrant from both sides, one for each receptor to be cleared, on paths to where the receptors are now."""
        count = self.going
        random = np.random.default_rng(self._seed + 1)
        order = sorted(range(count), key=lambda n: self.seat(n)[0])
        self._paths = [np.empty((0, 2))] * count
        for rank, number in enumerate(order):
            self._paths[number] = _approach(self.seat(number), -1.0 if rank < count / 2 else 1.0, random)
        members = [Member(0.0, 0.0, n % VARIANTS, self._seed + 977 + 31 * n) for n in range(count)]
        shape = [(beads_of_ligand(receptor_tables().ligands["elacestrant"]), Role.ELACESTRANT)]
        population = Population(
            self._clock, shape, members, scale=ELACESTRANT_SCALE, wander=4.5, seed=self._seed + 1
        )
        population.moved = self._elacestrant_place
        return population

    def _elacestrant_place(self, number: int) -> Point:
        path = self._paths[number]
        lengths = lengths_along(path)
        at = self.arrived * lengths[-1]
        return float(np.interp(at, lengths, path[:, 0])), float(np.interp(at, lengths, path[:, 1]))


def _resting(cell: int, random: np.random.Generator) -> list[Seat]:
    return [Seat(cell, place, place, 0.0, True) for place in ring(RESTING, RING_SHARE, random)]


def _shared(cell: int, random: np.random.Generator) -> list[Seat]:
    """The mother's receptors go with the half in which they are; each daughter makes more of them."""
    mother = sorted(ring(INHERITED, RING_SHARE, random), key=lambda place: float(place[0]))
    left = INHERITED // 2
    seats = []
    for side, own in ((-1.0, mother[:left]), (1.0, mother[left:])):
        half = ring(DIVIDING // 2, DAUGHTER_RING_SHARE, random)
        for number, place in enumerate(half):
            inherited = number < len(own)
            seats.append(Seat(cell, own[number] if inherited else place, place, side, inherited))
    return seats


def _approach(goal: Point, side: float, random: np.random.Generator) -> Points:
    """A meandering path (n, 2) from outside the frame to a receptor, overshooting it first."""
    edge = -60.0 if side < 0 else FRAME_WIDTH + 60.0
    x, y = goal
    down = random.choice([-1.0, 1.0])
    controls = np.array(
        [
            (edge, random.uniform(TOP_PIXELS + 60, BOTTOM_PIXELS - 60)),
            (edge + 0.55 * (x - edge), y + random.uniform(-150, 150)),
            (x - side * random.uniform(50, 80), y + down * random.uniform(55, 85)),
            (x + side * random.uniform(45, 70), y - down * random.uniform(30, 55)),
            (x + side * 9.0, y - down * 9.0),
        ]
    )
    controls[:, 1] = np.clip(controls[:, 1], TOP_PIXELS, BOTTOM_PIXELS)
    return np.asarray(smooth_curve(controls, PATH_SAMPLES))

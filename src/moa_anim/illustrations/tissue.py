"""A few cancer cells side by side with receptors in their nuclei; some divide, and elacestrant moves to the receptors.

The cells are schematic; receptors and elacestrant are drawn larger than life, each to its own scale. The credits state this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.nuclear_receptors import MUTANT_LOOK, FlatView, NuclearReceptors
from moa_anim.actors.population import VARIANTS, Member, Population
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.partition import lobes_at
from moa_anim.illustrations.cell.receptor_places import made_at, seat_in
from moa_anim.illustrations.curves import Points, lengths_along
from moa_anim.illustrations.tissue_layout import approach, dividing_seats, resting_seats
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

# Design pixels per ångström: a receptor is 33 pixels long, elacestrant 18. A real nucleus is 200 receptors wide.
RECEPTOR_SCALE = 0.55
ELACESTRANT_SCALE = 0.98

WANDER_PIXELS = 2.8
"""How far a receptor moves from its place."""

FADE_SHARE = 0.22
"""Time that one receptor takes to fade, as a share of the time in which all are cleared."""

LEFT_OPACITY = 0.55
"""Opacity of elacestrant whose receptor has been cleared: it steps back, so that the receptors are seen to become fewer."""

# What labels avoid: a disc for each cell and one for its nucleus, as shares of the cell's radius, and the cell's weight.
CELL_SHARE = 1.04
NUCLEUS_SHARE = 0.5
CELL_WEIGHT = 0.7

DISC = np.array(
    [(x, y) for x in np.linspace(-1, 1, 37) for y in np.linspace(-1, 1, 37) if x * x + y * y <= 1.0]
)
"""Points all over a disc of radius 1, dense enough to leave no gap for a label."""


AS_IT_IS = FlatView((0.0, 0.0), (0.0, 0.0), 1.0)
"""The view of receptors: design pixels."""


class Tissue(Painted):
    """`cells`, of which those numbered in `dividing` may divide, and `receptors` in them: ESR1 mutants, active.

    `arrived` in 0…1 is how far elacestrant has moved along its paths; `cleared` in 0…1 is the progress of clearing. One
    receptor remains in each nucleus, and in the cells numbered in `later`, which divide once elacestrant has come, those that
    the daughters make, too; only receptors that elacestrant has reached are cleared. `receptors_shown` in 0…1 is the opacity
    of all receptors.
    """

    def __init__(
        self,
        clock: Clock,
        cells: Sequence[Cell],
        dividing: Sequence[int],
        *,
        seed: int,
        later: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self._clock, self.cells, self._seed = clock, list(cells), seed
        self.arrived = self.cleared = 0.0
        self.receptors_shown = 1.0
        random = np.random.default_rng(seed)
        seats = [
            seat
            for number in range(len(self.cells))
            for seat in (
                dividing_seats(number, random) if number in dividing else resting_seats(number, random)
            )
        ]
        seats = [seats[k] for k in random.permutation(len(seats))]
        lasting = {(seat.cell, seat.side): seat for seat in seats if seat.inherited}
        spared = [
            *lasting.values(),
            *(seat for seat in seats if seat.cell in later and not seat.inherited),
        ]
        self._clearable = len(seats) - len(spared)
        self._seats = [seat for seat in seats if not any(seat is other for other in spared)] + spared
        self.receptors = NuclearReceptors(
            clock,
            len(seats),
            scale=RECEPTOR_SCALE,
            wander=WANDER_PIXELS,
            seed=seed,
            seat=self.seat,
            made=self._opacity_of,
            view=lambda: AS_IT_IS,
            looks=(MUTANT_LOOK, MUTANT_LOOK),
        )
        self._paths: list[Points] = []
        self._goals: list[Point] = []

    def paint(self, canvas: Canvas) -> None:
        """Draw the cells, then what is in them."""
        for each in (*self.cells, self.receptors):
            each.opacity = self.opacity * (self.receptors_shown if each is self.receptors else 1.0)
            each.paint(canvas)

    def silhouettes(self) -> list[tuple[Points, float]]:
        """Return points all over the cells; labels avoid nuclei most."""
        return [
            (middle + share * radius * DISC, weight)
            for _, _, middle, radius in self._lobes()
            for share, weight in ((CELL_SHARE, CELL_WEIGHT), (NUCLEUS_SHARE, 1.0))
        ]

    def sightings(self) -> list[Sighting]:
        """Return each cell, or each half of a cell that divides, and each receptor in them."""
        if self.opacity <= 0.0:
            return []
        cells = [
            Sighting(
                "Tissue cell",
                (id(self), number, side),
                middle + CELL_SHARE * radius * DISC,
                middle[None],
                CELL_WEIGHT,
            )
            for number, side, middle, radius in self._lobes()
        ]
        return [*cells, *self.receptors.sightings()]

    def _lobes(self) -> Iterator[tuple[int, float, Points, float]]:
        """Number of the cell, side, centre and radius (design pixels) of each cell, or of each half of one that divides."""
        for number, cell in enumerate(self.cells):
            lobes = lobes_at(cell.division)
            axis = np.array([np.cos(cell.angle), np.sin(cell.angle)])
            for side in (-1.0, 1.0) if lobes.apart > 0.0 else (0.0,):
                middle = np.array([cell.x, cell.y]) + cell.radius * lobes.apart * side * axis
                yield number, side, middle, cell.radius * lobes.radius

    def seat(self, number: int) -> Point:
        """Return a receptor's place in design pixels; during mitosis it is clear of the chromosomes."""
        seat = self._seats[number]
        cell = self.cells[seat.cell]
        spreads = seat.inherited and seat.side != 0.0
        return seat_in(cell, seat.side, seat.mother, seat.daughter, spreads=spreads)

    def _opacity_of(self, number: int) -> float:
        """A receptor's opacity: it fades in when it is made, and out when it is cleared."""
        seat = self._seats[number]
        made = 1.0 if seat.inherited else made_at(self.cells[seat.cell].division)
        if number >= self._clearable:
            return made
        begin = (1.0 - FADE_SHARE) * number / max(1, self._clearable - 1)
        return made * (1.0 - smoothstep((self.cleared - begin) / FADE_SHARE))

    def receptors_in(self, cell: int) -> list[int]:
        """Return the numbers of a cell's receptors that it has before it divides."""
        return [n for n, seat in enumerate(self._seats) if seat.cell == cell and seat.inherited]

    def lasting_in(self, cell: int) -> int:
        """Return the number of a receptor of that cell that is never cleared."""
        return next(n for n in range(self._clearable, len(self._seats)) if self._seats[n].cell == cell)

    def first_in(self, cell: int) -> int:
        """Return the number of the receptor of that cell that is cleared first, and of the elacestrant that reaches it."""
        return next(n for n in range(self._clearable) if self._seats[n].cell == cell)

    def elacestrants(self) -> Population:
        """Return elacestrant: a molecule for each receptor to be cleared, on a path to where that is now."""
        count = self._clearable
        random = np.random.default_rng(self._seed + 1)
        self._goals = [self.seat(n) for n in range(count)]
        order = sorted(range(count), key=lambda n: self._goals[n][0])
        self._paths = [np.empty((0, 2))] * count
        for rank, number in enumerate(order):
            self._paths[number] = approach(self._goals[number], -1.0 if rank < count / 2 else 1.0, random)
        members = [Member(0.0, 0.0, n % VARIANTS, self._seed + 977 + 31 * n) for n in range(count)]
        shape = [(beads_of_ligand(receptor_tables().ligands["drug"]), Role.DRUG)]
        population = Population(
            self._clock, shape, members, scale=ELACESTRANT_SCALE, wander=4.5, seed=self._seed + 1
        )
        population.moved = self._elacestrant_place
        population.visible = lambda number: LEFT_OPACITY + (1.0 - LEFT_OPACITY) * self._opacity_of(number)
        return population

    def _elacestrant_place(self, number: int) -> Point:
        """An elacestrant's place: on its path, and where its receptor goes in a cell that divides."""
        path = self._paths[number]
        lengths = lengths_along(path)
        at = self.arrived * lengths[-1]
        (x, y), (from_x, from_y) = self.seat(number), self._goals[number]
        return (
            float(np.interp(at, lengths, path[:, 0])) + x - from_x,
            float(np.interp(at, lengths, path[:, 1])) + y - from_y,
        )

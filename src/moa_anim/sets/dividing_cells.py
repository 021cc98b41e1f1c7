"""Cancer cells that divide again and again, with receptors in every nucleus: from one cell to eight.

Shots begin and end with it, so seed and places are its own and not those of a shot.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.nuclear_receptors import LOOSE, FlatView, Look, NuclearReceptors
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.outline import GAP, SHRINK
from moa_anim.illustrations.cell.partition import lobes_at
from moa_anim.illustrations.cell.receptor_places import made_at, ring, seat_in
from moa_anim.illustrations.curves import Points, rotated
from moa_anim.molecule.easing import smoothstep
from moa_anim.sets.cancer_cell import RECEPTORS
from moa_anim.sets.cell_picture import CellPicture
from moa_anim.sets.tissue_ground import TissueGround
from moa_anim.stage.clock import JoinClock
from moa_anim.stage.dive import Track

if TYPE_CHECKING:
    from moa_anim.graphics.geometry import Point
    from moa_anim.stage.clock import Clock

SEED = 96
"""Seed of the cells' contents and of the receptors' places."""

MOTHER_PLACE = (960.0, 518.0)
MOTHER_RADIUS = 264.0
"""Middle and radius of the first cell (design pixels)."""

GROWTH_FACTORS = (1.22, 1.36, 1.36)
"""Factor by which the radius of a cell grows before it divides, by generation: daughters, whose radius is 1/√2 of hers, come
to about their mother's size before they divide in turn."""

GROWTH_SHARE = 0.28
"""Share of its turn in which a cell grows; then it divides."""

GENERATIONS = len(GROWTH_FACTORS)
"""Number of divisions one after the other: eight cells."""

STAGGERS = (0.0, 0.08, 0.25)
"""Cells of one generation begin at moments up to this share of a generation apart; the last one ends with the generation."""

AXES = (0.0, math.pi / 2, 0.0)
AXIS_SPREAD_RADIANS = 0.35
"""Axis of division of each generation, and how far (at most) a cell's own differs from it."""

CONTACT = 1.07
"""Distance of neighbours that touch, as a share of the sum of their radii: outlines are uneven."""

PACKING_STEPS = 600
PACKING_PULL = (0.004, 0.012)
"""Steps in which the cells of a generation are packed, and how far they are pulled to the middle in each, across and down,
as shares of their distance: more so down, since the picture is wide."""

CAMERA = Track((0.0, 0.0), (1.0, -0.01), (2.0, -0.28), (2.3, -0.53), (3.0, -0.54))
"""Natural logarithm of the magnification by generations: the camera draws back as the cells become more, and after the
second generation while they grow, so that all of them are above the captions."""

GROUND_PARALLAX = 1.0
"""The power of the magnification that the tissue behind follows: wholly, so that the camera is seen to draw back and no cell
to shrink."""

SIGNALLING = 2.0
"""Generations when the estrogen signal has been told: four cells. The shot of resistance begins with them."""

RESISTANT = 3.0
"""Generations at the end of the shot of resistance: eight cells. The shot after it begins with them."""

RECEPTORS_PER_CELL = RECEPTORS
"""In each nucleus of each generation, as in the cancer cell; about half of them come from the mother."""

REGAINING_GENERATION = 1
REGAINED = (0.02, 0.25)
REGAINING_SHARE = 0.09
"""Daughters of the first cell, which are never seen at a join, make their receptors one after another between these shares
of their own turn, while they grow, and each within this share. Later ones have all of them when a shot ends with them."""

RING_RADII = 0.27
"""Distance of receptors from the middle of the nucleus, in radii of their cell; one is in the middle."""

RECEPTOR_SCALE = 0.62
"""Design pixels for one ångström of a receptor: enlarged against the cell, and the same in all cells."""

UNEVEN = (0.92, 1.08)
"""Range of the factor by which that distance differs from receptor to receptor."""

WANDER_PIXELS = 3.0
"""How far (root mean square) a receptor moves from its place."""

HERO = 24
"""Number of the receptor that the camera goes to, in the second generation or later."""

FIRST_HERO = 0
"""Number of the receptor, made in the first cell, from which the camera comes out of its nucleus."""


@dataclass(eq=False)
class Descendant:
    """A cell of one generation: it begins its turn at `begins` and has divided at `ends` (generations).

    `seats` are the places of its receptors by number, from its middle, in its radii, in the picture's axes. `room` is how far
    it moves while it divides, besides what all move apart when they grow (pixels of the world).
    """

    cell: Cell
    generation: int
    begins: float
    start: Point
    radius: float
    seats: dict[int, Points]
    room: Point = (0.0, 0.0)
    daughters: list[Descendant] = field(default_factory=list)

    @property
    def ends(self) -> float:
        """When it has divided (generations)."""
        return self.begins + 1.0 - STAGGERS[self.generation] if self.generation < GENERATIONS else math.inf

    def turn(self, progress: float) -> float:
        """Return the share of its turn that is over after `progress` generations."""
        return min(1.0, max(0.0, (progress - self.begins) / (self.ends - self.begins)))

    def regained(self, number: int, progress: float) -> float:
        """Return the opacity of the receptor `number`, which is made in this cell, in the order of the numbers."""
        begin, end = REGAINED
        from_last = max(self.seats) - number
        at = end - REGAINING_SHARE - from_last * (end - REGAINING_SHARE - begin) / (RECEPTORS_PER_CELL // 2)
        return float(smoothstep(self.turn(progress), at, at + REGAINING_SHARE))

    def set_at(self, progress: float) -> None:
        """Set the cell as it is after `progress` generations: grown, moved, and divided so far."""
        cell, (x, y) = self.cell, self.start
        cell.x, cell.y, cell.radius, cell.division = x, y, self.radius, 0.0
        if self.generation == GENERATIONS:
            return
        turn = self.turn(progress)
        grown = 1.0 + (GROWTH_FACTORS[self.generation] - 1.0) * smoothstep(turn, 0.0, GROWTH_SHARE)
        cell.radius *= grown
        cell.division = max(0.0, (turn - GROWTH_SHARE) / (1.0 - GROWTH_SHARE))
        moved = lobes_at(cell.division).share  # as its daughters part, which need the room
        cell.x = MOTHER_PLACE[0] + (x - MOTHER_PLACE[0]) * grown + self.room[0] * moved
        cell.y = MOTHER_PLACE[1] + (y - MOTHER_PLACE[1]) * grown + self.room[1] * moved


class DividingCells(CellPicture):
    """The cells after `progress` generations: 0 is one cell, 1 two, 2 four, 3 eight cells; in between, they divide.

    `looks` are those of the receptors. `joins_at` is the second of the shot at which this picture is the same in the shot
    before or after: 0 in a shot that begins with it, the shot's length (`MoaScene.length_seconds`) in one that ends with it.

        self.cells = DividingCells(self, progress=SIGNALLING, joins_at=0.0)
        self.cells.add_to(self)
        self.play_for(cue.frames, Change(self.cells, "progress", 3.0, ease=steady))
    """

    def __init__(
        self,
        clock: Clock,
        *,
        progress: float,
        joins_at: float,
        looks: tuple[Look, Look] = (LOOSE, LOOSE),
        hero_looks: tuple[Look, Look] | None = None,
    ) -> None:
        self.progress = progress
        self._everyone, count = _family()
        self._lines: list[list[Descendant]] = [[] for _ in range(count)]
        self._mothers: dict[int, Descendant] = {}
        for each in self._everyone:
            for number in each.seats:
                self._lines[number].append(each)
            self._mothers |= {id(daughter): each for daughter in each.daughters}
        super().__init__()
        self.ground = TissueGround(self, JoinClock(clock, joins_at), parallax=GROUND_PARALLAX)
        self.receptors = NuclearReceptors(
            JoinClock(clock, joins_at),
            count,
            scale=RECEPTOR_SCALE,
            wander=WANDER_PIXELS,
            seed=SEED,
            seat=self._seat,
            made=self._made,
            view=self.view_now,
            looks=looks,
            hero_looks=hero_looks,
            upright=(FIRST_HERO, HERO),
        )
        self.receptors.hero = HERO

    def rest_view(self) -> FlatView:
        """Return the view from as far away as the cells of this moment need."""
        return FlatView(MOTHER_PLACE, MOTHER_PLACE, math.exp(CAMERA.at(self.progress)))

    def cells_now(self) -> list[Cell]:
        """Return the cells that there are, each as it is at this moment."""
        now = [each for each in self._everyone if self._is_there(each)]
        for each in now:
            each.set_at(self.progress)
        return [each.cell for each in now]

    def receptor_point(self) -> Point:
        """Return where a label points to the receptor that the camera goes to (design pixels)."""
        return self.receptors.place(self.receptors.hero)

    def _is_there(self, each: Descendant) -> bool:
        """Whether a cell has come from its mother, and has not divided yet."""
        mother = self._mothers.get(id(each))
        come = mother is None or mother.ends <= self.progress
        return come and (not each.daughters or self.progress < each.ends)

    def _now(self, number: int) -> Descendant:
        """Return the cell in which a receptor is; before it is made, the cell whose division makes it."""
        line = self._lines[number]
        there = [each for each in line if self._is_there(each)]
        if there:
            return there[0]
        before = self._mothers.get(id(line[0]), line[0])
        while not self._is_there(before) and id(before) in self._mothers:
            before = self._mothers[id(before)]
        return before

    def _seat(self, number: int) -> Point:
        """Return a receptor's place in the world."""
        holder = self._now(number)
        holder.set_at(self.progress)
        cell, line = holder.cell, self._lines[number]
        if not holder.daughters:
            place = holder.seats[number]
            return cell.x + float(place[0]) * cell.radius, cell.y + float(place[1]) * cell.radius
        side, daughter = next(
            ((side, each) for side, each in zip((-1.0, 1.0), holder.daughters, strict=True) if each in line),
            (1.0, line[0]),
        )
        after = _along(daughter.seats[number], cell.angle)
        before = _along(holder.seats[number], cell.angle) if number in holder.seats else after
        return seat_in(cell, side, before, after, spreads=number in holder.seats)

    def _made(self, number: int) -> float:
        """Return a receptor's opacity: 0 until the division in which it is made, or until its cell regains it."""
        first = self._lines[number][0]
        if first.generation == REGAINING_GENERATION:
            return first.regained(number, self.progress)
        mother = self._mothers.get(id(first))
        if mother is None or mother.ends <= self.progress:
            return 1.0
        if not self._is_there(mother):
            return 0.0
        mother.set_at(self.progress)
        return made_at(mother.cell.division)


def _along(place: Points, angle: float) -> Points:
    """Return a place (2,) of the picture's axes in those of a cell that divides along `angle` (radians)."""
    return np.asarray(rotated(place[None, :], -angle)[0])


def _family() -> tuple[list[Descendant], int]:
    """Return all cells of all generations, mothers before their daughters, and the number of receptors of the last."""
    random = np.random.default_rng(SEED)
    grown = MOTHER_RADIUS * GROWTH_FACTORS[0]
    mother = Cell(*MOTHER_PLACE, grown, seed=SEED, angle=AXES[0])
    seats = dict(enumerate(_places(random)))
    everyone = [Descendant(mother, 0, 0.0, MOTHER_PLACE, MOTHER_RADIUS, seats)]
    count, generation = len(seats), -1
    for each in everyone:  # which grows while it is gone through
        if each.generation == GENERATIONS:
            continue
        if each.generation != generation:
            generation = each.generation
            _make_room([one for one in everyone if one.generation == generation])
        each.set_at(each.ends)
        following = each.generation + 1
        cells = each.cell.daughters(0.0, GROWTH_FACTORS[min(following, GENERATIONS - 1)])
        ordered = sorted(each.seats, key=lambda number: float(_along(each.seats[number], each.cell.angle)[0]))
        half = len(ordered) // 2
        for cell, own in zip(cells, (ordered[:half], ordered[half:]), strict=True):
            if following < GENERATIONS:
                cell.angle = AXES[following] + float(random.uniform(-1, 1)) * AXIS_SPREAD_RADIANS
            new = range(count, count + RECEPTORS_PER_CELL - len(own))
            count += len(new)
            places = _places(random)
            begins = following + float(random.uniform(0.0, 1.0)) * (*STAGGERS, 0.0)[following]
            daughter = Descendant(
                cell,
                following,
                begins,
                (cell.x, cell.y),
                cell.radius,
                dict(zip([*own, *new], places, strict=True)),
            )
            each.daughters.append(daughter)
            everyone.append(daughter)
    return everyone, count


def _places(random: np.random.Generator) -> list[Points]:
    """Return the places of the receptors of a nucleus, in radii of its cell: one near the middle, the others around it."""
    middle = np.asarray(random.normal(0.0, 0.02, 2))
    return [*ring(RECEPTORS_PER_CELL - 1, RING_RADII, random, uneven=UNEVEN), middle]


def _make_room(mothers: list[Descendant]) -> None:
    """Set the room of the cells of one generation, so that all their daughters lie close together and do not overlap."""
    placed = []
    for each in mothers:
        each.set_at(each.ends)
        placed.append((each.cell.x, each.cell.y, each.cell.radius * (1.0 - SHRINK), each.cell.angle))
    for each, room in zip(mothers, _rooms(tuple(placed)), strict=True):
        each.room = room


@cache
def _rooms(mothers: tuple[tuple[float, float, float, float], ...]) -> tuple[Point, ...]:
    """Return how far cells move while they divide (pixels); of each, its place x, y, its daughters' radius and its angle.

    It is asked for the same cells by each shot and in each edition.
    """
    start = np.array([(x, y) for x, y, _, _ in mothers])
    arm = np.array([(GAP * r * math.cos(a), GAP * r * math.sin(a)) for _, _, r, a in mothers])
    both = np.tile([radius for _, _, radius, _ in mothers], 2)
    owner = np.tile(np.arange(len(mothers)), 2)
    least = CONTACT * (both[:, None] + both[None, :])
    least[owner[:, None] == owner[None, :]] = 0.0
    place = start.copy()
    for step in range(PACKING_STEPS):
        pull = np.array(PACKING_PULL) * max(0.0, 1.0 - 1.5 * step / PACKING_STEPS)
        place += (MOTHER_PLACE - place) * pull
        daughters = np.vstack([place - arm, place + arm])
        between = daughters[:, None] - daughters[None, :]
        apart = np.maximum(np.hypot(between[..., 0], between[..., 1]), 1e-6)
        push = (0.25 * np.maximum(least - apart, 0.0) / apart)[..., None] * between
        pushed = push.sum(axis=1)
        place += pushed[: len(mothers)] + pushed[len(mothers) :]
    return tuple((x, y) for x, y in (place - start).tolist())

"""A net of capillaries around groups of cells: its course, the flow in it, and the cells between. It repeats in both ways.

Lengths are in pixels of the tissue (TISSUE_METRES_PER_PIXEL); x to the right, y down. Generated from a seed: a schematic. All
capillaries are parts of loops; none ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve
from scipy.spatial import Voronoi, cKDTree

from moa_anim.cache.arrays import cached

Points = NDArray[np.float64]

TISSUE_METRES_PER_PIXEL = 20e-6 / 690
"""A cancer cell of 20 µm is 690 pixels across."""

TILE = np.array([41400.0, 20700.0])
"""Width and height after which the tissue repeats: 1.2 by 0.6 mm."""

LOOPS = (18, 9)
"""Number of loops across and down one tile: capillaries are about 67 µm apart (60 to 100 µm in most tissues)."""

LOOP_JITTER = 0.30
"""How far (at most) the middle of a loop is from its place on the grid, as a share of the distance between two."""

HALF_LUMEN = 155.0
"""Half the width of a capillary: it is 9 µm wide; red cells pass one by one."""

WALL = 22.0
"""Thickness of its wall: 0.65 µm, slightly more than in reality, so that it is visible."""

COURSE_STEP = 60.0
"""Distance between points of a capillary's course."""

BOW = 0.09
"""How far (root mean square) a capillary bows aside, as a share of its length."""

CELL_RADIUS = 345.0
"""Radius of the cancer cell to which the view goes; its neighbours are a little smaller."""

CELL_RADII = (282.0, 322.0)
"""Range of the neighbours' radii."""

CELLS_APART = 668.0
"""Distance between the middles of two cells."""

CELL_GAP = 14.0
"""Least gap between a cell and a capillary's wall."""

RELAXATIONS = 12
THINNINGS = 14
"""Steps in which cells move apart before the most crowded ones are left out, and how often that is done at most."""

THINNED_SHARE = 0.05
MOST_OVERLAP_PIXELS = 60.0
"""Share of the cells that is left out at once at most, and the overlap with all neighbours from which a cell is crowded."""

LEAST_RADIUS = 215.0
"""Smallest radius of a cell."""

FLOW_SPEED = 620.0
"""Pixels that blood moves in a second: 18 µm, about thirty times slower than in reality, so that it can be followed."""

ROUTE_STEP_SECONDS = 0.1
ROUTE_SECONDS = 12.0
"""Time between two points of what the blood carries, and time over which it is followed."""


@dataclass(frozen=True)
class Capillary:
    """The course (n, 2) of a capillary between two junctions, in the direction of its flow (pixels of the tissue)."""

    begin: int
    end: int
    course: Points
    flow: float

    @property
    def length(self) -> float:
        """Its length."""
        return float(np.linalg.norm(np.diff(self.course, axis=0), axis=1).sum())


@dataclass(frozen=True)
class Tissue:
    """Capillaries, cells (n, 3: x, y, radius) and the number of the cell to which the view goes."""

    capillaries: tuple[Capillary, ...]
    cells: Points
    hero: int


def wrapped(offsets: Points) -> Points:
    """Return offsets (…, 2) between two places as the shortest ones, over the tile's edges."""
    return np.asarray(offsets - TILE * np.round(offsets / TILE))


@cache
def tissue(seed: int) -> Tissue:
    """Return the tissue of a seed, moved so that the cell to which the view goes is at the origin."""
    random = np.random.default_rng(seed)
    net = _net(random)
    line = np.vstack([each.course for each in net])
    cells = _cells(random, line)
    hero = _hero(cells, net)
    cells = _with_room(cells, hero, line)
    shift = cells[hero, :2].copy()
    moved = tuple(Capillary(c.begin, c.end, c.course - shift, c.flow) for c in net)
    cells[:, :2] = wrapped(cells[:, :2] - shift)
    return Tissue(moved, cells, hero)


def _net(random: np.random.Generator) -> tuple[Capillary, ...]:
    """Capillaries along the borders of cells around jittered points, with the direction of their flow."""
    across, down = LOOPS
    apart = TILE / (across, down)
    grid = np.array([(x + 0.5 * (y % 2), y) for y in range(down) for x in range(across)], dtype=float)
    seeds = (grid + 0.5 + random.uniform(-LOOP_JITTER, LOOP_JITTER, grid.shape)) * apart
    copies = np.array([(x, y) for x in (0, -1, 1) for y in (0, -1, 1)], dtype=float)
    around = np.vstack([seeds + copy * TILE for copy in copies])
    diagram = Voronoi(around)
    # Each border is found once in every copy of the tile; that whose middle is in the tile is taken.
    corners = diagram.vertices
    tree = cKDTree(np.mod(corners, TILE) % TILE, boxsize=TILE)
    names: dict[int, int] = {}
    edges: list[tuple[int, int, Points, Points]] = []
    for pair in diagram.ridge_vertices:
        if -1 in pair:
            continue
        a, b = corners[pair[0]], corners[pair[1]]
        middle = (a + b) / 2
        if not ((middle >= 0) & (middle < TILE)).all():
            continue
        named = []
        for corner in (a, b):
            same = tree.query_ball_point(np.mod(corner, TILE) % TILE, 1e-3)
            named.append(names.setdefault(min(same), len(names)))
        edges.append((named[0], named[1], a, b))
    pressures = _pressures(edges, len(names))
    capillaries = []
    for begin, end, a, b in edges:
        flow = float(pressures[begin] - pressures[end] + (b - a)[0]) / float(np.linalg.norm(b - a))
        if flow < 0:
            begin, end, a, b, flow = end, begin, b, a, -flow
        capillaries.append(Capillary(begin, end, _course(a, b, random), flow))
    return tuple(capillaries)


def _pressures(edges: list[tuple[int, int, Points, Points]], count: int) -> Points:
    """Pressure at each junction for a flow from left to right, of which each junction passes on as much as it gets."""
    rows, columns, values = [], [], []
    driven = np.zeros(count)
    for begin, end, a, b in edges:
        length = float(np.linalg.norm(b - a))
        conductance, drop = 1.0 / length, float((b - a)[0])
        for here, there, sign in ((begin, end, 1.0), (end, begin, -1.0)):
            rows += [here, here]
            columns += [here, there]
            values += [conductance, -conductance]
            driven[here] -= sign * conductance * drop
    matrix = coo_matrix((values, (rows, columns)), shape=(count, count)).tolil()
    matrix[0, :] = 0.0
    matrix[0, 0] = 1.0
    driven[0] = 0.0
    return np.asarray(spsolve(matrix.tocsr(), driven))


def _course(a: Points, b: Points, random: np.random.Generator) -> Points:
    """A gently bowed course from one junction to the next."""
    length = float(np.linalg.norm(b - a))
    share = np.linspace(0.0, 1.0, max(3, round(length / COURSE_STEP) + 1))[:, None]
    normal = np.array([-(b - a)[1], (b - a)[0]])
    bow, wave = random.normal(0.0, BOW), random.normal(0.0, 0.5 * BOW)
    aside = np.sin(np.pi * share) ** 2 * (bow + wave * np.sin(2 * np.pi * share))
    return np.asarray(a + (b - a) * share + normal * aside)


def _cells(random: np.random.Generator, line: Points) -> Points:
    """Cells (n, 3: x, y, radius) that fill the room between capillaries."""
    rise = CELLS_APART * np.sqrt(0.75)
    across, down = round(TILE[0] / CELLS_APART), 2 * round(TILE[1] / rise / 2)
    grid = np.array([(x + 0.5 * (y % 2), y) for y in range(down) for x in range(across)], dtype=float)
    places = np.mod(grid * TILE / (across, down) + random.normal(0.0, 60.0, grid.shape), TILE)
    radii = random.uniform(*CELL_RADII, len(places))
    capillary = cKDTree(np.mod(line, TILE) % TILE, boxsize=TILE)
    free = capillary.query(places)[0] > HALF_LUMEN
    places, radii = places[free], radii[free]
    for number in range(THINNINGS):
        for _ in range(RELAXATIONS):
            places = places + _push(places, radii, line, capillary)[0]
            places = np.mod(places, TILE) % TILE
        crowded = _push(places, radii, line, capillary)[1]
        worst = np.argsort(-crowded)[: round(THINNED_SHARE * len(places))]
        worst = worst[crowded[worst] > MOST_OVERLAP_PIXELS]
        if len(worst) == 0 or number == THINNINGS - 1:
            break
        places, radii = np.delete(places, worst, axis=0), np.delete(radii, worst)
    return _fitted(places, radii, capillary)


def _push(places: Points, radii: Points, line: Points, capillary: cKDTree) -> tuple[Points, Points]:
    """How cells are pushed by capillaries and each other (n, 2), and how far in all each overlaps them (n,)."""
    gap, near = capillary.query(places)
    over = np.maximum(HALF_LUMEN + WALL + CELL_GAP + radii - gap, 0.0)
    push = wrapped(places - line[near]) / np.maximum(gap, 1e-6)[:, None] * (0.5 * over)[:, None]
    crowded = over.copy()
    pairs = cKDTree(places, boxsize=TILE).query_pairs(2 * CELL_RADII[1] + CELL_GAP, output_type="ndarray")
    one, other = pairs.T
    offset = wrapped(places[one] - places[other])
    apart = np.maximum(np.linalg.norm(offset, axis=1), 1e-6)
    over = np.maximum(radii[one] + radii[other] + CELL_GAP - apart, 0.0)
    away = offset / apart[:, None] * (0.4 * over)[:, None]
    np.add.at(push, one, away)
    np.add.at(push, other, -away)
    np.add.at(crowded, one, over)
    np.add.at(crowded, other, over)
    return push, crowded


def _fitted(places: Points, radii: Points, capillary: cKDTree) -> Points:
    """The cells, made smaller where they still overlap; those that become too small are left out."""
    radii = np.minimum(radii, capillary.query(places)[0] - HALF_LUMEN - WALL - 6.0)
    for _ in range(3):
        pairs = cKDTree(places, boxsize=TILE).query_pairs(2 * CELL_RADII[1], output_type="ndarray")
        for one, other in pairs.tolist():
            apart = float(np.linalg.norm(wrapped(places[one] - places[other])))
            over = radii[one] + radii[other] + 6.0 - apart
            if over > 0:
                radii[one] -= over / 2
                radii[other] -= over / 2
    large = radii > LEAST_RADIUS
    return np.column_stack([places, radii])[large]


def _with_room(cells: Points, hero: int, line: Points) -> Points:
    """The cells with that of number `hero` at its full size: it moves away from the capillary, and its neighbours from it."""
    cells = cells.copy()
    cells[hero, 2] = CELL_RADIUS
    away = wrapped(cells[hero, :2] - line)
    near = int(np.argmin(np.linalg.norm(away, axis=1)))
    gap = float(np.linalg.norm(away[near]))
    cells[hero, :2] += away[near] / gap * max(0.0, CELL_RADIUS + HALF_LUMEN + WALL + 2 * CELL_GAP - gap)
    for _ in range(2):
        offset = wrapped(cells[:, :2] - cells[hero, :2])
        apart = np.linalg.norm(offset, axis=1)
        apart[hero] = np.inf
        over = np.maximum(CELL_RADIUS + cells[:, 2] + CELL_GAP - apart, 0.0)
        cells[:, :2] += offset / apart[:, None] * (0.5 * over)[:, None]
        cells[:, 2] -= 0.5 * over
        cells[hero, 2] = CELL_RADIUS
    return cells


def _hero(cells: Points, net: tuple[Capillary, ...]) -> int:
    """The number of the cell below the middle of a long capillary that flows from left to right."""
    best: tuple[float, int] = (np.inf, 0)
    for capillary in net:
        middle = capillary.course[len(capillary.course) // 2]
        along = capillary.course[-1] - capillary.course[0]
        slant = abs(float(np.arctan2(along[1], along[0])))
        offset = wrapped(cells[:, :2] - middle) - np.array([120.0, 590.0])
        number = int(np.argmin(np.linalg.norm(offset, axis=1)))
        cost = float(np.linalg.norm(offset[number])) / 200.0 + 2.0 * slant + 2400.0 / capillary.length
        best = min(best, (cost, number))
    return best[1]


@cache
def carried(seed: int, apart: float, number: int) -> Points:
    """Return places (n, steps, 2) of what the blood carries, one every ROUTE_STEP_SECONDS; `apart` pixels from each other.

    `number` is that of the kind: each kind has its own places. A place may be outside the tile.
    """
    return cached(lambda: _carried(seed, apart, number), "carried", seed, apart, number)


def _carried(seed: int, apart: float, number: int) -> Points:
    random = np.random.default_rng((seed, number))
    net = tissue(seed).capillaries
    leaving: dict[int, list[int]] = {}
    for row, capillary in enumerate(net):
        leaving.setdefault(capillary.begin, []).append(row)
    steps = round(ROUTE_SECONDS / ROUTE_STEP_SECONDS) + 1
    stride = FLOW_SPEED * ROUTE_STEP_SECONDS
    found = []
    for row, capillary in enumerate(net):
        length = capillary.length
        count = max(1, round(length / apart))
        for each in range(count):
            start = length * (each + 0.5 + random.uniform(-0.3, 0.3)) / count
            found.append(_route(net, leaving, row, start, stride, steps, random))
    return np.array(found)


def _route(
    net: tuple[Capillary, ...],
    leaving: dict[int, list[int]],
    row: int,
    start: float,
    stride: float,
    steps: int,
    random: np.random.Generator,
) -> Points:
    """Places (steps, 2) on the way of one that is at `start` along capillary `row` at first."""
    course = net[row].course
    pieces, total = [course], net[row].length
    while total < start + stride * steps:
        ways = leaving.get(net[row].end, [])
        if not ways:
            break
        flows = np.array([net[way].flow for way in ways])
        # Less unequal than the flows, so that no capillary is empty.
        row = ways[int(random.choice(len(ways), p=np.sqrt(flows) / np.sqrt(flows).sum()))]
        following = net[row].course
        # The next capillary may be stored in another copy of the tile.
        following = following + TILE * np.round((pieces[-1][-1] - following[0]) / TILE)
        pieces.append(following[1:])
        total += net[row].length
    whole = np.vstack(pieces)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(whole, axis=0), axis=1))])
    at = start + stride * np.arange(steps)
    return np.stack([np.interp(at, lengths, whole[:, axis]) for axis in (0, 1)], axis=1)

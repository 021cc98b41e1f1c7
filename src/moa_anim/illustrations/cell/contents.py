"""What a cell contains, generated from a seed, and how its contents are divided between the two daughters.

Positions are in cell radii from the cell's centre, in the picture's axes (x to the right, y down).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.illustrations.curves import Points, polar, smooth_curve, wrapped

NUCLEUS_RADIUS = 0.46
"""Radius of the nucleus in cell radii; cancer cells have large nuclei."""

FARTHEST_ORGANELLE_RADII = 0.86
"""Maximum distance of an organelle's centre from the cell's: the membrane is 0.05 thick and uneven by 0.05."""

GRAIN_1_RADIUS_PIXELS = 345.0
"""Radius (design pixels) of a cell with grain 1; a smaller cell has fewer and relatively larger details."""

DAUGHTER_GRAIN = 1.25
"""A daughter's grain relative to its mother's. It would be √2 if organelles had the same absolute size in both."""

CHROMOSOMES = 10
"""Number of chromosomes. Schematic: a human cell has 46, a cancer cell often more."""

# Numbers in a cell of grain 1. They are drawn larger than life, and therefore are fewer.
MITOCHONDRIA = 13
VESICLES = 34
PROTEINS = 26

CHANNEL, HER2, TRANSPORTER = 0, 1, 2
"""Kinds of protein in the membrane."""

HER2_COUNT = 2
HER2_FIRST_SHARE = 0.594
"""Number of HER2 in a cell that is HER2-negative, which has little of it and not none (ASCO–CAP 2018), opposite to each other
so that each daughter has some; the first is at this share of the way around the cell, which is at its upper left.
"""


@dataclass(frozen=True, eq=False)
class CellContents:
    """What a cell contains. `grain` is the size of fine detail relative to the cell's radius.

    Columns of the tables: mitochondria (n, 5) x, y, angle, length, number; vesicles (n, 5) x, y, radius, kind, number;
    proteins of the membrane (n, 2) angle around the centre, kind; golgi and centrosome (3,) x, y, angle. The chromosomes are
    curves in the nucleus. Compared by identity: each is made once, and its daughters' contents are looked up by it.
    """

    seed: int
    grain: float
    mitochondria: Points
    vesicles: Points
    proteins: Points
    golgi: Points
    centrosome: Points
    chromosomes: tuple[Points, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Numbers of mitochondria, vesicles and membrane proteins."""
        return len(self.mitochondria), len(self.vesicles), len(self.proteins)


def grain_of(radius: float) -> float:
    """Return the grain of a cell with this radius (design pixels), chosen so that lipids are visible in a small cell."""
    return float(np.clip((GRAIN_1_RADIUS_PIXELS / radius) ** 0.65, 0.9, 2.4))


@cache
def cell_contents(seed: int, grain: float = 1.0) -> CellContents:
    """Return the contents of the cell with this seed."""
    random = np.random.default_rng((seed, 1))
    golgi, centrosome = _golgi_and_centrosome(random, grain)
    fewer = grain**1.3
    count = round(MITOCHONDRIA / fewer)
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + random.uniform(-0.2, 0.2, count)
    reach = random.uniform(0.66, 0.82, count)
    mitochondria = np.column_stack(
        [
            polar(reach, angles),
            angles + np.pi / 2 + random.normal(0, 0.5, count),
            random.uniform(0.19, 0.26, count) * grain**0.8,
            np.arange(count),
        ]
    )
    count = round(VESICLES / fewer)
    angles = random.uniform(0, 2 * np.pi, count)
    reach = np.sqrt(random.uniform(0.58**2, 0.85**2, count))
    kinds = np.arange(count) % 4
    sizes = np.where(kinds == 0, random.uniform(0.030, 0.040, count), random.uniform(0.013, 0.022, count))
    vesicles = np.column_stack([polar(reach, angles), sizes * grain**0.8, kinds, np.arange(count)])
    count = round(PROTEINS / fewer)
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + random.uniform(-0.09, 0.09, count)
    kinds = np.where(np.arange(count) % 2 == 0, CHANNEL, TRANSPORTER)
    around = HER2_FIRST_SHARE + np.arange(HER2_COUNT) / HER2_COUNT
    kinds[np.round(around * count).astype(int) % count] = HER2
    proteins = np.stack([angles, kinds], axis=1)
    mitochondria, vesicles = _separated(mitochondria, vesicles, golgi, centrosome, grain)
    return CellContents(seed, grain, mitochondria, vesicles, proteins, golgi, centrosome, _chromosomes(seed))


def _golgi_and_centrosome(random: np.random.Generator, grain: float) -> tuple[Points, Points]:
    """A Golgi stack close to the nucleus, and the centrosome next to it: x, y and angle of each."""
    angle = random.uniform(0, 2 * np.pi)
    next_to = angle + 0.42 + 0.1 * grain
    return (
        np.array([0.665 * np.cos(angle), 0.665 * np.sin(angle), angle]),
        np.array([0.575 * np.cos(next_to), 0.575 * np.sin(next_to), random.uniform(0, 2 * np.pi)]),
    )


def _separated(
    mitochondria: Points, vesicles: Points, golgi: Points, centrosome: Points, grain: float
) -> tuple[Points, Points]:
    """The same mitochondria and vesicles, moved apart from each other and from the Golgi, within the cytoplasm."""
    fixed = np.array([golgi[:2], centrosome[:2]])
    places = np.vstack([mitochondria[:, :2], vesicles[:, :2], fixed])
    room = np.concatenate(
        [0.42 * mitochondria[:, 3], vesicles[:, 2] * 1.25, [0.13 * grain**0.5, 0.05 * grain]]
    )
    inner = np.concatenate([np.full(len(mitochondria), 0.66), NUCLEUS_RADIUS + 0.05 + vesicles[:, 2]])
    outer = np.concatenate([np.full(len(mitochondria), 0.81), FARTHEST_ORGANELLE_RADII - vesicles[:, 2]])
    moving = len(mitochondria) + len(vesicles)
    for _ in range(120):
        gap = places[:, None] - places[None]
        distance = np.linalg.norm(gap, axis=2) + np.eye(len(places))
        overlap = np.maximum(room[:, None] + room[None] - distance, 0.0) * (1 - np.eye(len(places)))
        push = (gap / distance[..., None] * overlap[..., None]).sum(axis=1) * 0.35
        places[:moving] += push[:moving]
        reach = np.linalg.norm(places[:moving], axis=1)
        places[:moving] *= (np.clip(reach, inner, outer) / np.maximum(reach, 1e-9))[:, None]
    mitochondria, vesicles = mitochondria.copy(), vesicles.copy()
    mitochondria[:, :2], vesicles[:, :2] = places[: len(mitochondria)], places[len(mitochondria) : moving]
    # A mitochondrion is turned towards the direction of the membrane, so that it stays inside the cell.
    tangent = np.arctan2(mitochondria[:, 1], mitochondria[:, 0]) + np.pi / 2
    lean = (mitochondria[:, 2] - tangent + np.pi / 2) % np.pi - np.pi / 2
    mitochondria[:, 2] = tangent + np.clip(lean, -0.6, 0.6)
    return mitochondria, vesicles


@cache
def _chromosomes(seed: int) -> tuple[Points, ...]:
    """A tangled curve for each chromosome, each in its own territory of the nucleus."""
    random = np.random.default_rng((seed, 2))
    curves = []
    turn = random.uniform(0, 2 * np.pi)
    for number in range(CHROMOSOMES):
        angle = turn + number * 2.39996
        middle = 0.34 * np.sqrt((number + 0.6) / CHROMOSOMES) * np.array([np.cos(angle), np.sin(angle)])
        heading, at, room = random.uniform(0, 2 * np.pi), np.zeros(2), random.uniform(0.072, 0.125)
        points = []
        for _ in range(44):
            points.append(at + middle)
            heading += random.normal(0, 0.9)
            back = np.arctan2(-at[1], -at[0])
            heading += wrapped(back - heading) * min(1.0, (np.linalg.norm(at) / room) ** 4)
            at = at + 0.034 * np.array([np.cos(heading), np.sin(heading)])
        curve = smooth_curve(np.array(points), 3)
        reach = np.linalg.norm(curve, axis=1)
        most = NUCLEUS_RADIUS * 0.90
        limited = np.where(reach > 0.8 * most, most - 0.2 * most * np.exp(-(reach / most - 0.8) / 0.2), reach)
        curves.append(curve * (limited / np.maximum(reach, 1e-9))[:, None])
    return tuple(curves)


Halves = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows of a table: those of the daughter behind, and those of the daughter ahead, along the axis of division."""


def halves(contents: CellContents, angle: float) -> tuple[Halves, Halves, Halves]:
    """Return which mitochondria, vesicles and proteins each daughter gets when the cell divides along `angle` (radians).

    Each gets half of the mitochondria (if their number is odd, one more or fewer), and the vesicles and proteins on its side.
    """
    axis = np.array([np.cos(angle), np.sin(angle)])
    order = np.argsort(contents.mitochondria[:, :2] @ axis, kind="stable")
    rows = [(order[: len(order) // 2], order[len(order) // 2 :])]
    for along in (contents.vesicles[:, :2] @ axis, np.cos(contents.proteins[:, 0] - angle)):
        rows.append((np.flatnonzero(along < 0), np.flatnonzero(along >= 0)))
    return rows[0], rows[1], rows[2]


@cache
def inherited(contents: CellContents, angle: float, side: int) -> CellContents:
    """Return the contents of the daughter on one side (−1 behind, 1 ahead, along `angle`), in the daughter's radii."""
    seed, grain = contents.seed * 2 + (3 if side > 0 else 2), contents.grain * DAUGHTER_GRAIN
    random = np.random.default_rng((seed, 1))
    golgi, centrosome = _golgi_and_centrosome(random, grain)
    rows = [pair[(side + 1) // 2] for pair in halves(contents, angle)]
    mitochondria = contents.mitochondria[rows[0]].copy()
    vesicles = contents.vesicles[rows[1]].copy()
    proteins = contents.proteins[rows[2]].copy()
    for table in (mitochondria, vesicles):
        table[:, :2] = _spread(table[:, :2], angle, side)
    mitochondria[:, 3] *= DAUGHTER_GRAIN
    vesicles[:, 2] *= DAUGHTER_GRAIN
    ahead = angle if side > 0 else angle + np.pi
    proteins[:, 0] = ahead + 2.0 * wrapped(proteins[:, 0] - ahead)
    mitochondria, vesicles = _separated(mitochondria, vesicles, golgi, centrosome, grain)
    return CellContents(seed, grain, mitochondria, vesicles, proteins, golgi, centrosome, _chromosomes(seed))


def _spread(places: Points, angle: float, side: int) -> Points:
    """Places in one half of the mother, spread over the whole daughter: angles around the half's pole are doubled."""
    ahead = angle if side > 0 else angle + np.pi
    about = wrapped(np.arctan2(places[:, 1], places[:, 0]) - ahead)
    return polar(np.linalg.norm(places, axis=1), ahead + 2 * about)

"""What a cell holds: seeded, so that it is the same in every frame, and shared out between its daughters.

Places are in radii of the cell about its middle, x to the right and y down as in the picture, however it divides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.illustrations.cell.shapes import Points, smooth

NUCLEUS_RADIUS = 0.46
"""Of the cell's: cancer cells have large nuclei."""

REACH = 0.86
"""Of the cell's radius: no organelle's middle is farther out; the membrane is uneven by 0.05 and 0.05 thick."""

FINE_RADIUS = 345.0
"""Design pixels of a cell whose detail has grain 1; a smaller cell is drawn with fewer, relatively larger details."""

DAUGHTER_GRAIN = 1.25
"""Relative to its own radius a daughter's detail is larger than the mother's (√2 times, did organelles not shrink)."""

CHROMOSOMES = 10
"""Schematic: a human cell has 46 or, as a cancer cell, more."""

MITOCHONDRIA, VESICLES, PROTEINS = 13, 34, 26
"""Of a cell of grain 1; drawn larger than life and fewer."""


@dataclass(frozen=True)
class Inside:
    """What a cell holds. `grain`: how large its fine detail is, relative to its radius.

    mitochondria (n, 5): x, y, angle, length, make; vesicles (n, 5): x, y, radius, kind, make; proteins in the membrane
    (n, 2): angle about the middle, kind; golgi and centrosome (3,): x, y, angle; chromosomes: curves in the nucleus.
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
        """How many mitochondria, vesicles and membrane proteins there are."""
        return len(self.mitochondria), len(self.vesicles), len(self.proteins)


def grain_of(radius: float) -> float:
    """The grain of a cell `radius` design pixels large: lipids stay visible in a small one."""
    return float(np.clip((FINE_RADIUS / radius) ** 0.65, 0.9, 2.4))


@cache
def cell_contents(seed: int, grain: float = 1.0) -> Inside:
    """What a cell with that seed holds: the same each time it is asked."""
    random = np.random.default_rng((seed, 1))
    golgi, centrosome = _golgi(random, grain)
    few = grain**1.3
    mitochondria = round(MITOCHONDRIA / few)
    angles = np.linspace(0, 2 * np.pi, mitochondria, endpoint=False) + random.uniform(-0.2, 0.2, mitochondria)
    reach = random.uniform(0.66, 0.82, mitochondria)
    long = np.stack(
        [
            reach * np.cos(angles),
            reach * np.sin(angles),
            angles + np.pi / 2 + random.normal(0, 0.5, mitochondria),
            random.uniform(0.19, 0.26, mitochondria) * grain**0.8,
            np.arange(mitochondria),
        ],
        axis=1,
    )
    vesicles = round(VESICLES / few)
    angles = random.uniform(0, 2 * np.pi, vesicles)
    reach = np.sqrt(random.uniform(0.58**2, 0.85**2, vesicles))
    kinds = np.arange(vesicles) % 4
    sizes = np.where(
        kinds == 0, random.uniform(0.030, 0.040, vesicles), random.uniform(0.013, 0.022, vesicles)
    )
    small = np.stack(
        [reach * np.cos(angles), reach * np.sin(angles), sizes * grain**0.8, kinds, np.arange(vesicles)],
        axis=1,
    )
    proteins = round(PROTEINS / few)
    angles = np.linspace(0, 2 * np.pi, proteins, endpoint=False) + random.uniform(-0.09, 0.09, proteins)
    bound = np.stack([angles, np.arange(proteins) % 3], axis=1)
    long, small = _apart(long, small, golgi, centrosome, grain)
    return Inside(seed, grain, long, small, bound, golgi, centrosome, _chromosomes(seed))


def _golgi(random: np.random.Generator, grain: float) -> tuple[Points, Points]:
    """Beside the nucleus, the centrosome next to it."""
    angle = random.uniform(0, 2 * np.pi)
    beside = angle + 0.42 + 0.1 * grain
    return (
        np.array([0.665 * np.cos(angle), 0.665 * np.sin(angle), angle]),
        np.array([0.575 * np.cos(beside), 0.575 * np.sin(beside), random.uniform(0, 2 * np.pi)]),
    )


def _apart(
    long: Points, small: Points, golgi: Points, centrosome: Points, grain: float
) -> tuple[Points, Points]:
    """The same mitochondria and vesicles, pushed off each other and off the Golgi, within the cytoplasm."""
    fixed = np.array([golgi[:2], centrosome[:2]])
    places = np.vstack([long[:, :2], small[:, :2], fixed])
    room = np.concatenate([0.42 * long[:, 3], small[:, 2] * 1.25, [0.13 * grain**0.5, 0.05 * grain]])
    inner = np.concatenate([np.full(len(long), 0.66), NUCLEUS_RADIUS + 0.05 + small[:, 2]])
    outer = np.concatenate([np.full(len(long), 0.81), REACH - small[:, 2]])
    moving = len(long) + len(small)
    for _ in range(120):
        gap = places[:, None] - places[None]
        distance = np.linalg.norm(gap, axis=2) + np.eye(len(places))
        short = np.maximum(room[:, None] + room[None] - distance, 0.0) * (1 - np.eye(len(places)))
        push = (gap / distance[..., None] * short[..., None]).sum(axis=1) * 0.35
        places[:moving] += push[:moving]
        reach = np.linalg.norm(places[:moving], axis=1)
        places[:moving] *= (np.clip(reach, inner, outer) / np.maximum(reach, 1e-9))[:, None]
    moved_long, moved_small = long.copy(), small.copy()
    moved_long[:, :2], moved_small[:, :2] = places[: len(long)], places[len(long) : moving]
    # A mitochondrion lies along the membrane more than across it, so that it stays inside.
    tangent = np.arctan2(moved_long[:, 1], moved_long[:, 0]) + np.pi / 2
    lean = (moved_long[:, 2] - tangent + np.pi / 2) % np.pi - np.pi / 2
    moved_long[:, 2] = tangent + np.clip(lean, -0.6, 0.6)
    return moved_long, moved_small


def _chromosomes(seed: int) -> tuple[Points, ...]:
    """One tangled curve for each chromosome, each in its own territory of the nucleus."""
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
            off = (back - heading + np.pi) % (2 * np.pi) - np.pi
            heading += off * min(1.0, (np.linalg.norm(at) / room) ** 4)
            at = at + 0.034 * np.array([np.cos(heading), np.sin(heading)])
        curve = smooth(np.array(points), 3)
        reach = np.linalg.norm(curve, axis=1)
        most = NUCLEUS_RADIUS * 0.90
        tamed = np.where(reach > 0.8 * most, most - 0.2 * most * np.exp(-(reach / most - 0.8) / 0.2), reach)
        curves.append(curve * (tamed / np.maximum(reach, 1e-9))[:, None])
    return tuple(curves)


Halves = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows of a table: those of the daughter behind, those of the one ahead."""


def shared(inside: Inside, angle: float) -> tuple[Halves, Halves, Halves]:
    """Which of its (mitochondria, vesicles, proteins) each daughter gets, as it divides along `angle`.

    Of mitochondria as many each, or one more, those that lie nearest; of the others those on its side.
    """
    axis = np.array([np.cos(angle), np.sin(angle)])
    order = np.argsort(inside.mitochondria[:, :2] @ axis, kind="stable")
    halves = [(order[: len(order) // 2], order[len(order) // 2 :])]
    for along in (inside.vesicles[:, :2] @ axis, np.cos(inside.proteins[:, 0] - angle)):
        halves.append((np.flatnonzero(along < 0), np.flatnonzero(along >= 0)))
    return halves[0], halves[1], halves[2]


def inherited(inside: Inside, angle: float, side: int) -> Inside:
    """What the daughter on one side (−1 behind, 1 ahead, along `angle`) has inside, in her own radii."""
    seed, grain = inside.seed * 2 + (3 if side > 0 else 2), inside.grain * DAUGHTER_GRAIN
    random = np.random.default_rng((seed, 1))
    golgi, centrosome = _golgi(random, grain)
    mine = [pair[(side + 1) // 2] for pair in shared(inside, angle)]
    long, small, bound = inside.mitochondria[mine[0]], inside.vesicles[mine[1]], inside.proteins[mine[2]]
    long, small, bound = long.copy(), small.copy(), bound.copy()
    for table in (long, small):
        table[:, :2] = _spread(table[:, :2], angle, side)
    long[:, 3] *= DAUGHTER_GRAIN
    small[:, 2] *= DAUGHTER_GRAIN
    ahead = angle if side > 0 else angle + np.pi
    bound[:, 0] = ahead + 2.0 * ((bound[:, 0] - ahead + np.pi) % (2 * np.pi) - np.pi)
    long, small = _apart(long, small, golgi, centrosome, grain)
    return Inside(seed, grain, long, small, bound, golgi, centrosome, _chromosomes(seed))


def _spread(places: Points, angle: float, side: int) -> Points:
    """Places in one half of the mother, spread all round the daughter: angles about the half's pole are doubled."""
    ahead = angle if side > 0 else angle + np.pi
    reach = np.linalg.norm(places, axis=1)
    about = (np.arctan2(places[:, 1], places[:, 0]) - ahead + np.pi) % (2 * np.pi) - np.pi
    return np.stack([reach * np.cos(ahead + 2 * about), reach * np.sin(ahead + 2 * about)], axis=1)

"""Where labels stand: beside what they name, off each other, off the actors, and for as long as they are seen in one place.

A shot is played once without drawing; what stood where is noted in a coarse grid, and each label's place is the cheapest one
over all the time that it is seen. Lengths are design pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARGIN

Grid = NDArray[np.float32]

CELL = 12
COLUMNS, ROWS = FRAME_WIDTH // CELL, BAND_TOP // CELL
"""The grid in which it is noted what covers the picture above the band: 160 × 75 cells."""

TOP = 150.0
"""Above stand the step marker and the rail."""

STEP_ACROSS, STEP_DOWN = 24, 15
"""Between the places that are tried."""

AIR, ACROSS_AIR = 16.0, 22.0
"""Around a label's words nothing else should stand; between two labels twice as much below and above."""

COVER, WORST_COVER, DISTANCE, ON_TARGET, LEADER_OVER, CROSSING = 90.0, 30.0, 1 / 55, 60.0, 1 / 25, 40.0
"""What costs how much: covering things for all of the time, at the worst moment, each pixel of the leader, standing on what
is named, each pixel of the leader that runs over things, a leader through another label or leader. Set by eye."""

SHORTEST, TOO_CLOSE = 46.0, 8.0
"""A leader shorter than this (pixels) looks like a dash; what that costs."""

ROUNDS = 3
"""How often each label is placed again, with the others where they are."""


@dataclass(frozen=True)
class Placed:
    """A label stands at `at` (design pixels, start of its baseline) from `begin` to `end` seconds of the shot."""

    begin: float
    end: float
    at: Point


Places = tuple[tuple[Placed, ...], ...]
"""For each label of a scene, in the order in which they are made: where it stands each time that it is seen."""


@dataclass(frozen=True)
class Showing:
    """One time that a label is seen: its `number` and size, seconds from…to, what it points to then, what is there.

    `targets` are sampled evenly over that time; None for a label that points to nothing. `covered` and `worst`, both
    (ROWS, COLUMNS), are the mean and the largest share of each cell that is covered by things.
    """

    number: int
    width: float
    height: float
    begin: float
    end: float
    targets: tuple[Point, ...] | None
    covered: Grid
    worst: Grid

    def meets(self, other: Showing) -> bool:
        """Whether both are seen at some moment."""
        return self.begin <= other.end and other.begin <= self.end


def leader_start(box: Box, target: Point) -> Point:
    """Where the leader of words in `box` begins: at their side, or above or below their middle part."""
    left, top, right, bottom = box
    x = min(max(target[0], left - 14), right + 14)
    if x in (left - 14, right + 14):
        return x, (top + bottom) / 2
    return x, (top - 8 if target[1] < top else bottom + 8)


def place_all(showings: Sequence[Showing]) -> list[Point]:
    """Left and top of the words of each showing, in the order given."""
    places: list[Point | None] = [None] * len(showings)
    own = [_Candidates(each) for each in showings]
    for _ in range(ROUNDS):
        before = list(places)
        for number, showing in enumerate(showings):
            others = [
                (other, place)
                for k, (other, place) in enumerate(zip(showings, places, strict=True))
                if k != number and place is not None and showing.meets(other)
            ]
            places[number] = own[number].best(others)
        if places == before:
            break
    return [place or (MARGIN, TOP) for place in places]


class _Candidates:
    """All the places of one label, and what each costs by itself."""

    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        xs = np.arange(MARGIN, FRAME_WIDTH - MARGIN - showing.width + 1, STEP_ACROSS, dtype=float)
        ys = np.arange(TOP, BAND_TOP - 10 - showing.height, STEP_DOWN, dtype=float)
        across, down = np.meshgrid(xs, ys)
        self._left, self._top = across.ravel(), down.ravel()
        self._right, self._bottom = self._left + showing.width, self._top + showing.height
        mean = _box_means(showing.covered, self._left, self._top, self._right, self._bottom)
        worst = _box_means(showing.worst, self._left, self._top, self._right, self._bottom)
        self._cost = COVER * mean + WORST_COVER * worst
        self._starts: list[NDArray[np.float64]] = []
        if showing.targets:
            self._cost = self._cost + self._leaders(showing.targets)

    def _leaders(self, targets: Sequence[Point]) -> NDArray[np.float64]:
        cost = np.zeros_like(self._left)
        for tx, ty in targets:
            x = np.clip(tx, self._left - 14, self._right + 14)
            beside = (x == self._left - 14) | (x == self._right + 14)
            middle = (self._top + self._bottom) / 2
            y = np.where(beside, middle, np.where(ty < self._top, self._top - 8, self._bottom + 8))
            self._starts.append(np.stack([x, y], axis=1))
            length = np.hypot(tx - x, ty - y)
            inside = (
                (self._left - AIR < tx)
                & (tx < self._right + AIR)
                & (self._top - AIR < ty)
                & (ty < self._bottom + AIR)
            )
            cost += DISTANCE * length + ON_TARGET * inside
            cost += TOO_CLOSE * np.clip(1.0 - length / SHORTEST, 0.0, 1.0)
            # A leader is level rather than steep: it reads as belonging to its line.
            cost += 1.2 * np.abs(ty - y) / np.maximum(length, 1.0)
            over = np.zeros_like(cost)
            for share in np.linspace(0.05, 0.95, 10):
                rows = np.clip((y + (ty - y) * share) // CELL, 0, ROWS - 1).astype(int)
                columns = np.clip((x + (tx - x) * share) // CELL, 0, COLUMNS - 1).astype(int)
                over += self._showing.covered[rows, columns] / 10
            cost += LEADER_OVER * over * length
        return np.asarray(cost / len(targets))

    def best(self, others: Sequence[tuple[Showing, Point]]) -> Point:
        """The cheapest place beside the others that are seen at the same time."""
        cost = self._cost.copy()
        for other, (left, top) in others:
            box = (left, top, left + other.width, top + other.height)
            clash = (
                (self._left < box[2] + ACROSS_AIR)
                & (box[0] - ACROSS_AIR < self._right)
                & (self._top < box[3] + AIR)
                & (box[1] - AIR < self._bottom)
            )
            cost = cost + np.where(clash, 1e6, 0.0)
            if self._showing.targets:
                cost = cost + CROSSING * self._through(box)
            if other.targets:
                cost = cost + CROSSING * self._crossed(other, box)
        choice = int(np.argmin(cost))
        return float(self._left[choice]), float(self._top[choice])

    def _through(self, box: Box) -> NDArray[np.float64]:
        """Share of the time that a leader of ours runs through the other's words."""
        hits = np.zeros_like(self._left)
        for start, (tx, ty) in zip(self._starts, self._showing.targets or (), strict=True):
            hit = np.zeros(len(hits), dtype=bool)
            for share in np.linspace(0.0, 1.0, 12):
                x, y = start[:, 0] + (tx - start[:, 0]) * share, start[:, 1] + (ty - start[:, 1]) * share
                hit |= (box[0] - 8 < x) & (x < box[2] + 8) & (box[1] - 8 < y) & (y < box[3] + 8)
            hits += hit
        return np.asarray(hits / max(1, len(self._starts)))

    def _crossed(self, other: Showing, box: Box) -> NDArray[np.float64]:
        """Share of the time that the other's leader runs through our words, or across our leader."""
        hits = np.zeros_like(self._left)
        targets = other.targets or ()
        for number, target in enumerate(targets):
            x0, y0 = leader_start(box, target)
            hit = np.zeros(len(hits), dtype=bool)
            for share in np.linspace(0.0, 1.0, 12):
                x, y = x0 + (target[0] - x0) * share, y0 + (target[1] - y0) * share
                hit |= (
                    (self._left - 8 < x)
                    & (x < self._right + 8)
                    & (self._top - 8 < y)
                    & (y < self._bottom + 8)
                )
            if self._showing.targets:
                mine = min(number, len(self._starts) - 1)
                start, (tx, ty) = self._starts[mine], self._showing.targets[mine]
                hit |= _segments_cross(start, (tx, ty), (x0, y0), target)
            hits += hit
        return np.asarray(hits / max(1, len(targets)))


def _segments_cross(
    starts: NDArray[np.float64], end: Point, first: Point, second: Point
) -> NDArray[np.bool_]:
    """Whether the lines from `starts` (n, 2) to `end` cross the one from `first` to `second`."""

    def side(
        ax: float, ay: float, bx: float, by: float, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        return np.asarray((bx - ax) * (y - ay) - (by - ay) * (x - ax))

    x, y = starts[:, 0], starts[:, 1]
    ends = np.full_like(x, end[0]), np.full_like(x, end[1])
    apart = side(*first, *second, x, y) * side(*first, *second, *ends) < 0

    def own(px: float, py: float) -> NDArray[np.float64]:
        return np.asarray((end[0] - x) * (py - y) - (end[1] - y) * (px - x))

    return np.asarray(apart & (own(*first) * own(*second) < 0))


def _box_means(
    grid: Grid,
    left: NDArray[np.float64],
    top: NDArray[np.float64],
    right: NDArray[np.float64],
    bottom: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Mean of the grid under each box and its air."""
    total = np.zeros((ROWS + 1, COLUMNS + 1))
    total[1:, 1:] = np.cumsum(np.cumsum(grid, axis=0), axis=1)
    c0 = np.clip((left - AIR) // CELL, 0, COLUMNS).astype(int)
    c1 = np.clip(np.ceil((right + AIR) / CELL), 0, COLUMNS).astype(int)
    r0 = np.clip((top - AIR) // CELL, 0, ROWS).astype(int)
    r1 = np.clip(np.ceil((bottom + AIR) / CELL), 0, ROWS).astype(int)
    sums = total[r1, c1] - total[r0, c1] - total[r1, c0] + total[r0, c0]
    return np.asarray(sums / np.maximum(1, (r1 - r0) * (c1 - c0)))

"""Places labels: beside what they name, off each other and off the actors, in one place while they are visible.

A shot is played once without drawing; what it covers is recorded in a coarse grid, and each label gets the place of lowest
cost over all the time that it is visible. Lengths are design pixels.
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
COLUMNS = FRAME_WIDTH // CELL
ROWS = BAND_TOP // CELL
"""The grid that records what covers the picture above the caption band: 160 × 75 cells."""

TOP = 150.0
"""No label is placed above this: there are the step marker and the rail."""

STEP_ACROSS = 24
STEP_DOWN = 15
"""Distance between the places that are tried."""

ROUNDING = 1e-6
"""Design pixels by which a label may reach over the margin."""

ABOVE_BAND = 32.0
"""Free space between words and the caption band (design pixels): its upper edge, which is soft, is 24 pixels high."""

AIR = 16.0
ACROSS_AIR = 22.0
"""Free space around a label's words, and between two labels side by side."""

# Costs, chosen by eye.
COVER = 90.0
"""Of covering things during all of the time."""
WORST_COVER = 30.0
"""Of covering things at the worst moment."""
DISTANCE = 1 / 55
"""Of each pixel of the leader."""
STEEPNESS = 1.2
"""Of a vertical leader; a level one costs nothing, since it reads as belonging to its line."""
ON_TARGET = 60.0
"""Of covering what is named."""
LEADER_OVER = 1 / 25
"""Of each pixel of the leader that runs over things."""
CROSSING = 40.0
"""Of a leader that crosses another label or leader."""
TOO_CLOSE = 8.0
"""Of a leader of no length; one of SHORTEST costs nothing."""

SHORTEST = 46.0
"""A shorter leader looks like a dash."""

ROUNDS = 3
"""At most so many times each label is placed anew, given the places of the others."""


@dataclass(frozen=True)
class Placed:
    """A label stands at `at` (start of its baseline) from `begin` to `end` (seconds from the shot's beginning)."""

    begin: float
    end: float
    at: Point


Places = tuple[tuple[Placed, ...], ...]
"""The places of each label of a scene, in the order in which the labels are added: one for each time it is visible."""


@dataclass(frozen=True)
class Showing:
    """One time during which a label is visible: number and size of the label, begin and end in seconds.

    `targets` are what it points to, sampled evenly over that time; None for a label without a leader. `covered` and `worst`,
    both (ROWS, COLUMNS), are the mean and the largest share of each cell that is covered by things.
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
        """Return whether both are visible at some moment."""
        return self.begin <= other.end and other.begin <= self.end


def leader_start(box: Box, target: Point) -> Point:
    """Return where the leader of words in `box` begins: beside them, or above or below them."""
    left, top, right, bottom = box
    x = min(max(target[0], left - 14), right + 14)
    if x in (left - 14, right + 14):
        return x, (top + bottom) / 2
    return x, (top - 8 if target[1] < top else bottom + 8)


def place_all(showings: Sequence[Showing]) -> list[Point]:
    """Return left and top of the words of each showing, in the order given."""
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
    """All places that are tried for one showing, and the cost of each by itself."""

    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        xs = np.arange(MARGIN, FRAME_WIDTH - MARGIN - showing.width + ROUNDING, STEP_ACROSS, dtype=float)
        ys = np.arange(TOP, BAND_TOP - ABOVE_BAND - showing.height, STEP_DOWN, dtype=float)
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
            cost += STEEPNESS * np.abs(ty - y) / np.maximum(length, 1.0)
            over = np.zeros_like(cost)
            for share in np.linspace(0.05, 0.95, 10):
                rows = np.clip((y + (ty - y) * share) // CELL, 0, ROWS - 1).astype(int)
                columns = np.clip((x + (tx - x) * share) // CELL, 0, COLUMNS - 1).astype(int)
                over += self._showing.covered[rows, columns] / 10
            cost += LEADER_OVER * over * length
        return np.asarray(cost / len(targets))

    def best(self, others: Sequence[tuple[Showing, Point]]) -> Point:
        """Return the place of the lowest cost, given the others that are visible at the same time."""
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
        """Return for each place the share of the time in which its leader crosses the other's words."""
        hits = np.zeros_like(self._left)
        for start, (tx, ty) in zip(self._starts, self._showing.targets or (), strict=True):
            hit = np.zeros(len(hits), dtype=bool)
            for share in np.linspace(0.0, 1.0, 12):
                x, y = start[:, 0] + (tx - start[:, 0]) * share, start[:, 1] + (ty - start[:, 1]) * share
                hit |= (box[0] - 8 < x) & (x < box[2] + 8) & (box[1] - 8 < y) & (y < box[3] + 8)
            hits += hit
        return np.asarray(hits / max(1, len(self._starts)))

    def _crossed(self, other: Showing, box: Box) -> NDArray[np.float64]:
        """Return for each place the share of the time in which the other's leader crosses its words or its leader."""
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
    """Return which of the segments from `starts` (n, 2) to `end` cross the one from `first` to `second`."""

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
    """Return the mean of the grid under each box and its free space."""
    total = np.zeros((ROWS + 1, COLUMNS + 1))
    total[1:, 1:] = np.cumsum(np.cumsum(grid, axis=0), axis=1)
    c0 = np.clip((left - AIR) // CELL, 0, COLUMNS).astype(int)
    c1 = np.clip(np.ceil((right + AIR) / CELL), 0, COLUMNS).astype(int)
    r0 = np.clip((top - AIR) // CELL, 0, ROWS).astype(int)
    r1 = np.clip(np.ceil((bottom + AIR) / CELL), 0, ROWS).astype(int)
    sums = total[r1, c1] - total[r0, c1] - total[r1, c0] + total[r0, c0]
    return np.asarray(sums / np.maximum(1, (r1 - r0) * (c1 - c0)))

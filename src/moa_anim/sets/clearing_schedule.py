"""When each receptor of the field is tagged, carried to the 26S and taken in, and on what path: arithmetic only.

All times are seconds of clearing, which a scene lets pass at its own pace: the numbers are illustrative, and no measured
rates. One receptor is taken in after another, since the 26S has one entrance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.actors.population import Member
from moa_anim.graphics.geometry import Point
from moa_anim.molecule.pose import evenly_along, smooth_curve
from moa_anim.stage.motion import gentle

FIRST_ENTERS_SECONDS = 2.2
"""Time at which the first receptor is at the 26S; at 0 none is tagged yet."""

APART_SECONDS = 0.6
"""Time from one receptor's arrival at the 26S to the next one's."""

ENTERING_SHARE = 0.65
"""Time from a receptor's arrival until it is inside, as a share of the time to the next one's arrival:
the pore is empty before the next one comes."""

PIXELS_PER_SECOND = 560.0
"""Mean speed of a receptor on its path (design pixels)."""

ARRIVING_GENTLY = 0.35
"""Share of easing in and out in the pace of a trip to the 26S; the rest is easing in alone."""

SHORTEST_TRIP_SECONDS = 1.0
"""Least duration of a trip."""

TAGGING_SECONDS = 0.9
TAGGED_BEFORE_SECONDS = 0.15
"""Time in which four ubiquitins are added, and from then to the departure."""

ASIDE_SHARE = 0.16
"""Largest sideways bend of a path, as a share of its length: no path is straight."""

LOWEST_PIXELS = 440.0
"""A path goes no lower than this on its way (design pixels), so that tags, which hang below, pass above the gene."""

EDGE_PIXELS = -40.0
"""x at which nothing of a receptor is in the picture any more, at the scale of the field (design pixels)."""

OUT_OF_PICTURE_PIXELS = -330.0
OUT_ASIDE_PIXELS = 130.0
"""x at which a receptor with its tags is out of the picture (design pixels), and how far at most it goes up or down until
then."""

APPROACH_PIXELS = (150.0, 60.0)
"""A path leads by way of a place this far to the left of the entrance, and up to this far above or below it."""

CURVE_SAMPLES = 40
EVENLY = np.linspace(0.0, 1.0, 161)
"""Samples of each stretch of a path's curve, and the shares of its length at which the path's points are."""


def share_of(at: float, begin: float, end: float) -> float:
    """Return the share, 0…1, of the time from `begin` to `end` that has passed; rounded, so that it ends at exactly 1."""
    return round(min(1.0, max(0.0, (at - begin) / (end - begin))), 6)


def arriving(share: float) -> float:
    """Ease in, and out little: a receptor is not slow near the pore, where it would lie over the one before it."""
    return ARRIVING_GENTLY * gentle(share) + (1.0 - ARRIVING_GENTLY) * share * math.sqrt(share)


def let_go(share: float) -> float:
    """Ease out only: what is let go sets out at once, and does not stay with what is taken in."""
    return 1.0 - (1.0 - share) ** 2


def time_of(covered: float) -> float:
    """Return the share of a trip's time after which it has covered a share of its path."""
    shares = np.linspace(0.0, 1.0, 401)
    return float(np.interp(covered, [gentle(share) for share in shares.tolist()], shares))


def smooth_path(stops: Sequence[ArrayLike]) -> NDArray[np.float64]:
    """Return evenly spaced points (n, 2) of a smooth path by way of `stops`, (x, y) each."""
    return evenly_along(smooth_curve(np.array(stops), CURVE_SAMPLES), EVENLY)


@dataclass(frozen=True)
class Trip:
    """A receptor's times: it is tagged, leaves its place, arrives at the 26S, and is inside.

    One that is taken in `elsewhere` is carried out of the picture, to another 26S: a nucleus has many. It leaves the picture
    midway between `arrives` and `inside`, and has gone its path at `gone`.
    """

    path: NDArray[np.float64]
    leaves: float
    arrives: float
    inside: float
    elsewhere: bool = False
    gone: float = 0.0

    def earlier(self, seconds: float) -> Trip:
        """Return the same trip, made earlier."""
        names = ("leaves", "arrives", "inside", "gone")
        return replace(self, **{name: getattr(self, name) - seconds for name in names})

    def tag(self, at: float) -> float:
        """Return how many ubiquitins it carries at `at`, 0…4; the newest one in part."""
        end = self.leaves - TAGGED_BEFORE_SECONDS
        return 4.0 * share_of(at, end - TAGGING_SECONDS, end)

    def since_entered(self, at: float, share: float) -> float:
        """Return the time since the 26S had taken in a share of it (seconds of clearing), negative before."""
        return at - self.arrives - share * (self.inside - self.arrives)

    def carried(self, at: float) -> float:
        """Return the share of its path that it has covered."""
        if self.elsewhere:
            return gentle(share_of(at, self.leaves, self.gone))
        return arriving(share_of(at, self.leaves, self.arrives))

    def entered(self, at: float) -> float:
        """Return how far the 26S has taken it in, 0…1."""
        return share_of(at, self.arrives, self.inside)

    def when_entered(self, share: float) -> float:
        """Return when the 26S has taken in a share of it (seconds of clearing)."""
        return self.arrives + share * (self.inside - self.arrives)

    def freed(self, at: float, entered: float, seconds: float) -> float:
        """Return how far its ligand, let go once a share `entered` of it is inside, has drifted at `at`, 0…1 in `seconds`."""
        begin = self.when_entered(entered)
        return round(let_go(share_of(at, begin, begin + seconds)), 6)

    def place(self, at: float) -> Point:
        """Return where its middle is (design pixels), without wander."""
        return self.along(self.carried(at))

    def along(self, covered: float) -> Point:
        """Return where its middle is (design pixels) when it has covered a share of its path."""
        row = covered * (len(self.path) - 1)
        left = min(int(row), len(self.path) - 2)
        x, y = self.path[left] + (self.path[left + 1] - self.path[left]) * (row - left)
        return float(x), float(y)


def trips_to(
    goal: Point,
    members: Sequence[Member],
    stay: int,
    seed: int,
    apart: float = APART_SECONDS,
    pace: float = PIXELS_PER_SECOND,
    elsewhere_left_of: float = -np.inf,
) -> dict[int, Trip]:
    """Return the trips, by number, of all members but the first `stay` to `goal` (design pixels); the last goes first.

    They arrive `apart` seconds after one another; `pace` is their mean speed (design pixels a second). Members to the left of
    `elsewhere_left_of` (design pixels) are carried out of the picture at its left edge.
    """
    random = np.random.default_rng(seed)
    trips: dict[int, Trip] = {}
    for rank, number in enumerate(range(len(members) - 1, stay - 1, -1)):
        start = np.array((members[number].x, members[number].y))
        elsewhere = bool(start[0] < elsewhere_left_of)
        if elsewhere:
            turn = random.uniform(-1.0, 1.0)
            end = np.array((OUT_OF_PICTURE_PIXELS, start[1] + turn * OUT_ASIDE_PIXELS))
        else:
            end = np.array(goal)
        way = end - start
        aside = random.uniform(-ASIDE_SHARE, ASIDE_SHARE) * np.array([-way[1], way[0]])
        beside = -APPROACH_PIXELS[0], random.uniform(-1.0, 1.0) * APPROACH_PIXELS[1]
        near = end - np.array(beside) * (1.0 if elsewhere else -1.0)
        by = start + 0.45 * way + aside
        by[1], near[1] = min(by[1], LOWEST_PIXELS), min(near[1], LOWEST_PIXELS)
        curve = smooth_curve(np.array([start, by, near, end]), CURVE_SAMPLES)
        length = float(np.linalg.norm(np.diff(curve, axis=0), axis=1).sum())
        path = evenly_along(curve, EVENLY)
        arrives = FIRST_ENTERS_SECONDS + apart * rank
        inside = arrives + ENTERING_SHARE * apart
        takes = max(SHORTEST_TRIP_SECONDS, length / pace)
        takes = min(takes, arrives - TAGGING_SECONDS - TAGGED_BEFORE_SECONDS)  # none is tagged at 0
        leaves, gone = arrives - takes, arrives
        if elsewhere:
            out = time_of(float(np.argmax(path[:, 0] < EDGE_PIXELS)) / (len(path) - 1))
            leaves = (arrives + inside) / 2 - out * takes
            gone = leaves + takes
        trips[number] = Trip(path, leaves, arrives, inside, elsewhere, gone)
    return trips

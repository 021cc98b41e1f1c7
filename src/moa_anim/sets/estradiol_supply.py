"""Estradiol on its way through the picture: a stream from the enzyme that makes it, past the receptor, which dries up.

As many come as go, until the enzyme is blocked: then those that are there go on their way as before, and none follows: the
stream ends at its source first. One remains. Inhibitors lower estradiol strongly, not in all to zero: with anastrozole it was
below the limit of quantitation in 79 % of 649 patients, and measured in the others (Ingle et al., Steroids 2015,
PMC4339673). The numbers are for illustration.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import VARIANTS, Member, Population
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.aromatase_inset import ENZYME_SCALE, MOUTH_ANGSTROM, SITE_ANGSTROM, in_inset
from moa_anim.stage.noise import drift

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

ESTRADIOLS = 12
"""Number of estradiols in the picture while the enzyme works: illustrative."""

STAY_SECONDS = 4.4
"""How long one is in the picture, from the enzyme to the edge; it is the same with and without an inhibitor."""

BETWEEN_FRAMES_SECONDS = 0.011
"""One is made, and another leaves, between two frames, at any of the film's rates: so their number is certain at each."""

PARKED = (300.0, 556.0)
"""Where the one is that neither comes nor leaves, and remains in the end (design pixels): near its count."""

BOXES = (
    (1250.0, 590.0, 1440.0, 720.0),
    (1060.0, 735.0, 1240.0, 800.0),
    (720.0, 766.0, 860.0, 800.0),
    (290.0, 690.0, 440.0, 796.0),
    (-34.0, 610.0, -34.0, 796.0),
)
"""Boxes (left, top, right, bottom; design pixels) through which each goes, at a point of its own: under the receptor, to the
left edge."""

WANDER_PIXELS = 5.0
"""How far (root mean square) one strays from its way."""

HALF_LENGTH_PIXELS = 50.0
"""Half the length of an estradiol in the picture (design pixels)."""

TURN_RADIANS = 0.9
TURN_HERTZ = (0.04, 0.16)
"""Rotation of an estradiol in the picture: root mean square, and lowest and highest frequency."""

GROWN_SHARE = 0.2
"""Share of its way after which one has come from the inset, with its smaller scale, to the scale of the picture."""

MADE_SHARE = 0.025
"""Share of its way over which one fades in, in the enzyme's cleft."""

LEAVES_SHARE = 0.03
"""Share of its way over which one fades by half, at the edge, before it is gone from the picture and from the count."""


class EstradiolSupply(Population):
    """Estradiols that come from the enzyme and leave at the left edge; from `blocked_at` (seconds) on, none come.

    Member 0 is the one that stays.
    """

    def __init__(self, clock: Clock, *, scale: float, seed: int, blocked_at: float) -> None:
        self.made_at = [-math.inf, *_made_at(blocked_at)]
        members = [
            Member(0.0, 0.0, number % VARIANTS, seed + 31 * number) for number in range(len(self.made_at))
        ]
        random = np.random.default_rng(seed)
        self._ways = [_way(random) for _ in members]
        shape = [(beads_of_ligand(receptor_tables().ligands["estradiol"]), Role.ESTRADIOL)]
        super().__init__(
            clock, shape, members, scale=scale, wander=WANDER_PIXELS, seed=seed, hertz=(0.05, 0.25)
        )
        self.moved, self.visible = self._on_its_way, self._in_picture

    def share(self, number: int) -> float:
        """Return how far a member is on its way: below 0 before it is made, above 1 when it has left the picture."""
        if number == 0:
            return 0.5
        return (self._clock.seconds - self.made_at[number]) / STAY_SECONDS

    @property
    def count(self) -> int:
        """Number of members in the picture."""
        return sum(0.0 <= self.share(number) < 1.0 for number in range(len(self.members)))

    def _in_picture(self, number: int) -> float:
        return float(0.0 <= self.share(number) < 1.0)

    def _on_its_way(self, number: int) -> Point:
        if number == 0:
            return PARKED
        way = self._ways[number]
        at = min(1.0, max(0.0, self.share(number))) * (len(way) - 1)
        x, y = (float(np.interp(at, np.arange(len(way)), column)) for column in way.T)
        return x, y

    def paint(self, canvas: Canvas) -> None:
        """Draw the members in the picture, each at its present rotation."""
        if self.opacity <= 0.0:
            return
        self._sprites = self._sprites or [self._sprite(canvas.scale, variant) for variant in range(VARIANTS)]
        context = canvas.context
        for number, member in enumerate(self.members):
            if not self._in_picture(number):
                continue
            x, y = self.place(number)
            sprite = self._sprites[member.variant]
            share = self.share(number)
            first = ENZYME_SCALE / self._scale
            size = first + (1.0 - first) * smoothstep(share, 0.0, GROWN_SHARE)
            made = smoothstep(share, 0.0, MADE_SHARE) * (
                1.0 - 0.5 * smoothstep(share, 1.0 - LEAVES_SHARE, 1.0)
            )
            context.save()
            context.translate(x * canvas.scale, y * canvas.scale)
            context.rotate(self._turn(number))
            context.scale(size, size)
            # Half a pixel off the grid, so that the sprite is interpolated at every angle.
            middle = 0.5 - sprite.shape[0] / 2
            canvas.picture(sprite, middle, middle, self.opacity * made)
            context.restore()

    def _turn(self, number: int) -> float:
        return TURN_RADIANS * float(
            drift(self.members[number].seed + 1, self._clock.seconds, 1, *TURN_HERTZ)[0]
        )

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return for each member in the picture its middle and four points around it, (5, 2), with a weight."""
        there = [np.array(self.place(n)) for n in range(len(self.members)) if self._in_picture(n)]
        reach = HALF_LENGTH_PIXELS * np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
        return [(place + reach, 0.6) for place in there]


def _made_at(blocked_at: float) -> list[float]:
    """Return when each is made (seconds), so that ESTRADIOLS are there until `blocked_at`, with the one that stays."""
    every = STAY_SECONDS / (ESTRADIOLS - 1)
    blocked_at += BETWEEN_FRAMES_SECONDS
    times = [
        blocked_at - every * number for number in range(math.ceil((blocked_at + STAY_SECONDS) / every) + 1)
    ]
    return sorted(times)


def _way(random: np.random.Generator) -> NDArray[np.float64]:
    """Return places (n, 2; design pixels) on a smooth way out of the enzyme's cleft and through all boxes."""
    points = [in_inset(SITE_ANGSTROM), in_inset(MOUTH_ANGSTROM)]
    for left, top, right, bottom in BOXES:
        points.append((float(random.uniform(left, right)), float(random.uniform(top, bottom))))
    curve = smooth_curve(np.array(points), 40)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    even = np.linspace(0.0, lengths[-1], 120)
    return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)

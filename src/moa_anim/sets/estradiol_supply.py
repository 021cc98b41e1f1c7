"""Estradiol on its way through the picture: a few come from the enzyme that makes it, pass the receptor, and go on.

They come one after another until the enzyme is blocked; none follows, and the stream ends at its source first. They go on
past the receptor and away from the viewer, until they are too far to be near it. One remains. Inhibitors lower estradiol
strongly, not in all to zero: with anastrozole it was below the limit of quantitation in 79 % of 649 patients, and measured in
the others (Ingle et al., Steroids 2015, PMC4339673). The numbers are for illustration.
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
from moa_anim.molecule.pose import evenly_along, smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.aromatase_inset import ENZYME_SCALE, MOUTH_ANGSTROM, SITE_ANGSTROM, in_inset
from moa_anim.stage.noise import drift

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

STAY_SECONDS = 2.65
"""How long one is near, from when it is made until it is too far; it is the same with and without an inhibitor."""

MADE_BEFORE_FIFTEENTHS = (28, 24, 20, 16, 12, 9, 5, 0)
"""When each is made, in fifteenths of a second before the last: unevenly, since nothing paces them, so far apart that they
do not look like one chain."""

ESTRADIOLS = len(MADE_BEFORE_FIFTEENTHS)
"""Number of estradiols in the picture when the enzyme is blocked: illustrative."""

BETWEEN_FRAMES_SECONDS = 0.011
"""One is made, and another is gone, between two frames, at any of the film's rates: so their number is certain at each."""

STAYS_AT = (330.0, 640.0)
"""Where the last one comes to, which remains (design pixels): near the count."""

BOXES = (
    (1290.0, 570.0, 1370.0, 700.0),
    (1110.0, 700.0, 1190.0, 800.0),
    (760.0, 750.0, 840.0, 796.0),
    (420.0, 640.0, 500.0, 780.0),
)
"""Boxes (left, top, right, bottom; design pixels) through which each goes, at a point of its own: under the receptor."""

AWAY = (190.0, 560.0, 400.0, 700.0)
"""Box in which each is when it has gone too far away from the viewer."""

FARTHEST_SIZE = 0.42
"""Size of one that is so far, as a share of its size near the receptor."""

SLOWS_FROM_SHARE = 0.75
"""Share of its way from which the one that stays slows down, evenly: it never comes near to the one before it."""

RECEDES_SHARE = 0.74
"""Share of its way after which one goes away from the viewer."""

GONE_SHARE = 0.95
"""Share of its way at which half of it is lost in the haze: it is no longer near, and no longer counted."""

WANDER_PIXELS = 9.0
"""How far (root mean square) one strays from its way."""

HALF_LENGTH_PIXELS = 50.0
"""Half the length of an estradiol in the picture (design pixels)."""

TURN_RADIANS = 0.9
TURN_HERTZ = (0.04, 0.16)
"""Rotation of an estradiol in the picture: root mean square, and lowest and highest frequency."""

GROWN_SHARE = 0.2
"""Share of its way after which one has come from the inset, with its smaller scale, to the scale of the picture."""

MADE_OPACITY = 0.5
MADE_SHARE = 0.025
"""One is this opaque when it is made, and wholly opaque after this share of its way: in the enzyme's cleft."""


class EstradiolSupply(Population):
    """Estradiols that come from the enzyme, the last one at `blocked_at` (seconds), and go away; the last one stays."""

    def __init__(self, clock: Clock, *, scale: float, seed: int, blocked_at: float) -> None:
        last = blocked_at - BETWEEN_FRAMES_SECONDS
        self.made_at = [last - before / 15.0 for before in MADE_BEFORE_FIFTEENTHS]
        members = [Member(0.0, 0.0, number % VARIANTS, seed + 31 * number) for number in range(ESTRADIOLS)]
        random = np.random.default_rng(seed)
        self._ways = [_way(random, stays=number == ESTRADIOLS - 1) for number in range(ESTRADIOLS)]
        shape = [(beads_of_ligand(receptor_tables().ligands["estradiol"]), Role.ESTRADIOL)]
        super().__init__(
            clock, shape, members, scale=scale, wander=WANDER_PIXELS, seed=seed, hertz=(0.05, 0.25)
        )
        self.moved, self.visible = self._on_its_way, self._nearness
        self.left = math.inf

    def share(self, number: int) -> float:
        """Return how far a member is on its way: below 0 before it is made, above 1 when it has gone."""
        return (self._clock.seconds - self.made_at[number]) / STAY_SECONDS

    def _stays(self, number: int) -> bool:
        return number == ESTRADIOLS - 1

    def _nearness(self, number: int) -> float:
        """Return how opaque a member is: it comes out of the enzyme, and is lost in the haze as it goes away."""
        share = self.share(number)
        if share < 0.0:
            return 0.0
        made = MADE_OPACITY + (1.0 - MADE_OPACITY) * smoothstep(share, 0.0, MADE_SHARE)
        if self._stays(number):
            return made
        return made * (1.0 - smoothstep(share, 2.0 * GONE_SHARE - 1.0, 1.0))

    def _on_its_way(self, number: int) -> Point:
        way = self._ways[number]
        share = max(0.0, self.share(number))
        at = (_coming_to_rest(share) if self._stays(number) else min(1.0, share)) * (len(way) - 1)
        x, y = (float(np.interp(at, np.arange(len(way)), column)) for column in way.T)
        return x, y

    def size(self, number: int) -> float:
        """Return the size of a member, as a share of its size near the receptor."""
        share, first = self.share(number), ENZYME_SCALE / self._scale
        size = first + (1.0 - first) * smoothstep(share, 0.0, GROWN_SHARE)
        if self._stays(number):
            return size
        return size * (1.0 - (1.0 - FARTHEST_SIZE) * smoothstep(share, RECEDES_SHARE, 1.0))

    def paint(self, canvas: Canvas) -> None:
        """Draw the members in the picture, each at its present rotation."""
        if self.opacity <= 0.0:
            return
        self._sprites = self._sprites or [self._sprite(canvas.scale, variant) for variant in range(VARIANTS)]
        context = canvas.context
        for number, member in enumerate(self.members):
            opacity = self._opacity(number)
            if opacity <= 0.0:
                continue
            x, y = self.place(number)
            sprite = self._sprites[member.variant]
            size = self.size(number)
            context.save()
            context.translate(x * canvas.scale, y * canvas.scale)
            context.rotate(self._turn(number))
            context.scale(size, size)
            # Half a pixel off the grid, so that the sprite is interpolated at every angle.
            middle = 0.5 - sprite.shape[0] / 2
            canvas.picture(sprite, middle, middle, self.opacity * opacity)
            context.restore()

    def _turn(self, number: int) -> float:
        return TURN_RADIANS * float(
            drift(self.members[number].seed + 1, self._clock.seconds, 1, *TURN_HERTZ)[0]
        )

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return for each member in the picture its middle and four points around it, (5, 2), with a weight."""
        reach = HALF_LENGTH_PIXELS * np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
        return [
            (np.array(self.place(number)) + self.size(number) * reach, 0.6)
            for number in range(len(self.members))
            if self._opacity(number) > 0.0
        ]


def _coming_to_rest(share: float) -> float:
    """Return the share of its way that one has gone which moves on as the others do, and then slows down evenly."""
    left = 1.0 - SLOWS_FROM_SHARE
    if share < SLOWS_FROM_SHARE:
        return share
    return 1.0 - left * max(0.0, 1.0 - (share - SLOWS_FROM_SHARE) / (2.0 * left)) ** 2


def _way(random: np.random.Generator, *, stays: bool) -> NDArray[np.float64]:
    """Return places (n, 2; design pixels) on a smooth way out of the enzyme's cleft, through all boxes, and on."""
    points = [in_inset(SITE_ANGSTROM), in_inset(MOUTH_ANGSTROM)]
    for left, top, right, bottom in (*BOXES, AWAY):
        points.append((float(random.uniform(left, right)), float(random.uniform(top, bottom))))
    if stays:
        points[-1] = STAYS_AT
    return evenly_along(smooth_curve(np.array(points), 40), np.linspace(0.0, 1.0, 120))

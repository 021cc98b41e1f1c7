"""Estradiol on its way through the picture, and where it is made: an inset with the enzyme aromatase, which can be blocked.

As many come as go, until the enzyme is blocked: then those that are there go on their way as before, and none follows; one
remains.
Aromatase makes estradiol in fat and other tissue, from where it comes with the blood: so the enzyme is in an inset, outside
of the nucleus that is shown. Inhibitors lower estradiol strongly, not in all to zero: with anastrozole it was below the limit
of quantitation in 79 % of 649 patients, and measured in the others (Ingle et al., Steroids 2015, PMC4339673). The numbers
are for illustration.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import VARIANTS, Member, Population
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, rgb, tinted
from moa_anim.graphics.fonts import Weight, fitting_size, width_of
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.graphics.lettering import ShownText
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import smooth_curve
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line, TextBlock

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

ESTRADIOLS = 12
"""Number of estradiols in the picture while the enzyme works: illustrative."""

STAY_SECONDS = 4.4
"""How long one is in the picture, from the enzyme to the edge; it is the same with and without an inhibitor."""

BETWEEN_FRAMES_SECONDS = 0.011
"""One is made, and another leaves, between two frames, at any of the film's rates: so their number is certain at each."""

PARKED = (262.0, 720.0)
"""Where the one is that neither comes nor leaves, and remains in the end (design pixels): near its count."""

PANEL = (1478.0, 118.0, 1920.0, 462.0)
"""Box of the inset (left, top, right, bottom; design pixels), in the upper right corner of the picture."""

ENZYME_PLACE = (1742.0, 300.0)
"""Middle of the enzyme (design pixels)."""

NAME_AT = (1502.0, 166.0)
INHIBITOR_NAME_AT = (1896.0, 442.0)
NAME_PIXELS = 30.0
"""Left end and baseline of the enzyme's name, right end and baseline of the inhibitor's, and letter size (design pixels)."""

OUTLET_OFFSET = (-34.0, 22.0)
"""Where estradiol leaves the enzyme, from its middle (design pixels)."""

FIRST_BOX = (1180.0, 320.0, 1390.0, 430.0)
SECOND_BOX = (1200.0, 590.0, 1500.0, 770.0)
EXIT_BOX = (1945.0, 590.0, 1945.0, 790.0)
"""Boxes (left, top, right, bottom; design pixels) through which each goes, at a point of its own."""

WANDER_PIXELS = 9.0
"""How far (root mean square) one strays from its way."""

HALF_LENGTH_PIXELS = 50.0
"""Half the length of an estradiol in the picture (design pixels)."""

TURN_RADIANS = 0.9
TURN_HERTZ = (0.04, 0.16)
"""Rotation of an estradiol in the picture: root mean square, and lowest and highest frequency."""

INHIBITOR_FROM_OFFSET = (-150.0, 66.0)
"""Where the inhibitor comes from, from its place in the enzyme (design pixels)."""

INHIBITOR_PIXELS = 30.0
"""Size of the inhibitor, a schematic tablet-shaped molecule (design pixels)."""


class EstradiolSupply(Population):
    """Estradiols that come from the enzyme and leave at the right edge; from `blocked_at` (seconds) on, none come.

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
            grown = smoothstep(self.share(number), 0.0, 0.05)
            context.save()
            context.translate(x * canvas.scale, y * canvas.scale)
            context.rotate(self._turn(number))
            context.scale(0.4 + 0.6 * grown, 0.4 + 0.6 * grown)
            # Half a pixel off the grid, so that the sprite is interpolated at every angle.
            middle = 0.5 - sprite.shape[0] / 2
            canvas.picture(sprite, middle, middle, self.opacity)
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


class AromataseInset(Painted):
    """A framed inset with the enzyme, schematic, and its `name`; `blocked` in 0…1 is how far an inhibitor has come into it.

    The `inhibitor`'s name appears with it.
    """

    def __init__(self, name: str, inhibitor: str) -> None:
        super().__init__()
        self.blocked = 0.0
        pixels = fitting_size(name, NAME_PIXELS, FRAME_WIDTH - NAME_AT[0], Weight.MEDIUM)
        self._name = TextBlock([Line(name, *NAME_AT, pixels, Weight.MEDIUM, colour=readable(Role.LIGASE))])
        right, baseline = INHIBITOR_NAME_AT
        left = right - width_of(inhibitor, NAME_PIXELS, Weight.MEDIUM)
        self._inhibitor_name = TextBlock([Line(inhibitor, left, baseline, NAME_PIXELS, Weight.MEDIUM)])

    def outlet(self) -> Point:
        """Return where estradiol leaves the enzyme (design pixels)."""
        return ENZYME_PLACE[0] + OUTLET_OFFSET[0], ENZYME_PLACE[1] + OUTLET_OFFSET[1]

    def inhibitor_point(self) -> Point:
        """Return where the inhibitor is (design pixels)."""
        x, y = self.outlet()
        away = 1.0 - self.blocked
        return x + INHIBITOR_FROM_OFFSET[0] * away, y + INHIBITOR_FROM_OFFSET[1] * away

    def paint(self, canvas: Canvas) -> None:
        """Draw the inset, the enzyme in it and, once it comes, the inhibitor."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        left, top, right, bottom = PANEL
        context.rectangle(left, top, right - left, bottom - top)
        canvas.set_colour(tinted(Role.PAPER, 0.16, Role.MEMBRANE), self.opacity)
        context.fill()
        context.move_to(right, top)
        for corner in ((left, top), (left, bottom), (right, bottom)):
            context.line_to(*corner)
        canvas.set_colour(tinted(Role.MEMBRANE, 0.1, Role.INK), self.opacity)
        context.set_line_width(4.0)
        context.stroke()
        self._enzyme(canvas, context)
        if self.blocked > 0.0:
            self._inhibitor(canvas, context)
        context.restore()
        self._name.opacity = self.opacity
        self._inhibitor_name.opacity = self.opacity * smoothstep(self.blocked, 0.2, 0.7)
        for text in (self._name, self._inhibitor_name):
            text.paint(canvas)

    def lettered(self) -> list[ShownText]:
        """Return both names."""
        return [*self._name.lettered(), *self._inhibitor_name.lettered()]

    def _enzyme(self, canvas: Canvas, context: Any) -> None:
        """Draw a soft body with a cleft at the lower left, from which estradiol comes."""
        x, y = ENZYME_PLACE
        outlet_x, outlet_y = self.outlet()
        context.new_path()
        for across, down, radius in ((12, -16, 66), (52, 18, 44), (-26, -46, 40), (34, -52, 38), (8, 46, 40)):
            context.new_sub_path()
            context.arc(x + across, y + down, radius, 0.0, 2 * math.pi)
        canvas.set_colour(tinted(Role.LIGASE, 0.5, Role.PAPER), self.opacity)
        context.fill()
        context.arc(outlet_x - 12, outlet_y + 6, 40.0, 0.0, 2 * math.pi)
        canvas.set_colour(tinted(Role.PAPER, 0.16, Role.MEMBRANE), self.opacity)
        context.fill()

    def _inhibitor(self, canvas: Canvas, context: Any) -> None:
        """Draw the inhibitor: an angular dark shape that fits the cleft."""
        x, y = self.inhibitor_point()
        for turn in range(6):
            angle = math.pi / 6 + turn * math.pi / 3
            context.line_to(x + INHIBITOR_PIXELS * math.cos(angle), y + INHIBITOR_PIXELS * math.sin(angle))
        context.close_path()
        canvas.set_colour(rgb(Role.INK), self.opacity * smoothstep(self.blocked, 0.0, 0.15))
        context.fill()

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of the inset (design pixels)."""
        return [PANEL] if self.opacity > 0.0 else []


def _made_at(blocked_at: float) -> list[float]:
    """Return when each is made (seconds), so that ESTRADIOLS are there until `blocked_at`, with the one that stays."""
    every = STAY_SECONDS / (ESTRADIOLS - 1)
    blocked_at += BETWEEN_FRAMES_SECONDS
    times = [
        blocked_at - every * number for number in range(math.ceil((blocked_at + STAY_SECONDS) / every) + 1)
    ]
    return sorted(times)


def _way(random: np.random.Generator) -> NDArray[np.float64]:
    """Return places (n, 2; design pixels) on a smooth way from the enzyme through both boxes to the right edge."""
    outlet = (ENZYME_PLACE[0] + OUTLET_OFFSET[0], ENZYME_PLACE[1] + OUTLET_OFFSET[1])
    points = [outlet]
    for left, top, right, bottom in (FIRST_BOX, SECOND_BOX, EXIT_BOX):
        points.append((float(random.uniform(left, right)), float(random.uniform(top, bottom))))
    curve = smooth_curve(np.array(points), 40)
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    even = np.linspace(0.0, lengths[-1], 120)
    return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)

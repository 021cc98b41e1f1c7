"""An inset with fat tissue and the enzyme aromatase in it, which makes estradiol until an inhibitor plugs its cleft.

Aromatase makes estradiol in fat and other tissue, from where it comes with the blood: so it is in an inset, outside of the
nucleus that is shown, at a smaller scale. Enzyme and inhibitor are schematic: the enzyme is a pale body of beads, as the
coactivator's is, of about its size, with a cleft in one side, since its structure is not shown; the inhibitor is laid out by
the formula of anastrozole, a benzene ring with two C(CH3)2-CN and a CH2-triazole (PubChem CID 2187).
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, shade_of, tinted
from moa_anim.graphics.fonts import Weight, fitting_size, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.lettering import ShownText
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, plain
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.pose import evenly_along, smooth_curve
from moa_anim.molecule.style import Style
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line, TextBlock

PANEL: Box = (1388.0, 128.0, 1872.0, 504.0)
"""Box of the inset (left, top, right, bottom; design pixels), wholly in the picture."""

CORNER_PIXELS = 26.0
EDGE_PIXELS = 3.0
"""Radius of its corners and width of its edge (design pixels)."""

FAT_CELLS = (
    (1452.0, 250.0, 118.0),
    (1660.0, 196.0, 104.0),
    (1840.0, 270.0, 96.0),
    (1560.0, 428.0, 112.0),
    (1764.0, 448.0, 104.0),
    (1412.0, 470.0, 88.0),
    (1912.0, 460.0, 72.0),
)
"""Middles and radii of the fat cells behind the enzyme (design pixels); their fat fills them."""

ENZYME_PLACE = (1664.0, 318.0)
"""Middle of the enzyme (design pixels)."""

ENZYME_SCALE = 4.0
"""Design pixels for one ångström in the inset: the enzyme stands free of both names."""

ENZYME_LUMPS = (
    (4.0, 1.0, 0.0, 22.0),
    (-13.0, 10.0, 2.0, 15.0),
    (15.0, 13.0, -3.0, 15.0),
    (20.0, -8.0, 2.0, 14.0),
    (-10.0, -13.0, 1.0, 15.0),
    (4.0, -17.0, -4.0, 13.0),
    (-22.0, 1.0, -7.0, 13.0),
)
"""Lumps of the enzyme: x to the right, y up, z to the viewer, radius (Å), about 60 Å across as one of 503 residues is."""

PACKING_ANGSTROM = 4.9
BEAD_ANGSTROM = 3.5
UNEVEN_ANGSTROM = 1.1
"""Distance and radius of its beads, coarser than atoms, and how far (root mean square) they are off a regular packing (Å)."""

CLEFT = ((-52.0, -11.0), (2.0, -1.0))
CLEFT_ANGSTROM = 9.5
CLEFT_BEHIND_ANGSTROM = -9.0
"""Ends of the middle line of the cleft, half its width, and how deep it is, towards the viewer from the middle (Å)."""

SITE_ANGSTROM = (-7.0, -3.0)
MOUTH_ANGSTROM = (-42.0, -11.0)
"""Where in the cleft estradiol is made, and where it has come out of it (Å)."""

INHIBITOR_WAY = ((-38.0, 25.0), (-53.0, 21.0), (-58.0, 9.0), (-46.0, -5.0), (-28.0, -6.5), SITE_ANGSTROM)
"""Where the inhibitor comes from, beside the way of estradiol, and by which places it goes into the cleft (Å)."""

ENZYME_PALENESS = 0.58
INHIBITOR_PALENESS = 0.1
"""Shares of paper in the colours of the enzyme, which is as pale as other schematic bodies, and of the inhibitor, dark."""

NAME_AT = (1416.0, 176.0)
INHIBITOR_NAME_AT = (1848.0, 484.0)
NAME_PIXELS = 30.0
"""Left end and baseline of the enzyme's name, right end and baseline of the inhibitor's, and letter size (design pixels)."""

SEED = 19
"""Seed of the enzyme's beads."""


def in_inset(place: tuple[float, float]) -> Point:
    """Return where a place beside the enzyme's middle (Å; to the right, up) is seen (design pixels)."""
    return ENZYME_PLACE[0] + ENZYME_SCALE * place[0], ENZYME_PLACE[1] - ENZYME_SCALE * place[1]


class AromataseInset(Painted):
    """The inset with the enzyme and its `name`; `blocked` in 0…1 is how far an inhibitor has come into the cleft.

    The `inhibitor`'s name appears with it.
    """

    def __init__(self, name: str, inhibitor: str) -> None:
        super().__init__()
        self.blocked = 0.0
        right, baseline = INHIBITOR_NAME_AT
        room = right - NAME_AT[0]
        pixels = fitting_size(name, NAME_PIXELS, room, Weight.MEDIUM)
        self._name = TextBlock([Line(name, *NAME_AT, pixels, Weight.MEDIUM, colour=readable(Role.LIGASE))])
        pixels = fitting_size(inhibitor, NAME_PIXELS, room, Weight.MEDIUM)
        left = right - width_of(inhibitor, pixels, Weight.MEDIUM)
        self._inhibitor_name = TextBlock([Line(inhibitor, left, baseline, pixels, Weight.MEDIUM)])

    def inhibitor_point(self) -> Point:
        """Return where the inhibitor is (design pixels)."""
        x, y = evenly_along(smooth_curve(np.array(INHIBITOR_WAY), 40), np.array([self.blocked]))[0]
        return in_inset((float(x), float(y)))

    def paint(self, canvas: Canvas) -> None:
        """Draw the fat tissue, the enzyme before it and, once it comes, the inhibitor."""
        if self.opacity <= 0.0:
            return
        self._tissue(canvas)
        colour = tinted(Role.LIGASE, ENZYME_PALENESS, Role.PAPER)
        self._molecule(canvas, Body(_enzyme(), colour), ENZYME_PLACE, self.opacity)
        if self.blocked > 0.0:
            colour = tinted(Role.INK, INHIBITOR_PALENESS, Role.PAPER)
            shown = self.opacity * smoothstep(self.blocked, 0.0, 0.12)
            plug = Body(_inhibitor(), colour, shade=shade_of(Role.LIGASE))
            self._molecule(canvas, plug, self.inhibitor_point(), shown)
        self._name.opacity = self.opacity
        self._inhibitor_name.opacity = self.opacity * smoothstep(self.blocked, 0.06, 0.3)
        for text in (self._name, self._inhibitor_name):
            text.paint(canvas)

    def lettered(self) -> list[ShownText]:
        """Return both names."""
        return [*self._name.lettered(), *self._inhibitor_name.lettered()]

    def _tissue(self, canvas: Canvas) -> None:
        """Draw the inset's ground: fat cells, plain and pale, and an edge all around."""
        context = canvas.design()
        left, top, right, bottom = PANEL
        for x, y, turn in (
            (right - CORNER_PIXELS, top + CORNER_PIXELS, -0.5),
            (right - CORNER_PIXELS, bottom - CORNER_PIXELS, 0.0),
            (left + CORNER_PIXELS, bottom - CORNER_PIXELS, 0.5),
            (left + CORNER_PIXELS, top + CORNER_PIXELS, 1.0),
        ):
            context.arc(x, y, CORNER_PIXELS, turn * math.pi, (turn + 0.5) * math.pi)
        context.close_path()
        outline = context.copy_path()
        canvas.set_colour(tinted(Role.PAPER, 0.14, Role.MEMBRANE), self.opacity)
        context.fill()
        context.save()
        context.append_path(outline)
        context.clip()
        context.set_line_width(EDGE_PIXELS)
        for x, y, radius in FAT_CELLS:
            context.arc(x, y, radius, 0.0, 2.0 * math.pi)
            canvas.set_colour(tinted(Role.PAPER, 0.12, Role.TABLET), self.opacity)
            context.fill_preserve()
            canvas.set_colour(tinted(Role.PAPER, 0.3, Role.MEMBRANE), self.opacity)
            context.stroke()
        context.restore()
        context.append_path(outline)
        canvas.set_colour(tinted(Role.MEMBRANE, 0.1, Role.INK), self.opacity)
        context.set_line_width(EDGE_PIXELS)
        context.stroke()
        context.restore()

    @staticmethod
    def _molecule(canvas: Canvas, body: Body, at: Point, opacity: float) -> None:
        """Draw lit beads with outlines, their origin at `at` (design pixels)."""
        scale = ENZYME_SCALE * canvas.scale
        half = math.ceil((float(np.abs(body.beads.positions[:, :2]).max()) + 2 * BEAD_ANGSTROM) * scale)
        view = View(np.eye(3), np.zeros(3), scale, (half, half))
        picture = molecule_sprite(
            [body], view, (2 * half, 2 * half), canvas.scale, Style(line_pixels=2.3, fog_strength=0.1)
        )
        canvas.picture(picture, at[0] * canvas.scale - half, at[1] * canvas.scale - half, opacity)

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of the inset (design pixels)."""
        return [PANEL] if self.opacity > 0.0 else []


@cache
def _enzyme() -> Beads:
    """Return the enzyme's beads, from its middle (Å): packed into its lumps, but not into the cleft."""
    reach = np.arange(-42.0, 42.0, PACKING_ANGSTROM)
    planes = np.arange(-42.0, 42.0, PACKING_ANGSTROM * math.sqrt(0.5))
    grid = np.array(
        [
            (x + shift, y + shift, z)
            for row, z in enumerate(planes)
            for shift in (0.5 * PACKING_ANGSTROM * (row % 2),)
            for x in reach
            for y in reach
        ]
    )
    places = grid + np.random.default_rng(SEED).normal(0.0, UNEVEN_ANGSTROM, grid.shape)
    lumps = np.array(ENZYME_LUMPS)
    apart = np.linalg.norm(places[:, None] - lumps[None, :, :3], axis=2) - lumps[:, 3]
    inside = apart.min(axis=1) < 0.0
    cleft = (_from_cleft(places[:, :2]) < CLEFT_ANGSTROM) & (places[:, 2] > CLEFT_BEHIND_ANGSTROM)
    return plain(places[inside & ~cleft], BEAD_ANGSTROM)


def _from_cleft(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances (n,; Å) of places (n, 2) from the middle line of the cleft."""
    begin, end = np.array(CLEFT)
    along = end - begin
    share = np.clip(((places - begin) @ along) / (along @ along), 0.0, 1.0)
    return np.asarray(np.linalg.norm(places - begin - share[:, None] * along, axis=1))


@cache
def _inhibitor() -> Beads:
    """Return the inhibitor's 22 heavy atoms, from the middle of its benzene ring (Å), the triazole to the right."""
    atoms: list[tuple[float, float, float]] = []
    for corner in range(6):
        angle = corner * math.pi / 3
        outwards, across = (
            np.array([math.cos(angle), math.sin(angle)]),
            np.array([-math.sin(angle), math.cos(angle)]),
        )
        atoms.append((*(1.4 * outwards), 0.0))
        if corner == 0:  # CH2 and the five atoms of triazole
            atoms.append((*(2.9 * outwards), 0.0))
            middle = 4.9 * outwards + 0.9 * across
            for each in range(5):
                turn = math.pi + 2 * math.pi * each / 5
                x, y = middle + 1.15 * (math.cos(turn) * outwards + math.sin(turn) * across)
                atoms.append((float(x), float(y), 0.0))
        elif corner in (2, 4):  # C with two CH3 and C≡N
            atoms.append((*(2.9 * outwards), 0.0))
            atoms += [(*(3.4 * outwards - 0.5 * across), side * 1.25) for side in (-1.0, 1.0)]
            atoms += [
                (*(2.9 * outwards + along * across + 0.3 * along * outwards), 0.0) for along in (1.4, 2.5)
            ]
    return plain(np.array(atoms, dtype=np.float64), 1.7)

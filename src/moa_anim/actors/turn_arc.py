"""An arrow from helix 12's place with hormone to where it is now."""

from __future__ import annotations

import cairo

from moa_anim.actors.receptor import Receptor
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted

HELIX_MIDDLE = (538, 544)
"""First and last residue whose mean Cα position is taken as helix 12's centre."""

ARC_LEVEL = 40
"""Manim's z-index of the arc: over the molecules, under labels."""

BULGE_PIXELS = 120.0
"""Horizontal distance of the curve's control points from its ends (design pixels)."""

BULGE_SEEN_PIXELS = 62
"""Distance of the curve's outermost point to the right of the midpoint of its ends (design pixels)."""

HALO_PIXELS = 11.0
"""Width of the paper halo (design pixels)."""

LINE_PIXELS = 5.0
"""Width of the ink line (design pixels)."""


class TurnArc(Painted):
    """A curved arrow from the ghost's centre to helix 12's: the displacement between measured positions."""

    def __init__(self, molecule_view: MoleculeView, receptor: Receptor) -> None:
        super().__init__()
        self._molecule_view, self._receptor = molecule_view, receptor
        self.opacity = 0.0
        self.set_z_index(ARC_LEVEL)

    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The arrow's ends (design pixels)."""
        start = self._molecule_view.point(helix12_path().at(0.0).part(*HELIX_MIDDLE).positions.mean(axis=0))
        return start, self._molecule_view.point(self._receptor.anchor("helix12"))

    def middle(self) -> tuple[float, float]:
        """The arc's outermost point (design pixels)."""
        (ax, ay), (bx, by) = self.ends()
        return (ax + bx) / 2 + BULGE_SEEN_PIXELS, (ay + by) / 2

    def paint(self, canvas: Canvas) -> None:
        """Draw the arc and its head: ink on a halo of paper."""
        if self.opacity <= 0.0:
            return
        (ax, ay), (bx, by) = self.ends()
        context = canvas.design()
        for width, colour in ((HALO_PIXELS, rgb(Role.PAPER)), (LINE_PIXELS, rgb(Role.INK))):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(width)
            context.set_line_cap(cairo.LINE_CAP_ROUND)
            context.move_to(ax, ay)
            context.curve_to(
                ax + BULGE_PIXELS, ay + 0.2 * (by - ay), bx + BULGE_PIXELS, by - 0.2 * (by - ay), bx + 6, by
            )
            context.stroke()
            context.move_to(bx + 34, by - 22)
            context.line_to(bx + 6, by)
            context.line_to(bx + 36, by + 16)
            context.stroke()
        context.restore()

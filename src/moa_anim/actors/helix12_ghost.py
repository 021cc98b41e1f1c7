"""Helix 12's position with hormone as a pale outline, and an arrow from it to helix 12's current position."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.receptor import Receptor, receptor_shape
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted

GHOST_LINE = (Role.INK, 0.5, 5.0)
"""Role, opacity and width (design pixels) of the ghost's outline."""

GHOST_HALO = (Role.PAPER, 0.4, 4.0)
"""The same of the halo outside it."""

GHOST_FILL = (Role.PAPER, 0.2)
"""Role and opacity of what it encloses."""

GHOST_MARGIN_PIXELS = 20.0
"""Space about the ghost in the group in which its outline is drawn (design pixels)."""

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


class Helix12Ghost(Painted):
    """The outline of helix 12 in its position with hormone bound, behind what `before()` returns.

    It is drawn as curves, so that a move of the camera does not shade a second molecule in each frame.
    """

    def __init__(self, molecule_view: MoleculeView, before: Callable[[], Sequence[Beads]]) -> None:
        super().__init__()
        self._molecule_view, self._before = molecule_view, before
        self._helix = receptor_shape(0.0)[1][0]
        self.opacity = 0.0

    def edge(self) -> tuple[float, float]:
        """The ghost's centre, at which a label points (design pixels)."""
        trace = helix12_path().at(0.0)
        return self._molecule_view.point(trace.part(*HELIX_MIDDLE).positions.mean(axis=0))

    def paint(self, canvas: Canvas) -> None:
        """Draw the outline over the picture, except behind what is before it."""
        if self.opacity <= 0.0:
            return
        places, radii = self._discs(self._helix)
        context = canvas.design()
        low = (places - radii[:, None]).min(axis=0) - GHOST_MARGIN_PIXELS
        high = (places + radii[:, None]).max(axis=0) + GHOST_MARGIN_PIXELS
        context.rectangle(*low, *(high - low))
        context.clip()
        context.push_group()
        context.set_operator(cairo.OPERATOR_SOURCE)
        (line, line_opacity, wide), (halo, halo_opacity, wider) = GHOST_LINE, GHOST_HALO
        for role, opacity, beyond in (
            (halo, halo_opacity, wide + wider),
            (line, line_opacity, wide),
            (*GHOST_FILL, 0.0),
        ):
            canvas.set_colour(rgb(role), opacity)
            _trace_discs(context, places, radii + beyond)
            context.fill()
        context.set_operator(cairo.OPERATOR_CLEAR)
        for beads in self._before():
            places, radii = self._discs(beads)
            _trace_discs(context, places, radii + wide)
            context.fill()
        context.pop_group_to_source()
        context.paint_with_alpha(self.opacity)
        context.restore()

    def _discs(self, beads: Beads) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where beads are seen (n, 2), and their radii (n,), in design pixels."""
        view = self._molecule_view.view
        return view.pixels(beads.positions), beads.radii * view.scale


def _trace_discs(context: Any, places: NDArray[np.float64], radii: NDArray[np.float64]) -> None:
    """Add discs to the path; all run the same way round, so that a fill covers what any of them covers."""
    for (x, y), radius in zip(places.tolist(), radii.tolist(), strict=True):
        context.new_sub_path()
        context.arc(x, y, radius, 0.0, 2.0 * math.pi)


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

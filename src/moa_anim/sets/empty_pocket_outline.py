"""A dashed line around the empty place in the pocket where hormone would bind."""

from __future__ import annotations

from functools import cached_property

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted

MARGIN_ANGSTROM = 1.6
"""Distance of the line outside the atoms' centres."""

LINE_PIXELS = 4.0
DASH_PIXELS = 12.0
GAP_PIXELS = 10.0
"""Width of the line, length of its dashes and of the gaps (design pixels)."""

DIRECTIONS = 72
"""Number of directions in which the outermost atom is determined."""

SAMPLES_PER_DASH = 11
"""Number of points of the line from the start of one dash to the start of the next."""

HIDING_ANGSTROM = 3.0
"""A surface hides the line if it is nearer to the viewer by more than this; the pocket's own walls are nearer by less."""

LABEL_SHARE = 0.45
"""Where the label points, from the lower end (0) to the middle (1)."""


class EmptyPocketOutline(Painted):
    """A dashed outline of where estradiol would bind, at its depth in `molecule_view`: what lies in front hides it."""

    def __init__(self, molecule_view: MoleculeView) -> None:
        super().__init__()
        self._molecule_view = molecule_view
        self.opacity = 0.0

    @cached_property
    def outline(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points along the line (n, 2; design pixels) and the depth of each (n,; Å towards the viewer)."""
        atoms = receptor_tables().ligands["estradiol"].positions
        seen, depths = self._molecule_view.view.pixels(atoms), self._molecule_view.view.turned(atoms)[:, 2]
        angles = np.linspace(0.0, 2 * np.pi, DIRECTIONS, endpoint=False)
        directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        outermost = np.argmax(seen @ directions.T, axis=0)
        corners = seen[outermost] + MARGIN_ANGSTROM * self._molecule_view.view.scale * directions
        closed = np.vstack([corners, corners[:1]])
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
        count = round(lengths[-1] / (DASH_PIXELS + GAP_PIXELS))
        at = np.arange(0.0, count, 1 / SAMPLES_PER_DASH) * lengths[-1] / count
        places = np.stack([np.interp(at, lengths, column) for column in closed.T], axis=1)
        deep = np.interp(at, lengths, np.append(depths[outermost], depths[outermost[0]]))
        return places, deep

    def dashes(self) -> list[NDArray[np.float64]]:
        """Return the dashes that are not hidden, each (n, 2; design pixels)."""
        places, deep = self.outline
        hidden = self._molecule_view.depth_at(places) > deep + HIDING_ANGSTROM
        drawn = round(SAMPLES_PER_DASH * DASH_PIXELS / (DASH_PIXELS + GAP_PIXELS)) + 1
        starts = range(0, len(places) - drawn + 1, SAMPLES_PER_DASH)
        return [places[start : start + drawn] for start in starts if not hidden[start : start + drawn].any()]

    def lower_end(self) -> Point:
        """Return where a label points (design pixels): inside the lower end, which is not hidden."""
        places, _ = self.outline
        lowest, middle = places[np.argmax(places[:, 1])], places.mean(axis=0)
        x, y = lowest + LABEL_SHARE * (middle - lowest)
        return float(x), float(y)

    def paint(self, canvas: Canvas) -> None:
        """Draw the visible dashes. The molecule view must be painted first, since its depths decide which are hidden."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        context.set_line_width(LINE_PIXELS)
        context.set_line_cap(cairo.LINE_CAP_ROUND)
        canvas.set_colour(rgb(Role.PAPER), self.opacity)
        for dash in self.dashes():
            for x, y in dash:
                context.line_to(x, y)
            context.new_sub_path()
        context.stroke()
        context.restore()

"""A broken line about the place in the pocket where hormone would be: nothing is there."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted


class EmptyPocket(Painted):
    """The outline of estradiol in its place, a line in the depth of the picture: what is before it hides it."""

    def __init__(self, molecule_view: MoleculeView) -> None:
        super().__init__()
        self._molecule_view = molecule_view
        self.opacity = 0.0

    @cached_property
    def outline(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Middles of the line's dashes (n, 2; design pixels), and how deep each lies (n; Å towards the viewer)."""
        atoms = receptor_tables().ligands["estradiol_1G50"].positions
        seen, depths = self._molecule_view.view.pixels(atoms), self._molecule_view.view.turned(atoms)[:, 2]
        angles = np.linspace(0.0, 2 * np.pi, 72, endpoint=False)
        directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        outermost = np.argmax(seen @ directions.T, axis=0)
        corners = seen[outermost] + AROUND_ANGSTROM * self._molecule_view.view.scale * directions
        closed = np.vstack([corners, corners[:1]])
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
        count = round(lengths[-1] / (DASH_PIXELS + GAP_PIXELS))
        at = np.arange(0.0, count, 1 / SAMPLES) * lengths[-1] / count
        places = np.stack([np.interp(at, lengths, column) for column in closed.T], axis=1)
        deep = np.interp(at, lengths, np.append(depths[outermost], depths[outermost[0]]))
        return places, deep

    def dashes(self) -> list[NDArray[np.float64]]:
        """The dashes that nothing hides, each (n, 2; design pixels). They stay where they are."""
        places, deep = self.outline
        hidden = self._molecule_view.depth_at(places) > deep + BEFORE_ANGSTROM
        drawn = round(SAMPLES * DASH_PIXELS / (DASH_PIXELS + GAP_PIXELS)) + 1
        starts = range(0, len(places) - drawn + 1, SAMPLES)
        return [places[start : start + drawn] for start in starts if not hidden[start : start + drawn].any()]

    def lower_end(self) -> Point:
        """Where it is pointed to: inside its lower end, which nothing stands before."""
        places, _ = self.outline
        lowest, middle = places[np.argmax(places[:, 1])], places.mean(axis=0)
        x, y = lowest + POINTED_TO * (middle - lowest)
        return float(x), float(y)

    def paint(self, canvas: Canvas) -> None:
        """Draw the dashes, after the tableau that says what is before them."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        context.set_line_width(LINE_PIXELS)
        context.set_line_cap(1)
        canvas.set_colour(rgb(Role.PAPER), self.opacity)
        for dash in self.dashes():
            for x, y in dash:
                context.line_to(x, y)
            context.new_sub_path()
        context.stroke()
        context.restore()


AROUND_ANGSTROM, LINE_PIXELS, DASH_PIXELS, GAP_PIXELS = 1.6, 4.0, 12.0, 10.0
"""How far about each atom's middle the line runs (Å); its width, dashes and gaps (design pixels)."""

SAMPLES = 11
"""Of the line, from the start of a dash to the start of the next."""

BEFORE_ANGSTROM = 3.0
"""What is nearer to the viewer than the line by more than this hides it: the pocket's own walls do not."""

POINTED_TO = 0.45
"""Of the way from the lower end to the middle."""

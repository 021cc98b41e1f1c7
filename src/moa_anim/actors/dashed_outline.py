"""A dashed outline of where a molecule was, or is to be: nothing is there now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads
from moa_anim.molecule.bodies import View
from moa_anim.molecule.silhouette import silhouette
from moa_anim.stage.painted import Painted

BRIDGED_ANGSTROM = 2.5
"""Clefts narrower than twice this are closed, so that the line is of the whole and not of its atoms (Å)."""

DASH_WIDTHS = 3.4
GAP_WIDTHS = 2.8
"""Length of a dash, whose ends are round, and of the gap after it, in widths of the line."""

HALO_WIDTHS = 2.2
HALO_OPACITY = 0.85
"""Width, in widths of the line, and opacity of the paper under the dashes."""

EVERY_POINT = 3
"""One in so many points of the outline is drawn."""


class DashedOutline(Painted):
    """The dashed outline of `beads`, as seen with `rotation`; `view` gives the view in which it is drawn.

    It lies in a plane that faces the viewer, so that it may be seen from nearer and rolled, but not from another side.
    `width` is that of the line (design pixels). `filled` in 0…1 is how much paper covers what is behind it.
    """

    def __init__(
        self,
        view: Callable[[], View],
        beads: Sequence[Beads],
        *,
        rotation: NDArray[np.float64],
        role: Role,
        width: float,
        filled: float = 0.0,
    ) -> None:
        super().__init__()
        self._view, self._role, self._width, self._filled = view, role, width, filled
        seen = np.vstack([each.positions for each in beads]) @ rotation.T
        radii = np.concatenate([each.radii for each in beads])
        line = silhouette(seen[:, :2], radii, bridged=BRIDGED_ANGSTROM)[::EVERY_POINT]
        flat = np.column_stack([line, np.full(len(line), seen[:, 2].mean())])
        self.line: NDArray[np.float64] = flat @ rotation
        """Points (n, 3; Å) around it."""

    def seen(self) -> NDArray[np.float64]:
        """Return where the line is seen (n, 2; design pixels)."""
        return self._view().pixels(self.line)

    def rim(self, side: str) -> Callable[[], Point]:
        """Return a function that gives the outermost point of the line to the "left" or "right", at which a label points."""
        outermost = {"left": np.argmin, "right": np.argmax}[side]

        def seen() -> Point:
            points = self.seen()
            x, y = points[int(outermost(points[:, 0]))]
            return float(x), float(y)

        return seen

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return the line, on which no label should lie."""
        return [(self.seen(), 1.0)] if self.opacity > 0.0 else []

    def paint(self, canvas: Canvas) -> None:
        """Draw it."""
        if self.opacity <= 0.0:
            return
        points = self.seen()
        length = float(np.hypot(*np.diff(np.vstack([points, points[:1]]), axis=0).T).sum())
        # As many dashes as fit, so that none is cut where the line closes.
        dash = self._width * DASH_WIDTHS
        pitch = length / max(1, round(length / (dash + self._width * GAP_WIDTHS)))
        context = canvas.design()
        for x, y in points.tolist():
            context.line_to(x, y)
        context.close_path()
        if self._filled > 0.0:
            canvas.set_colour(rgb(Role.PAPER), self.opacity * self._filled)
            context.fill_preserve()
        context.set_line_cap(cairo.LINE_CAP_ROUND)
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        for role, opacity, width in (
            (Role.PAPER, HALO_OPACITY, HALO_WIDTHS * self._width),
            (self._role, 1.0, self._width),
        ):
            canvas.set_colour(rgb(role), self.opacity * opacity)
            context.set_line_width(width)
            context.set_dash([dash, pitch - dash])
            context.stroke_preserve()
        context.new_path()
        context.restore()

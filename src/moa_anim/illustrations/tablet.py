"""An oval tablet with two domed faces and a band between them, seen obliquely from above."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations.shapes import grouped, trace
from moa_anim.model.palette import Role
from moa_anim.stage.painted import Painted

FACE_BREADTH = 0.50
"""Breadth of the face as seen, in tablet lengths: that of an oval of 0.56, foreshortened by the oblique view."""

# Heights, in tablet lengths, of the band around the tablet and of the visible part of the lower dome.
BAND_HEIGHT = 0.105
DOME_HEIGHT = 0.0425

OVAL_EXPONENT = 2.35
"""Exponent of the superellipse that is the outline of a face; 2 would be an ellipse."""

# Width of the outline: a share of the tablet's length, and its minimum in design pixels.
LINE_SHARE = 0.0125
LEAST_LINE_PIXELS = 2.4

CORNERS = 120
"""Number of points in an oval."""

LABEL_ANCHOR = (0.33, -0.11)
"""Where a label points, relative to the centre, in tablet lengths."""


class Tablet(Painted):
    """A tablet centred on (x, y), `size` design pixels long, rotated clockwise by `angle` degrees."""

    def __init__(self, x: float, y: float, length_pixels: float, angle: float = 0.0) -> None:
        super().__init__()
        self.x, self.y, self.size, self.angle = x, y, length_pixels, angle

    def rim(self) -> tuple[float, float]:
        """Return the point that a label names: on the face, near its right end (design pixels)."""
        x, y = self._turned(np.array([LABEL_ANCHOR]))[0]
        return float(x), float(y)

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return points all over the tablet."""
        if self.opacity <= 0.0:
            return []
        shares, edges = np.linspace(0.06, 1.04, 14), (-BAND_HEIGHT / 2, BAND_HEIGHT / 2 + DOME_HEIGHT)
        rings = [oval(share, 0.0, edge) for share in shares for edge in edges]
        return [(self._turned(np.vstack(rings)), 1.0)]

    def _turned(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points given in tablet lengths, in design pixels."""
        angle = np.radians(self.angle)
        x, y = points[:, 0], points[:, 1]
        turned = [x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)]
        return np.stack(turned, axis=1) * self.size + [self.x, self.y]

    def paint(self, canvas: Canvas) -> None:
        """Draw the fills of dome, band and face, then the outline and the band's edges."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        if self.opacity >= 1.0:
            self._fill(canvas, context)
        else:
            # The fills overlap, so they have to fade as one layer.
            reach = 0.6 * self.size
            context.rectangle(self.x - reach, self.y - reach, 2 * reach, 2 * reach)
            context.clip()
            with grouped(context, self.opacity):
                self._fill(canvas, context)
        context.restore()

    def _fill(self, canvas: Canvas, context: Any) -> None:
        upper, lower = -BAND_HEIGHT / 2, BAND_HEIGHT / 2
        face, under = oval(1.0, 0.0, upper), oval(1.0, 0.0, lower)
        half = CORNERS // 2
        back, front, foot = face[:half], face[half:], under[half:]
        # Each of lower dome, band and face covers part of the one before it.
        hull = np.vstack([back, _bulged(foot, lower)])
        self._shape(canvas, context, hull, tinted(Role.TABLET, 0.30))
        band = np.vstack([foot, front[::-1]])
        self._shape(canvas, context, band, tinted(Role.TABLET, 0.17))
        self._shape(canvas, context, face, tinted(Role.TABLET, 0.075))
        self._shape(canvas, context, oval(0.80, -0.018, upper - 0.028), rgb(Role.TABLET))
        self._shape(canvas, context, oval(0.52, -0.055, upper - 0.058), tinted(Role.TABLET, 0.6, Role.PAPER))
        width = max(LEAST_LINE_PIXELS, LINE_SHARE * self.size)
        context.set_line_join(1)
        context.set_line_width(0.6 * width)
        canvas.set_colour(tinted(Role.TABLET, 0.62))
        for edge in (foot, front):
            trace(context, self._turned(edge))
            context.stroke()
        context.set_line_width(width)
        canvas.set_colour(rgb(Role.INK))
        trace(context, self._turned(hull), closed=True)
        context.stroke()

    def _shape(self, canvas: Canvas, context: Any, points: NDArray[np.float64], colour: Rgb) -> None:
        canvas.set_colour(colour)
        trace(context, self._turned(points), closed=True)
        context.fill()


def oval(share: float, across: float = 0.0, down: float = 0.0) -> NDArray[np.float64]:
    """Return the face's outline (CORNERS, 2) in tablet lengths, scaled to `share` and moved by (across, down)."""
    angle = np.linspace(0.0, 2.0 * np.pi, CORNERS, endpoint=False) + np.pi
    cos, sin = np.cos(angle), np.sin(angle)
    power = 2.0 / OVAL_EXPONENT
    x = 0.5 * np.sign(cos) * np.abs(cos) ** power
    y = 0.5 * FACE_BREADTH * np.sign(sin) * np.abs(sin) ** power
    return np.stack([share * x + across, share * y + down], axis=1)


def _bulged(foot: NDArray[np.float64], lower: float) -> NDArray[np.float64]:
    """The band's lower edge `foot`, extended downwards by the visible part of the lower dome."""
    depth = np.clip((foot[:, 1] - lower) / (0.5 * FACE_BREADTH), 0.0, 1.0)
    return np.asarray(foot + np.stack([np.zeros(len(foot)), DOME_HEIGHT * depth**1.5], axis=1))

"""The cytoskeleton: microtubules from the centrosome, actin filaments below the membrane, and the centrosome itself."""

from __future__ import annotations

from functools import cache

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.cell.contents import CellContents
from moa_anim.illustrations.curves import Points, arc, smooth_curve, uneven_ring
from moa_anim.illustrations.shapes import double_line, outlined_shape, placed, stroke_line, trace
from moa_anim.model.palette import Role

CENTRIOLE_BARREL = np.array([[0.012, -0.020], [0.030, -0.020], [0.030, 0.020], [0.012, 0.020]])
"""Corners of a centriole seen from the side, in cell radii at grain 1."""


def centrosome(canvas: Canvas, place: Points, angle: float, grain: float) -> None:
    """Paint a centrosome: one centriole seen end-on (nine blades around a hub) and one seen from the side."""
    line, fill = tinted(Role.LIGASE, 0.45), tinted(Role.LIGASE, 0.45, Role.PAPER)
    context = canvas.context
    matrix_fill, matrix_line = (
        tinted(Role.CYTOPLASM, 0.25, Role.PAPER),
        tinted(Role.MEMBRANE, 0.35, Role.CYTOPLASM),
    )
    with placed(context, place, angle, grain**0.7):
        outlined_shape(canvas, uneven_ring(0.045, 30, 5, 0.05), matrix_fill, matrix_line, 0.002)
        for number in range(9):
            turn = 2 * np.pi * number / 9
            out = np.array([np.cos(turn), np.sin(turn)])
            lean = np.array([np.cos(turn + 0.9), np.sin(turn + 0.9)])
            trace(context, np.array([out * 0.0105 - [0.013, 0], out * 0.0105 + lean * 0.0085 - [0.013, 0]]))
        double_line(canvas, 0.0058, 0.0026, line, fill)
        outlined_shape(canvas, CENTRIOLE_BARREL, fill, line, 0.0036)
        for x in (0.0165, 0.021, 0.0255):
            trace(context, np.array([[x, -0.019], [x, 0.019]]))
        stroke_line(canvas, 0.0016, line)
        context.new_path()


@cache
def _fibres(seed: int, grain: float, x: float, y: float) -> tuple[tuple[Points, ...], tuple[Points, ...]]:
    """Microtubules from the centrosome at (x, y) to the rim, and actin filaments below the membrane."""
    random = np.random.default_rng((seed, 10))
    start = np.array([x, y])
    microtubules = []
    count = round(24 / grain**0.7)
    for angle in np.linspace(0, 2 * np.pi, count, endpoint=False) + random.uniform(-0.12, 0.12, count):
        end = random.uniform(0.80, 0.90) * np.array([np.cos(angle), np.sin(angle)])
        middle = (start + end) / 2
        aside = random.normal(0, 0.06, 2)
        # Microtubules to the far side pass around the nucleus.
        around = middle * max(1.0, 0.62 / max(float(np.hypot(*middle)), 0.2))
        corners = np.array([start, (start + around) / 2 + 0.5 * aside, around + aside, end])
        microtubules.append(smooth_curve(corners, 12))
    actin = []
    for angle in random.uniform(0, 2 * np.pi, round(90 / grain)):
        rim, long = random.uniform(0.885, 0.935), random.uniform(0.05, 0.13)
        lean = random.normal(0, 0.14)
        radii = rim + np.linspace(-0.5, 0.5, 6) * long * lean
        actin.append(arc(radii, angle - long / 2, angle + long / 2, 6))
    return tuple(microtubules), tuple(actin)


def cytoskeleton(canvas: Canvas, contents: CellContents) -> None:
    """Paint microtubules and actin: thin lines under the organelles."""
    x, y = (float(part) for part in contents.centrosome[:2])
    microtubules, actin = _fibres(contents.seed, contents.grain, x, y)
    actin_edge, actin_core = (tinted(Role.MEMBRANE, share, Role.CYTOPLASM) for share in (0.10, 0.45))
    edge, core = tinted(Role.LIGASE, 0.35, Role.MEMBRANE), tinted(Role.CYTOPLASM, 0.55, Role.PAPER)
    size = contents.grain**0.8
    for curves, width, line, fill in (
        (actin, 0.0044, actin_edge, actin_core),
        (microtubules, 0.0072, edge, core),
    ):
        for curve in curves:
            trace(canvas.context, curve)
        double_line(canvas, width * size, 0.42 * width * size, line, fill)

"""A cell's skeleton: microtubules from the centrosome, actin below the membrane; and the centrosome itself."""

from __future__ import annotations

from functools import cache

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.cell.contents import Inside
from moa_anim.illustrations.cell.shapes import Points, arc, lined, ring, shape, smooth, trace
from moa_anim.model.palette import Role


def centriole(canvas: Canvas, place: Points, angle: float, grain: float) -> None:
    """One barrel seen on its end, nine blades about a hub, and one from its side."""
    line, fill = tinted(Role.LIGASE, 0.45), tinted(Role.LIGASE, 0.45, Role.PAPER)
    context = canvas.context
    size = grain**0.7
    context.save()
    context.translate(*place)
    context.rotate(angle)
    context.scale(size, size)
    shape(
        canvas,
        ring(0.045, 30, 5, 0.05),
        tinted(Role.CYTOPLASM, 0.25, Role.PAPER),
        tinted(Role.MEMBRANE, 0.35, Role.CYTOPLASM),
        0.002,
    )
    for number in range(9):
        turn = 2 * np.pi * number / 9
        out = np.array([np.cos(turn), np.sin(turn)])
        lean = np.array([np.cos(turn + 0.9), np.sin(turn + 0.9)])
        trace(context, np.array([out * 0.0105 - [0.013, 0], out * 0.0105 + lean * 0.0085 - [0.013, 0]]))
    lined(canvas, 0.0058, line)
    lined(canvas, 0.0026, fill)
    context.new_path()
    barrel = np.array([[0.012, -0.020], [0.030, -0.020], [0.030, 0.020], [0.012, 0.020]])
    shape(canvas, barrel, fill, line, 0.0036)
    for x in (0.0165, 0.021, 0.0255):
        trace(context, np.array([[x, -0.019], [x, 0.019]]))
    lined(canvas, 0.0016, line)
    context.new_path()
    context.restore()


@cache
def _fibres(seed: int, grain: float, x: float, y: float) -> tuple[tuple[Points, ...], tuple[Points, ...]]:
    """Microtubules from the centrosome to the rim, and actin below the membrane."""
    random = np.random.default_rng((seed, 10))
    start = np.array([x, y])
    tubules = []
    count = round(24 / grain**0.7)
    for angle in np.linspace(0, 2 * np.pi, count, endpoint=False) + random.uniform(-0.12, 0.12, count):
        end = random.uniform(0.80, 0.90) * np.array([np.cos(angle), np.sin(angle)])
        middle = (start + end) / 2
        aside = random.normal(0, 0.06, 2)
        # Those to the far side go round the nucleus.
        around = middle * max(1.0, 0.62 / max(float(np.hypot(*middle)), 0.2))
        tubules.append(smooth(np.array([start, (start + around) / 2 + 0.5 * aside, around + aside, end]), 12))
    cortex = []
    for angle in random.uniform(0, 2 * np.pi, round(90 / grain)):
        rim, long = random.uniform(0.885, 0.935), random.uniform(0.05, 0.13)
        lean = random.normal(0, 0.14)
        radii = rim + np.linspace(-0.5, 0.5, 6) * long * lean
        cortex.append(arc(radii, angle - long / 2, angle + long / 2, 6))
    return tuple(tubules), tuple(cortex)


def fibres(canvas: Canvas, inside: Inside, whole: float = 1.0) -> None:
    """The cytoskeleton: thin lines under the organelles."""
    tubules, cortex = _fibres(
        inside.seed, inside.grain, float(inside.centrosome[0]), float(inside.centrosome[1])
    )
    size = inside.grain**0.8
    if whole <= 0.0:
        return
    for curves, width, edge, core in (
        (
            cortex,
            0.0044,
            tinted(Role.MEMBRANE, 0.10, Role.CYTOPLASM),
            tinted(Role.MEMBRANE, 0.45, Role.CYTOPLASM),
        ),
        (tubules, 0.0072, tinted(Role.LIGASE, 0.35, Role.MEMBRANE), tinted(Role.CYTOPLASM, 0.55, Role.PAPER)),
    ):
        for curve in curves:
            trace(canvas.context, curve)
        lined(canvas, width * size, edge, whole)
        lined(canvas, 0.42 * width * size, core, whole)
        canvas.context.new_path()

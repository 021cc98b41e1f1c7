"""A cell's organelles as textbooks draw them: mitochondria with cristae, rough ER, a Golgi stack, vesicles.

Lengths are in cell radii, from the organelle's centre or the cell's.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS, CellContents
from moa_anim.illustrations.cell.cytoskeleton import cytoskeleton
from moa_anim.illustrations.curves import Points, arc, offset_curve, smooth_curve, uneven_ring
from moa_anim.illustrations.shapes import outlined_shape, placed, sac, stroke_beads, stroke_line, trace
from moa_anim.model.palette import Role

# Diameter of the ribosomes on rough ER, and distance between the centres of two, in cell radii at grain 1.
RIBOSOME = 0.0098
RIBOSOME_PERIOD = 0.0195


@cache
def _capsule(slimness: float, bend: float, inset: float) -> Points:
    """The outline of a bent capsule of length 2 around the origin, inset by `inset` on all sides."""
    half = slimness
    straight = 1.0 - half
    right = arc(half - inset, -np.pi / 2, np.pi / 2, 16) + np.array([straight, 0.0])
    left = arc(half - inset, np.pi / 2, 1.5 * np.pi, 16) - [straight, 0.0]
    # The long sides have corners too, so that they can bend.
    lower = np.stack([np.linspace(straight, -straight, 14)[1:-1], np.full(12, half - inset)], axis=1)
    upper = np.stack([np.linspace(-straight, straight, 14)[1:-1], np.full(12, inset - half)], axis=1)
    outline = np.vstack([right, lower, left, upper])
    return np.asarray(outline + np.stack([0 * outline[:, 0], bend * (outline[:, 0] ** 2 - 0.35)], axis=1))


def mitochondrion(
    canvas: Canvas, place: Points, angle: float, length: float, grain: float, kind: int
) -> None:
    """Paint a mitochondrion: an outer membrane, and an inner one whose folds, the cristae, reach into the matrix."""
    half = length / 2
    slim, bend = 0.40 - 0.03 * (kind % 3), (0.16, -0.12, 0.24, -0.05)[kind % 4]
    line = 0.0050 * grain**0.8 / half
    outer, between, inner, matrix = (
        tinted(Role.MEMBRANE, 0.30),
        tinted(Role.VESSEL, 0.45, Role.PAPER),
        tinted(Role.MEMBRANE, 0.18),
        tinted(Role.VESSEL, 0.18, Role.MEMBRANE),
    )
    context = canvas.context
    with placed(context, place, angle, half):
        outlined_shape(canvas, _capsule(slim, bend, 0.0), between, outer, line)
        outlined_shape(canvas, _capsule(slim, bend, 2.6 * line), matrix, inner, line)
        inset, folds = 2.6 * line, 5
        for number in range(-folds, folds + 1):
            x = number / (folds + 0.9) * 0.86
            side = 1 if (number + kind) % 2 else -1
            wall = slim - inset
            if abs(x) > 1.0 - slim:
                wall = np.sqrt(max(wall**2 - (abs(x) - 1.0 + slim) ** 2, 0.0))
            depth = 1.45 * wall * (0.85 + 0.15 * ((number * 7 + kind) % 3 - 1))
            if wall < 3 * line:
                continue
            sway = 0.05 * np.sin(3 * number + kind)
            fold = np.array(
                [[x, wall + 0.2 * line], [x + sway, wall - 0.5 * depth], [x - 0.5 * sway, wall - depth]]
            )
            fold[:, 1] *= side
            fold[:, 1] += bend * (fold[:, 0] ** 2 - 0.35)
            trace(context, smooth_curve(fold, 5))
            stroke_line(canvas, 3.3 * line, inner)
            context.new_path()
            fold[0, 1] += side * 1.2 * line
            trace(context, smooth_curve(fold, 5))
            stroke_line(canvas, 1.5 * line, between)
            context.new_path()


def vesicle(canvas: Canvas, place: Points, radius: float, kind: int, make: int, grain: float) -> None:
    """Paint a vesicle: a lysosome with what it digests (kind 0), or a transport vesicle with cargo."""
    fills = (
        tinted(Role.LIGASE, 0.55, Role.VESSEL),
        tinted(Role.CYTOPLASM, 0.6, Role.PAPER),
        tinted(Role.VESSEL, 0.35, Role.PAPER),
        tinted(Role.CYTOPLASM, 0.5, Role.DNA_BASE),
    )
    line = 0.0046 * grain**0.8
    outline = uneven_ring(radius, 28, make, 0.025) + place
    outlined_shape(canvas, outline, fills[kind], tinted(Role.MEMBRANE, 0.28), line)
    inner = uneven_ring(radius - 1.15 * line, 28, make, 0.025) + place
    trace(canvas.context, inner, closed=True)
    stroke_line(canvas, 0.35 * line, tinted(Role.MEMBRANE, 0.3, Role.PAPER))
    canvas.context.new_path()
    random = np.random.default_rng((make, 13))
    tone = tinted(Role.LIGASE, 0.15) if kind == 0 else tinted(Role.MEMBRANE, 0.25, Role.PAPER)
    for _ in range(7 if kind == 0 else 4):
        angle, reach = random.uniform(0, 2 * np.pi), radius * 0.58 * np.sqrt(random.uniform())
        size = radius * random.uniform(0.09, 0.19)
        canvas.context.arc(
            place[0] + reach * np.cos(angle), place[1] + reach * np.sin(angle), size, 0, 2 * np.pi
        )
        canvas.set_colour(tone)
        canvas.context.fill()


@cache
def _cisternae(seed: int, grain: float, golgi_angle: float) -> tuple[tuple[Points, int], ...]:
    """The rough ER's sheets around the nucleus, opposite the Golgi: curve and layer of each."""
    random = np.random.default_rng((seed, 9))
    step = 0.043 * grain**0.8
    sheets = []
    for layer in range(4):
        begin = golgi_angle + 0.72 + 0.16 * layer + random.uniform(-0.08, 0.12)
        end = golgi_angle + 2 * np.pi - 0.52 - 0.22 * layer - random.uniform(0.0, 0.25)
        stretches = {0: 2, 1: 3, 2: 3, 3: 4}[layer]
        edges = np.linspace(begin, end, stretches + 1)
        edges[1:-1] += random.uniform(-0.25, 0.25, stretches - 1)
        for first, last in pairwise(edges):
            if layer == 3 and random.uniform() < 0.4:
                continue
            angles = np.linspace(first + 0.04, last - 0.05, 46)
            reach = NUCLEUS_RADIUS + 0.040 * grain + step * layer
            wave = 0.0085 * np.sin(angles * 9 + layer * 0.8 + random.uniform(-0.3, 0.3))
            sheets.append((arc(reach + wave, angles[0], angles[-1], 46), layer))
    return tuple(sheets)


def reticulum(canvas: Canvas, contents: CellContents, whole: float = 1.0) -> None:
    """Paint the rough ER: stacked sheets studded with ribosomes. `whole` in 0…1 is how much of it there is."""
    if whole <= 0.0:
        return
    grain = contents.grain
    size = grain**0.8
    lumen, edge = tinted(Role.NUCLEUS, 0.30, Role.LIGASE), tinted(Role.LIGASE, 0.50, Role.MEMBRANE)
    dark = tinted(Role.MEMBRANE, 0.42)
    for curve, _ in _cisternae(contents.seed, grain, float(contents.golgi[2])):
        keep = max(3, round(len(curve) * (0.2 + 0.8 * whole)))
        skip = (len(curve) - keep) // 2
        part = curve[skip : skip + keep]
        for by in (0.5, -0.5):
            trace(canvas.context, offset_curve(part, by * 0.030 * size))
            stroke_beads(canvas, RIBOSOME * size, RIBOSOME_PERIOD * size, dark, whole)
            canvas.context.new_path()
        sac(canvas, part, 0.0225 * size, 0.0050 * size, lumen, edge, min(1.0, 1.5 * whole))


def golgi(canvas: Canvas, contents: CellContents, whole: float = 1.0) -> None:
    """Paint the Golgi: a stack of curved sacs with swollen rims, from which vesicles bud. `whole` as in `reticulum`."""
    if whole <= 0.0:
        return
    x, y, angle = contents.golgi
    size = contents.grain**0.6
    edge = tinted(Role.MEMBRANE, 0.34)
    context = canvas.context
    with placed(context, (x, y), angle, size):
        for layer in range(5):
            width = 0.125 - 0.017 * abs(layer - 1.4)
            across = np.linspace(-width, width, 25)
            along = -0.052 + 0.026 * layer - 0.045 * (across / 0.125) ** 2
            curve = np.stack([along, across], axis=1) * (0.5 + 0.5 * whole)
            fill = tinted(Role.VESSEL, 0.16 + 0.10 * layer, Role.DNA_BASE)
            alpha = min(1.0, 1.5 * whole)
            for end, radius in ((curve[0], 0.0125), (curve[-1], 0.0125)):
                outlined_shape(canvas, uneven_ring(radius, 20, layer, 0.08) + end, fill, edge, 0.0046, alpha)
            sac(canvas, curve, 0.0185, 0.0046, fill, edge, alpha)
            for end in (curve[0], curve[-1]):
                context.arc(float(end[0]), float(end[1]), 0.0088, 0, 2 * np.pi)
                canvas.set_colour(fill, alpha)
                context.fill()
        for dx, dy, radius in (
            (0.080, 0.030, 0.0105),
            (0.092, -0.022, 0.0085),
            (0.070, -0.085, 0.0100),
            (0.048, 0.128, 0.0090),
            (-0.02, 0.150, 0.0095),
            (-0.03, -0.148, 0.0085),
            (0.105, 0.062, 0.0080),
        ):
            outlined_shape(
                canvas,
                uneven_ring(radius, 20, 3, 0.04) + np.array([dx, dy]),
                tinted(Role.VESSEL, 0.4, Role.DNA_BASE),
                edge,
                0.0042,
                whole,
            )


def dispersing_organelles(canvas: Canvas, contents: CellContents) -> None:
    """Paint what disperses during a division: cytoskeleton, rough ER, Golgi."""
    cytoskeleton(canvas, contents)
    reticulum(canvas, contents)
    golgi(canvas, contents)

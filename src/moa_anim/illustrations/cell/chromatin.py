"""Chromatin at rest: each chromosome is a string of beads, in its territory or packed against the nuclear envelope.

Lengths are in cell radii, from the cell's centre.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.cell.contents import CellContents
from moa_anim.illustrations.cell.nuclear_envelope import envelope_radius
from moa_anim.illustrations.curves import Points, polar, rotated
from moa_anim.illustrations.shapes import bead_row, double_line, stroke_beads, stroke_line, trace
from moa_anim.model.palette import Role

# In cell radii at grain 1, far larger than life: diameter of a nucleosome, and distance between the centres of two.
BEAD = 0.0135
BEAD_PERIOD = 0.0118

LARGEST_GRAIN = 1.5
"""Beads do not grow with the grain beyond this value."""


def chromatin(canvas: Canvas, contents: CellContents) -> None:
    """Paint each chromosome as a tangled string of beads in its territory; parts of one cover parts of others."""
    pieces = 7
    size = min(contents.grain, LARGEST_GRAIN)
    for piece in range(pieces):
        for number, curve in enumerate(contents.chromosomes):
            step = len(curve) // pieces + 1
            part = curve[piece * step : (piece + 1) * step + 1]
            if len(part) < 2:
                continue
            line, bead, light = chromatin_tones(number)
            trace(canvas.context, part)
            stroke_line(canvas, 0.0036 * size, line)
            bead_row(canvas, BEAD * size, (BEAD - 0.0042) * size, BEAD_PERIOD * size, line, bead)
            trace(canvas.context, part - 0.0016 * size)
            stroke_beads(canvas, 0.0036 * size, BEAD_PERIOD * size, light)
            canvas.context.new_path()


def dense_chromatin(canvas: Canvas, contents: CellContents) -> None:
    """Paint the chromatin packed against the envelope."""
    size = min(contents.grain, LARGEST_GRAIN)
    line, bead = tinted(Role.DNA, 0.34, Role.MEMBRANE), tinted(Role.NUCLEUS, 0.46, Role.DNA)
    for layer in _clumps(contents.seed):
        for x, y in layer.tolist():
            canvas.context.move_to(x, y)
            canvas.context.line_to(x, y)
        double_line(canvas, 0.0125 * size, 0.0088 * size, line, bead)


def background_chromatin(canvas: Canvas, contents: CellContents) -> None:
    """Paint paler chromatin in the background: the same curves, rotated."""
    size = 0.8 * min(contents.grain, LARGEST_GRAIN)
    line, bead = tinted(Role.NUCLEUS, 0.30, Role.DNA), tinted(Role.NUCLEUS, 0.10, Role.DNA)
    for curve in contents.chromosomes:
        trace(canvas.context, rotated(curve, 2.7) * 0.97)
        stroke_line(canvas, 0.0036 * size, line)
        bead_row(canvas, BEAD * size, (BEAD - 0.0036) * size, BEAD_PERIOD * size, line, bead)


def chromatin_tones(number: int) -> tuple[Rgb, Rgb, Rgb]:
    """Return the colours of outline, bead and highlight of a chromosome."""
    paler = (0.10, 0.22, 0.0, 0.30)[number % 4]
    line = tinted(Role.DNA, 0.60 - 0.8 * paler, Role.MEMBRANE)
    bead = tinted(Role.DNA, 0.34 + paler, Role.NUCLEUS)
    return line, bead, tinted(Role.DNA, 0.75, Role.DNA_BASE)


@cache
def _clumps(seed: int) -> tuple[Points, ...]:
    """Dense chromatin along the envelope: the centres (n, 2) of the beads in each of three layers."""
    random = np.random.default_rng((seed, 6))
    layers: list[list[Points]] = [[], [], []]
    for angle in np.linspace(0, 2 * np.pi, 10, endpoint=False) + random.uniform(-0.22, 0.22, 10):
        long, deep = random.uniform(0.10, 0.21), random.uniform(0.030, 0.062)
        count = round(15000 * long * deep)
        along = random.uniform(-1.0, 1.0, count)
        depth = deep * (1.0 - along**2) * random.uniform(0.0, 1.0, count) ** 0.8
        turn = angle + along * long / 0.8
        beads = polar(envelope_radius(seed, turn) - 0.027 - depth, turn)
        for number, layer in enumerate(layers):
            layer.append(beads[number::3])
    return tuple(np.vstack(layer) for layer in layers)

"""The nucleus: an envelope of two membranes with pores through it, chromatin as strings of beads, a nucleolus."""

from __future__ import annotations

from functools import cache

import numpy as np

from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS, CellContents
from moa_anim.illustrations.curves import Points, offset_curve, rotated, smooth_curve, uneven_ring, unevenness
from moa_anim.illustrations.shapes import (
    bead_row,
    double_line,
    outlined_shape,
    placed,
    sac,
    stroke_beads,
    stroke_line,
    trace,
)
from moa_anim.model.palette import Role

PORES = 17
"""In the section; a real nucleus has thousands over its surface."""

# In cell radii at grain 1: the envelope's breadth over both membranes, and the line of one membrane.
ENVELOPE = 0.026
LINE = 0.0058

# In cell radii at grain 1, far larger than life: a nucleosome, and the distance from one to the next.
BEAD = 0.0135
BEAD_PERIOD = 0.0118

PORE_HALF = smooth_curve(
    np.array([[0.019, 0.009], [0.021, 0.019], [0.0, 0.023], [-0.021, 0.019], [-0.019, 0.009], [0.0, 0.006]]),
    5,
    closed=True,
)
"""One side of a pore in section: x outwards, y along the envelope, in cell radii at grain 1."""

NUCLEUS_DEPTH = 0.018
"""How uneven the envelope is."""


def nuclear_outline(contents: CellContents, corners: int = 360) -> Points:
    """The middle of the envelope (corners, 2)."""
    return uneven_ring(NUCLEUS_RADIUS, corners, contents.seed + 71, NUCLEUS_DEPTH)


def _at(contents: CellContents, angles: Points, by: float = 0.0) -> Points:
    reach = NUCLEUS_RADIUS * unevenness(contents.seed + 71, angles, NUCLEUS_DEPTH) + by
    return np.stack([reach * np.cos(angles), reach * np.sin(angles)], axis=-1)


@cache
def _pores(seed: int, grain: float) -> Points:
    random = np.random.default_rng((seed, 4))
    count = max(9, round(PORES / grain**0.8))
    return np.asarray(
        np.linspace(0, 2 * np.pi, count, endpoint=False)
        + random.uniform(-0.07, 0.07, count)
        + random.uniform(0, 2 * np.pi)
    )


def nucleoplasm(canvas: Canvas, contents: CellContents, alpha: float = 1.0) -> None:
    """Fill the nucleus."""
    trace(canvas.context, nuclear_outline(contents), closed=True)
    canvas.set_colour(tinted(Role.NUCLEUS, 0.12, Role.PAPER), alpha)
    canvas.context.fill()


def envelope(canvas: Canvas, contents: CellContents, whole: float = 1.0) -> None:
    """Two membranes, joined at each pore. `whole` in 0…1: how much of it there is, as it falls into pieces or forms."""
    if whole <= 0.0:
        return
    grain = contents.grain
    alpha = min(1.0, 1.6 * whole)
    edge, lumen = tinted(Role.MEMBRANE, 0.36), tinted(Role.NUCLEUS, 0.25, Role.LIGASE)
    gap = 0.021 * grain / NUCLEUS_RADIUS
    here = _pores(contents.seed, grain)
    there = np.append(here[1:], here[0] + 2 * np.pi)
    half = ((there - here) / 2 - gap) * (0.25 + 0.75 * whole)
    angles = ((here + there) / 2)[:, None] + half[:, None] * np.linspace(-1.0, 1.0, 24)
    for piece in _at(contents, angles):
        sac(canvas, piece, ENVELOPE * grain, LINE * grain, lumen, edge, alpha)
        if whole >= 1.0:
            trace(canvas.context, offset_curve(piece, 0.5 * ENVELOPE * grain + 0.0045 * grain))
            stroke_beads(canvas, 0.0085 * grain, 0.024 * grain, tinted(Role.MEMBRANE, 0.30))
            canvas.context.new_path()


def pores(canvas: Canvas, contents: CellContents) -> None:
    """Paint the pores between the pieces of the envelope."""
    for angle in _pores(contents.seed, contents.grain).tolist():
        _pore(canvas, contents, angle)


def _pore(canvas: Canvas, contents: CellContents, angle: float) -> None:
    """A pore: two subunits of its ring in section, filaments outside and a basket inside."""
    grain = contents.grain
    middle = _at(contents, np.array([angle]))[0]
    fill, line = tinted(Role.LIGASE, 0.38, Role.PAPER), tinted(Role.LIGASE, 0.40)
    context = canvas.context
    with placed(context, middle, angle, grain):
        for x, y, end_x, end_y in (
            (0.012, -0.014, 0.036, -0.020),
            (0.012, 0.014, 0.036, 0.020),
            (0.012, -0.008, 0.031, -0.006),
            (0.012, 0.008, 0.031, 0.006),
            (-0.012, -0.013, -0.036, -0.005),
            (-0.012, 0.013, -0.036, 0.005),
            (-0.036, -0.006, -0.036, 0.006),
        ):
            context.move_to(x, y)
            context.line_to(end_x, end_y)
        stroke_line(canvas, 0.0034, line, 0.75)
        context.new_path()
        for side in (-1, 1):
            outlined_shape(canvas, PORE_HALF * [1, side], fill, line, 0.0042)


@cache
def _clumps(seed: int) -> tuple[Points, ...]:
    """Dense chromatin along the envelope: the middles of its beads, those of each layer (n, 2)."""
    random = np.random.default_rng((seed, 6))
    layers: list[list[Points]] = [[], [], []]
    for angle in np.linspace(0, 2 * np.pi, 10, endpoint=False) + random.uniform(-0.22, 0.22, 10):
        long, deep = random.uniform(0.10, 0.21), random.uniform(0.030, 0.062)
        count = round(15000 * long * deep)
        along = random.uniform(-1.0, 1.0, count)
        depth = deep * (1.0 - along**2) * random.uniform(0.0, 1.0, count) ** 0.8
        reach = (
            NUCLEUS_RADIUS * unevenness(seed + 71, angle + along * long / 0.8, NUCLEUS_DEPTH) - 0.027 - depth
        )
        turn = angle + along * long / 0.8
        beads = np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)
        for number, layer in enumerate(layers):
            layer.append(beads[number::3])
    return tuple(np.vstack(layer) for layer in layers)


def nucleolus(canvas: Canvas, contents: CellContents, alpha: float = 1.0) -> None:
    """Paint the nucleolus, where ribosomes are made: a dense, grainy body off the nucleus's centre."""
    if alpha <= 0.0:
        return
    random = np.random.default_rng((contents.seed, 7))
    angle, reach = random.uniform(0, 2 * np.pi), 0.12
    middle = reach * np.array([np.cos(angle), np.sin(angle)])
    fill, line = tinted(Role.NUCLEUS, 0.38, Role.MEMBRANE), tinted(Role.NUCLEUS, 0.75, Role.MEMBRANE)
    body = uneven_ring(0.088, 60, contents.seed + 5, 0.05) + middle
    outlined_shape(canvas, body, fill, line, 0.005 * contents.grain, alpha)
    spots = random.normal(0, 0.036, (46, 2))
    spots = spots[np.linalg.norm(spots, axis=1) < 0.070] + middle
    for number, (x, y) in enumerate(spots.tolist()):
        dot = uneven_ring(random.uniform(0.007, 0.013), 14, number, 0.10) + np.array([x, y])
        tone = tinted(Role.NUCLEUS, (0.55, 0.22)[number % 2], Role.MEMBRANE)
        outlined_shape(canvas, dot, tone, line, 0.0022 * contents.grain, alpha)


def chromatin_tones(number: int) -> tuple[Rgb, Rgb, Rgb]:
    """Line, bead and light of a chromosome."""
    paler = (0.10, 0.22, 0.0, 0.30)[number % 4]
    line = tinted(Role.DNA, 0.60 - 0.8 * paler, Role.MEMBRANE)
    bead = tinted(Role.DNA, 0.34 + paler, Role.NUCLEUS)
    return line, bead, tinted(Role.DNA, 0.75, Role.DNA_BASE)


def dense_chromatin(canvas: Canvas, contents: CellContents) -> None:
    """Paint the chromatin packed against the envelope."""
    size = min(contents.grain, 1.5)
    line, bead = tinted(Role.DNA, 0.34, Role.MEMBRANE), tinted(Role.NUCLEUS, 0.46, Role.DNA)
    for layer in _clumps(contents.seed):
        for x, y in layer.tolist():
            canvas.context.move_to(x, y)
            canvas.context.line_to(x, y)
        double_line(canvas, 0.0125 * size, 0.0088 * size, line, bead)


def chromatin(canvas: Canvas, contents: CellContents) -> None:
    """Each chromosome a string of beads, tangled in its own territory, some parts over others."""
    pieces = 7
    size = min(contents.grain, 1.5)
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


def _far_chromatin(canvas: Canvas, contents: CellContents) -> None:
    """Paint chromatin farther back, paler: the same curves, turned."""
    size = 0.8 * min(contents.grain, 1.5)
    line, bead = tinted(Role.NUCLEUS, 0.30, Role.DNA), tinted(Role.NUCLEUS, 0.10, Role.DNA)
    for curve in contents.chromosomes:
        trace(canvas.context, rotated(curve, 2.7) * 0.97)
        stroke_line(canvas, 0.0036 * size, line)
        bead_row(canvas, BEAD * size, (BEAD - 0.0036) * size, BEAD_PERIOD * size, line, bead)


def nucleus(canvas: Canvas, contents: CellContents) -> None:
    """Paint the nucleus of a cell that does not divide."""
    nuclear_background(canvas, contents)
    chromatin(canvas, contents)
    envelope(canvas, contents)
    pores(canvas, contents)


def nuclear_background(canvas: Canvas, contents: CellContents) -> None:
    """Paint what lies behind the chromosomes."""
    nucleoplasm(canvas, contents)
    _crowded_nucleoplasm(canvas, contents)
    _far_chromatin(canvas, contents)
    dense_chromatin(canvas, contents)
    nucleolus(canvas, contents)


def _crowded_nucleoplasm(canvas: Canvas, contents: CellContents) -> None:
    """Paint the crowded nucleoplasm, hardly darker than its ground: actors are seen before it."""
    random = np.random.default_rng((contents.seed, 8))
    count = round(900 / contents.grain**2)
    reach = NUCLEUS_RADIUS * 0.93 * np.sqrt(random.uniform(0, 1, count))
    angle = random.uniform(0, 2 * np.pi, count)
    fill, line = tinted(Role.NUCLEUS, 0.30, Role.PAPER), tinted(Role.NUCLEUS, 0.13, Role.LIGASE)
    sizes = random.uniform(0.006, 0.013, count) * contents.grain
    for number in range(count):
        dot = uneven_ring(float(sizes[number]), 12, number % 40, 0.14)
        dot = dot + reach[number] * np.array([np.cos(angle[number]), np.sin(angle[number])])
        outlined_shape(canvas, dot, fill if number % 3 else rgb(Role.NUCLEUS), line, 0.0016 * contents.grain)

"""The nuclear envelope: two membranes with pores through them. Lengths are in cell radii, from the cell's centre."""

from __future__ import annotations

from functools import cache

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS, CellContents
from moa_anim.illustrations.curves import Points, offset_curve, polar, smooth_curve, unevenness
from moa_anim.illustrations.shapes import outlined_shape, placed, sac, stroke_beads, stroke_line, trace
from moa_anim.model.palette import Role

PORES = 17
"""Number of pores in the section; a real nucleus has thousands over its surface."""

# In cell radii at grain 1: thickness of the envelope with both membranes, and of one membrane's line.
ENVELOPE = 0.026
LINE = 0.0058

UNEVENNESS = 0.018
"""Unevenness of the envelope, as a share of its radius."""

OUTLINE_SEED = 71
"""Added to the seed of the cell, so that the envelope is uneven in another way than the plasma membrane."""

PORE_HALF = smooth_curve(
    np.array([[0.019, 0.009], [0.021, 0.019], [0.0, 0.023], [-0.021, 0.019], [-0.019, 0.009], [0.0, 0.006]]),
    5,
    closed=True,
)
"""One half of a pore in section: x outwards, y along the envelope, in cell radii at grain 1."""


def envelope_radius(seed: int, angles: Points) -> Points:
    """Return the distance of the envelope's middle line from the centre at each angle (radians), for a cell's seed."""
    return NUCLEUS_RADIUS * unevenness(seed + OUTLINE_SEED, angles, UNEVENNESS)


def envelope(canvas: Canvas, contents: CellContents, whole: float = 1.0) -> None:
    """Paint the two membranes, joined at each pore; `whole` in 0…1 is how much there is while they break down or form."""
    if whole <= 0.0:
        return
    grain = contents.grain
    alpha = min(1.0, 1.6 * whole)
    edge, lumen = tinted(Role.MEMBRANE, 0.36), tinted(Role.NUCLEUS, 0.25, Role.LIGASE)
    gap = 0.021 * grain / NUCLEUS_RADIUS
    here = _pore_angles(contents.seed, grain)
    there = np.append(here[1:], here[0] + 2 * np.pi)
    half = ((there - here) / 2 - gap) * (0.25 + 0.75 * whole)
    angles = ((here + there) / 2)[:, None] + half[:, None] * np.linspace(-1.0, 1.0, 24)
    for piece in _points_on(contents, angles):
        sac(canvas, piece, ENVELOPE * grain, LINE * grain, lumen, edge, alpha)
        if whole >= 1.0:
            trace(canvas.context, offset_curve(piece, 0.5 * ENVELOPE * grain + 0.0045 * grain))
            stroke_beads(canvas, 0.0085 * grain, 0.024 * grain, tinted(Role.MEMBRANE, 0.30))
            canvas.context.new_path()


def pores(canvas: Canvas, contents: CellContents) -> None:
    """Paint the pores between the pieces of the envelope."""
    for angle in _pore_angles(contents.seed, contents.grain).tolist():
        _pore(canvas, contents, angle)


def _pore(canvas: Canvas, contents: CellContents, angle: float) -> None:
    """Paint a pore: two subunits of its ring in section, filaments outside and a basket inside."""
    grain = contents.grain
    middle = _points_on(contents, np.array([angle]))[0]
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


def _points_on(contents: CellContents, angles: Points) -> Points:
    """Points (…, 2) on the envelope's middle line."""
    return polar(envelope_radius(contents.seed, angles), angles)


@cache
def _pore_angles(seed: int, grain: float) -> Points:
    """The angle (n,) of each pore around the nucleus's centre."""
    random = np.random.default_rng((seed, 4))
    count = max(9, round(PORES / grain**0.8))
    return np.asarray(
        np.linspace(0, 2 * np.pi, count, endpoint=False)
        + random.uniform(-0.07, 0.07, count)
        + random.uniform(0, 2 * np.pi)
    )

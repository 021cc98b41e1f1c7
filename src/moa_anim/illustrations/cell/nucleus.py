"""The nucleus of a cell at rest: nucleoplasm, nucleolus, chromatin and envelope. Lengths are in cell radii."""

from __future__ import annotations

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations.cell.chromatin import background_chromatin, chromatin, dense_chromatin
from moa_anim.illustrations.cell.contents import NUCLEUS_RADIUS, CellContents
from moa_anim.illustrations.cell.nuclear_envelope import envelope, envelope_radius, pores
from moa_anim.illustrations.curves import polar, uneven_ring
from moa_anim.illustrations.shapes import outlined_shape, trace
from moa_anim.model.palette import Role

OUTLINE_CORNERS = 360
"""Number of points in the outline of the nucleoplasm."""


def nucleus(canvas: Canvas, contents: CellContents) -> None:
    """Paint the nucleus of a cell at rest."""
    nuclear_background(canvas, contents)
    chromatin(canvas, contents)
    envelope(canvas, contents)
    pores(canvas, contents)


def nuclear_background(canvas: Canvas, contents: CellContents) -> None:
    """Paint everything behind the chromosomes."""
    _nucleoplasm(canvas, contents)
    _crowded_nucleoplasm(canvas, contents)
    background_chromatin(canvas, contents)
    dense_chromatin(canvas, contents)
    _nucleolus(canvas, contents)


def _nucleoplasm(canvas: Canvas, contents: CellContents) -> None:
    """Fill the nucleus."""
    angles = np.linspace(0, 2 * np.pi, OUTLINE_CORNERS, endpoint=False)
    trace(canvas.context, polar(envelope_radius(contents.seed, angles), angles), closed=True)
    canvas.set_colour(tinted(Role.NUCLEUS, 0.12, Role.PAPER))
    canvas.context.fill()


def _crowded_nucleoplasm(canvas: Canvas, contents: CellContents) -> None:
    """Paint the crowd in the nucleoplasm, hardly darker than its background, so that actors stand out."""
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


def _nucleolus(canvas: Canvas, contents: CellContents) -> None:
    """Paint the nucleolus, where ribosomes are made: a dense, grainy body beside the centre of the nucleus."""
    random = np.random.default_rng((contents.seed, 7))
    angle, reach = random.uniform(0, 2 * np.pi), 0.12
    middle = reach * np.array([np.cos(angle), np.sin(angle)])
    fill, line = tinted(Role.NUCLEUS, 0.38, Role.MEMBRANE), tinted(Role.NUCLEUS, 0.75, Role.MEMBRANE)
    body = uneven_ring(0.088, 60, contents.seed + 5, 0.05) + middle
    outlined_shape(canvas, body, fill, line, 0.005 * contents.grain)
    spots = random.normal(0, 0.036, (46, 2))
    spots = spots[np.linalg.norm(spots, axis=1) < 0.070] + middle
    for number, (x, y) in enumerate(spots.tolist()):
        dot = uneven_ring(random.uniform(0.007, 0.013), 14, number, 0.10) + np.array([x, y])
        tone = tinted(Role.NUCLEUS, (0.55, 0.22)[number % 2], Role.MEMBRANE)
        outlined_shape(canvas, dot, tone, line, 0.0022 * contents.grain)

"""Vessels of the tumor between its lobes and its capillaries, so that a dive into it is never without something to see.

Three networks, each about three times as fine as the one before, of vessels that are thinner in proportion; each is the edges
of a Voronoi diagram of jittered points and nowhere repeats. All have a mesh about the origin, so that the view, which goes
there, passes between vessels. Schematic. Lengths are in pixels of the tissue (TISSUE_METRES_PER_PIXEL), from the cancer cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.shapes import round_pen
from moa_anim.illustrations.vessel.capillaries import TISSUE_METRES_PER_PIXEL
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep

Points = NDArray[np.float64]

MESH_METRES = (2.6e-3, 0.8e-3, 0.24e-3)
"""Distance between the vessels of each network; that of capillaries is 0.07 mm."""

VESSEL_SHARE = 0.105
"""Outer width of a vessel, in meshes: 0.27, 0.08 and 0.025 mm, as arteries and arterioles of that order are wide."""

ACROSS_MESHES = (13, 36, 36)
"""Meshes of each network from one side of what is drawn to the other: the whole tumor, or more than the picture shows."""

JITTER = 0.3
"""How far (root mean square, in meshes) points are from the nodes of a regular pattern, away from the origin."""

APPEARS_PIXELS = (22.0, 60.0)
LEAVES_PIXELS = (1000.0, 1500.0)
"""Sizes of a mesh as seen (design pixels) between which its network appears, and between which it has gone: its vessels are
at the picture's edges then."""

TONES = 5
"""Different tones of the tissue in the meshes."""

TONE_SHARE = 0.15
"""How much darker (share of ink-like vessel colour) the darkest of them is."""


@dataclass(frozen=True)
class Net:
    """One network: its mesh, its meshes (polygons) by tone, and its vessels as curves (n, 3 points, 2)."""

    mesh: float
    tones: tuple[tuple[Points, ...], ...]
    curves: Points


@cache
def nets(seed: int) -> tuple[Net, ...]:
    """Return the networks of a seed, from coarse to fine."""
    return tuple(
        _net(seed + 31 * level, metres / TISSUE_METRES_PER_PIXEL, across)
        for level, (metres, across) in enumerate(zip(MESH_METRES, ACROSS_MESHES, strict=True))
    )


def paint_vessels(canvas: Canvas, context: Any, seed: int, magnification: float) -> None:
    """Draw what is seen of the networks at a magnification, from fine to coarse; the context is in pixels of the tissue."""
    for net in reversed(nets(seed)):
        seen = net.mesh * magnification
        opacity = smoothstep(seen, *APPEARS_PIXELS) * (1.0 - smoothstep(seen, *LEAVES_PIXELS))
        if opacity > 0.0:
            _paint(canvas, context, net, magnification, opacity)


def _paint(canvas: Canvas, context: Any, net: Net, magnification: float, opacity: float) -> None:
    left, top, right, bottom = context.clip_extents()
    reach = net.mesh
    context.save()
    if opacity < 1.0:
        context.push_group()
    for tone, polygons in enumerate(net.tones):
        for polygon in polygons:
            x, y = polygon[0]
            if left - reach < x < right + reach and top - reach < y < bottom + reach:
                context.move_to(x, y)
                for corner in polygon[1:]:
                    context.line_to(*corner)
                context.close_path()
        canvas.set_colour(tinted(Role.INK, 0.25, Role.VESSEL), TONE_SHARE * tone / (TONES - 1))
        context.fill()
    round_pen(context)
    x, y = net.curves[:, 1].T
    shown = (x > left - reach) & (x < right + reach) & (y > top - reach) & (y < bottom + reach)
    for begin, by, end in net.curves[shown]:
        context.move_to(*begin)
        context.curve_to(*(begin + 2 * by) / 3, *(end + 2 * by) / 3, *end)
    width = VESSEL_SHARE * net.mesh
    line = max(0.1 * width, 1.2 / magnification)
    context.set_line_cap(cairo.LINE_CAP_ROUND)
    for wide, colour in (
        (width + line, tinted(Role.INK, 0.30, Role.VESSEL)),
        (width - line, tinted(Role.BLOOD, 0.62, Role.PAPER)),
        (0.45 * width - line, tinted(Role.BLOOD, 0.78, Role.PAPER)),
    ):
        if wide > 0.0:
            canvas.set_colour(colour)
            context.set_line_width(wide)
            context.stroke_preserve()
    context.new_path()
    if opacity < 1.0:
        context.pop_group_to_source()
        context.paint_with_alpha(opacity)
    context.restore()


def _net(seed: int, mesh: float, across: int) -> Net:
    random = np.random.default_rng(seed)
    steps = np.arange(-(across // 2) - 2, across // 2 + 3)
    columns, rows = np.meshgrid(steps, steps)
    nodes = np.stack([columns + 0.5 * (rows % 2), rows * np.sqrt(0.75)], axis=-1).reshape(-1, 2)
    distance = np.linalg.norm(nodes, axis=1)
    off = random.normal(0.0, JITTER, nodes.shape) * np.minimum(1.0, distance / 2.0)[:, None]
    diagram = Voronoi(mesh * (nodes + np.clip(off, -2 * JITTER, 2 * JITTER)))
    limit = mesh * (across / 2 + 1)
    tones: list[list[Points]] = [[] for _ in range(TONES)]
    for node in range(len(nodes)):
        region = diagram.regions[diagram.point_region[node]]
        if -1 not in region and distance[node] < across / 2 + 0.5:
            tones[int(random.integers(TONES))].append(diagram.vertices[region])
    curves = []
    for first, second in diagram.ridge_vertices:
        if first >= 0 and second >= 0:
            begin, end = diagram.vertices[first], diagram.vertices[second]
            if max(np.linalg.norm(begin), np.linalg.norm(end)) < limit:
                aside = np.array([begin[1] - end[1], end[0] - begin[0]])
                curves.append([begin, (begin + end) / 2 + random.normal(0.0, 0.16) * aside, end])
    return Net(mesh, tuple(tuple(each) for each in tones), np.array(curves))

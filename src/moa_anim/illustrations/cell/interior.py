"""The cytoplasm's crowd: outlines of our own proteins in random orientation, packed edge to edge, pale, flat."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import cairo
import numpy as np

from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.sprite import Box
from moa_anim.illustrations.cell.shapes import Points, trace
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import cullin_ring, proteasome, receptor_dimer, ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_trace, gathered
from moa_anim.molecule.pose import rotation_from_vector

CORNERS = 40
"""Of an outline."""

ORIENTATIONS = 5
"""In which each protein is drawn."""

RADII_PER_ANGSTROM = 0.00036
"""Of the cell's, grain 1: some hundred times larger than life; the proteins are to one scale among themselves."""

SPACING = 0.0225
"""Cell radii between the middles of neighbours, grain 1: they overlap, nothing shows between them."""

FIELD = 1.5
"""Cell radii from the middle to which there is crowd: farther than the rim, for while the cell divides."""


def _proteins() -> tuple[tuple[Beads, float], ...]:
    """Bodies and how often each occurs."""
    dimer = receptor_dimer()
    twenty = proteasome()
    return (
        (beads_of_trace(ubiquitin()), 0.34),
        (beads_of_trace(dimer[0]), 0.36),
        (gathered([beads_of_trace(each) for each in dimer]), 0.20),
        (gathered([beads_of_trace(each) for each in cullin_ring()]), 0.08),
        (gathered([twenty.alpha, twenty.beta]), 0.02),
    )


def _outline(beads: Beads, turn: Points) -> Points:
    """The body's outline (CORNERS, 2) Å about its middle as seen: as far out as any bead reaches in each direction."""
    seen = ((beads.positions - beads.positions.mean(axis=0)) @ turn.T)[:, :2]
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    ways = np.stack([np.cos(angles), np.sin(angles)])
    along, across = seen @ ways, seen @ np.stack([-ways[1], ways[0]])
    room = (beads.radii[:, None] + 1.2) ** 2 - across**2
    reach = np.where(room > 0, along + np.sqrt(np.maximum(room, 0)), 0.0).max(axis=0)
    return np.asarray((np.maximum(reach, 6.0) * ways).T)


@cache
def outlines() -> Points:
    """Outlines (bodies · ORIENTATIONS, CORNERS, 2) of our proteins, Å."""

    def make() -> Points:
        random = np.random.default_rng(5)
        return np.array(
            [
                _outline(beads, rotation_from_vector(random.normal(0.0, 1.6, size=3)))
                for beads, _ in _proteins()
                for _ in range(ORIENTATIONS)
            ]
        )

    return cached(make, "cell outlines", CORNERS, ORIENTATIONS)


SHARES = (0.34, 0.36, 0.20, 0.08, 0.02)
"""How often each body occurs."""


def _tones() -> tuple[tuple[Rgb, Rgb], ...]:
    """Fill and line of each tone: sand, rose, grey, cream."""
    return (
        (tinted(Role.CYTOPLASM, 0.10, Role.MEMBRANE), tinted(Role.CYTOPLASM, 0.52, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.42, Role.VESSEL), tinted(Role.VESSEL, 0.34, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.55, Role.CROWD), tinted(Role.CROWD, 0.42, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.40, Role.PAPER), tinted(Role.CYTOPLASM, 0.42, Role.MEMBRANE)),
        (tinted(Role.CYTOPLASM, 0.30, Role.DNA), tinted(Role.DNA, 0.35, Role.MEMBRANE)),
    )


@cache
def _places(seed: int, grain: float) -> tuple[Points, Points]:
    """Middles (n, 2), and (n, 3): which outline, turn, tone; those painted last on top."""
    reach = FIELD
    random = np.random.default_rng((seed, 3))
    step = SPACING * grain
    rows = np.arange(-np.ceil(reach / (0.866 * step)), np.ceil(reach / (0.866 * step)) + 1)
    columns = np.arange(-np.ceil(reach / step), np.ceil(reach / step) + 1)
    x = (columns[None, :] + 0.5 * (rows[:, None] % 2)) * step
    y = np.broadcast_to(rows[:, None] * 0.866 * step, x.shape)
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    places = places + random.normal(0.0, 0.20 * step, places.shape)
    which = random.choice(len(SHARES), len(places), p=SHARES) * ORIENTATIONS
    kinds = np.stack(
        [
            which + random.integers(0, ORIENTATIONS, len(places)),
            random.uniform(0, 2 * np.pi, len(places)),
            random.choice(5, len(places), p=(0.34, 0.22, 0.16, 0.18, 0.10)),
        ],
        axis=1,
    )
    order = random.permutation(len(places))
    near = order[np.linalg.norm(places[order], axis=1) < reach]
    return places[near], kinds[near]


def _within(places: Points, box: Box, reach: float, clear: float, margin: float) -> Iterator[int]:
    left, top, right, bottom = box
    x, y = places.T
    seen = (x > left - margin) & (x < right + margin) & (y > top - margin) & (y < bottom + margin)
    far = np.hypot(x, y)
    seen &= (far > clear - margin) & (far < reach)
    yield from np.flatnonzero(seen).tolist()


def crowd(canvas: Canvas, seed: int, grain: float, box: Box, *, reach: float, clear: float = 0.0) -> None:
    """Paint the crowd where the box is, as far as `reach` from the middle and not within `clear` (both in radii)."""
    context = canvas.context
    places, kinds = _places(seed, grain)
    size = RADII_PER_ANGSTROM * grain
    paths = []
    for outline in outlines():
        context.new_path()
        trace(context, outline * size, closed=True)
        paths.append(context.copy_path())
    context.new_path()
    tones = _tones()
    context.set_line_join(cairo.LINE_JOIN_ROUND)
    context.set_line_width(0.0021 * grain)
    for number in _within(places, box, reach, clear, 0.03 * grain):
        which, turn, tone = kinds[number]
        context.save()
        context.translate(*places[number])
        context.rotate(turn)
        context.append_path(paths[int(which)])
        context.restore()
        fill, line = tones[int(tone)]
        canvas.set_colour(fill)
        context.fill_preserve()
        canvas.set_colour(line)
        context.stroke()


def ground() -> Rgb:
    """What is under the crowd."""
    return rgb(Role.CYTOPLASM)

"""The crowd: a cell is full. Our own structures in random orientation, pale, behind what happens; they stand still."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_trace
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.shading import Body, Raster, View
from moa_anim.molecule.structure import Trace, read_table, trace_from_rows
from moa_anim.molecule.style import Style
from moa_anim.stage.context import sparse
from moa_anim.stage.molecule_view import paint

CROWD_STYLE = Style(
    line_pixels=1.2, line_tint=0.0, occlusion_strength=0.30, fog_near=0.0, fog_far=-260.0, fog_strength=0.75
)
CROWD_PALENESS = 0.60
"""How far the crowd is mixed with paper: a shade that text of 4.5 : 1 on paper keeps standing on."""

FADE_FROM, FADE_TO = 90.0, 300.0
"""Design pixels from the top between which the crowd fades in."""

SPARSE_SPACING = 2.2
"""In a sparse edition the crowd's middles stand so many times as far apart: a fifth of it is there."""

TONES = ((0.0, Role.CROWD), (0.10, Role.RECEPTOR), (0.08, Role.PROTEASOME), (0.10, Role.DNA))
"""What the crowd's grey leans to, by how much."""


def _ubiquitin() -> Trace:
    return trace_from_rows("ubiquitin.json", "CA", read_table("ubiquitin.json")["CA"])


@cache
def _members() -> tuple[Beads, ...]:
    """Bodies of the crowd, each about its own middle."""
    chains = [beads_of_trace(helix12_path().at(0.0)), beads_of_trace(_ubiquitin())]
    table = read_table("e3_cullin_ring.json")
    for rows in table["chains"].values() if "chains" in table else ():
        chains.append(beads_of_trace(trace_from_rows("e3_cullin_ring.json", "scaffold", rows)))
    return tuple(beads.moved(beads.positions - beads.positions.mean(axis=0)) for beads in chains)


def fade_bottom(picture: NDArray[np.uint8], factor: float) -> None:
    """Let the crowd fade out downwards, in place: for a card that has no caption band to end on."""
    begin, end = round((BAND_TOP - 260) * factor), len(picture)
    eased = smoothstep((end - 1 - np.arange(begin, end)) / (end - begin))[:, None, None]
    picture[begin:] = np.round(picture[begin:] * eased).astype(np.uint8)


def fade_top(picture: NDArray[np.uint8], factor: float) -> None:
    """Let the crowd fade out towards the step marker and the rail, in place; `factor` output pixels a design pixel."""
    begin, end = round(FADE_FROM * factor), round(FADE_TO * factor)
    eased = smoothstep((np.arange(end) - begin) / (end - begin))[:, None, None]
    picture[:end] = np.round(picture[:end] * eased).astype(np.uint8)


def crowd_backdrop(
    width: int,
    height: int,
    *,
    scale: float,
    seed: int,
    clear: Sequence[tuple[float, float, float]] = (),
    spacing: float = 330.0,
    card: bool = False,
) -> NDArray[np.uint8]:
    """Paper with a crowd on it, (height, width, 4) RGBA; `scale` design pixels for one ångström.

    `clear` are discs (x, y, radius; design pixels) that no extra's middle enters, `spacing` design pixels between middles.
    A `card` has no caption band: there the crowd fades out below.
    """
    spacing = crowd_spacing(spacing)
    key = ("crowd", width, height, scale, seed, tuple(clear), spacing, card)
    return cached(lambda: _drawn(width, height, scale, seed, clear, spacing, card), *key)


def grid(spacing: float, margin: float = 0.0) -> list[tuple[float, float]]:
    """Places (design pixels) over the picture above the band, every other row set off; or only about it, within `margin`."""
    rise = 0.82 * spacing
    last_row, last = math.ceil((BAND_TOP + 1.5 * spacing) / rise), math.ceil((1920 + 1.5 * spacing) / spacing)
    beyond_rows, beyond = math.ceil(margin / rise), math.ceil(margin / spacing)
    found = []
    for row in range(-beyond_rows, last_row + beyond_rows):
        for column in range(-beyond, last + beyond):
            x, y = -spacing / 2 + (row % 2) * spacing / 2 + column * spacing, -spacing / 2 + row * rise
            inside = 0 <= row < last_row and column >= 0 and x < 1920 + spacing
            if inside == (margin == 0.0):
                found.append((x, y))
    return found


def extras(
    places: Sequence[tuple[float, float]],
    random: np.random.Generator,
    *,
    scale: float,
    spacing: float,
    clear: Sequence[tuple[float, float, float]] = (),
) -> list[Body]:
    """One body of the crowd near each place, turned at random; none whose middle is in a disc of `clear`."""
    bodies = []
    for x, y in places:
        jitter = random.normal(0.0, 0.16 * spacing, size=2)
        place = np.array([x + jitter[0], y + jitter[1]])
        turn, which = random.normal(0.0, 1.6, size=3), random.integers(len(_members()))
        depth, tone = -random.uniform(30.0, 220.0), random.integers(len(TONES))
        if any((place[0] - cx) ** 2 + (place[1] - cy) ** 2 < radius**2 for cx, cy, radius in clear):
            continue
        beads = _members()[which]
        stage = np.array([place[0] / scale, -place[1] / scale, depth])
        moved = beads.moved(beads.positions @ rotation_from_vector(turn).T + stage)
        share, role = TONES[tone]
        grey = tuple(a * (1 - share) + b * share for a, b in zip(rgb(Role.CROWD), rgb(role), strict=True))
        bodies.append(Body(moved, (grey[0], grey[1], grey[2]), None, CROWD_PALENESS))
    return bodies


def _drawn(
    width: int,
    height: int,
    scale: float,
    seed: int,
    clear: Sequence[tuple[float, float, float]],
    spacing: float,
    card: bool,
) -> NDArray[np.uint8]:
    factor = height / 1080
    random = np.random.default_rng(seed)
    line_end = round(BAND_TOP * factor)
    view = View(np.eye(3), np.zeros(3), scale * factor, (0.0, 0.0))
    raster = Raster(line_end, width, view, paint(), CROWD_STYLE, line_factor=factor)
    raster.set_still(extras(grid(spacing), random, scale=scale, spacing=spacing, clear=clear))
    fade_top(raster.picture, factor)
    if card:
        fade_bottom(raster.picture, factor)
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    pixels[line_end:] = (*_paper(), 255)
    pixels[:line_end] = on_paper(raster.picture)
    return pixels


def on_paper(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A premultiplied picture (height, width, 4) laid on paper, opaque."""
    pixels = np.empty_like(picture)
    pixels[..., 3] = 255
    alpha = picture[..., 3:].astype(np.uint16)
    under = _paper().astype(np.uint16) * (255 - alpha)
    pixels[..., :3] = picture[..., :3] + ((under + 127) // 255).astype(np.uint8)
    return pixels


def _paper() -> NDArray[np.uint8]:
    return np.round(np.array(rgb(Role.PAPER)) * 255).astype(np.uint8)


def crowd_spacing(spacing: float) -> float:
    """Design pixels between middles of the crowd: a sparse edition has a small crowd."""
    return spacing * (SPARSE_SPACING if sparse() else 1.0)

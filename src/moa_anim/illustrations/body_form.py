"""The pictures of the body and of its organs, lit as one relief each. Lengths are in figure units (`body_outline`)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from moa_anim.graphics.canvas import Rgb
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations import body_outline as body
from moa_anim.illustrations.curves import smooth_curve
from moa_anim.illustrations.face import inclined
from moa_anim.illustrations.relief import (
    Dome,
    Grid,
    Heights,
    Light,
    Loft,
    Tube,
    brightness,
    picture,
    smooth_union,
)
from moa_anim.illustrations.relief_kernels import NOWHERE, SUPERSAMPLES
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep

Picture = NDArray[np.uint8]
Box = tuple[float, float, float, float]

SKIN_LIGHT = Light(key=0.50, hollows=((5.0, 0.22), (14.0, 0.20)), shadow=(7.0, 0.14))
ORGAN_LIGHT = Light(key=0.42, hollows=((2.5, 0.30), (7.0, 0.25)), shadow=(3.0, 0.15))
"""How skin and organs are lit."""

TUMOR_LIGHT = Light(key=0.45, hollows=((0.8, 0.35), (2.0, 0.25)))

ORGANS_OPACITY = 0.92
SKIN_OVER_ORGANS = 0.12
"""Opacity of the organs, and of the skin over them: they are inside."""

BEYOND = 40.0
"""How far beyond their outlines forms are continued where they meet others."""

FACE_BLEND = 7.0
"""Rounding of the creases around nose and lips."""

EYE_FLATNESS = 0.7
"""Height of an eye's hollow, as a share of its breadth."""

INCLINED_MARGIN = 14.0
"""How far the inclined head reaches beyond its own box."""

HAIR_BLUR = 1.2
"""Softness of the hairline."""

HAIR_HALF_BREADTH = 42.0
STRAND_HEIGHT = 0.32
"""Half the breadth over which strands of hair are spread, and how high they are."""

TUMOR_NODULES = 11
"""Number of nodules of the tumor's mass."""

VESSEL_END = 0.45
"""Breadth of a vessel at its far end, as a share of its breadth."""

LYING_ON = 14.0
"""Height at which arteries and veins lie."""


def skin_colour() -> Rgb:
    """Return the colour of the skin: warm plaster."""
    return tinted(Role.VESSEL, 0.34, Role.PAPER)


def hair_colour() -> Rgb:
    """Return the colour of the hair."""
    return tinted(Role.MEMBRANE, 0.30, Role.VESSEL)


@cache
def outlines() -> list[NDArray[np.float64]]:
    """Return the closed outlines of hair, head, neck, trunk, arms and legs."""
    paired = [body.ARM, body.LEG]
    forms = [body.NECK, body.TRUNK, *paired, *(mirrored(form) for form in paired)]
    return [inclined(body.HEAD.outline(160)), *(form.outline(160) for form in forms)]


@cache
def hair_outlines() -> list[NDArray[np.float64]]:
    """Return the closed outlines of the hair."""
    return [inclined(body.HAIR_BACK.outline(120)), inclined(hair_cap().outline(120))]


def mirrored(form: Loft) -> Loft:
    """Return a form of the viewer's right side, mirrored to the left."""
    return replace(form, rows=tuple((y, -right, -left, depth) for y, left, right, depth in form.rows))


def skin_picture(box: Box, pixels: float) -> Picture:
    """Return the lit body within a box, `pixels` to a figure unit."""
    grid = grid_of(box, pixels)
    whole, hairy = _figure(grid), np.zeros((grid.height, grid.width), np.float32)
    window = _head_window(grid)
    part = grid.part(window)
    if part.width and part.height:
        head, hair = (_inclined(part, each) for each in head_heights(part))
        back = _inclined(part, body.HAIR_BACK.heights(part))
        both = np.maximum(np.maximum(whole[window], head), back)
        own = hair_share(head, hair, back, both)
        whole[window], hairy[window] = both + own * strands(part), own
    skin, of_hair = (np.array(each, dtype=np.float32) for each in (skin_colour(), hair_colour()))
    colour = skin + hairy[..., None] * (of_hair - skin)
    return picture(whole, brightness(whole, grid.density, SKIN_LIGHT), colour)


def _head_window(grid: Grid) -> tuple[slice, slice]:
    """Rows and columns that contain head and hair."""
    rows = np.array([row for form in (body.HEAD, hair_cap(), body.HAIR_BACK) for row in form.rows])
    top, left, right, bottom = rows[:, 0].min(), rows[:, 1].min(), rows[:, 2].max(), rows[:, 0].max()
    margin = INCLINED_MARGIN
    return grid.window(left - margin, top - margin, right + margin, bottom + margin)


def inside_picture(skin_shown: Picture, box: Box, pixels: float) -> Picture:
    """Return the lit body with its organs seen through the skin, given the skin's picture within the same box."""
    skin = skin_shown.astype(np.float32)
    organs = organs_picture(box, pixels).astype(np.float32) * ORGANS_OPACITY
    both = organs + skin * (1.0 - organs[..., 3:] / 255.0)
    covered = organs[..., 3:] / 255.0 * SKIN_OVER_ORGANS
    return np.asarray(np.round(np.minimum(both * (1.0 - covered) + skin * covered, 255.0)), dtype=np.uint8)


def tumor_picture(box: Box, pixels: float) -> Picture:
    """Return the lit mass of the tumor."""
    grid = grid_of(box, pixels)
    heights = _front(grid, tumor_nodules())
    return picture(heights, brightness(heights, grid.density, TUMOR_LIGHT), tumor_colour())


def tumor_shade(box: Box, pixels: float) -> Picture:
    """Return the light on the tumor's mass, white where it is lit most."""
    grid = grid_of(box, pixels)
    heights = _front(grid, tumor_nodules())
    return picture(heights, brightness(heights, grid.density, TUMOR_LIGHT), (1.0, 1.0, 1.0))


def organs_picture(box: Box, pixels: float) -> Picture:
    """Return the lit organs and vessels within a box, `pixels` to a figure unit."""
    grid = grid_of(box, pixels)
    artery, vein = tinted(Role.BLOOD, 0.06), tinted(Role.BLOOD, 0.42)
    layers: list[tuple[Sequence[Loft | Tube | Dome], Rgb, float]] = [
        ((body.LUNG_RIGHT, body.LUNG_LEFT), tinted(Role.BLOOD, 0.62, Role.PAPER), 0.75),
        ((body.COLON_FORM,), tinted(Role.BLOOD, 0.66, Role.PAPER), 0.7),
        (_tubes(body.VEINS, 2.0), vein, 1.0),
        (_tubes(body.ARTERIES, 4.0), artery, 1.0),
        (_tubes(body.PULMONARY_VEINS, 4.0), artery, 1.0),
        ((body.GULLET_FORM,), tinted(Role.BLOOD, 0.52, Role.PAPER), 1.0),
        ((body.LIVER_FORM,), tinted(Role.BLOOD, 0.30), 1.0),
        ((body.STOMACH_FORM,), tinted(Role.BLOOD, 0.46, Role.PAPER), 1.0),
        ((body.BOWEL_FORM,), tinted(Role.BLOOD, 0.52, Role.PAPER), 1.0),
        (_tubes(body.PORTAL_VEIN, 16.0), vein, 1.0),
        (body.HEART_FORM, tinted(Role.BLOOD, 0.12), 1.0),
        (_tubes(body.ARTERIES[:1], LYING_ON, rows=3), artery, 1.0),
        (_tubes(body.PULMONARY_TRUNK, LYING_ON), vein, 1.0),
    ]
    rows, columns = grid.height // SUPERSAMPLES, grid.width // SUPERSAMPLES
    sheet = np.zeros((rows, columns, 4), np.float32)
    for forms, colour, alpha in layers:
        heights = _front(grid, forms)
        part = _covered(heights)
        if part is None:
            continue
        cut = heights[SUPERSAMPLES * part[0].start : SUPERSAMPLES * part[0].stop]
        cut = cut[:, SUPERSAMPLES * part[1].start : SUPERSAMPLES * part[1].stop]
        layer = picture(cut, brightness(cut, grid.density, ORGAN_LIGHT), colour).astype(np.float32) * alpha
        sheet[part] = layer + sheet[part] * (1.0 - layer[..., 3:] / 255.0)
    return np.round(sheet).astype(np.uint8)


def _covered(heights: Heights) -> tuple[slice, slice] | None:
    """Rows and columns of the picture that a relief covers, with a margin; None if there are none."""
    solid = np.isfinite(heights)
    rows, columns = (np.flatnonzero(solid.any(axis=axis)) // SUPERSAMPLES for axis in (1, 0))
    if not len(rows):
        return None
    return slice(max(0, rows[0] - 2), rows[-1] + 3), slice(max(0, columns[0] - 2), columns[-1] + 3)


def tumor_colour() -> Rgb:
    """Return the colour of the tumor's mass."""
    grey, blood, ink = rgb(Role.MEMBRANE), rgb(Role.BLOOD), rgb(Role.INK)
    red, green, blue = (0.48 * a + 0.36 * b + 0.16 * c for a, b, c in zip(grey, blood, ink, strict=True))
    return red, green, blue


def tumor_nodules() -> list[Dome]:
    """Return the nodules of the tumor: a dense, uneven mass."""
    angles = 2.399963 * np.arange(TUMOR_NODULES)  # the golden angle, which spreads them evenly
    reach = body.TUMOR_RADIUS * 0.62 * np.sqrt(np.arange(TUMOR_NODULES) / (TUMOR_NODULES - 1))
    size = body.TUMOR_RADIUS * (0.52 - 0.012 * np.arange(TUMOR_NODULES))
    x, y = body.TUMOR
    return [
        Dome(x + r * np.cos(a), y + r * np.sin(a), s, s, s, s, 3.0 - 0.4 * r)
        for a, r, s in zip(angles, reach, size, strict=True)
    ]


def grid_of(box: Box, pixels: float) -> Grid:
    """Return the raster of a picture of `box`, `pixels` to a unit."""
    density = pixels * SUPERSAMPLES
    width, height = (
        SUPERSAMPLES * max(1, round((b - a) * pixels)) for a, b in ((box[0], box[2]), (box[1], box[3]))
    )
    return Grid(box[0], box[1], density, width, height)


def _front(grid: Grid, forms: Sequence[Loft | Tube | Dome]) -> Heights:
    """Heights of the front of several forms."""
    heights = grid.nothing()
    for form in forms:
        form.raise_on(grid, heights)
    return heights


def _tubes(
    courses: Sequence[tuple[float, body.Points]], height: float, rows: int | None = None
) -> list[Tube]:
    """Vessels of the given breadths as tubes; of the first `rows` points only, if given."""
    return [
        Tube(
            tuple(
                (x, y, height, width / 2 * (VESSEL_END if number == len(course) - 1 else 1.0))
                for number, (x, y) in enumerate(course[:rows])
            )
        )
        for width, course in courses
    ]


def hair_cap() -> Loft:
    """Return the form of the hair on the head."""
    thick = body.HAIR_THICKNESS
    rows = [
        (y - thick, left - thick, right + thick, depth + thick) for y, left, right, depth in body.HEAD.rows
    ]
    return replace(body.HEAD, rows=tuple(rows[:5]), caps=(body.HEAD.caps[0] + thick, 0.0))


def head_heights(grid: Grid, hairline: body.Hairline = body.HAIRLINE) -> tuple[Heights, Heights]:
    """Heights of the head with its hair down to `hairline`, and the share of hair (0…1) at each point."""
    head = body.HEAD.heights(grid)
    for feature in body.FACE:
        raised = smooth_union(head, feature.heights(grid, BEYOND), FACE_BLEND)
        head = np.asarray(np.where(np.isfinite(head), raised, head), dtype=np.float32)
    (x, y), radius, depth = body.EYES
    across, down = grid.x[None, :].astype(float), grid.y[:, None].astype(float)
    for side in (-x, x):
        off = ((across - side) / radius) ** 2 + ((down - y) / (EYE_FLATNESS * radius)) ** 2
        head = np.asarray(head - depth * np.exp(-off), dtype=np.float32)
    cap = hair_cap().heights(grid)
    line = hairline.heights(across)
    hair = np.where(np.isfinite(cap), smoothstep((line - down) / HAIR_BLUR, -1.0, 1.0), 0.0)
    ground = np.where(np.isfinite(head), head, NOWHERE)
    topped = ground * (1.0 - hair) + np.where(np.isfinite(cap), cap, 0.0) * hair
    whole = np.where(hair > 0.0, np.maximum(topped, ground), head)
    return np.asarray(whole, dtype=np.float32), np.asarray(hair, dtype=np.float32)


def _inclined(grid: Grid, field: Heights) -> Heights:
    """A field of the head on a grid, turned about the head's pivot."""
    turn = np.radians(body.HEAD_INCLINED_DEGREES)
    matrix = np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    (x, y), density = body.HEAD_PIVOT, grid.density
    pivot = np.array([(y - grid.top) * density - 0.5, (x - grid.left) * density - 0.5])
    there = np.isfinite(field)
    turned, share = (
        ndimage.affine_transform(each.astype(np.float32), matrix, pivot - matrix @ pivot, order=1)
        for each in (np.where(there, field, 0.0), there)
    )
    # Of points beside the form only those inside it count, so that its edge keeps its height.
    return np.where(share > 0.5, turned / np.maximum(share, 0.5), np.float32(-np.inf)).astype(np.float32)


def strands(grid: Grid) -> Heights:
    """Low waves along the hair, from the parting down."""
    share = np.clip(grid.x[None, :] / HAIR_HALF_BREADTH, -1.0, 1.0)
    down = (grid.y[:, None] / 100.0).astype(np.float32)
    phase = 11.0 * np.arcsin(share * (0.86 + 0.12 * np.cos(2.0 * down))) + 0.7 * np.sin(3.0 * down)
    return np.asarray(STRAND_HEIGHT * (np.sin(2.0 * phase) + 0.6 * np.sin(5.3 * phase + 1.0)), np.float32)


def _figure(grid: Grid) -> Heights:
    """Heights of neck, trunk, arms and legs as one form."""
    rounding = shoulder_rounding(grid)
    parts: list[tuple[Loft, float | Heights]] = [(body.NECK, body.NECK_BLEND)]
    for leg in (body.LEG, mirrored(body.LEG)):
        parts.append((leg, body.LEG_BLEND))
    for arm in (body.ARM, mirrored(body.ARM)):
        parts.append((arm, rounding))
    form, cover = grid.nothing(), np.zeros((grid.height, grid.width), bool)
    window = body.TRUNK.window(grid, BEYOND)
    trunk = grid.part(window)
    form[window] = body.TRUNK.heights(trunk, BEYOND) + breasts(trunk)
    cover[window] = body.TRUNK.covers(trunk)
    for part, blend in parts:
        window = part.window(grid, BEYOND)
        cut = grid.part(window)
        here = blend if isinstance(blend, float) else blend[window[0]]
        form[window] = smooth_union(form[window], part.heights(cut, BEYOND), here)
        cover[window] |= part.covers(cut)
    return np.asarray(np.where(cover, form + _ridges(grid), -np.inf))


def shoulder_rounding(grid: Grid) -> Heights:
    """Return the rounding between trunk and arms for each row (rows, 1): most at the shoulder."""
    begin, end = body.SHOULDER_BLEND_ENDS
    shoulder = body.SHOULDER_BLEND * (1.0 - np.asarray(smoothstep(grid.y[:, None].astype(float), begin, end)))
    return np.maximum(shoulder, 0.5).astype(np.float32)


def hair_share(head: Heights, hair: Heights, back: Heights, whole: Heights) -> Heights:
    """Return the share of hair (0…1) in what is seen, `whole`: the head's own where that is in front, all of it behind."""
    own = np.where((head >= whole) & np.isfinite(head), hair, np.float32(0.0))
    return np.where((back >= whole) & np.isfinite(back), np.float32(1.0), own)


def breasts(grid: Grid) -> Heights:
    """How far the breasts stand out: fuller and with a firmer edge below than above."""
    out = np.zeros((grid.height, grid.width), np.float32)
    x0, y0, breadth, above, below, rise = body.BREAST
    reach = breadth + abs(body.BREAST_LEAN) * max(above, below)
    for side in (-1.0, 1.0):
        near, far = sorted((side * (x0 - reach), side * (x0 + reach)))
        window = grid.window(near, y0 - above, far, y0 + below)
        x, y = np.float32(side) * grid.x[window[1]][None, :] - np.float32(x0), grid.y[window[0]][:, None] - y0
        y = y.astype(np.float32)
        x = x + np.float32(body.BREAST_LEAN) * y
        off = (x / np.float32(breadth)) ** 2 + (y / np.where(y < 0.0, above, below)).astype(np.float32) ** 2
        softness = body.BREAST_SOFTNESS[0] + body.BREAST_SOFTNESS[1] * smoothstep(
            -y.astype(float), -below, 0.8 * above
        )
        out[window] += rise * np.clip(1.0 - off, 0.0, 1.0) ** softness.astype(np.float32)
    return out


def _ridges(grid: Grid) -> Heights:
    out = np.zeros((grid.height, grid.width), np.float32)
    for course, height, breadth in body.RIDGES:
        for side in (-1.0, 1.0):
            row = smooth_curve(np.array(course, dtype=float) * [side, 1.0], 12)
            reach = 3.0 * breadth
            low, high = row.min(axis=0) - reach, row.max(axis=0) + reach
            window = grid.window(low[0], low[1], high[0], high[1])
            x, y = grid.x[window[1]][None, :], grid.y[window[0]][:, None]
            if not x.size or not y.size:
                continue
            near = np.full((y.size, x.size), np.inf, np.float32)
            for (x0, y0), (x1, y1) in itertools.pairwise(row):
                length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-9)
                share = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length, 0.0, 1.0)
                off = (x - x0 - (x1 - x0) * share) ** 2 + (y - y0 - (y1 - y0) * share) ** 2
                np.minimum(near, off.astype(np.float32), out=near)
            half = (
                0.5 if course[0][0] == 0 and course[-1][0] == 0 else 1.0
            )  # on the midline both sides coincide
            out[window] += half * height * np.exp(-near / breadth**2)
    return out

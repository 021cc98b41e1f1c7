"""Two patients and a clinician as lit reliefs, from the crown to the waist, dressed: made of the forms of the body.

Lengths are in figure units (`body_outline`). Schematics.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from moa_anim.graphics.colours import tinted
from moa_anim.illustrations import body_outline as body
from moa_anim.illustrations.body_form import (
    BEYOND,
    breasts,
    grid_of,
    hair_cap,
    hair_share,
    head_heights,
    mirrored,
    shoulder_rounding,
    strands,
)
from moa_anim.illustrations.people_look import (
    BUN,
    CHESTPIECE,
    CLOTH_FROM,
    EARS,
    HAIRLINES,
    HEMS,
    NECKLINE,
    STETHOSCOPE,
    VEES,
    Cloth,
    Hair,
    Person,
)
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
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep

Mask = NDArray[np.float32]

BOX = (-134.0, -30.0, 134.0, 330.0)
"""What a picture shows: from above the crown to below the waist, which a table hides."""

LIGHT = Light(key=0.50, hollows=((4.0, 0.30), (14.0, 0.20)), shadow=(8.0, 0.20))
"""How they are lit: as skin is, with firmer creases where cloth ends."""

CLOTH = 2.4
LAPEL = 2.2
"""Thickness of cloth, and of a lapel over it."""

EDGE = 0.9
"""Softness of the edges of cloth."""

FOLDS = ((44.0, 236.0, 64.0, 226.0), (30.0, 258.0, 62.0, 246.0))
FOLD_DEPTH = 1.1
FOLD_BREADTH = 5.5
"""Folds of cloth at the waist (x, y, x, y; mirrored), their depth and breadth."""

DRAPED_FROM = 182.0
DRAPED_TO = 350.0
DRAPED_BOSOM = 0.55
BOSOM_SOFTNESS = 16.0
"""From where down cloth hangs straight, where the trunk ends, and how much of the bosom's form shows
through cloth, softened over so much (figure units)."""

LONGER_NECK = 14.0
"""Rounding between neck and shoulders."""


def widened(form: Loft, factor: float) -> Loft:
    """Return a form broader by a factor, about the midline."""
    rows = tuple((y, left * factor, right * factor, depth) for y, left, right, depth in form.rows)
    return replace(form, rows=rows)


def outlines_of(person: Person) -> list[NDArray[np.float64]]:
    """Return the closed outlines of hair, head, neck, trunk and arms."""
    forms = [hair_cap(), body.HEAD, *(widened(form, person.broad) for form in (body.NECK, body.TRUNK))]
    forms += [widened(body.ARM, person.broad), mirrored(widened(body.ARM, person.broad))]
    made = [form.outline(160) for form in forms]
    if person.hair is Hair.BOB:
        made.insert(0, body.HAIR_BACK.outline(120))
    if person.hair is Hair.BUN:
        angles = np.linspace(0.0, 2.0 * np.pi, 60)
        made.insert(
            0, np.stack([BUN.x + BUN.breadth * np.cos(angles), BUN.y + BUN.above * np.sin(angles)], 1)
        )
    return made


def person_picture(person: Person, pixels: float) -> NDArray[np.uint8]:
    """Return the lit picture of someone within BOX, `pixels` to a figure unit."""
    grid = grid_of(BOX, pixels)
    form = _torso(grid, person)
    cloth, over = _covered(grid, person)
    dressed = np.where(np.isfinite(form), form + CLOTH * cloth + LAPEL * over - _folds(grid) * cloth, form)
    colour = _mixed(np.array(person.skin, np.float32), _cloth_colours(grid, person), cloth)
    head, hair = head_heights(grid, HAIRLINES[person.hair.value])
    if person.hair is not Hair.BOB:
        ears = grid.nothing()
        for ear in EARS:
            ear.raise_on(grid, ears)
        hair = np.where(ears > head, np.float32(0.0), hair)
        head = np.maximum(head, ears)
    # The head is in front of the neck.
    head = np.where(np.isfinite(head), head + 2.0, head).astype(np.float32)
    back = _back_hair(grid, person)
    whole = np.maximum(np.maximum(dressed, head), back).astype(np.float32)
    own = hair_share(head, hair, back, whole)
    bare = np.where(
        ((head >= whole) & np.isfinite(head))[..., None], np.array(person.skin, np.float32), colour
    )
    colour = _mixed(bare, np.array(person.hair_colour, np.float32), own)
    whole = np.where(np.isfinite(whole), whole + own * strands(grid), whole).astype(np.float32)
    if person.cloth is Cloth.COAT:
        worn = grid.nothing()
        parts: list[Tube | Dome] = [*map(Tube, STETHOSCOPE), CHESTPIECE]
        for part in parts:
            part.raise_on(grid, worn)
        shown = np.isfinite(worn) & ~(np.isfinite(head) & (head >= whole))
        whole = np.where(shown, np.maximum(whole, worn) + 1.0, whole).astype(np.float32)
        colour = np.where(shown[..., None], np.array(tinted(Role.INK, 0.22, Role.PAPER), np.float32), colour)
    return picture(whole, brightness(whole, grid.density, LIGHT), colour.astype(np.float32))


def _torso(grid: Grid, person: Person) -> Heights:
    """Heights of neck, trunk and arms as one form."""
    trunk, neck, arm = (widened(form, person.broad) for form in (body.TRUNK, body.NECK, body.ARM))
    trunk = _draped(trunk)
    form = trunk.heights(grid, BEYOND)
    if person.bosom:
        bosom = ndimage.uniform_filter(breasts(grid), max(1, round(BOSOM_SOFTNESS * grid.density)))
        form = form + DRAPED_BOSOM * bosom
    cover = trunk.covers(grid)
    rounding = shoulder_rounding(grid)
    for part, blend in ((neck, LONGER_NECK), (arm, rounding), (mirrored(arm), rounding)):
        form = smooth_union(form, part.heights(grid, BEYOND), blend)
        cover |= part.covers(grid)
    return np.asarray(np.where(cover, form, -np.inf), dtype=np.float32)


def _draped(trunk: Loft) -> Loft:
    """Return a trunk whose waist cloth hangs over, not in."""
    at = [(abs(y - DRAPED_FROM), right, depth) for y, _, right, depth in trunk.rows]
    _, least, deep = min(at)
    rows = tuple(
        (y, -max(right, least), max(right, least), max(depth, deep))
        if y > DRAPED_FROM
        else (y, left, right, depth)
        for y, left, right, depth in trunk.rows
        if y < DRAPED_TO
    )
    return replace(trunk, rows=rows)


def _opening(grid: Grid, person: Person) -> NDArray[np.float64]:
    """How far inside the opening at the neck each point is (figure units; less than 0 outside)."""
    x, y = np.abs(grid.x[None, :].astype(float)), grid.y[:, None].astype(float)
    if person.cloth is Cloth.JUMPER:
        return np.asarray(NECKLINE - np.hypot(x, 1.25 * (y - 112.0)))
    depth, half = VEES[person.cloth]
    return np.asarray((depth - y) * half / (depth - 112.0) - x)


def _covered(grid: Grid, person: Person) -> tuple[Mask, Mask]:
    """Shares (0…1) of cloth at each point, and of a second layer over it: lapels, a collar, a hem."""
    inside, y = _opening(grid, person), grid.y[:, None].astype(float)
    edge = smoothstep(-inside, -EDGE, EDGE)
    cloth = edge
    if person.cloth is Cloth.COAT:
        round_neck = NECKLINE - np.hypot(grid.x[None, :].astype(float), 1.25 * (y - 112.0))
        cloth = np.maximum(edge, smoothstep(-round_neck, -EDGE, EDGE))
    broad, low = HEMS[person.cloth]
    narrows = np.clip((low - y) / (low - 112.0), 0.0, 1.0) ** 0.5 if person.cloth is not Cloth.JUMPER else 1.0
    over = edge * smoothstep(inside + broad * narrows, -EDGE, EDGE)
    shown = (y > CLOTH_FROM) * 1.0
    return (cloth * shown).astype(np.float32), (over * shown).astype(np.float32)


def _cloth_colours(grid: Grid, person: Person) -> NDArray[np.float32]:
    """The colour of cloth at each point: under an open coat there is a shirt."""
    own = np.broadcast_to(np.array(person.cloth_colour, np.float32), (grid.height, grid.width, 3))
    if person.cloth is not Cloth.COAT:
        return own
    shirt = smoothstep(_opening(grid, person), -EDGE, EDGE).astype(np.float32)
    return _mixed(own, np.array(tinted(Role.LIGASE, 0.35, Role.PAPER), np.float32), shirt)


def _mixed(one: NDArray[np.float32], other: NDArray[np.float32], share: Mask) -> NDArray[np.float32]:
    return np.asarray(one + share[..., None] * (other - one), dtype=np.float32)


def _folds(grid: Grid) -> Heights:
    out = np.zeros((grid.height, grid.width), np.float32)
    y = grid.y[:, None]
    for x0, y0, x1, y1 in FOLDS:
        for side in (-1.0, 1.0):
            x = np.float32(side) * grid.x[None, :]
            share = np.clip(
                ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / ((x1 - x0) ** 2 + (y1 - y0) ** 2), 0, 1
            )
            off = (x - x0 - (x1 - x0) * share) ** 2 + (y - y0 - (y1 - y0) * share) ** 2
            out += FOLD_DEPTH * np.exp(-off / FOLD_BREADTH**2)
    return out


def _back_hair(grid: Grid, person: Person) -> Heights:
    """Heights of the hair that is behind the head."""
    if person.hair is Hair.BOB:
        return body.HAIR_BACK.heights(grid)
    heights = grid.nothing()
    if person.hair is Hair.BUN:
        BUN.raise_on(grid, heights)
    return heights

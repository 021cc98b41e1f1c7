"""Places in the field of receptors: the 26S at the right, the gene below, receptors scattered evenly (design pixels)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import VARIANTS, Member
from moa_anim.graphics.geometry import Box, Point, within
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.molecule.assemblies import CAP_END_ANGSTROM

FIELD_SCALE = 1.6
"""Design pixels for one ångström in the field: a receptor is about 95 pixels across, the 26S 550 pixels long."""

FIELD_26S_PLACE: Point = (1736.0, 572.0)
"""Where the middle of the 20S is shown (design pixels); the 26S lies with its cap to the left, as in the close-up."""

FIELD_MOUTH: Point = (FIELD_26S_PLACE[0] - CAP_END_ANGSTROM * FIELD_SCALE, FIELD_26S_PLACE[1])
"""Where the channel begins in the cap (design pixels)."""

FIRST_COUNT = 24
"""Number of receptors at the start: too many to be counted at a glance."""

PAIR_COUNT = 2
"""Number of those that sit on the gene, as a pair; they stay."""

FREE_COUNT = FIRST_COUNT - PAIR_COUNT
"""Number of receptors that are not on the gene."""

STAYING_COUNT = 3
"""Number of free receptors that are left at the end."""

FIELD: Box = (105.0, 232.0, 1195.0, 690.0)
"""Box of the free receptors' middles (design pixels): below the step marker, above the gene, left of the 26S."""

COUNT_AT: Point = (1850.0, 246.0)
"""Right end and baseline of the count (design pixels)."""

COUNT_BOX: Box = (1400.0, 0.0, 1920.0, 372.0)
"""Box around the count with its words (design pixels) that contains no middle of a molecule."""

PAIR_BOX: Box = (330.0, 560.0, 600.0, 900.0)
"""Box around the pair on the gene (design pixels) that contains no middle of a free receptor."""

LAST_POLYMERASE_BOX: Box = (690.0, 600.0, 930.0, 900.0)
"""Box around the polymerase on the gene that lets go (design pixels), which also contains no middle."""

STAYING_POLYMERASE_BOX: Box = (1538.0, 600.0, 1778.0, 900.0)
"""Box around the polymerase that stays (design pixels), which also contains no middle."""

PARTICLE_BOX: Box = (1262.0, 350.0, 1920.0, 730.0)
"""Box around the 26S (design pixels), which also contains no middle."""

CLEAR_BOXES: tuple[Box, ...] = (
    COUNT_BOX,
    PAIR_BOX,
    LAST_POLYMERASE_BOX,
    STAYING_POLYMERASE_BOX,
    PARTICLE_BOX,
)
"""All boxes without middles of receptors and small molecules."""

UNEVEN_PIXELS = 48.0
"""Largest inward shift of the field's edge, different for each receptor, so that receptors do not line up at the edge."""

ROOM_PIXELS = 156.0
"""Distance to which neighbours are pushed apart where there is room."""

PUSH_ROUNDS = 30
PUSH_SHARE = 0.22
"""Number of pushes, and share of the missing distance by which each one moves a receptor."""

PLACE_TRIES = 24
"""Number of random candidates for each receptor's place."""

LAST_LEFT: tuple[Point, ...] = ((255.0, 330.0), (760.0, 300.0), (880.0, 610.0))
"""The receptors nearest to these points (design pixels) stay to the end."""

ELSEWHERE_LEFT_OF_PIXELS = 560.0
"""Free receptors to the left of this x are carried out of the picture at its left edge, to another 26S, in their turn:
in a nucleus with many of them not all receptors come to one."""

ELSEWHERE_LATER_PIXELS = 220.0
"""By how much farther away the left edge counts than the 26S, in the order in which they go (design pixels)."""

EDGE_PIXELS = 96.0
"""Smallest distance of a small molecule's place from the picture's left and right edges, which leaves room for wander."""

SMALL_BOX: Box = (60.0, 205.0, 1860.0, 780.0)
"""Box of the small molecules' places (design pixels)."""

SMALL_TRIES = 60
"""Number of random candidates for each small molecule's place."""

SMALL_WEIGHT = 0.75
"""Weight of distances between small molecules relative to their distances from receptors."""


@cache
def scattered_places(count: int, seed: int) -> NDArray[np.float64]:
    """Return places (count, 2; design pixels) scattered over the field and pushed apart."""
    random = np.random.default_rng(seed)
    left, top, right, bottom = FIELD
    places = np.array([LAST_LEFT[0]])
    while len(places) < count:
        tries = _outside_clear_boxes(random.uniform((left, top), (right, bottom), (PLACE_TRIES, 2)))
        gaps = np.linalg.norm(tries[:, None] - places[None], axis=2).min(axis=1)
        places = np.vstack([places, tries[np.argmax(gaps)]])
    # Each receptor has its own limits, so that receptors do not line up at the edge.
    low = np.array((left, top)) + random.uniform(0.0, UNEVEN_PIXELS, (count, 2))
    high = np.array((right, bottom)) - random.uniform(0.0, UNEVEN_PIXELS, (count, 2))
    for _ in range(PUSH_ROUNDS):
        gap = places[:, None] - places[None]
        distance = np.linalg.norm(gap, axis=2) + np.eye(count)
        short = np.maximum(ROOM_PIXELS - distance, 0.0) * (1 - np.eye(count))
        places = places + PUSH_SHARE * (gap / distance[..., None] * short[..., None]).sum(axis=1)
        places = _outside_clear_boxes(np.clip(places, low, high))
    return places


@cache
def field_members(seed: int, *, elsewhere: bool = False) -> tuple[Member, ...]:
    """Return the free receptors; the first STAYING_COUNT stay, the others are cleared from the last to the first.

    Those near the 26S tend to be cleared early; with `elsewhere` those near the picture's left edge, too.
    """
    random = np.random.default_rng(seed)
    places = scattered_places(FREE_COUNT, seed)
    places = places[_clearing_order(places, random, elsewhere=elsewhere)]
    variants = random.permutation(np.arange(FREE_COUNT) % VARIANTS)
    return tuple(
        Member(float(x), float(y), int(variant), seed + 101 * number)
        for number, ((x, y), variant) in enumerate(zip(places, variants, strict=True))
    )


def _outside_clear_boxes(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the places, those in a box of CLEAR_BOXES moved out of it sideways or upwards, whichever is shorter."""
    moved = places.copy()
    for box in CLEAR_BOXES:
        left, top, right, bottom = box
        for row in np.flatnonzero(within(moved, box)):
            x, y = moved[row]
            aside = left if right >= FRAME_WIDTH or x - left < right - x else right
            along = bottom if top <= 0.0 else top
            moved[row] = (aside, y) if abs(x - aside) < abs(y - along) else (x, along)
    return moved


def _clearing_order(
    places: NDArray[np.float64], random: np.random.Generator, *, elsewhere: bool
) -> list[int]:
    """Return the rows of `places`: those nearest to LAST_LEFT, then, with some disorder, from the farthest from the 26S.

    With `elsewhere`, from the farthest from both the 26S and the left edge.
    """
    order: list[int] = []
    for spot in LAST_LEFT:
        distances = np.linalg.norm(places - np.array(spot), axis=1)
        distances[order] = np.inf
        order.append(int(np.argmin(distances)))
    reach = np.linalg.norm(places - np.array(FIELD_MOUTH), axis=1)
    if elsewhere:
        reach = np.minimum(reach, places[:, 0] + ELSEWHERE_LATER_PIXELS)
    reach = reach * random.uniform(0.55, 1.0, len(places))
    rest = [row for row in np.argsort(-reach).tolist() if row not in order]
    return order + rest


def places_between(members: Sequence[Member], count: int, seed: int) -> list[Point]:
    """Return `count` places (design pixels) between the members: for each, the most distant of SMALL_TRIES candidates."""
    random = np.random.default_rng(seed)
    taken = [(member.x, member.y) for member in members]
    found: list[Point] = []
    for _ in range(count):
        tries = random.uniform(SMALL_BOX[:2], SMALL_BOX[2:], (SMALL_TRIES, 2))
        tries[:, 0] = np.clip(tries[:, 0], EDGE_PIXELS, FRAME_WIDTH - EDGE_PIXELS)
        for box in CLEAR_BOXES:
            tries = tries[~within(tries, box)]
        gaps = np.linalg.norm(tries[:, None] - np.array(taken)[None], axis=2).min(axis=1)
        if found:
            gaps = np.minimum(
                gaps,
                SMALL_WEIGHT * np.linalg.norm(tries[:, None] - np.array(found)[None], axis=2).min(axis=1),
            )
        x, y = tries[int(np.argmax(gaps))]
        found.append((float(x), float(y)))
    return found

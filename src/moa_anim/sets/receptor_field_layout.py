"""Places in the field of receptors: receptors scattered evenly, small molecules between them (design pixels)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import VARIANTS, Member
from moa_anim.graphics.geometry import Box, Point, within
from moa_anim.graphics.layout import FRAME_WIDTH

FIELD: Box = (150.0, 236.0, 1770.0, 690.0)
"""Box of the receptors' middles (design pixels): below the step marker, above the gene."""

COUNT_AT: Point = (1850.0, 246.0)
"""Right end and baseline of the count (design pixels)."""

COUNT_BOX: Box = (1480.0, 0.0, 1920.0, 450.0)
"""Box around the count (design pixels) that contains no middle of a receptor or estradiol."""

WORDS_BOXES: tuple[Box, Box] = ((1540.0, 0.0, 1920.0, 382.0), (0.0, 0.0, 660.0, 190.0))
"""Boxes around the count with its words and around the step marker (design pixels), with room for wander; paths of small
molecules avoid them."""

NUCLEOSOME_BOXES: tuple[Box, Box] = ((0.0, 500.0, 380.0, 900.0), (1540.0, 500.0, 1920.0, 900.0))
"""Boxes around the gene's nucleosomes (design pixels), which also contain no middle."""

CLEAR_BOXES: tuple[Box, ...] = (COUNT_BOX, *NUCLEOSOME_BOXES)
"""All boxes without middles of receptors and small molecules."""

UNEVEN_PIXELS = 75.0
"""Largest inward shift of the field's edge, different for each receptor, so that receptors do not line up at the edge."""

ROOM_PIXELS = 186.0
"""Distance to which neighbours are pushed apart where there is room."""

PUSH_ROUNDS = 25
PUSH_SHARE = 0.22
"""Number of pushes, and share of the missing distance by which each one moves a receptor."""

PLACE_TRIES = 24
"""Number of random candidates for each receptor's place."""

IN_FRONT_COUNT = 6
"""Number of receptors in front, which are cleared last; most of the others are farther back."""

LAST_LEFT: tuple[Point, Point] = ((590.0, 430.0), (1290.0, 520.0))
"""The receptors nearest to these points (design pixels) are cleared last."""

EDGE_PIXELS = 104.0
"""Smallest distance of a small molecule's place from the picture's left and right edges, which leaves room for wander."""

SMALL_BOX: Box = (80.0, 200.0, 1840.0, 775.0)
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


def field_members(places: NDArray[np.float64], seed: int) -> list[Member]:
    """Return receptors at `places` (n, 2; design pixels); the first, which are cleared last, are far apart and in front."""
    random = np.random.default_rng(seed)
    places = places[_clearing_order(places, random)]
    count = len(places)
    variants = random.permutation(np.arange(count) % VARIANTS)
    depths = random.choice((0.0, 0.5, 1.0), count, p=(0.3, 0.3, 0.4))
    depths[:IN_FRONT_COUNT] = 0.0
    return [
        Member(float(x), float(y), int(variant), seed + 101 * number, float(depth))
        for number, ((x, y), variant, depth) in enumerate(zip(places, variants, depths, strict=True))
    ]


def _outside_clear_boxes(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the places, those in a box of CLEAR_BOXES moved out of it sideways or vertically, whichever is shorter."""
    moved = places.copy()
    for box in CLEAR_BOXES:
        left, top, right, bottom = box
        for row in np.flatnonzero(within(moved, box)):
            x, y = moved[row]
            aside = right if left <= 0.0 else left
            along = bottom if top <= 0.0 else top
            moved[row] = (aside, y) if abs(x - aside) < abs(y - along) else (x, along)
    return moved


def _clearing_order(places: NDArray[np.float64], random: np.random.Generator) -> list[int]:
    """Return an order that begins at LAST_LEFT; each next place is far, at random not always farthest, from all before it."""
    order: list[int] = []
    for spot in LAST_LEFT:
        order.append(int(np.argmin(np.linalg.norm(places - np.array(spot), axis=1))))
    while len(order) < len(places):
        far = np.min(np.linalg.norm(places[:, None] - places[order][None], axis=2), axis=1)
        order.append(int(np.argmax(far * random.uniform(0.7, 1.0, len(places)))))
    return order


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

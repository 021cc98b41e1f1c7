"""Places in the field of receptors: receptors scattered evenly, small molecules between them."""

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
"""Where the count ends, on its baseline (design pixels)."""
COUNT_BOX: Box = (1480.0, 0.0, 1920.0, 450.0)
"""Around the count; middles of receptors and estradiols keep off it."""

WORDS_BOXES: tuple[Box, Box] = ((1540.0, 0.0, 1920.0, 382.0), (0.0, 0.0, 660.0, 190.0))
"""Around the count with its words, and the step marker; paths of small molecules keep off them, with room for straying."""

NUCLEOSOME_BOXES: tuple[Box, Box] = ((0.0, 500.0, 380.0, 900.0), (1540.0, 500.0, 1920.0, 900.0))
"""Around the gene's nucleosomes; receptors' middles keep off them too."""

CLEAR_BOXES: tuple[Box, ...] = (COUNT_BOX, *NUCLEOSOME_BOXES)

UNEVEN_PIXELS = 75.0
"""The field's edge is moved inwards by up to this much, differently for each receptor, so that none line up there."""

ROOM_PIXELS = 186.0
"""Distance to which neighbours are pushed apart, as far as there is room."""

PUSH_ROUNDS = 25
PUSH_SHARE = 0.22
"""How often they are pushed, and by what share of the missing distance each time."""

PLACE_TRIES = 24
"""Random candidates for each receptor's place."""

IN_FRONT_COUNT = 6
"""The last receptors to go, which stand in front; most of the others are farther back."""


LAST_LEFT: tuple[Point, Point] = ((590.0, 430.0), (1290.0, 520.0))
"""The two receptors that are left last are the nearest to these (design pixels)."""

EDGE_PIXELS = 104.0
"""Smallest distance of a small molecule's place from the picture's left and right edges: it strays."""

SMALL_BOX: Box = (80.0, 200.0, 1840.0, 775.0)
"""Box of the small molecules' places (design pixels)."""

SMALL_TRIES = 60
"""Random candidates for each small molecule's place."""

SMALL_WEIGHT = 0.75
"""Distances between small molecules count by this much, compared with those from receptors."""


@cache
def scattered_places(count: int, seed: int) -> NDArray[np.float64]:
    """Return places (count, 2; design pixels) scattered over the field and pushed apart."""
    random = np.random.default_rng(seed)
    left, top, right, bottom = FIELD
    places = np.array([LAST_LEFT[0]])
    while len(places) < count:
        tries = _out_of(random.uniform((left, top), (right, bottom), (PLACE_TRIES, 2)))
        gaps = np.linalg.norm(tries[:, None] - places[None], axis=2).min(axis=1)
        places = np.vstack([places, tries[np.argmax(gaps)]])
    # Each has its own edge, so that none line up there.
    low = np.array((left, top)) + random.uniform(0.0, UNEVEN_PIXELS, (count, 2))
    high = np.array((right, bottom)) - random.uniform(0.0, UNEVEN_PIXELS, (count, 2))
    for _ in range(PUSH_ROUNDS):
        gap = places[:, None] - places[None]
        distance = np.linalg.norm(gap, axis=2) + np.eye(count)
        short = np.maximum(ROOM_PIXELS - distance, 0.0) * (1 - np.eye(count))
        places = places + PUSH_SHARE * (gap / distance[..., None] * short[..., None]).sum(axis=1)
        places = _out_of(np.clip(places, low, high))
    return places


def field_members(places: NDArray[np.float64], seed: int) -> list[Member]:
    """Return receptors at these places; the first in the list, which go last, are far apart and in front."""
    random = np.random.default_rng(seed)
    places = places[_spread(places, random)]
    count = len(places)
    variants = random.permutation(np.arange(count) % VARIANTS)
    depths = random.choice((0.0, 0.5, 1.0), count, p=(0.3, 0.3, 0.4))
    depths[:IN_FRONT_COUNT] = 0.0
    return [
        Member(float(x), float(y), int(variant), seed + 101 * number, float(depth))
        for number, ((x, y), variant, depth) in enumerate(zip(places, variants, depths, strict=True))
    ]


def _out_of(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same places, those in a box of CLEAR_BOXES moved out of it, sideways or vertically, whichever is shorter."""
    moved = places.copy()
    for box in CLEAR_BOXES:
        left, top, right, bottom = box
        for row in np.flatnonzero(within(moved, box)):
            x, y = moved[row]
            aside = right if left <= 0.0 else left
            along = bottom if top <= 0.0 else top
            moved[row] = (aside, y) if abs(x - aside) < abs(y - along) else (x, along)
    return moved


def _spread(places: NDArray[np.float64], random: np.random.Generator) -> list[int]:
    """An order that begins near LAST_LEFT; each next place is far from all before it, though not always the farthest."""
    order: list[int] = []
    for spot in LAST_LEFT:
        order.append(int(np.argmin(np.linalg.norm(places - np.array(spot), axis=1))))
    while len(order) < len(places):
        far = np.min(np.linalg.norm(places[:, None] - places[order][None], axis=2), axis=1)
        order.append(int(np.argmax(far * random.uniform(0.7, 1.0, len(places)))))
    return order


def places_between(members: Sequence[Member], count: int, seed: int) -> list[Point]:
    """Return `count` places (design pixels) among the members, as far from them and from each other as random tries offer."""
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

"""Where things are in the field of receptors: these scattered over it, the last left spread; small molecules between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import VARIANTS, Member
from moa_anim.graphics.geometry import Box, Point, within
from moa_anim.graphics.layout import FRAME_WIDTH

FIELD: Box = (150.0, 236.0, 1770.0, 690.0)
"""Within it are the receptors' middles (design pixels): below the step marker, above the gene."""

COUNT_AT: Point = (1850.0, 246.0)
COUNT_CLEAR: Box = (1480.0, 0.0, 1920.0, 450.0)
"""Where the number ends, and what receptors' middles and estradiols keep off."""

WORDS_CLEAR: tuple[Box, Box] = ((1540.0, 0.0, 1920.0, 382.0), (0.0, 0.0, 660.0, 190.0))
"""What small molecules on their way keep off, with room for straying: the number with its words, and the step marker."""

NUCLEOSOMES_CLEAR: tuple[Box, Box] = ((0.0, 500.0, 380.0, 900.0), (1540.0, 500.0, 1920.0, 900.0))
"""What receptors' middles keep off besides: they do not lie on the gene's nucleosomes."""

KEPT_CLEAR: tuple[Box, ...] = (COUNT_CLEAR, *NUCLEOSOMES_CLEAR)

UNEVEN = 75.0
"""How far (design pixels) the field's edge is in at most, for one receptor more than for another."""

ROOM, ROUNDS, TRIES = 186.0, 25, 24
"""Design pixels that neighbours are pushed apart, as far as there is room; how often; from how many each place is chosen."""

IN_FRONT = 6
"""The last to go stand in front; of the others most are farther back."""


@cache
def scattered_places(count: int, seed: int) -> NDArray[np.float64]:
    """Places (count, 2; design pixels) scattered over the field and pushed apart."""
    random = np.random.default_rng(seed)
    left, top, right, bottom = FIELD
    places = np.array([LAST_LEFT[0]])
    while len(places) < count:
        tries = _out_of(random.uniform((left, top), (right, bottom), (TRIES, 2)))
        gaps = np.linalg.norm(tries[:, None] - places[None], axis=2).min(axis=1)
        places = np.vstack([places, tries[np.argmax(gaps)]])
    # Each has an edge of its own, so that none stand in line there.
    low = np.array((left, top)) + random.uniform(0.0, UNEVEN, (count, 2))
    high = np.array((right, bottom)) - random.uniform(0.0, UNEVEN, (count, 2))
    for _ in range(ROUNDS):
        gap = places[:, None] - places[None]
        distance = np.linalg.norm(gap, axis=2) + np.eye(count)
        short = np.maximum(ROOM - distance, 0.0) * (1 - np.eye(count))
        places = places + 0.22 * (gap / distance[..., None] * short[..., None]).sum(axis=1)
        places = _out_of(np.clip(places, low, high))
    return places


def stands(places: NDArray[np.float64], seed: int) -> list[Member]:
    """Receptors at these places; the first in the list, which go last, are spread and stand in front."""
    random = np.random.default_rng(seed)
    places = places[_spread(places, random)]
    count = len(places)
    variants = random.permutation(np.arange(count) % VARIANTS)
    depths = random.choice((0.0, 0.5, 1.0), count, p=(0.3, 0.3, 0.4))
    depths[:IN_FRONT] = 0.0
    return [
        Member(float(x), float(y), int(variant), seed + 101 * number, float(depth))
        for number, ((x, y), variant, depth) in enumerate(zip(places, variants, depths, strict=True))
    ]


def _out_of(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same places, those in a corner that is to be kept clear moved out of it: to the side or up or down, the shorter."""
    moved = places.copy()
    for box in KEPT_CLEAR:
        left, top, right, bottom = box
        for row in np.flatnonzero(within(moved, box)):
            x, y = moved[row]
            aside = right if left <= 0.0 else left
            along = bottom if top <= 0.0 else top
            moved[row] = (aside, y) if abs(x - aside) < abs(y - along) else (x, along)
    return moved


def _spread(places: NDArray[np.float64], random: np.random.Generator) -> list[int]:
    """An order that begins near LAST_LEFT and in which each next place is far from all before it, if not always farthest."""
    order: list[int] = []
    for spot in LAST_LEFT:
        order.append(int(np.argmin(np.linalg.norm(places - np.array(spot), axis=1))))
    while len(order) < len(places):
        far = np.min(np.linalg.norm(places[:, None] - places[order][None], axis=2), axis=1)
        order.append(int(np.argmax(far * random.uniform(0.7, 1.0, len(places)))))
    return order


LAST_LEFT: tuple[Point, Point] = ((590.0, 430.0), (1290.0, 520.0))
"""Near these (design pixels) stand the two that are left last."""


OFF_EDGE = 104.0
"""How far (design pixels) from the picture's sides a small molecule's place is at least: it strays."""


def between(members: Sequence[Member], count: int, seed: int) -> list[Point]:
    """`count` places among the members, as far from them and from each other as chance offers."""
    random = np.random.default_rng(seed)
    taken = [(member.x, member.y) for member in members]
    found: list[Point] = []
    for _ in range(count):
        tries = random.uniform((80.0, 200.0), (1840.0, 775.0), (60, 2))
        tries[:, 0] = np.clip(tries[:, 0], OFF_EDGE, FRAME_WIDTH - OFF_EDGE)
        for box in KEPT_CLEAR:
            tries = tries[~within(tries, box)]
        gaps = np.linalg.norm(tries[:, None] - np.array(taken)[None], axis=2).min(axis=1)
        if found:
            gaps = np.minimum(
                gaps, 0.75 * np.linalg.norm(tries[:, None] - np.array(found)[None], axis=2).min(axis=1)
            )
        x, y = tries[int(np.argmax(gaps))]
        found.append((float(x), float(y)))
    return found

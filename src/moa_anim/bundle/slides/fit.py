"""Type sizes that fit a box, estimated conservatively: the lecturer's machine sets the text, not ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

LINE = 1.2
"""Line height in type sizes, as Arial is set in PowerPoint and Liberation Sans in LibreOffice."""

NARROW = 0.56
"""Mean advance of a character in type sizes: Arial's lower case has 0.50 with spaces, which leaves 12 % for ragged lines."""

WIDE = 1.05
"""The same for full-width characters, which are one type size wide."""


def lines_of(text: str, size_pt: float, width_pt: float) -> int:
    """Return how many lines `text` takes at most, set in `size_pt` points across `width_pt` points."""
    return sum(
        max(1, ceil(sum(map(_advance, part)) * size_pt / width_pt)) for part in text.splitlines() or [""]
    )


def fitting_size(
    paragraphs: Sequence[str],
    box_pt: tuple[float, float],
    sizes: Sequence[float],
    space: float = 0.5,
    line: float = LINE,
) -> float:
    """Return the first of `sizes` (points, falling) at which `paragraphs` fit the box's width and height.

    `space` is the distance after each paragraph and `line` the line height, in type sizes.
    The last of `sizes` is returned if none fits.
    """
    width, height = box_pt
    for size in sizes:
        lines = sum(lines_of(each, size, width) for each in paragraphs)
        if (lines * line + len(paragraphs) * space) * size <= height:
            return size
    return sizes[-1]


def _advance(mark: str) -> float:
    return WIDE if unicodedata.east_asian_width(mark) in "WF" else NARROW

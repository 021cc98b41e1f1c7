"""How large type may be to fit its box, reckoned on the careful side: the lecturer's machine sets it, not ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

LINE = 1.2
"""A line's height in type sizes, as Arial is set in PowerPoint and Liberation Sans in LibreOffice."""

NARROW, WIDE = 0.56, 1.05
"""Mean advance in type sizes: Arial's lower case has 0.50 with spaces, so this leaves 12 % for ragged edges."""


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

    `space` is what stands after each paragraph and `line` how high a line is, in type sizes.
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

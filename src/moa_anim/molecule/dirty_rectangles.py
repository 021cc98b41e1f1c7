"""Rectangles of a picture that must be drawn again."""

from __future__ import annotations

from collections.abc import Sequence

Rectangle = tuple[int, int, int, int]
"""Top, bottom, left, right in picture pixels; ends not included."""


def merged(dirty_rectangles: Sequence[Rectangle]) -> list[Rectangle]:
    """Return rectangles of which no two overlap: overlapping ones are replaced by their bounding rectangle."""
    apart: list[Rectangle] = []
    for window in dirty_rectangles:
        top, bottom, left, right = window
        again = True
        while again:
            again = False
            for other in apart:
                if top < other[1] and other[0] < bottom and left < other[3] and other[2] < right:
                    apart.remove(other)
                    top, bottom = min(top, other[0]), max(bottom, other[1])
                    left, right = min(left, other[2]), max(right, other[3])
                    again = True
                    break
        apart.append((top, bottom, left, right))
    return apart

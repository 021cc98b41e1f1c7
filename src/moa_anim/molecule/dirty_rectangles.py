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


def around(rectangles: Sequence[Rectangle]) -> Rectangle:
    """Return the bounding rectangle of rectangles."""
    tops, bottoms, lefts, rights = zip(*rectangles, strict=True)
    return min(tops), max(bottoms), min(lefts), max(rights)


def overlap(one: Rectangle, other: Rectangle) -> bool:
    """Return whether two rectangles have a pixel in common."""
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def within(inner: Rectangle, outer: Rectangle) -> bool:
    """Return whether `inner` lies entirely in `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[2] <= inner[2] and inner[3] <= outer[3]


def beyond(outer: Rectangle, inner: Rectangle) -> list[Rectangle]:
    """Return rectangles that make up what of `outer` is not in `inner`, which lies in it."""
    strips = [
        (outer[0], inner[0], outer[2], outer[3]),
        (inner[1], outer[1], outer[2], outer[3]),
        (inner[0], inner[1], outer[2], inner[2]),
        (inner[0], inner[1], inner[3], outer[3]),
    ]
    return [each for each in strips if area(each)]


def area(rectangle: Rectangle) -> int:
    """Return the number of a rectangle's pixels."""
    return max(0, rectangle[1] - rectangle[0]) * max(0, rectangle[3] - rectangle[2])

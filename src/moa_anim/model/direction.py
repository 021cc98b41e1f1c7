"""The writing direction of a text, from left to right or from right to left (Unicode Standard Annex 9)."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

RIGHT_TO_LEFT_MARK = "\u200f"
"""An invisible letter that is written from right to left: a text that begins with it is read that way by every program."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""Bidirectional classes of letters that are written from right to left: Hebrew and Arabic."""

_NEEDS_ORDER = _RIGHT_TO_LEFT | {"AN"}
"""Classes of characters for which the order of glyphs may differ from that of characters."""


class Direction(StrEnum):
    """Where a line begins; the values are those of HTML."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


def direction_of(text: str, usual: Direction = Direction.LEFT_TO_RIGHT) -> Direction:
    """Return the direction of the first letter of `text` that has one, or `usual` (rules P2 and P3)."""
    for mark in text:
        found = unicodedata.bidirectional(mark)
        if found == "L":
            return Direction.LEFT_TO_RIGHT
        if found in _RIGHT_TO_LEFT:
            return Direction.RIGHT_TO_LEFT
    return usual


def directed(text: str, direction: Direction) -> str:
    """Return `text` so that every program reads it in `direction`, whatever its first letter.

    A text of a right-to-left language that begins with a Latin name gets a mark in front, which is not seen.
    """
    if direction is Direction.RIGHT_TO_LEFT and direction_of(text) is not direction:
        return RIGHT_TO_LEFT_MARK + text
    return text


def needs_order(text: str) -> bool:
    """Whether a text has characters that are written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(mark) in _NEEDS_ORDER for mark in text)

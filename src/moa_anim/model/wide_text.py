"""Where a line of text without spaces between words may end (Chinese), and which of its characters are such text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

NEVER_FIRST = frozenset("-‑。，、；：？！）」』】》〉”’％…—～·,.;:?!)]}%°℃")  # noqa: RUF001 - full-width marks are meant
"""Marks that may not begin a line: they close or continue what is before them."""

NEVER_LAST = frozenset("（「『【《〈“‘([{$¥￥")  # noqa: RUF001 - full-width marks are meant
"""Marks that may not end a line: they open what is after them."""

SHARED_MARKS = frozenset("“”‘’…—·")
"""Marks that Latin and Chinese text share, and that take the form of the text around them."""


def is_wide(mark: str) -> bool:
    """Whether `mark` is set as wide as it is high: ideographs, and the punctuation that goes with them."""
    return unicodedata.east_asian_width(mark) in {"W", "F"}


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of `text` that may not be divided: first character, one past the last.

    A line may end beside a wide character, but not before a mark that closes or after a mark that opens something, and not
    at a space: what is not wide stays together.
    """
    start = 0
    for place in range(1, len(text)):
        if may_break(text, place):
            yield start, place
            start = place
    if text:
        yield start, len(text)


def may_break(text: str, place: int) -> bool:
    """Whether a line may end before character `place` of `text`."""
    last, first = text[place - 1], text[place]
    if last.isspace() or first.isspace() or first in NEVER_FIRST or last in NEVER_LAST:
        return False
    return is_wide(last) or is_wide(first)

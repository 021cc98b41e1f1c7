"""The passage of a document that is most like some words that are not in it."""

from __future__ import annotations

import re

MOST_WINDOWS = 4000
"""Passages compared letter by letter at most; a longer document is first sifted by the words that it shares.
"""

LEAST_LIKENESS = 0.4
"""Below this ratio (difflib's, 0 to 1) two passages have little more than the alphabet in common."""


def nearest_passage(text: str, words: str) -> str:
    """Return the passage of `text` that is most like `words`, and about as long; "" if none is like it."""
    from difflib import SequenceMatcher  # here: only a fault needs it, and every command would wait for it

    matches = list(re.finditer(r"\S+", text))
    count = max(1, len(words.split()))
    windows = {
        (matches[first].start(), matches[min(first + length, len(matches)) - 1].end())
        for length in {max(1, count - 1), count, count + 1}
        for first in range(max(1, len(matches) - length + 1))
        if matches
    }
    wanted = {word.casefold() for word in words.split()}

    def shared(window: tuple[int, int]) -> int:
        return len(wanted & {word.casefold() for word in text[slice(*window)].split()})

    candidates = sorted(windows, key=lambda window: (-shared(window), window))[:MOST_WINDOWS]
    matcher = SequenceMatcher(None, b=words, autojunk=False)
    best, likeness = "", LEAST_LIKENESS
    for start, stop in candidates:
        matcher.set_seq1(text[start:stop])
        if (
            matcher.real_quick_ratio() > likeness
            and matcher.quick_ratio() > likeness
            and matcher.ratio() > likeness
        ):
            best, likeness = text[start:stop], matcher.ratio()
    return best

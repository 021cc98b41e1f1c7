"""The passage of a document that is most like some words that are not in it.

The search is bounded twice. A long document is first sifted by the words that it shares with those in question, so
that few passages are compared letter by letter. And one search object, which serves all wrong quotes of a document,
does a limited amount of work: after that it says that it did not search. The limit counts work, not time, so that the
same storyboard gets the same messages on every machine.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

LEAST_LIKENESS = 0.4
"""Below this ratio (difflib's, 0 to 1) two passages have little more than the alphabet in common."""

MOST_WINDOWS = 4000
"""Passages of a document compared in one search. Up to this number none is left out."""

MOST_SIFTED = 40
"""Places of a longer document around which passages are compared: those that share the most words."""

MOST_WORK = 25_000_000
"""Work in all searches: a step of the sifting counts one, a comparison of two texts the product of their lengths.

About a second of processor time (measured), and enough for a hundred wrong quotes in a document of some pages.
"""

_SHIFT = 2
"""Words by which a passage is moved around a sifted place: its first words may be the wrong ones."""


def nearest_passage(text: str, words: str) -> str:
    """Return the passage of `text` that is most like `words`, and about as long; "" if none is like it."""
    return PassageSearch(text).nearest(words) or ""


class PassageSearch:
    """Searches one text; `nearest` returns None once its work in all searches has reached the limit."""

    def __init__(self, text: str, most_work: int = MOST_WORK) -> None:
        self._text = text
        self._left = most_work
        self._bounds: list[tuple[int, int]] = []
        self._places: dict[str, list[int]] = {}

    def nearest(self, words: str) -> str | None:
        """Return the passage most like `words`, and about as long; "" if none is; None if the work is used up."""
        from difflib import SequenceMatcher  # here: only a fault needs it, and its import takes a while

        if self._left <= 0:
            return None
        self._index()
        matcher = SequenceMatcher(None, b=words, autojunk=False)
        best, likeness = "", LEAST_LIKENESS
        for first, length in self._candidates(words):
            start, stop = self._bounds[first][0], self._bounds[min(first + length, len(self._bounds)) - 1][1]
            matcher.set_seq1(self._text[start:stop])
            if matcher.real_quick_ratio() <= likeness:
                continue
            self._left -= stop - start + len(words)
            if matcher.quick_ratio() <= likeness:
                continue
            self._left -= (stop - start) * len(words)
            if self._left <= 0:
                return best or None
            if (ratio := matcher.ratio()) > likeness:
                best, likeness = self._text[start:stop], ratio
        return best

    def _index(self) -> None:
        """Note where each word of the text stands; done once, and only if a quote is wrong."""
        if self._bounds:
            return
        places = defaultdict(list)
        for number, match in enumerate(re.finditer(r"\S+", self._text)):
            self._bounds.append(match.span())
            places[match[0].casefold()].append(number)
        self._places = dict(places)

    def _candidates(self, words: str) -> list[tuple[int, int]]:
        """Return passages by their first word and their number of words, those that share the most words first."""
        count, total = max(1, len(words.split())), len(self._bounds)
        lengths = sorted({max(1, count - 1), count, count + 1})
        wanted = {word.casefold() for word in words.split()}
        hits = sorted((place, word) for word in wanted for place in self._places.get(word, ()))
        self._left -= 20 * len(hits)
        if total * len(lengths) <= MOST_WINDOWS:
            firsts: set[int] = set(range(total))
        else:
            sifted = sorted(self._shared_from(hits, count), reverse=True)[:MOST_SIFTED]
            around = range(-_SHIFT, _SHIFT + 1)
            firsts = {
                -place + shift for _, place in sifted for shift in around if 0 <= -place + shift < total
            }
        places = [place for place, _ in hits]

        def shared(first: int, length: int) -> int:
            low, high = bisect_left(places, first), bisect_left(places, first + length)
            return len({word for _, word in hits[low:high]})

        windows = [
            (first, length)
            for first in firsts
            for length in lengths
            if first + length <= total or (first == 0 and length == lengths[0])
        ]
        self._left -= len(windows) * 10
        return sorted(windows, key=lambda window: (-shared(*window), window))

    @staticmethod
    def _shared_from(hits: list[tuple[int, str]], count: int) -> Iterator[tuple[int, int]]:
        """Yield for each hit how many different words the passage that begins there shares, and minus its place."""
        inside: dict[str, int] = defaultdict(int)
        stop = 0
        for place, word in hits:
            while stop < len(hits) and hits[stop][0] < place + count:
                inside[hits[stop][1]] += 1
                stop += 1
            yield len(inside), -place
            inside[word] -= 1
            if not inside[word]:
                del inside[word]

"""Finds the passage of a document that is most similar to a quote that is not in it, for error messages.

The search is limited in two ways. In a long document only passages that share words with the quote are compared letter by
letter. And one search object, used for all wrong quotes of a document, does a limited amount of work; after that it
reports that it did not search. The limit counts work, not time, so that the same storyboard gets the same messages on
every machine.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

LEAST_LIKENESS = 0.4
"""Least ratio (difflib's, 0 to 1) of similar passages; below it they have little more than letters in common."""

MOST_WINDOWS = 4000
"""Most passages compared letter by letter in one search; if a document has no more, all are compared."""

MOST_SIFTED = 40
"""Places of a longer document around which passages are compared: those that share most words with the quote."""

MOST_WORK = 25_000_000
"""Limit of the work in all searches of a document. A comparison of two texts counts the product of their lengths.

It is about a second of processor time (measured), enough for a hundred wrong quotes in a document of some pages.
"""

_SHIFT_WORDS = 2
"""Passages that begin up to this many words before or after a sifted place are compared, too: the quote's first words
may be the wrong ones."""


def nearest_passage(text: str, words: str) -> str:
    """Return the passage of `text` that is most similar to `words` and about as long; "" if none is similar."""
    return PassageSearch(text).nearest(words) or ""


class PassageSearch:
    """Searches one text. The work of all its searches together is limited to `most_work`."""

    def __init__(self, text: str, most_work: int = MOST_WORK) -> None:
        self._text = text
        self._left = most_work
        self._bounds: list[tuple[int, int]] = []
        self._places: dict[str, list[int]] = {}

    def nearest(self, words: str) -> str | None:
        """Return the passage most similar to `words`; "" if none is; None if the limit of work has been reached."""
        from difflib import SequenceMatcher  # imported here because only a fault needs it

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
        """Record the places of each word of the text; done once, and only if a quote is wrong."""
        if self._bounds:
            return
        places = defaultdict(list)
        for number, match in enumerate(re.finditer(r"\S+", self._text)):
            self._bounds.append(match.span())
            places[match[0].casefold()].append(number)
        self._places = dict(places)

    def _candidates(self, words: str) -> list[tuple[int, int]]:
        """Return passages as (first word, number of words), those that share most words first."""
        count, total = max(1, len(words.split())), len(self._bounds)
        lengths = sorted({max(1, count - 1), count, count + 1})
        quoted = {word.casefold() for word in words.split()}
        hits = sorted((place, word) for word in quoted for place in self._places.get(word, ()))
        self._left -= 20 * len(hits)
        if total * len(lengths) <= MOST_WINDOWS:
            firsts: set[int] = set(range(total))
        else:
            sifted = sorted(self._shared_from(hits, count), reverse=True)[:MOST_SIFTED]
            around = range(-_SHIFT_WORDS, _SHIFT_WORDS + 1)
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
        """Yield for each hit the number of different words that the passage beginning there shares, and minus its place."""
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

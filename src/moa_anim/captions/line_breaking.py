"""Breaks a text into captions and lines: the cheapest of all possible divisions, by dynamic programming.

The costs of breaking between two words are in `break_costs`, and in `wide_break_costs` for text without spaces between
them; the constants here are in the same unit. Their numbers of characters are those of a language with 42 in a line; in
another they are in the same proportion to its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from math import floor

from moa_anim.captions.break_costs import AFTER_CLAUSE, AFTER_SENTENCE, break_costs
from moa_anim.captions.wide_break_costs import wide_break_costs
from moa_anim.errors import ModelError
from moa_anim.model.caption_rules import LINE_CHARACTERS, MOST_SECONDS, USUAL, Setting
from moa_anim.model.story import Caption
from moa_anim.model.wide_text import pieces

CAPTION_COST = 25
"""Cost of each caption: a viewer reads fewer captions more calmly."""

CAPTION_BREAK_WEIGHT = 1.5
"""Factor on the cost of a break between two captions: it separates words for longer than a break between lines."""

SHORT_LINE_CHARACTERS = 10
"""A line with fewer characters than this costs SHORT_LINE_COST."""

SHORT_LINE_COST = 60

SHORT_CAPTION_CHARACTERS = 24
"""A caption with fewer characters costs SHORT_CAPTION_COST for each that is missing: it stands longer than it takes to
read (in 2 s one reads 30 characters)."""

SHORT_CAPTION_COST = 5

BALANCE_COST = 0.09
"""Cost for the square of the difference between the lengths of two lines, in characters."""

LOWER_LINE_LONGER_CHARACTERS = 3
"""The lower line may be this much longer at no cost: a pyramid hides less of the picture (BBC subtitle guidelines)."""

MISSED_CLAUSE_COST = 25
"""Cost of a clause that ends inside a line and not at its end. A first word such as “However,” does not count."""

ONE_LINE_GAIN = 6
"""Subtracted from the cost of a caption of one line, which needs no line break."""

_Lines = tuple[str, ...]


class WordTooLong(ModelError):  # noqa: N818 - named after the condition
    """`word` does not fit into a line of `limit` characters."""

    def __init__(self, word: str, limit: int = LINE_CHARACTERS) -> None:
        found = f"“{word}”, {len(word)} characters without a break"
        super().__init__(found, f"at most {limit} in a line", "quote or emend so that it can be broken")
        self.word = word
        self.limit = limit
        self.args = (word, limit)


@dataclass(frozen=True)
class _Division:
    """The cheapest division of the words from some index to the end: the lines of each caption."""

    cost: float
    captions: tuple[_Lines, ...]


def break_captions(
    text: str,
    keep_together: Sequence[str] = (),
    setting: Setting = USUAL,
    phrase_ends: Set[int] = frozenset(),
) -> tuple[Caption, ...]:
    """Return `text` divided into captions; joined by single spaces they are `text` again.

    Each has at most 2 lines of 42 characters, or as many as the language of `setting` has, and can be read within 7 s by
    the audience of `setting`. Lines break at single spaces only, so words joined by a no-break space, and runs of spaces,
    are not divided. A phrase in `keep_together` is divided only if it is longer than a line.

    In a language without spaces between words, captions joined by nothing are `text`, and lines break between characters,
    best at the `phrase_ends` (a line may end before these characters).

    Raises:
        WordTooLong: A single word is longer than a line.
    """
    return _divided(text, tuple(keep_together), setting, frozenset(phrase_ends))


@lru_cache(maxsize=1024)
def _divided(
    text: str, keep_together: tuple[str, ...], setting: Setting, phrase_ends: frozenset[int]
) -> tuple[Caption, ...]:
    """Return what break_captions does; a storyboard is read for each of its editions, mostly with the same captions."""
    language = setting.language
    spans = _words(text) if language.spaced else list(pieces(text)) or [(0, 0)]
    words = [text[start:stop] for start, stop in spans]
    for word in words:
        if language.characters(word) > language.line_characters:
            raise WordTooLong(word, language.line_characters)
    if language.spaced:
        gaps = break_costs(words, keep_together, language.words, language.punctuation)
    else:
        places = [start for start, _ in spans[1:]]
        gaps = wide_break_costs(text, places, phrase_ends, keep_together, language.punctuation)
    costs = _CaptionCosts(text, spans, gaps, setting)
    best = [_Division(0, ())]  # best[k]: the cheapest division of the last k words
    for start in reversed(range(len(words))):
        options = []
        for stop in range(start + 1, len(words) + 1):
            caption = costs.cheapest_lines(start, stop)
            if caption is None:
                break
            rest = best[len(words) - stop]
            cost, lines = caption
            options.append(_Division(cost + costs.caption_break(stop) + rest.cost, (lines, *rest.captions)))
        best.append(min(options, key=lambda division: division.cost))
    return tuple(Caption(lines, setting=setting) for lines in best[-1].captions)


def _words(text: str) -> list[tuple[int, int]]:
    """Return the words of `text`: first character, one past the last. Single spaces are between them."""
    gaps = [match.start() for match in re.finditer(r"(?<! ) (?! )", text)]
    return list(zip([0, *(gap + 1 for gap in gaps)], [*gaps, len(text)], strict=True))


@cache
def _shape_cost(line_characters: int, *lines: float) -> float:
    """Return the cost of a caption's number and lengths of lines, of `line_characters` at most; few lengths occur, often."""
    if line_characters != LINE_CHARACTERS:
        lines = tuple(length * LINE_CHARACTERS / line_characters for length in lines)
    missing = SHORT_CAPTION_CHARACTERS + 1 - len(lines) - sum(lines)
    cost = CAPTION_COST + SHORT_CAPTION_COST * max(0.0, missing)
    cost += SHORT_LINE_COST * sum(length < SHORT_LINE_CHARACTERS for length in lines)
    if len(lines) > 1:
        longer = lines[1] - lines[0]
        over = max(0.0, longer - LOWER_LINE_LONGER_CHARACTERS) if longer > 0 else longer
        cost += BALANCE_COST * over**2
    return cost


class _CaptionCosts:
    """The costs of captions made of consecutive words of `text`; `gap_costs[k]` is that of a break after word k.

    `words` are the words' first characters, and one past the last.
    """

    def __init__(
        self, text: str, words: Sequence[tuple[int, int]], gap_costs: Sequence[int], setting: Setting
    ) -> None:
        self._text = text
        self._words = words
        self._gap_costs = gap_costs
        self._language = setting.language
        self._line_characters = setting.language.line_characters
        self._most_characters = MOST_SECONDS * setting.reading_characters_per_second
        self._most_words = floor(MOST_SECONDS * setting.words_per_second)
        # Running count of characters: lengths of parts are differences.
        # Halves are exact as floats, which are quicker than fractions.
        each = (float(setting.language.characters(character)) for character in text)
        self._counts: list[float] = list(accumulate(each, initial=0.0))
        # Running count of the gaps that follow punctuation, except after a sentence's first word, as in “However,”.
        ends = (
            gap > 0 and cost <= AFTER_CLAUSE and gap_costs[gap - 1] != AFTER_SENTENCE
            for gap, cost in enumerate(gap_costs)
        )
        self._clause_ends = list(accumulate(ends, initial=0))

    def caption_break(self, stop: int) -> float:
        """Return the cost of ending a caption before word `stop`; 0 at the end of the text."""
        return CAPTION_BREAK_WEIGHT * self._gap_costs[stop - 1] if stop < len(self._words) else 0

    def cheapest_lines(self, start: int, stop: int) -> tuple[float, _Lines] | None:
        """Return cost and lines of the cheapest caption of words `start` … `stop` - 1; None if they do not fit."""
        most = self._line_characters
        whole = self._part(start, stop)
        length = self._length(start, stop)
        # Counted as caption_rules.text_seconds does, without its divisions: this is the inner loop.
        if length > self._most_characters or self._language.word_count(whole) > self._most_words:
            return None
        layouts: list[tuple[float, _Lines]] = []
        if length <= most:
            cost = _shape_cost(most, length) + self._missed_clauses(start, stop) - ONE_LINE_GAIN
            layouts.append((cost, (whole,)))
        for middle in range(start + 1, stop):
            upper, lower = self._length(start, middle), self._length(middle, stop)
            if upper > most:
                break
            if lower > most:
                continue
            missed = self._missed_clauses(start, middle), self._missed_clauses(middle, stop)
            cost = _shape_cost(most, upper, lower) + missed[0] + missed[1]
            parts = self._part(start, middle), self._part(middle, stop)
            layouts.append((cost + self._gap_costs[middle - 1], parts))
        return min(layouts, key=lambda layout: layout[0]) if layouts else None

    def _part(self, start: int, stop: int) -> str:
        """Return the text of words `start` … `stop` - 1."""
        return self._text[self._words[start][0] : self._words[stop - 1][1]]

    def _length(self, start: int, stop: int) -> float:
        """Return how many characters words `start` … `stop` - 1 count as."""
        return self._counts[self._words[stop - 1][1]] - self._counts[self._words[start][0]]

    def _missed_clauses(self, start: int, stop: int) -> int:
        """Return the cost of the clauses that end inside a line of words `start` … `stop` - 1."""
        return MISSED_CLAUSE_COST * (self._clause_ends[stop - 1] - self._clause_ends[start])

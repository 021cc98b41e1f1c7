"""How captions are set in a language: characters a line, reading speed, whether words are separated by spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from moa_anim.errors import ModelError, decimal
from moa_anim.model.direction import Direction
from moa_anim.model.word_lists import ENGLISH_PUNCTUATION, ENGLISH_WORDS, Punctuation, WordLists

LEAST_LINE_CHARACTERS = 8
"""A shorter line holds no phrase; a smaller number is probably a typo."""

MOST_LINE_CHARACTERS = 42
"""A longer line of letters does not fit the picture (Netflix English timed text style guide)."""

MOST_WIDE_LINE_CHARACTERS = 21
"""The same for characters that are as wide as they are high, two of which take the room of about four letters."""

READING_CHARACTERS_PER_SECOND = 15
"""Reading speed for which captions are timed: below Netflix's limit of 17 for adults, because the words are hard."""

MOST_CHARACTERS_PER_SECOND = 17
"""Upper limit of a reading speed (Netflix timed text style guides, adult programmes in English and Spanish)."""

_WIDE = frozenset("WF")
"""Classes of East Asian Width (UAX 11) that count as a whole character where words are not separated by spaces."""


@dataclass(frozen=True)
class CaptionLanguage:
    """The rules for captions in a language.

    Captions are timed for `characters_per_second`; one faster than `most_characters_per_second` fails the check. In a
    language that is not `spaced`, lines may end between any two of its wide characters, letters of other scripts count as
    half a character, and words are not counted.
    """

    spaced: bool = True
    line_characters: int = MOST_LINE_CHARACTERS
    characters_per_second: Fraction = Fraction(READING_CHARACTERS_PER_SECOND)
    most_characters_per_second: Fraction = Fraction(MOST_CHARACTERS_PER_SECOND)
    words: WordLists = field(default_factory=WordLists)
    punctuation: Punctuation = ENGLISH_PUNCTUATION
    direction: Direction = Direction.LEFT_TO_RIGHT

    def __post_init__(self) -> None:
        most = MOST_LINE_CHARACTERS if self.spaced else MOST_WIDE_LINE_CHARACTERS
        if not LEAST_LINE_CHARACTERS <= self.line_characters <= most:
            expected = f"{LEAST_LINE_CHARACTERS} to {most}"
            raise ModelError(f"{self.line_characters} characters a line", expected, "give another number")
        if (
            not 1
            <= self.characters_per_second
            <= self.most_characters_per_second
            <= MOST_CHARACTERS_PER_SECOND
        ):
            found = f"{decimal(self.characters_per_second)} of {decimal(self.most_characters_per_second)}"
            expected = (
                f"1 ≤ characters_per_second ≤ most_characters_per_second ≤ {MOST_CHARACTERS_PER_SECOND}"
            )
            raise ModelError(f"{found} characters a second", expected, "give other numbers")

    @property
    def joint(self) -> str:
        """What stands between two lines of a caption when they are written as one."""
        return " " if self.spaced else ""

    def listed(self, names: Iterable[str]) -> str:
        """Return names as a list within a sentence."""
        return (", " if self.spaced else "、").join(names)

    def sentences(self, text: str) -> list[str]:
        """Return `text` divided into sentences, at the spaces between them if there are any."""
        ends = re.escape(self.punctuation.sentence_ends)
        return re.split(rf"(?<=[{ends}]) " if self.spaced else rf"(?<=[{ends}])(?=.)", text)

    def characters(self, text: str) -> int | Fraction:
        """Return how many characters `text` counts as; signs above or below a letter do not count."""
        if self.spaced:
            return len(text) if text.isascii() else sum(unicodedata.category(mark) != "Mn" for mark in text)
        halves = sum(2 if unicodedata.east_asian_width(mark) in _WIDE else 1 for mark in text)
        return Fraction(halves, 2)

    def word_count(self, text: str) -> int:
        """Return the number of words, which are separated by whitespace; 0 where they are not."""
        return len(text.split()) if self.spaced else 0


ENGLISH = CaptionLanguage(words=ENGLISH_WORDS)
"""The rules for captions in English."""

"""The numbers a caption must meet, with their sources, and how long its words take to read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from moa_anim.errors import ModelError, decimal

LINE_CHARACTERS = 42
"""Characters in a line at most (Netflix English timed text style guide)."""

LINES = 2
"""Lines in a caption at most (Netflix English timed text style guide)."""

READING_CHARACTERS_PER_SECOND = 15
"""The pace captions are planned at: below Netflix's limit of 17 for adults, since the words here are hard."""

WORDS_PER_SECOND = Fraction(5, 2)
"""The pace in words that captions are planned at: 150 a minute, between DCMP's 130 for education and the
limit of 160."""

LEAST_SECONDS = Fraction(2)
"""A caption stands at least this long (Netflix, DCMP)."""

MOST_SECONDS = Fraction(7)
"""A caption stands at most this long (Netflix, DCMP)."""

MOST_CHARACTERS_PER_SECOND = 17
"""A film with a faster caption fails (Netflix English timed text style guide, adult programmes)."""

MOST_WORDS_PER_MINUTE = 160
"""A film with a faster caption fails (DCMP Captioning Key, upper level)."""

ADVISED_WORDS_PER_MINUTE = 130
"""A faster caption earns a word of advice (DCMP Captioning Key, 120-130 for education)."""

LEAST_GAP_FRAMES = 2
"""Between two captions there are no frames without words, or at least this many: one would be seen as a flash
(Netflix)."""


LEAST_CHARACTERS_PER_SECOND, LEAST_WORDS_PER_SECOND = 6, Fraction(1)
"""A slower setting leaves a line of 42 characters, or one long word, no time within 7 s."""

MOST_ENLARGEMENT = Fraction(6, 5)
"""Beyond it two lines have no air above and below them in the caption band."""


@dataclass(frozen=True)
class Setting:
    """How captions are set for an audience: the pace it reads at, how many times as large as usual their letters are."""

    characters_per_second: Fraction = Fraction(READING_CHARACTERS_PER_SECOND)
    words_per_second: Fraction = WORDS_PER_SECOND
    enlargement: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        for name, value, least, most in (
            (
                "characters a second",
                self.characters_per_second,
                LEAST_CHARACTERS_PER_SECOND,
                READING_CHARACTERS_PER_SECOND,
            ),
            ("words a second", self.words_per_second, LEAST_WORDS_PER_SECOND, WORDS_PER_SECOND),
            ("times the usual size", self.enlargement, 1, MOST_ENLARGEMENT),
        ):
            if not least <= value <= most:
                expected = f"{float(least):g} to {float(most):g}"
                raise ModelError(f"{decimal(value)} {name}", expected, "give another number")


USUAL = Setting()
"""For those who know most of the words."""


class Readable(Protocol):
    """Whatever has words to read."""

    @property
    def text(self) -> str:
        """The words."""


def reading_seconds(caption: Readable, setting: Setting = USUAL) -> Fraction:
    """Return how long `caption` takes to read: by characters or words, whichever is longer; at least 2 s."""
    return text_seconds(caption.text, setting)


def text_seconds(text: str, setting: Setting = USUAL) -> Fraction:
    """Return how long a caption of `text` takes to read.

    Spaces count as characters, a line break as one; words are what spaces divide.
    """
    return max(
        LEAST_SECONDS,
        len(text) / setting.characters_per_second,
        len(text.split()) / setting.words_per_second,
    )


def characters_per_second(caption: Readable, seconds: Fraction) -> Fraction:
    """Return the pace at which `caption` must be read when it stands for `seconds` (> 0)."""
    return len(caption.text) / seconds


def words_per_minute(caption: Readable, seconds: Fraction) -> Fraction:
    """Return the pace in words at which `caption` must be read when it stands for `seconds` (> 0)."""
    return 60 * len(caption.text.split()) / seconds

"""Limits that captions must meet, with their sources, and the time that a caption takes to read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from moa_anim.errors import ModelError, decimal
from moa_anim.model.caption_language import (
    ENGLISH,
    MOST_LINE_CHARACTERS,
    READING_CHARACTERS_PER_SECOND,
    CaptionLanguage,
)

LINE_CHARACTERS = MOST_LINE_CHARACTERS
"""Most characters in a line of English."""

LINES = 2
"""Most lines in a caption (Netflix English timed text style guide)."""

WORDS_PER_SECOND = Fraction(5, 2)
"""Reading speed for which captions are timed: 150 words a minute, between DCMP's 130 for education and the limit
of 160."""

LEAST_SECONDS = Fraction(2)
"""Least time for which a caption is shown (Netflix, DCMP)."""

MOST_SECONDS = Fraction(7)
"""Longest time for which a caption is shown (Netflix, DCMP)."""

MOST_WORDS_PER_MINUTE = 160
"""A film with a faster caption fails the check (DCMP Captioning Key, upper level)."""

ADVISED_WORDS_PER_MINUTE = 130
"""The check gives advice about a faster caption (DCMP Captioning Key, 120-130 for education)."""

LEAST_GAP_FRAMES = 2
"""Frames between two captions: none, or at least this many, since a single frame would be seen as a flash (Netflix)."""

LEAST_CHARACTERS_PER_SECOND = 6
"""At a slower reading speed a line of 42 characters could not be read within 7 s."""

LEAST_WORDS_PER_SECOND = Fraction(1)
"""At a slower reading speed a caption of 7 s would have fewer than seven words."""

MOST_ENLARGEMENT = Fraction(6, 5)
"""With larger letters two lines would leave no margin above and below them in the caption band."""


def _require_between(least: Fraction | int, value: Fraction, most: Fraction | int, what: str) -> None:
    if not least <= value <= most:
        expected = f"{float(least):g} to {float(most):g}"
        raise ModelError(f"{decimal(value)} {what}", expected, "give another number")


@dataclass(frozen=True)
class Setting:
    """How captions are set for an audience: its reading speed, the size of letters relative to the usual, its language.

    `characters_per_second` is that of the audience in English; in another language its speed is in the same proportion to
    what that language usually has.
    """

    characters_per_second: Fraction = Fraction(READING_CHARACTERS_PER_SECOND)
    words_per_second: Fraction = WORDS_PER_SECOND
    enlargement: Fraction = Fraction(1)
    language: CaptionLanguage = ENGLISH

    def __post_init__(self) -> None:
        most_characters = READING_CHARACTERS_PER_SECOND
        _require_between(
            LEAST_CHARACTERS_PER_SECOND, self.characters_per_second, most_characters, "characters a second"
        )
        _require_between(LEAST_WORDS_PER_SECOND, self.words_per_second, WORDS_PER_SECOND, "words a second")
        _require_between(1, self.enlargement, MOST_ENLARGEMENT, "times the usual size")

    @property
    def reading_characters_per_second(self) -> Fraction:
        """The reading speed of the audience in its language."""
        return (
            self.characters_per_second * self.language.characters_per_second / READING_CHARACTERS_PER_SECOND
        )


USUAL = Setting()
"""The setting for an audience that knows most of the words."""


class Readable(Protocol):
    """Anything with a text to read."""

    @property
    def text(self) -> str:
        """The text in one line."""


def reading_seconds(caption: Readable, setting: Setting = USUAL) -> Fraction:
    """Return the seconds that `caption` takes to read, by characters or words, whichever is longer; at least 2."""
    return text_seconds(caption.text, setting)


def text_seconds(text: str, setting: Setting = USUAL) -> Fraction:
    """Return the seconds that a caption of `text` takes to read, at least 2.

    Spaces and line breaks count as one character each; words are separated by whitespace.
    """
    return max(
        LEAST_SECONDS,
        setting.language.characters(text) / setting.reading_characters_per_second,
        setting.language.word_count(text) / setting.words_per_second,
    )


def characters_per_second(
    caption: Readable, seconds: Fraction, language: CaptionLanguage = ENGLISH
) -> Fraction:
    """Return the reading speed that `caption` needs if it is shown for `seconds` (> 0)."""
    return language.characters(caption.text) / seconds


def words_per_minute(caption: Readable, seconds: Fraction, language: CaptionLanguage = ENGLISH) -> Fraction:
    """Return the reading speed in words that `caption` needs if it is shown for `seconds` (> 0).

    It is 0 in a language whose words are not counted.
    """
    return 60 * language.word_count(caption.text) / seconds

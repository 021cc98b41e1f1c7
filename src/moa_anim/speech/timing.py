"""How long captions last when they are spoken: as long as they take to say, and a pause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from moa_anim.model.story import Caption, Shot, Storyboard

PAUSE_SECONDS = Fraction(1, 4)
SENTENCE_PAUSE_SECONDS = Fraction(1, 2)
"""Silence after a caption, and after one that ends a sentence, before the next may begin."""

SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")  # noqa: RUF001 - full-width marks are meant
"""Marks at the end of a sentence."""

CLOSING_MARKS = '"”»)）'  # noqa: RUF001 - full-width marks are meant
"""Marks that may follow the end of a sentence."""


def pause_after(text: str) -> Fraction:
    """Return the seconds of silence after a caption of `text`."""
    return SENTENCE_PAUSE_SECONDS if text.rstrip(CLOSING_MARKS).endswith(SENTENCE_ENDS) else PAUSE_SECONDS


def all_captions(board: Storyboard) -> Iterator[Caption]:
    """Iterate over the captions of a storyboard in film order."""
    return (caption for shot in board.shots for cue in shot.cues for caption in cue.captions)


def lines_of(caption: Caption) -> str:
    """Return a caption's lines with line ends between them: its name in tables of spoken seconds."""
    return "\n".join(caption.lines)


def with_spoken_seconds(board: Storyboard, seconds: Mapping[str, Fraction]) -> Storyboard:
    """Return a storyboard whose captions take so long to say, pauses included, by their lines (`lines_of`).

    Captions that are not in `seconds` stay silent.
    """

    def shot(each: Shot) -> Shot:
        cues = (replace(cue, captions=tuple(map(caption, cue.captions))) for cue in each.cues)
        return replace(each, cues=tuple(cues))

    def caption(each: Caption) -> Caption:
        return replace(each, spoken_seconds=seconds.get(lines_of(each), Fraction(0)))

    return replace(board, shots=tuple(map(shot, board.shots)))

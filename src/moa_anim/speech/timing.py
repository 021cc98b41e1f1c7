"""How long captions and descriptions last when they are spoken: as long as they take to say, and a pause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from types import MappingProxyType

from moa_anim.captions.descriptions import description_of
from moa_anim.errors import ProductionError
from moa_anim.model.story import Caption, Cue, Shot, Storyboard
from moa_anim.script.reading import Notes

PAUSE_SECONDS = Fraction(1, 4)
SENTENCE_PAUSE_SECONDS = Fraction(1, 2)
"""Silence after a caption, and after one that ends a sentence, before the next may begin."""

DESCRIPTION_PAUSE_SECONDS = Fraction(3, 4)
"""Silence after what is seen has been spoken, before the film's words go on: longer than any other pause."""

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


def with_spoken_seconds(
    board: Storyboard,
    seconds: Mapping[str, Fraction],
    described: Mapping[str, Fraction] = MappingProxyType({}),
) -> Storyboard:
    """Return a storyboard whose captions and descriptions take so long to say, pauses included.

    `seconds` has them by the captions' lines (`lines_of`), `described` by the descriptions (`description_of`). What is in
    neither stays silent.

    Raises:
        ProductionError: A caption or a cue takes longer than its limit, or the film does; it carries every fault.
    """
    notes = Notes()

    def shot(each: Shot) -> Shot:
        where = f"shot '{each.id}' cue"
        made = [notes.attempt(f"{where} '{cue.id}'", partial(spoken, cue)) for cue in each.cues]
        return replace(each, cues=tuple(timed or cue for timed, cue in zip(made, each.cues, strict=True)))

    def spoken(cue: Cue) -> Cue:
        told = described.get(description_of(cue), Fraction(0))
        return replace(cue, captions=tuple(map(caption, cue.captions)), described_seconds=told)

    def caption(each: Caption) -> Caption:
        return replace(each, spoken_seconds=seconds.get(lines_of(each), Fraction(0)))

    shots = tuple(map(shot, board.shots))
    made = None if notes.faults else notes.attempt("the spoken film", partial(replace, board, shots=shots))
    if made is None:
        raise ProductionError(notes.faults)
    return made

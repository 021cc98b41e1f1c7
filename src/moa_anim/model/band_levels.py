"""When the caption band is shown: it fades away where there are no words for long, and is back before the next words.

It depends on the schedule of the captions alone, so that film, clips and stills agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from moa_anim.model.clock import FrameRate
from moa_anim.model.timeline import ShotSlot, Slot, Timeline

FULL_LEVEL = 255
"""Level of the band while it is shown; 0 where it is absent."""

LONGEST_EMPTY_SECONDS = Fraction(7)
"""The band stays, empty, over a gap between words that is no longer than this: what it covers would be seen to end."""

LONGEST_EMPTY_AT_AN_END_SECONDS = Fraction(1)
"""The same before the first words and after the last: the title and the end are full pictures."""

FADE_SECONDS = Fraction(3, 10)
"""Time in which the band fades away or returns."""


def band_levels(timeline: Timeline) -> dict[str, tuple[int, ...]]:
    """Return for each shot with cues, by its id, the level of the band at each of its frames, 0 … FULL_LEVEL.

    Gaps are counted across shots that follow each other; a shot without cues has no band, and ends them.
    """
    levels: dict[str, tuple[int, ...]] = {}
    for spoken, group in groupby(timeline.shots, key=lambda shot: bool(shot.cues)):
        if spoken:
            levels |= _levels_of(list(group), timeline.rate)
    return levels


def _levels_of(shots: Sequence[ShotSlot], rate: FrameRate) -> dict[str, tuple[int, ...]]:
    """The levels of shots with cues that follow each other."""
    begin, end = shots[0].slot.start, shots[-1].slot.stop
    words = [caption.slot for shot in shots for cue in shot.cues for caption in cue.captions]
    edges = [begin, *(edge for slot in words for edge in (slot.start, slot.stop)), end]
    levels = [FULL_LEVEL] * (end - begin)
    for number, (start, stop) in enumerate(pairwise(edges)):
        if number % 2 == 0:  # from the end of words to the next words
            gap = Slot(start, stop)
            for frame in range(gap.start, gap.stop):
                level = _level_in(gap, frame, rate, gap.start > begin, gap.stop < end)
                levels[frame - begin] = level
    return {shot.shot.id: tuple(levels[shot.slot.start - begin : shot.slot.stop - begin]) for shot in shots}


def _level_in(gap: Slot, frame: int, rate: FrameRate, follows: bool, precedes: bool) -> int:
    """The band's level at a frame of a gap that follows words, or precedes words, or both."""
    longest = LONGEST_EMPTY_SECONDS if follows and precedes else LONGEST_EMPTY_AT_AN_END_SECONDS
    if gap.frames <= rate.frames(longest):
        return FULL_LEVEL
    fade = rate.frames(FADE_SECONDS)
    share = 0.0
    if follows:
        share = max(share, 1.0 - (frame - gap.start + 1) / fade)
    if precedes:
        share = max(share, 1.0 - (gap.stop - frame) / fade)
    return round(FULL_LEVEL * share * share * (3.0 - 2.0 * share))

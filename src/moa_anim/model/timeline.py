"""The timing of a film in whole frames: schedule() gives every part of a storyboard a slot of frames.

Every shot begins on a whole frame and is scheduled by itself, so that an edit in one shot moves the others without changing
them. Inside a shot each boundary is the exact sum of the lengths before it, rounded up: rounding errors do not add up.
Reading times are rounded up to whole frames first, so rounding cannot shorten a caption.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from moa_anim.errors import ModelError
from moa_anim.model.caption_rules import LEAST_GAP_FRAMES, MOST_SECONDS
from moa_anim.model.clock import FrameRate
from moa_anim.model.story import Caption, Cue, Shot, Storyboard


@dataclass(frozen=True)
class Slot:
    """Frames `start` … `stop` - 1, counted from 0; empty if both are equal."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ModelError(f"frames {self.start}-{self.stop}", "0 ≤ start ≤ stop", "fix the slot")

    @property
    def frames(self) -> int:
        """The number of frames."""
        return self.stop - self.start

    def shifted(self, frames: int) -> Slot:
        """Return the slot `frames` later; raise ModelError if it would begin before frame 0."""
        return Slot(self.start + frames, self.stop + frames)


@dataclass(frozen=True)
class CaptionSlot:
    """A caption and the frames in which it is shown."""

    slot: Slot
    caption: Caption


@dataclass(frozen=True)
class CueSlot:
    """A cue and its frames; its captions follow one another from its start, and its last frames may have none.

    What is seen is spoken there, if it is spoken (`description`).
    """

    cue: Cue
    slot: Slot
    captions: tuple[CaptionSlot, ...]

    def __post_init__(self) -> None:
        starts = [self.slot.start, *(each.slot.stop for each in self.captions)]
        follow = all(each.slot.start == start for each, start in zip(self.captions, starts, strict=False))
        if not follow or starts[-1] > self.slot.stop or self._captions != self.cue.captions:
            raise ModelError(
                f"captions of cue “{self.cue.id}”", "its own, one after another inside it", "fix their slots"
            )

    @property
    def description(self) -> Slot | None:
        """The frames after the captions, from the first of which the cue's description is spoken; None if it is not."""
        if not self.cue.described_seconds:
            return None
        return Slot(self.captions[-1].slot.stop if self.captions else self.slot.start, self.slot.stop)

    @property
    def _captions(self) -> tuple[Caption, ...]:
        return tuple(each.caption for each in self.captions)


@dataclass(frozen=True)
class ShotSlot:
    """A shot and its frames in the film: `lead`, then the cues, then `tail`; both may be empty."""

    shot: Shot
    slot: Slot
    cues: tuple[CueSlot, ...]
    lead: Slot
    tail: Slot

    def __post_init__(self) -> None:
        parts = [self.lead, *(cue.slot for cue in self.cues), self.tail]
        _require_contiguous(self.slot, parts)

    def relative(self, slot: Slot) -> Slot:
        """Return a slot of this shot with its frames counted from the start of the shot."""
        return slot.shifted(-self.slot.start)

    def cue(self, identity: str) -> CueSlot:
        """Return the slot of the cue with the id `identity`; raise KeyError if there is none."""
        return {cue.cue.id: cue for cue in self.cues}[identity]


@dataclass(frozen=True)
class Timeline:
    """The timing of a film at one frame rate: the slots of its shots, contiguous from frame 0."""

    rate: FrameRate
    shots: tuple[ShotSlot, ...]

    def __post_init__(self) -> None:
        _require_contiguous(Slot(0, self.frames), [shot.slot for shot in self.shots])

    @property
    def frames(self) -> int:
        """The number of frames of the film."""
        return self.shots[-1].slot.stop if self.shots else 0

    @property
    def seconds(self) -> Fraction:
        """The exact length of the film in seconds."""
        return self.rate.seconds(self.frames)

    def captions(self) -> Iterator[CaptionSlot]:
        """Iterate over all captions in film order."""
        return (caption for shot in self.shots for cue in shot.cues for caption in cue.captions)

    def caption_at(self, frame: int) -> Caption | None:
        """Return the caption shown in `frame`, None if there is none; raise IndexError outside the film."""
        if not 0 <= frame < self.frames:
            raise IndexError(f"frame {frame} of a film of {self.frames}")
        captions = list(self.captions())
        number = bisect_right(captions, frame, key=lambda each: each.slot.start) - 1
        if number < 0 or captions[number].slot.stop <= frame:
            return None
        return captions[number].caption


def schedule(storyboard: Storyboard, rate: FrameRate) -> Timeline:
    """Return the timing of `storyboard` at `rate`.

    A shot lasts lead + cues + tail, rounded up to a whole frame. A cue lasts as long as the reading times of its captions,
    each rounded up to whole frames, or `least_seconds` if that is longer. Its captions share spare time in proportion to
    their reading times, up to 7 s each; the frames that remain at the cue's end (none, or two and more) have no caption.
    Where captions are spoken, the last one has all spare time, so that a sentence is not interrupted. Where what is seen is
    spoken after them, captions last as long as they need to, and the description has all the rest of the cue.
    """
    shots: list[ShotSlot] = []
    for shot in storyboard.shots:
        shots.append(_schedule_shot(shot, rate, shots[-1].slot.stop if shots else 0))
    return Timeline(rate, tuple(shots))


def fitted(timeline: Timeline, storyboard: Storyboard) -> Timeline:
    """Return the timing of a film with the words of `storyboard`, its translation: the same frames for shots and cues.

    The captions of a cue share all its frames in proportion to their reading times, up to 7 s each, also where that is less
    than they need: none is left out or shown in another cue.

    Raises:
        ModelError: `storyboard` has not the same shots and cues.
    """
    translated = {shot.id: shot for shot in storyboard.shots}
    shots = []
    for slot in timeline.shots:
        shot = translated.get(slot.shot.id)
        if shot is None or [cue.id for cue in shot.cues] != [cue.cue.id for cue in slot.cues]:
            where = f"other cues in shot “{slot.shot.id}”"
            raise ModelError(where, "a translation of the same film", "translate that storyboard")
        cues = (_fit(cue, each, timeline.rate) for cue, each in zip(shot.cues, slot.cues, strict=True))
        shots.append(replace(slot, shot=shot, cues=tuple(cues)))
    return Timeline(timeline.rate, tuple(shots))


def _fit(cue: Cue, place: CueSlot, rate: FrameRate) -> CueSlot:
    """Return `cue` with its captions, at the frames of `place`."""
    if not cue.captions:
        return CueSlot(cue, place.slot, ())
    needs = [rate.frames(caption.reading_seconds) for caption in cue.captions]
    shares = _share(Fraction(place.slot.frames), needs, floor(MOST_SECONDS * rate.fps))
    stops = [place.slot.start + ceil(edge) for edge in _sums(shares)]
    if 0 < place.slot.stop - stops[-1] < LEAST_GAP_FRAMES:
        stops[-1] = place.slot.stop - LEAST_GAP_FRAMES
    captions = zip(pairwise(stops), cue.captions, strict=True)
    return CueSlot(cue, place.slot, tuple(CaptionSlot(Slot(*pair), each) for pair, each in captions))


def _schedule_shot(shot: Shot, rate: FrameRate, start: int) -> ShotSlot:
    # Exact times from here on are in frames, as Fractions, counted from the shot's start.
    needs = [[rate.frames(caption.seconds) for caption in cue.captions] for cue in shot.cues]
    described = [rate.frames(cue.described_seconds) for cue in shot.cues]
    lengths = [
        max(Fraction(sum(need) + told), cue.least_seconds * rate.fps)
        for cue, need, told in zip(shot.cues, needs, described, strict=True)
    ]
    bounds = _sums([shot.lead_seconds * rate.fps, *lengths, shot.tail_seconds * rate.fps])
    lead, *slots, tail = (Slot(start + ceil(first), start + ceil(last)) for first, last in pairwise(bounds))
    cues = []
    for cue, slot, need, begin, end in zip(shot.cues, slots, needs, bounds[1:], bounds[2:], strict=False):
        edges = _sums(_sharing(cue)(end - begin, need, floor(MOST_SECONDS * rate.fps)), begin)
        stops = [start + ceil(edge) for edge in edges]
        if stops[1:] and 0 < slot.stop - stops[-1] < LEAST_GAP_FRAMES:
            # There is a gap only if all captions are shown for 7 s, so this one can be shortened.
            stops[-1] = slot.stop - LEAST_GAP_FRAMES
        captions = [
            CaptionSlot(Slot(*pair), caption)
            for pair, caption in zip(pairwise(stops), cue.captions, strict=True)
        ]
        cues.append(CueSlot(cue, slot, tuple(captions)))
    return ShotSlot(shot, Slot(lead.start, tail.stop), tuple(cues), lead, tail)


_Sharing = Callable[[Fraction, Sequence[int], int], list[Fraction]]


def _sharing(cue: Cue) -> _Sharing:
    """Return how the captions of a cue divide its frames."""
    if cue.described_seconds:
        return _take_what_they_need
    return _give_to_last if any(caption.spoken_seconds for caption in cue.captions) else _share


def _share(length: Fraction, needs: Sequence[int], most: int) -> list[Fraction]:
    """Divide `length` frames, at least the sum of `needs`, in proportion to `needs`, with at most `most` in a share."""
    shares = [Fraction(most)] * len(needs)
    open_, left = list(range(len(needs))), length
    while open_:
        scale = left / sum(needs[each] for each in open_)
        full = [each for each in open_ if needs[each] * scale > most]
        if not full:
            for each in open_:
                shares[each] = needs[each] * scale
            break
        left -= most * len(full)
        open_ = [each for each in open_ if each not in full]
    return shares


def _give_to_last(length: Fraction, needs: Sequence[int], most: int) -> list[Fraction]:
    """Divide `length` frames so that each share is its need, and the last one the rest, at most `most`."""
    *first, _ = needs
    return [*map(Fraction, first), min(length - sum(first), Fraction(most))]


def _take_what_they_need(length: Fraction, needs: Sequence[int], most: int) -> list[Fraction]:
    """Divide `length` frames so that each share is its need; the rest is in none of them."""
    return [*map(Fraction, needs)]


def _sums(lengths: Sequence[Fraction | int], start: Fraction = Fraction(0)) -> list[Fraction]:
    sums = [start]
    for length in lengths:
        sums.append(sums[-1] + length)
    return sums


def _require_contiguous(whole: Slot, parts: Sequence[Slot]) -> None:
    edges = [whole.start, *(part.stop for part in parts)]
    if any(part.start != edge for part, edge in zip(parts, edges, strict=False)) or edges[-1] != whole.stop:
        raise ModelError(f"slots {parts}", f"contiguous slots that fill {whole}", "fix the slots")

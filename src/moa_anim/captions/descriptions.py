"""Descriptions: what is seen in each cue, as text for a screen reader, at the times at which it is shown or spoken."""

from __future__ import annotations

from moa_anim.captions.cues import TimedText, write_vtt
from moa_anim.model.story import Cue
from moa_anim.model.timeline import Timeline


def description_of(cue: Cue) -> str:
    """Return what is seen in a cue, in one line; "" if it has no description."""
    return " ".join(cue.seen.split())


def descriptions(timeline: Timeline) -> tuple[TimedText, ...]:
    """Return the description of each cue that has one, as one line.

    Where it is spoken, its times are those of its speech, after the cue's captions; elsewhere those of the cue.
    """
    at = timeline.rate.milliseconds
    made = []
    for shot in timeline.shots:
        for cue in shot.cues:
            slot = cue.description or cue.slot
            if text := description_of(cue.cue):
                made.append(TimedText(at(slot.start), at(slot.stop), (text,)))
    return tuple(made)


def descriptions_vtt(timeline: Timeline) -> str:
    """Return the descriptions as WebVTT, for `<track kind="descriptions">`: UTF-8, no byte order mark, LF."""
    return write_vtt(descriptions(timeline))

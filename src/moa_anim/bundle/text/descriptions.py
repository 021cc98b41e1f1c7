"""Descriptions: what is seen in each cue, as text that a screen reader speaks while the cue is on screen."""

from __future__ import annotations

from moa_anim.captions.cues import TimedText, write_vtt
from moa_anim.model.timeline import Timeline


def descriptions(timeline: Timeline) -> tuple[TimedText, ...]:
    """Return the description of each cue that has one, as one line, from the cue's start to its end.

    The film is silent, so a description need not wait for a pause in speech.
    """
    at = timeline.rate.milliseconds
    return tuple(
        TimedText(at(cue.slot.start), at(cue.slot.stop), (" ".join(cue.cue.seen.split()),))
        for shot in timeline.shots
        for cue in shot.cues
        if cue.cue.seen.strip()
    )


def descriptions_vtt(timeline: Timeline) -> str:
    """Return the descriptions as WebVTT, for `<track kind="descriptions">`: UTF-8, no byte order mark, LF."""
    return write_vtt(descriptions(timeline))

"""What is seen, for those who do not see it: a text that a screen reader speaks while the cue is on screen."""

from __future__ import annotations

from moa_anim.captions.cues import TimedText, write_vtt
from moa_anim.model.timeline import Timeline


def descriptions(timeline: Timeline) -> tuple[TimedText, ...]:
    """Return what is seen in each cue that tells it, in one line, from the cue's start to its end.

    The film is silent, so all of it is pause: a description may begin where its picture does.
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

"""Chapters: one for each shot, with the title of its step marker."""

from __future__ import annotations

from typing import NamedTuple

from moa_anim.captions.cues import TimedText, write_vtt
from moa_anim.model.credits import MODULE
from moa_anim.model.story import Shot
from moa_anim.model.timeline import Timeline


class Chapter(NamedTuple):
    """Milliseconds from the film's start at which a chapter begins and ends, and the title that players list."""

    start_ms: int
    stop_ms: int
    title: str


def shot_title(shot: Shot) -> str:
    """Return a shot's title for readers: its step, its name, or its id in words."""
    return shot.title


def chapters(timeline: Timeline) -> list[Chapter]:
    """Return the film's chapters in order; each begins when the one before ends."""
    at = timeline.rate.milliseconds
    return [
        Chapter(at(each.slot.start), at(each.slot.stop), shot_title(each.shot)) for each in timeline.shots
    ]


def seen_ms(timeline: Timeline) -> int:
    """Return the time in milliseconds at which the film has been seen: its end, or the start of its closing credits.

    Credits are the last shots whose scenes are in the module `credits`: a viewer need not watch them. A film of credits only
    has been seen at its end.
    """
    shots = list(timeline.shots)
    while len(shots) > 1 and shots[-1].shot.scene.module == MODULE:
        shots.pop()
    if shots and shots[-1].shot.scene.module == MODULE:
        return timeline.rate.milliseconds(timeline.frames)
    return timeline.rate.milliseconds(shots[-1].slot.stop) if shots else 0


def chapters_vtt(timeline: Timeline) -> str:
    """Return the chapters as WebVTT, for `<track kind="chapters">`: UTF-8 without byte order mark, LF."""
    return write_vtt(TimedText(start, stop, (title,)) for start, stop, title in chapters(timeline))

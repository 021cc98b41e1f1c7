"""The captions of one shot's clip, which begins at time 0."""

from __future__ import annotations

from moa_anim.captions.cues import TimedText
from moa_anim.model.clock import FrameRate
from moa_anim.model.timeline import ShotSlot


def clip_texts(shot: ShotSlot, rate: FrameRate) -> tuple[TimedText, ...]:
    """Return the shot's captions, timed in whole milliseconds from its first frame."""
    captions = [(shot.relative(each.slot), each.caption) for cue in shot.cues for each in cue.captions]
    return tuple(
        TimedText(rate.milliseconds(slot.start), rate.milliseconds(slot.stop), caption.lines)
        for slot, caption in captions
    )

"""What a scene has played when, for tests of its timing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from manim import Animation

from moa_anim.stage.motion import Motion


@dataclass(frozen=True)
class Played:
    """A motion that ran from frame `begin` of the shot to frame `end`, in a cue ("" outside of all).

    It is a key event if the words of the cue are about it (`motion.key`). `name` is that of the motion's class.
    """

    cue: str
    begin: int
    end: int
    is_key: bool
    name: str


def played(cue: str, start: int, frames: int, animations: Sequence[Animation]) -> list[Played]:
    """Return what the motions of a play of `frames` frames from `start` on do when."""
    return [
        Played(
            cue, start + round(each.begin * frames), start + round(each.end * frames), each.is_key, each.name
        )
        for animation in animations
        if isinstance(animation, Motion)
        for each in animation.pieces()
    ]

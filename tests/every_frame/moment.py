"""All that a rule may look at when a frame's turn comes, and what it says when it finds fault."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Protocol

from every_frame.allowances import Allowance, Law
from every_frame.picture import Picture
from every_frame.seen import Seen

from moa_anim.model.quality import Quality
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot


@dataclass(frozen=True, repr=False)
class Moment:
    """A frame of a shot: what the scene says, what is decoded, what the caption file says, and the frame before.

    `words` are the lines of the caption that the film's WebVTT file has at that frame, None for none. `used` collects the
    allowances that were needed.
    """

    storyboard: Storyboard
    quality: Quality
    slot: ShotSlot
    seen: Seen
    before: Seen | None
    picture: Picture
    words: tuple[str, ...] | None
    allowances: tuple[Allowance, ...]
    used: set[Allowance]

    @property
    def cue(self) -> str:
        """The cue that is spoken, or "lead" or "tail"."""
        film = self.film_frame
        spoken = (cue.cue.id for cue in self.slot.cues if cue.slot.start <= film < cue.slot.stop)
        return next(spoken, "lead" if film < self.slot.lead.stop else "tail")

    @property
    def film_frame(self) -> int:
        """Frames from the film's first."""
        return self.slot.slot.start + self.seen.number

    @property
    def seconds_a_frame(self) -> float:
        """How long a frame stands."""
        return float(self.quality.rate.seconds(1))

    @property
    def scale(self) -> float:
        """Pixels of the film for one design pixel."""
        return self.quality.height / 1080

    def allowed(self, law: Law, thing: str, pixels_a_second: float = 0.0) -> bool:
        """Whether the scene says that this thing may break this law now, as far as that."""
        for each in self.allowances:
            here = not each.cues or self.cue in each.cues
            if each.law is law and here and fnmatchcase(thing, each.things):
                self.used.add(each)
                if law is not Law.PACE or pixels_a_second <= each.pixels_a_second:
                    return True
        return False


@dataclass(frozen=True)
class Finding:
    """What a rule finds wrong at a frame. `about` stays the same for as long as the same thing is wrong."""

    about: str
    detail: str = ""


class Rule(Protocol):
    """One sentence that is true of every frame; `name` is that sentence."""

    name: str

    def look(self, moment: Moment) -> list[Finding]:
        """What is wrong with the frame. Called for every frame of one shot, in order."""

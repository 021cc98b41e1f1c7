"""The cuts of one storyboard: whom a film is for, and what that decides. Facts, order and words are the same in all."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from moa_anim.errors import ModelError, decimal
from moa_anim.model.caption_rules import Setting

LECTURE_EDITION, CLINIC_EDITION = "lecture", "clinic"
EDITIONS = (LECTURE_EDITION, CLINIC_EDITION)
"""All editions by name, the usual one first."""

MOST_SLOWER = Fraction(3)
"""A picture three times as slow is a slip of the pen."""


@dataclass(frozen=True)
class Edition:
    """What an edition decides beside its shots and labels.

    `slower` stretches the time that pictures need; in a `sparse` edition the scenes thin out what only surrounds the story.
    """

    name: str = LECTURE_EDITION
    captions: Setting = field(default_factory=Setting)
    slower: Fraction = Fraction(1)
    sparse: bool = False

    def __post_init__(self) -> None:
        if self.name not in EDITIONS:
            raise ModelError(f"edition “{self.name}”", f"one of {', '.join(EDITIONS)}", "name one of these")
        if not 1 <= self.slower <= MOST_SLOWER:
            raise ModelError(f"slower = {decimal(self.slower)}", f"1 to {MOST_SLOWER}", "give another factor")


def require_edition(name: str) -> None:
    """Raise ModelError if there is no edition `name`."""
    Edition(name)

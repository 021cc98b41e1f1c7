"""Editions of a storyboard: versions for different audiences. Facts, order and the document's words are the same in all."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from moa_anim.errors import ModelError, decimal
from moa_anim.model.caption_rules import Setting

LECTURE_EDITION = "lecture"
"""The default edition."""

CLINIC_EDITION = "clinic"
"""The edition for patients and their clinicians."""

EDITIONS = (LECTURE_EDITION, CLINIC_EDITION)
"""Names of all editions, the default first."""

MOST_SLOWER = Fraction(3)
"""Upper limit of `slower`; a larger factor is probably a typo."""


@dataclass(frozen=True)
class Edition:
    """The settings of an edition, apart from its shots and labels.

    `captions` is how captions are set for its audience; `slower` is the factor on the time that pictures need, 1 to 3; in
    a `sparse` edition the scenes show fewer of the things that only surround the story.
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
    """Raise ModelError if there is no edition called `name`."""
    Edition(name)

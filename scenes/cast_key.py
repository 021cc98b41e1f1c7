"""The key to the film's colours: its molecules to scale, each with its name; a still, which is in no film."""

from __future__ import annotations

from moa_anim.sets.cast_card import stage_cast
from moa_anim.stage.scene import MoaScene


class CastKey(MoaScene):
    """The card of the cast."""

    def construct(self) -> None:
        """Put the card on stage, and hold it."""
        stage_cast(self)
        self.hold(self.lead())

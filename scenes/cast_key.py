"""The key to the film's colours: all its molecules to scale, each with its name; a still, which is in no film."""

from __future__ import annotations

from moa_anim.sets.cast_card import stage_cast
from moa_anim.stage.scene import MoaScene


class CastKey(MoaScene):
    """The card of the cast."""

    def stage(self) -> None:
        """Put the card on stage."""
        stage_cast(self)

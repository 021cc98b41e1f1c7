"""The title card: the document's title, and the receptor that the film is about."""

from __future__ import annotations

from moa_anim.sets.title_card import stage_title_card
from moa_anim.stage.motion import Appear
from moa_anim.stage.scene import MoaScene

FADE_SHARE = 0.2
"""Share of the shot in which the words fade in."""


class Title(MoaScene):
    """Title on the left, the receptor with elacestrant on the right."""

    def construct(self) -> None:
        """Put the card on stage, fade the words in, then hold."""
        _, words = stage_title_card(self, self.context.storyboard.interface.word("film", "title_note"))
        self.play_for(round(self.lead() * FADE_SHARE), Appear(words))
        self.hold(self.lead() - self.frame)

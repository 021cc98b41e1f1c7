"""The title card: the document's title, and the receptor that the film is about."""

from __future__ import annotations

from moa_anim.sets.title_card import TitleCard
from moa_anim.stage.motion import Appear, Within
from moa_anim.stage.scene import MoaScene

FADE_SHARE = 0.08
"""Share of the shot in which the words fade in."""


class Title(MoaScene):
    """Title on the left, the receptor with the drug on the right."""

    needs = {
        "tables": ["drug"],
        "lead_seconds": 4.0,
    }

    def construct(self) -> None:
        """Put the card on stage, fade the words in, then hold."""
        card = TitleCard(self, self.context.storyboard.interface.word("film", "title_note"))
        self.play_for(self.lead(), card.turning(), Within(0.0, FADE_SHARE, Appear(card.words)))

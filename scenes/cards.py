"""How a film for patients begins and ends: what it shows and who explains it; what to ask the care team."""

from __future__ import annotations

from collections.abc import Sequence

from moa_anim.actors.ligands import elacestrant
from moa_anim.actors.receptor import Receptor
from moa_anim.sets.card import CardScene
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line

QUESTIONS_LEFT, QUESTIONS_WIDTH = 200.0, 1520.0
"""The column of questions, which stands alone (design pixels)."""


class Welcome(CardScene):
    """What the film shows, and that a clinician shows it and explains it."""

    def picture(self) -> Sequence[Painted]:
        """The receptor that holds elacestrant."""
        return [
            self.receptor_with(Receptor("antagonist", seed=self.seed), elacestrant("bound", seed=self.seed))
        ]

    def words(self) -> list[Line]:
        """Three short paragraphs."""
        return self.column(self.label("heading"), [self.label(name) for name in ("shows", "shown-by", "ask")])


class Questions(CardScene):
    """Questions to ask the care team; the card answers none of them."""

    def picture(self) -> Sequence[Painted]:
        """Nothing: the questions stand alone."""
        return []

    def words(self) -> list[Line]:
        """The questions, numbered."""
        names = sorted(name for name in self.context.shot.shot.labels if name.startswith("question-"))
        questions = [f"{number}.  {self.label(name)}" for number, name in enumerate(names, 1)]
        return self.column(self.label("heading"), questions, QUESTIONS_LEFT, QUESTIONS_WIDTH)

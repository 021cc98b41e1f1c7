"""First and last card of a film for patients: what it shows and who explains it; questions for the care team."""

from __future__ import annotations

from collections.abc import Sequence

from moa_anim.actors.ligands import drug_ligand
from moa_anim.actors.receptor import Receptor
from moa_anim.sets.card import CardScene
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line

QUESTIONS_LEFT_PIXELS = 200.0
QUESTIONS_WIDTH_PIXELS = 1520.0
"""Left edge and width of the column of questions (design pixels): nearly the whole frame, since there is no picture."""


class Welcome(CardScene):
    """Says what the film shows, and that a clinician shows and explains it."""

    def picture(self) -> Sequence[Painted]:
        """Return the receptor with elacestrant in its pocket."""
        return [
            self.receptor_with(Receptor("antagonist", seed=self.seed), drug_ligand("bound", seed=self.seed))
        ]

    def words(self) -> list[Line]:
        """Return the heading and three short paragraphs."""
        return self.column(self.label("heading"), [self.label(name) for name in ("shows", "shown-by", "ask")])


class Questions(CardScene):
    """Questions to ask the care team, without answers."""

    def picture(self) -> Sequence[Painted]:
        """Return nothing: this card has no picture."""
        return []

    def words(self) -> list[Line]:
        """Return the heading and the numbered questions."""
        names = sorted(name for name in self.context.shot.shot.labels if name.startswith("question-"))
        questions = [f"{number}.  {self.label(name)}" for number, name in enumerate(names, 1)]
        return self.column(self.label("heading"), questions, QUESTIONS_LEFT_PIXELS, QUESTIONS_WIDTH_PIXELS)

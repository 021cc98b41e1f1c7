"""A card between shots: a picture on the left, a few large words on the right that come in and stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH, Receptor
from moa_anim.graphics.layout import FRAME_HEIGHT
from moa_anim.graphics.lettering import Weight
from moa_anim.illustrations.skeletal_formula import readable
from moa_anim.model.palette import Role
from moa_anim.stage.actor import Actor
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Appear
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock, paragraph

HEADING_PIXELS, WORDS_PIXELS, LEADING = 84.0, 60.0, 1.36
"""Letters of a heading and of what follows it (design pixels), to be read from a back row; from line to line in sizes."""

WORDS_LEFT, WORDS_WIDTH, AIR = 1010.0, 820.0, 58.0
"""The column of words, and what stands between its paragraphs (design pixels)."""

PICTURE_AT, RECEPTOR_SCALE = (500.0, 530.0), 13.0
"""The middle of a card's picture (design pixels); of a receptor there, design pixels for an ångström."""

FADE_SECONDS = Fraction(2, 5)
"""In which the words come in."""


class CardScene(MoaScene):
    """A picture, and words that come in beside it and stay."""

    role = Role.INK
    """Whose colour the heading has."""

    def construct(self) -> None:
        """Show the words, and wait."""
        words = TextBlock(self.words())
        words.opacity = 0.0
        self.add(*self.picture(), words)
        self.play_for(self.rate.frames(FADE_SECONDS), Appear(words))
        self.hold(self.tail())

    def picture(self) -> Sequence[Painted]:
        """What stands beside the words."""
        raise NotImplementedError

    def words(self) -> list[Line]:
        """The card's lines."""
        raise NotImplementedError

    def column(
        self, heading: str, paragraphs: Sequence[str], left: float = WORDS_LEFT, width: float = WORDS_WIDTH
    ) -> list[Line]:
        """A heading and what follows it, as a column in the middle of the frame's height."""
        lines = paragraph(heading, left, 0.0, width, HEADING_PIXELS, weight=Weight.BOLD, leading=1.16)
        lines = [replace(line, colour=readable(self.role)) for line in lines]
        for text in paragraphs:
            air = AIR + WORDS_PIXELS
            lines += paragraph(text, left, lines[-1].baseline + air, width, WORDS_PIXELS, leading=LEADING)
        down = (
            FRAME_HEIGHT + 0.73 * HEADING_PIXELS - lines[-1].baseline
        ) / 2  # 0.73: the height of Inter's capitals
        return [line.lowered(down) for line in lines]

    def receptor_with(self, receptor: Receptor, *partners: Actor) -> MoleculeView:
        """A receptor close up in the card's picture, its pocket cut open, and what is in it."""
        receptor.cut_depth = CUT_DEPTH
        molecule_view = MoleculeView(
            self, rotation=CLOSE_VIEW, centre=(3.0, -1.0, 0.0), place=PICTURE_AT, scale=RECEPTOR_SCALE
        )
        molecule_view.cast(receptor, *partners)
        return molecule_view

"""A card between shots: a picture on the left and a short text in large letters on the right, which fades in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor
from moa_anim.graphics.colours import readable
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.layout import FRAME_HEIGHT
from moa_anim.model.palette import Role
from moa_anim.stage.actor import Actor
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Appear
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock, aligned, paragraph

HEADING_PIXELS = 84.0
WORDS_PIXELS = 60.0
"""Letter sizes of a heading and of the text (design pixels), to be read from a back row."""

HEADING_LINE_SPACING = 1.16
LINE_SPACING = 1.36
"""Distance between lines of a heading and of the text, in letter sizes."""

CAPITAL_SHARE = 0.73
"""Height of Inter's capitals, as a share of the letter size."""

WORDS_LEFT_PIXELS = 1010.0
WORDS_WIDTH_PIXELS = 820.0
"""Left edge and width of the column of text (design pixels)."""

PARAGRAPH_GAP_PIXELS = 58.0
"""Distance between paragraphs (design pixels), added to the letter size."""

PICTURE_AT = (500.0, 530.0)
"""Middle of a card's picture (design pixels)."""

RECEPTOR_SCALE = 13.0
"""Design pixels for one ångström of a receptor in a card's picture."""

RECEPTOR_CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
"""Point of the stage frame that is shown at the picture's middle."""

FADE_SECONDS = Fraction(2, 5)
"""How long the words take to fade in."""


class CardScene(MoaScene):
    """A picture and a text that fades in next to it. Subclasses supply `picture` and `words`."""

    role = Role.INK
    """The heading's colour."""

    def construct(self) -> None:
        """Fade the text in, then hold."""
        words = TextBlock(self.words())
        words.opacity = 0.0
        self.add(*self.picture(), words)
        self.play_for(self.rate.frames(FADE_SECONDS), Appear(words))
        self.hold(self.tail())

    def picture(self) -> Sequence[Painted]:
        """Return what is painted next to the text."""
        raise NotImplementedError

    def words(self) -> list[Line]:
        """Return the card's lines of text."""
        raise NotImplementedError

    def column(
        self,
        heading: str,
        paragraphs: Sequence[str],
        left: float = WORDS_LEFT_PIXELS,
        width: float = WORDS_WIDTH_PIXELS,
    ) -> list[Line]:
        """Return a heading and paragraphs as lines of one column, centred in the frame's height.

        `left` and `width` are design pixels.
        """
        lines = paragraph(
            heading, left, 0.0, width, HEADING_PIXELS, weight=Weight.BOLD, leading=HEADING_LINE_SPACING
        )
        lines = [replace(line, colour=readable(self.role)) for line in lines]
        for text in paragraphs:
            gap = PARAGRAPH_GAP_PIXELS + WORDS_PIXELS
            lines += paragraph(
                text, left, lines[-1].baseline + gap, width, WORDS_PIXELS, leading=LINE_SPACING
            )
        down = (FRAME_HEIGHT + CAPITAL_SHARE * HEADING_PIXELS - lines[-1].baseline) / 2
        return aligned([line.lowered(down) for line in lines], left, width)

    def receptor_with(self, receptor: Receptor, *partners: Actor) -> MoleculeView:
        """Return a close view of a receptor, its pocket cut open, and of its binding partners, in the card's picture."""
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        molecule_view = MoleculeView(
            self, rotation=CLOSE_VIEW, centre=RECEPTOR_CENTRE_ANGSTROM, place=PICTURE_AT, scale=RECEPTOR_SCALE
        )
        molecule_view.cast(receptor, *partners)
        return molecule_view

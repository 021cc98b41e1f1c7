"""The title card: the document's title beside the receptor with elacestrant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moa_anim.actors.ligands import elacestrant
from moa_anim.actors.receptor import CLOSE_VIEW, Receptor
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.layout import BODY_PIXELS, MARGIN, TITLE_PIXELS
from moa_anim.sets.close_up import stage_in_crowd
from moa_anim.stage.text_block import TextBlock, paragraph

if TYPE_CHECKING:
    from moa_anim.stage.molecule_view import MoleculeView
    from moa_anim.stage.scene import MoaScene

RECEPTOR_SCALE = 13.0
CROWD_SCALE = 7.0
"""Design pixels for one ångström of the receptor and of the crowd behind it."""

RECEPTOR_CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
"""Point of the stage frame that is shown at RECEPTOR_AT."""

RECEPTOR_AT = (1430.0, 500.0)
"""Where the receptor's middle is shown (design pixels)."""

CUT_DEPTH_ANGSTROM = 6.0
"""Depth at which the receptor is cut open, towards the viewer from the view's centre."""

WORDS_LEFT_PIXELS = MARGIN + 30
"""Left edge of the text (design pixels)."""

TITLE_BASELINE_PIXELS = 330
"""First baseline of the title (design pixels)."""

TITLE_WIDTH_PIXELS = 900
NOTE_WIDTH_PIXELS = 820
"""Width of the title and of the note (design pixels)."""

NOTE_GAP_PIXELS = 110
"""From the last baseline of the title to the first of the note (design pixels)."""

NOTE_PIXELS = BODY_PIXELS + 4
"""Letter size of the note (design pixels)."""

TITLE_LINE_SPACING = 1.16
"""Distance between lines of the title, in letter sizes."""


def stage_title_card(scene: MoaScene, note: str) -> tuple[MoleculeView, TextBlock]:
    """Put the card on stage; return the receptor's view and the words: the title, and `note` below it, not yet visible."""
    receptor = Receptor("antagonist", seed=scene.seed)
    receptor.cut_depth = CUT_DEPTH_ANGSTROM
    view = stage_in_crowd(
        scene,
        receptor,
        elacestrant("bound", seed=scene.seed),
        rotation=CLOSE_VIEW,
        centre=RECEPTOR_CENTRE_ANGSTROM,
        place=RECEPTOR_AT,
        scale=RECEPTOR_SCALE,
        crowd_scale=CROWD_SCALE,
        card=True,
    )
    title = paragraph(
        scene.context.storyboard.shown_title,
        WORDS_LEFT_PIXELS,
        TITLE_BASELINE_PIXELS,
        TITLE_WIDTH_PIXELS,
        TITLE_PIXELS,
        weight=Weight.BOLD,
        leading=TITLE_LINE_SPACING,
    )
    below = title[-1].baseline + NOTE_GAP_PIXELS
    words = TextBlock(
        [
            *title,
            *paragraph(note, WORDS_LEFT_PIXELS, below, NOTE_WIDTH_PIXELS, NOTE_PIXELS, weight=Weight.MEDIUM),
        ]
    )
    words.opacity = 0.0
    scene.add(words)
    return view, words

"""The title card: the document's title beside the receptor with elacestrant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd_layers import crowd_behind
from moa_anim.actors.ligands import drug_ligand
from moa_anim.actors.receptor import CLOSE_VIEW, Receptor
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.layout import BODY_PIXELS, MARGIN, TITLE_PIXELS
from moa_anim.molecule.pose import rotation_about
from moa_anim.sets.close_up import stage_in_crowd
from moa_anim.stage.motion import Motion, steady
from moa_anim.stage.reframing import Reframe, reframed
from moa_anim.stage.text_block import TextBlock, aligned, paragraph

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

RECEPTOR_SCALE = 13.6
CROWD_SCALE = 7.6
"""Design pixels for one ångström of the receptor and of the crowd behind it."""

RECEPTOR_CENTRE_ANGSTROM = (3.0, -1.0, 0.0)
"""Point of the stage frame that is shown at RECEPTOR_AT."""

RECEPTOR_AT = (1405.0, 500.0)
"""Where the receptor's middle is shown (design pixels)."""

ROLL_DEGREES = 9.0
TURN_DEGREES = 26.0
NEARER_FACTOR = 1.1
"""How far the receptor rolls and turns about the vertical while the card is shown, and how much nearer the camera comes."""

CUT_DEPTH_ANGSTROM = 6.0
"""Depth at which the receptor is cut open, towards the viewer from the view's centre."""

WORDS_LEFT_PIXELS = MARGIN + 30
"""Left edge of the text (design pixels)."""

TITLE_BASELINE_PIXELS = 360
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


class TitleCard:
    """The card on stage: the receptor with elacestrant in its pocket, and the words, not yet visible: title and `note`."""

    def __init__(self, scene: MoaScene, note: str) -> None:
        self._scene = scene
        receptor = Receptor("antagonist", seed=scene.seed)
        receptor.cut_depth = CUT_DEPTH_ANGSTROM
        drug = drug_ligand("bound", seed=scene.seed)
        receptor.make_way_for("drug", lambda: drug.pose)
        self.view = stage_in_crowd(
            scene,
            receptor,
            drug,
            rotation=_turned(-0.5),
            centre=RECEPTOR_CENTRE_ANGSTROM,
            place=RECEPTOR_AT,
            scale=RECEPTOR_SCALE,
            crowd_scale=CROWD_SCALE,
            card=True,
        )
        self.crowd = crowd_behind(scene)
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
        notes = paragraph(
            note, WORDS_LEFT_PIXELS, below, NOTE_WIDTH_PIXELS, NOTE_PIXELS, weight=Weight.MEDIUM
        )
        self.words = TextBlock(aligned([*title, *notes], WORDS_LEFT_PIXELS, TITLE_WIDTH_PIXELS))
        self.words.opacity = 0.0
        scene.add(self.words)

    def turning(self) -> Motion:
        """Return the slow turn of the receptor while the card is shown, a little towards the viewer."""
        nearer = reframed(self.view.view, rotation=_turned(0.5), scale=RECEPTOR_SCALE * NEARER_FACTOR)
        return Reframe(self.view, nearer, ease=steady)

    def remove_receptor(self) -> None:
        """Take receptor and words off stage; the crowd stays behind what comes next."""
        self._scene.remove(self.view, self.words)


def _turned(share: float) -> NDArray[np.float64]:
    """Return the view's rotation at a share of the turn, 0 in its middle."""
    roll = rotation_about((0, 0, 1), -share * ROLL_DEGREES)
    return roll @ rotation_about((0, 1, 0), share * TURN_DEGREES) @ CLOSE_VIEW

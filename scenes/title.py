"""The title card: the document's title, and the receptor that the film is about."""

from __future__ import annotations

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.ligands import elacestrant
from moa_anim.actors.receptor import Receptor
from moa_anim.graphics.layout import BODY_PIXELS, MARGIN, TITLE_PIXELS
from moa_anim.graphics.lettering import Weight
from moa_anim.model.palette import Role
from moa_anim.molecule.pose import rotation_about
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Appear
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import TextBlock, paragraph


class Title(MoaScene):
    """Title on the left, the receptor with elacestrant on the right."""

    def construct(self) -> None:
        """Show the card; the words come in, then everything holds."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=7.0, seed=self.seed, card=True)
        )
        molecule_view = MoleculeView(
            self,
            rotation=rotation_about((0, 1, 0), -48),
            centre=(3.0, -1.0, 0.0),
            place=(1430.0, 500.0),
            scale=13.0,
        )
        receptor = Receptor("antagonist", seed=self.seed)
        receptor.cut_depth = 6.0
        molecule_view.cast(receptor, elacestrant("bound", seed=self.seed))
        title = paragraph(
            self.context.storyboard.shown_title,
            MARGIN + 30,
            330,
            900,
            TITLE_PIXELS,
            weight=Weight.BOLD,
            leading=1.16,
        )
        note = paragraph(
            self.context.storyboard.interface.word("film", "title_note"),
            MARGIN + 30,
            title[-1].baseline + 110,
            820,
            BODY_PIXELS + 4,
            weight=Weight.MEDIUM,
            role=Role.INK,
        )
        card = TextBlock([*title, *note])
        self.add(molecule_view, card)
        card.opacity = 0.0
        self.play_for(round(self.lead() * 0.2), Appear(card))
        self.hold(self.lead() - self.frame)

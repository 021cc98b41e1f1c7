"""The credits: where the words and the shapes are from, what is a model, what is not to scale."""

from __future__ import annotations

from moa_anim.model.palette import Role
from moa_anim.stage.layout import BODY_PIXELS, MARGIN
from moa_anim.stage.lettering import Weight
from moa_anim.stage.motion import Appear
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.textblock import Line, TextBlock, paragraph

WIDTH = 1700.0


class Credits(MoaScene):
    """A card of text, held long enough to be read."""

    def construct(self) -> None:
        """Show the card."""
        reference = self.direction.storyboard.reference
        source = f"Words: the source document, with logged emendations. Its reference: {reference.text}" if reference else ""
        sections = [
            ("Words", source.removeprefix("Words: ") if source else "the source document, with logged emendations"),
            (
                "Shapes",
                "ERα ligand-binding domain: PDB 1G50 (with estradiol), 1SJ0 (with an antagonist); coactivator peptide: "
                "PDB 1GWR. Drawn from Cα traces; side chains are indicated, not modelled.",
            ),
            (
                "Models",
                "Elacestrant’s pose is docked, not experimental, and so are the ligands’ ways in and out. "
                "Helix 12 between its measured places is interpolated; 120° and 9.8 Å are measured "
                "between an estradiol and an antagonist structure, not with elacestrant.",
            ),
            ("Scale", "Molecules to one scale; time and numbers are not. Not real time."),
            ("Rights", "Film CC BY 4.0, code MIT; the quoted words stay their publisher’s. Nobody has reviewed this film medically."),
        ]
        lines: list[Line] = [Line("Sources and limits", MARGIN + 30, 150, 64, Weight.BOLD)]
        baseline = 250.0
        for heading, text in sections:
            lines.append(Line(heading, MARGIN + 30, baseline, BODY_PIXELS, Weight.BOLD, Role.INK))
            body = paragraph(text, MARGIN + 260, baseline, WIDTH - 230, BODY_PIXELS)
            lines += body
            baseline = body[-1].baseline + BODY_PIXELS * 1.36 + 26
        card = TextBlock(lines)
        card.opacity = 0.0
        self.add(card)
        self.play_for(round(self.lead() * 0.08), Appear(card))
        self.hold(self.lead() - self.frame)

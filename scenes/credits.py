"""The credits: where the words and the shapes are from, what is a model, what is not to scale, the source page's notice."""

from __future__ import annotations

from moa_anim.stage.layout import FRAME_HEIGHT, FRAME_WIDTH, MARGIN
from moa_anim.stage.lettering import Typeface, Weight
from moa_anim.stage.motion import Appear, Vanish
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.textblock import Line, TextBlock, paragraph

HEADING_PIXELS, TEXT_PIXELS, NOTICE_PIXELS = 60.0, 31.0, 32.0
LEFT, COLUMN = MARGIN + 10.0, 190.0

SECTIONS = (
    (
        "Shapes",
        "ERα ligand-binding domain: PDB 1G50, 1SJ0; coactivator peptide 1GWR; ubiquitin 1UBQ; E3 scaffold 1LDJ; "
        "20S proteasome 1PMA (archaeal); 26S envelope from the map of 4CR2 (yeast). Drawn from Cα traces; side chains "
        "are indicated, not modelled.",
    ),
    (
        "Models",
        "Model pose: docked, not experimental. Ligands’ ways in and out were found by search. Helix 12 between its "
        "measured places is interpolated; 120° and 9.8 Å are measured between an estradiol and an antagonist structure, "
        "not with elacestrant. The ubiquitin chain is straightened, its joins kept.",
    ),
    (
        "Schematic",
        "E2, the E3’s adaptors, RNA polymerase and RNA, DNA-binding domains, cells, unfolding and threading, the inside "
        "of the 19S. DNA is canonical B-form. No source names the E3 ligase.",
    ),
    (
        "Scale",
        "Molecules to one scale in each picture; time and numbers are not. Not real time. Drawn larger than life: "
        "receptors in the cell’s nucleus, estradiol beside the counted receptors, the receptor’s unfolded thread.",
    ),
    (
        "Nuance",
        "Hormone-bound ERα is degraded too; how much degradation adds to antagonism in ESR1-mutant disease is not settled.",
    ),
    (
        "Rights",
        "Film CC BY 4.0; code MIT; quoted words stay their publisher’s. No medical reviewer has signed this film.",
    ),
)


class Credits(MoaScene):
    """Two cards of text: sources and limits, then the notice."""

    def construct(self) -> None:
        """Show one card after the other."""
        sources, notice = self.sources(), self.notice()
        self.add(sources, notice)
        sources.opacity = notice.opacity = 0.0
        turn, fade = round(self.lead() * 0.58), round(self.lead() * 0.04)
        self.play_for(fade, Appear(sources))
        self.hold(turn - 2 * fade)
        self.play_for(fade, Vanish(sources))
        self.play_for(fade, Appear(notice))
        self.hold(self.lead() - self.frame)

    def sources(self) -> TextBlock:
        """Where words and shapes are from, and what is not measured."""
        reference = self.direction.storyboard.reference
        words = "The source document, emended as logged in the manifest."
        if reference:
            words += f" Its reference: {reference.text}"
        lines = [Line("Sources and limits", LEFT, 120, HEADING_PIXELS, Weight.BOLD)]
        baseline = 200.0
        for heading, text in (("Words", words), *SECTIONS):
            lines.append(Line(heading, LEFT, baseline, TEXT_PIXELS, Weight.BOLD))
            body = paragraph(
                text, LEFT + COLUMN, baseline, FRAME_WIDTH - 2 * LEFT - COLUMN, TEXT_PIXELS, leading=1.32
            )
            lines += body
            baseline = body[-1].baseline + TEXT_PIXELS * 1.32 + 14
        if baseline > FRAME_HEIGHT:
            raise ValueError(f"the credits run to {baseline:.0f} of {FRAME_HEIGHT} pixels")
        return TextBlock(lines)

    def notice(self) -> TextBlock:
        """The source page's notice in its own words, and in English, marked as a translation."""
        storyboard, width = self.direction.storyboard, FRAME_WIDTH - 2 * LEFT
        lines = [Line("The source page’s notice", LEFT, 150, HEADING_PIXELS, Weight.BOLD)]
        baseline = 250.0
        if storyboard.notice:
            lines += paragraph(
                storyboard.notice.text,
                LEFT,
                baseline,
                width,
                NOTICE_PIXELS,
                leading=1.5,
                typeface=Typeface.NOTO_CJK,
            )
            baseline = lines[-1].baseline + 90
        if storyboard.notice_translation:
            lines.append(Line("In English (translation)", LEFT, baseline, NOTICE_PIXELS, Weight.BOLD))
            lines += paragraph(storyboard.notice_translation.text, LEFT, baseline + 52, width, NOTICE_PIXELS)
        return TextBlock(lines)

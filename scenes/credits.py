"""The credits: where the words and the shapes are from, what is a model, what is not to scale, the source page's notice."""

from __future__ import annotations

from moa_anim.stage.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.stage.lettering import Typeface, Weight
from moa_anim.stage.motion import Appear, Vanish
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.textblock import Line, TextBlock, paragraph

HEADING_PIXELS, TEXT_PIXELS, NOTICE_PIXELS = 52.0, 31.0, 32.0
LEFT, COLUMN, FOOT = float(MARGIN), 186.0, BAND_TOP - 6.0
"""Of the page: its left margin, the column of headings, where it ends: a film with captions may show their band (pixels)."""

FOOTNOTE_SOURCE = "US indication (footnote): US prescribing information of elacestrant."

SECTIONS = (
    (
        "Shapes",
        "ERα ligand-binding domain: PDB 1G50, 1SJ0; coactivator peptide 1GWR; ubiquitin 1UBQ; E3 scaffold 1LDJ; "
        "20S proteasome 1PMA (archaeal); 26S envelope: map of 4CR2 (yeast). Drawn from Cα traces; side chains are "
        "indicated, not modelled.",
    ),
    (
        "Models",
        "Model pose: docked, not experimental (into PDB 7UJF). Ligands’ ways in and out: by search. Helix 12 between its "
        "places: interpolated; 120°, 9.8 Å: an estradiol and an antagonist structure, not elacestrant’s. Mutations: marks "
        "on the unmutated structure. Ubiquitin chain: straightened, joins kept.",
    ),
    (
        "Schematic",
        "Body figure, tablet, vessels, cells; E2, E3’s adaptors, RNA polymerase, RNA, DNA-binding domains; tamoxifen’s "
        "pose; unfolding, threading, inside of the 19S. Aromatase inhibitor: shown by its effect. DNA: canonical B-form. "
        "No source names the E3 ligase.",
    ),
    (
        "Scale",
        "Molecules to one scale; time and numbers are not. Not real time. Scale jumps between pictures; summary panels have "
        "each their own. Larger than life: receptors and elacestrant in cells, elacestrant as specks in blood, estradiol "
        "where it is counted, the unfolded thread and peptides.",
    ),
    (
        "Nuance",
        "Hormone-bound ERα is degraded too. How much degradation adds in ESR1-mutant disease is not settled.",
    ),
    (
        "Rights",
        "Film CC BY 4.0; code MIT; quoted words stay their publisher’s. No medical reviewer has signed this film.",
    ),
)

FIRST_CARD_SHARE, FADE_SHARE = 0.58, 0.04
"""Of the shot's time: the sources stand for more than half, the notice for the rest; how long a card takes to fade."""

LEADING, SECTION_AIR = 1.3, 13.0
"""From line to line in sizes; between sections in design pixels more."""


class Credits(MoaScene):
    """Two cards of text: sources and limits, then the notice."""

    def construct(self) -> None:
        """Show one card after the other."""
        sources, notice = self.sources(), self.notice()
        self.add(sources, notice)
        sources.opacity = notice.opacity = 0.0
        turn, fade = round(self.lead() * FIRST_CARD_SHARE), round(self.lead() * FADE_SHARE)
        self.play_for(fade, Appear(sources))
        self.hold(turn - 2 * fade)
        self.play_for(fade, Vanish(sources))
        self.play_for(fade, Appear(notice))
        self.hold(self.lead() - self.frame)

    def sources(self) -> TextBlock:
        """Where words and shapes are from, and what is not measured."""
        reference = self.direction.storyboard.reference
        words = f"The source document, emended as logged. {FOOTNOTE_SOURCE}"
        if reference:
            words += f" The document’s reference: {reference.text}"
        lines = [Line("Sources and limits", LEFT, 92, HEADING_PIXELS, Weight.BOLD)]
        baseline = 152.0
        for heading, text in (("Words", words), *SECTIONS):
            lines.append(Line(heading, LEFT, baseline, TEXT_PIXELS, Weight.BOLD))
            body = paragraph(
                text, LEFT + COLUMN, baseline, FRAME_WIDTH - 2 * LEFT - COLUMN, TEXT_PIXELS, leading=LEADING
            )
            lines += body
            baseline = body[-1].baseline + TEXT_PIXELS * LEADING + SECTION_AIR
        end = lines[-1].baseline + 0.3 * TEXT_PIXELS
        if end > FOOT:
            raise ValueError(f"the credits run to {end:.0f} of {FOOT:.0f} pixels")
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

"""The credits: where the words and the shapes are from, what is a model, what is not to scale, the source page's notice."""

from __future__ import annotations

from moa_anim.stage.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.stage.lettering import Typeface, Weight
from moa_anim.stage.motion import Appear, Vanish
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.textblock import Line, TextBlock, paragraph

HEADING_PIXELS, STATEMENT_PIXELS, TEXT_PIXELS, NOTICE_PIXELS = 52.0, 42.0, 31.0, 32.0
LEFT, COLUMN, FOOT = float(MARGIN), 186.0, BAND_TOP - 6.0
"""Of the page: its left margin, the column of headings, where it ends: a film with captions may show their band (pixels)."""

STATEMENTS = (
    "Model pose: docked, not experimental.",
    "Molecules to one scale; time and numbers are not.",
    "No source names the E3 ligase. No medical reviewer has signed this film.",
)
"""What everyone is to know, large and few enough to be read while they stand; the rest is for a film that is paused."""

FOOTNOTE_SOURCE = "US indication: US prescribing information of elacestrant."

SECTIONS = (
    (
        "Shapes",
        "ERα ligand-binding domain: PDB 1G50, 1SJ0; coactivator peptide 1GWR; ubiquitin 1UBQ; E3 scaffold 1LDJ; "
        "20S proteasome 1PMA (archaeal); 26S envelope: map of 4CR2 (yeast). Drawn from Cα traces.",
    ),
    (
        "Models",
        "Elacestrant: docked into PDB 7UJF. Ligands’ ways: by search. Helix 12 between its places: interpolated; 120°, 9.8 "
        "Å: an estradiol and an antagonist structure, not elacestrant’s. Mutations: marks on the unmutated structure. "
        "Ubiquitin chain: straightened, joins kept.",
    ),
    (
        "Schematic",
        "Body figure, tablet, vessels, cells; E2, E3’s adaptors, RNA polymerase, RNA, DNA-binding domains; tamoxifen’s "
        "pose; E2’s way to the lysine; cap’s ubiquitin site, unfolding, threading, inside of the 19S; receptors of many "
        "fade, elacestrant stays. Aromatase inhibitor: shown by its effect. DNA: canonical B-form.",
    ),
    (
        "Scale",
        "Jumps between pictures; summary panels have each their own. Larger than life: receptors and elacestrant in cells, "
        "elacestrant as specks in blood, estradiol where it is counted, the unfolded thread and peptides. Numbers of "
        "receptors: an example.",
    ),
    (
        "Nuance",
        "Hormone-bound ERα is degraded too. How much degradation adds in ESR1-mutant disease is not settled.",
    ),
)

RIGHTS = "Film CC BY 4.0; code MIT; quoted words stay their publisher’s."

FIRST_CARD_SHARE, FADE_SHARE = 0.625, 0.03
"""Of the shot's time: the sources stand for more than half, the notice for the rest; how long a card takes to fade."""

LEADING, SECTION_AIR = 1.28, 15.0
"""From line to line in sizes; between sections in design pixels more."""


class _PageScene(MoaScene):
    """The two cards of text: shapes and limits; words and notice. Played, it is one of them."""

    def construct(self) -> None:
        """Show the page, and wait."""
        page = self.page()
        page.opacity = 0.0
        self.add(page)
        self.play_for(max(1, round(self.lead() * FADE_SHARE)), Appear(page))
        self.hold(self.tail())

    def page(self) -> TextBlock:
        """The card that is shown."""
        raise NotImplementedError

    def sources(self) -> TextBlock:
        """Where the shapes are from, and what is not measured."""
        lines = [Line("What is measured, and what is not", LEFT, 92, HEADING_PIXELS, Weight.BOLD)]
        baseline = 166.0
        for statement in STATEMENTS:
            lines.append(Line(statement, LEFT, baseline, STATEMENT_PIXELS))
            baseline += STATEMENT_PIXELS * 1.4
        baseline += 2 * SECTION_AIR
        for heading, text in SECTIONS:
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
        """Where the words are from; the source page's notice as it stands there, and in English, marked as a translation."""
        storyboard, width = self.direction.storyboard, FRAME_WIDTH - 2 * LEFT
        words = f"The source document, emended as logged. {FOOTNOTE_SOURCE}"
        if storyboard.reference:
            words += f" The document’s reference: {storyboard.reference.text}"
        lines = [Line("The words, and the source page’s notice", LEFT, 110, HEADING_PIXELS, Weight.BOLD)]
        lines += paragraph(words, LEFT, 182, width, NOTICE_PIXELS)
        baseline = lines[-1].baseline + 84
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
            baseline = lines[-1].baseline + 80
        if storyboard.notice_translation:
            lines.append(Line("In English (translation)", LEFT, baseline, NOTICE_PIXELS, Weight.BOLD))
            lines += paragraph(storyboard.notice_translation.text, LEFT, baseline + 50, width, NOTICE_PIXELS)
        lines.append(Line(RIGHTS, LEFT, lines[-1].baseline + 80, NOTICE_PIXELS))
        return TextBlock(lines)


class Credits(_PageScene):
    """One card after the other."""

    def construct(self) -> None:
        """Show one card after the other."""
        sources, notice = self.sources(), self.notice()
        self.add(sources, notice)
        sources.opacity = notice.opacity = 0.0
        turn, fade = round(self.lead() * FIRST_CARD_SHARE), max(1, round(self.lead() * FADE_SHARE))
        self.play_for(fade, Appear(sources))
        self.hold(turn - 2 * fade)
        self.play_for(fade, Vanish(sources))
        self.play_for(fade, Appear(notice))
        self.hold(self.lead() - self.frame)


class Sources(_PageScene):
    """Where the shapes are from, by itself."""

    def page(self) -> TextBlock:
        """The first card."""
        return self.sources()


class Notice(_PageScene):
    """Where the words are from, and the source page's notice, by itself."""

    def page(self) -> TextBlock:
        """The second card."""
        return self.notice()

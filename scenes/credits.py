"""The credits: where the words and the shapes are from, what is a model, what is not to scale, the source page's notice.

What they say of the pictures stands in the storyboard, among the shot's labels: `statement-1` … large, `heading-1` and
`section-1` … small, `footnote-1` … with the words. Another film shows other things.
"""

from __future__ import annotations

import re

from moa_anim.errors import Fault, ProductionError
from moa_anim.graphics.fonts import Typeface, Weight
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.stage.motion import Appear, Vanish
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock, paragraph

HEADING_PIXELS, STATEMENT_PIXELS, TEXT_PIXELS, NOTICE_PIXELS = 52.0, 42.0, 31.0, 32.0
LEFT, COLUMN, FOOT = float(MARGIN), 186.0, BAND_TOP - 6.0
"""Of the page: its left margin, the column of headings, where it ends: a film with captions may show their band (pixels)."""

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

    def word(self, name: str, **values: object) -> str:
        """Interface words that appear on screen, in the film's language."""
        return self.context.storyboard.interface.word("film", name, **values)

    def told(self, what: str) -> list[str]:
        """The words of the labels `what`-1, `what`-2, … in that order."""
        return [self.label(f"{what}-{number}") for number in self.numbers(what)]

    def numbers(self, what: str) -> list[int]:
        """The numbers of the shot's labels `what`-1, `what`-2, …: what the credits of this film say, and of no other."""
        numbered = re.compile(rf"{what}-(0|[1-9][0-9]{{0,3}})")
        labels = self.context.shot.shot.labels
        return sorted(int(found[1]) for name in labels if (found := numbered.fullmatch(name)))

    def fitting(self, lines: list[Line]) -> TextBlock:
        """The card of these lines. Raises ProductionError when they run over its foot."""
        end = lines[-1].baseline + 0.3 * lines[-1].pixels
        if end > FOOT:
            where = f"shot '{self.context.shot.shot.id}'"
            found = f"the credits run to {end:.0f} pixels from the top"
            remedy = "write fewer words into its labels; reference and notice count, too"
            raise ProductionError(Fault(where, found, f"{FOOT:.0f} at most", remedy))
        return TextBlock(lines)

    def sources(self) -> TextBlock:
        """Where the shapes are from, and what is not measured."""
        lines = [Line(self.word("measured"), LEFT, 92, HEADING_PIXELS, Weight.BOLD)]
        baseline = 166.0
        for statement in self.told("statement") or [self.word("unsigned")]:
            lines.append(Line(statement, LEFT, baseline, STATEMENT_PIXELS))
            baseline += STATEMENT_PIXELS * 1.4
        baseline += 2 * SECTION_AIR
        for number in self.numbers("section"):
            lines.append(Line(self.label(f"heading-{number}"), LEFT, baseline, TEXT_PIXELS, Weight.BOLD))
            body = paragraph(
                self.label(f"section-{number}"),
                LEFT + COLUMN,
                baseline,
                FRAME_WIDTH - 2 * LEFT - COLUMN,
                TEXT_PIXELS,
                leading=LEADING,
            )
            lines += body
            baseline = body[-1].baseline + TEXT_PIXELS * LEADING + SECTION_AIR
        return self.fitting(lines)

    def notice(self) -> TextBlock:
        """Where the words are from; the source page's notice as it stands there, and in English, marked as a translation."""
        storyboard, width = self.context.storyboard, FRAME_WIDTH - 2 * LEFT
        sentences = [self.word("emended" if storyboard.emendations else "verbatim"), *self.told("footnote")]
        if storyboard.translation:
            reviewer = storyboard.translation.reviewer
            sentences.insert(
                1, self.word("reviewed", reviewer=reviewer) if reviewer else self.word("unreviewed")
            )
        if storyboard.reference:
            sentences.append(self.word("reference", reference=storyboard.reference.text))
        words = storyboard.interface.captions.joint.join(sentences)
        heading = self.word("words_and_notice" if storyboard.notice else "words")
        lines = [Line(heading, LEFT, 110, HEADING_PIXELS, Weight.BOLD)]
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
            lines.append(Line(self.word("notice_translation"), LEFT, baseline, NOTICE_PIXELS, Weight.BOLD))
            lines += paragraph(storyboard.notice_translation.text, LEFT, baseline + 50, width, NOTICE_PIXELS)
        lines.append(Line(self.word("rights"), LEFT, lines[-1].baseline + 80, NOTICE_PIXELS))
        return self.fitting(lines)


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

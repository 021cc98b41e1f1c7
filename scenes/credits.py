"""The credits: sources of the words and of the shapes, what is a model, what is not to scale, the source page's notice.

Their text is in the storyboard, as labels of the shot: `statement-1` … in large letters, `heading-1` and `section-1` … in
small letters, `footnote-1` … with the sources of the words.
"""

from __future__ import annotations

import re

from moa_anim.errors import Fault, ProductionError
from moa_anim.graphics.fonts import Typeface, Weight
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.stage.motion import Appear, Vanish
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock, paragraph

HEADING_PIXELS = 52.0
STATEMENT_PIXELS = 42.0
TEXT_PIXELS = 31.0
NOTICE_PIXELS = 32.0
"""Letter sizes of headings, statements, sections and notice (design pixels)."""

LEFT_PIXELS = float(MARGIN)
"""Left edge of the text (design pixels)."""

HEADING_COLUMN_PIXELS = 186.0
"""Width of the column of section headings (design pixels)."""

FOOT_PIXELS = BAND_TOP - 6.0
"""Lowest end of the text (design pixels), above the caption band, which may be shown."""

FIRST_CARD_SHARE = 0.625
"""Share of the shot's time for the card of sources, which is longer than the card of the notice."""

FADE_SHARE = 0.03
"""Share of the shot's time in which a card fades in or out."""

LINE_SPACING = 1.28
"""From line to line of a section, in letter sizes."""

SECTION_GAP_PIXELS = 15.0
"""Added between sections (design pixels)."""


class _PageScene(MoaScene):
    """Lays out the two cards, `sources` and `notice`; a subclass shows the one that its `page` returns."""

    def construct(self) -> None:
        """Fade the card in, then hold."""
        page = self.page()
        page.opacity = 0.0
        self.add(page)
        self.play_for(max(1, round(self.lead() * FADE_SHARE)), Appear(page))
        self.hold(self.tail())

    def page(self) -> TextBlock:
        """Return the card that is shown."""
        raise NotImplementedError

    def word(self, name: str, **values: object) -> str:
        """Return interface text for the screen, in the film's language."""
        return self.context.storyboard.interface.word("film", name, **values)

    def numbered_labels(self, what: str) -> list[str]:
        """Return the texts of the labels `what`-1, `what`-2, … in that order."""
        return [self.label(f"{what}-{number}") for number in self.label_numbers(what)]

    def label_numbers(self, what: str) -> list[int]:
        """Return the numbers of those labels `what`-1, `what`-2, … that this shot has, in order."""
        numbered = re.compile(rf"{what}-(0|[1-9][0-9]{{0,3}})")
        labels = self.context.shot.shot.labels
        return sorted(int(found[1]) for name in labels if (found := numbered.fullmatch(name)))

    def checked_card(self, lines: list[Line]) -> TextBlock:
        """Return a card of `lines`.

        Raises:
            ProductionError: The lines end below FOOT_PIXELS.
        """
        end = lines[-1].baseline + 0.3 * lines[-1].pixels
        if end > FOOT_PIXELS:
            where = f"shot '{self.context.shot.shot.id}'"
            found = f"the credits run to {end:.0f} pixels from the top"
            remedy = "write fewer words into its labels; reference and notice count, too"
            raise ProductionError(Fault(where, found, f"{FOOT_PIXELS:.0f} at most", remedy))
        return TextBlock(lines)

    def sources(self) -> TextBlock:
        """Return the card that says where the shapes are from and what is not measured."""
        lines = [Line(self.word("measured"), LEFT_PIXELS, 92, HEADING_PIXELS, Weight.BOLD)]
        baseline = 166.0
        for statement in self.numbered_labels("statement") or [self.word("unsigned")]:
            lines.append(Line(statement, LEFT_PIXELS, baseline, STATEMENT_PIXELS))
            baseline += STATEMENT_PIXELS * 1.4
        baseline += 2 * SECTION_GAP_PIXELS
        for number in self.label_numbers("section"):
            lines.append(
                Line(self.label(f"heading-{number}"), LEFT_PIXELS, baseline, TEXT_PIXELS, Weight.BOLD)
            )
            body = paragraph(
                self.label(f"section-{number}"),
                LEFT_PIXELS + HEADING_COLUMN_PIXELS,
                baseline,
                FRAME_WIDTH - 2 * LEFT_PIXELS - HEADING_COLUMN_PIXELS,
                TEXT_PIXELS,
                leading=LINE_SPACING,
            )
            lines += body
            baseline = body[-1].baseline + TEXT_PIXELS * LINE_SPACING + SECTION_GAP_PIXELS
        return self.checked_card(lines)

    def notice(self) -> TextBlock:
        """Return the card with the source of the words and the source page's notice.

        The notice is shown in its own language and, where there is one, in a translation that is marked as such.
        """
        storyboard, width = self.context.storyboard, FRAME_WIDTH - 2 * LEFT_PIXELS
        sentences = [
            self.word("emended" if storyboard.emendations else "verbatim"),
            *self.numbered_labels("footnote"),
        ]
        if storyboard.translation:
            reviewer = storyboard.translation.reviewer
            sentences.insert(
                1, self.word("reviewed", reviewer=reviewer) if reviewer else self.word("unreviewed")
            )
        if storyboard.reference:
            sentences.append(self.word("reference", reference=storyboard.reference.text))
        words = storyboard.interface.captions.joint.join(sentences)
        heading = self.word("words_and_notice" if storyboard.notice else "words")
        lines = [Line(heading, LEFT_PIXELS, 110, HEADING_PIXELS, Weight.BOLD)]
        lines += paragraph(words, LEFT_PIXELS, 182, width, NOTICE_PIXELS)
        baseline = lines[-1].baseline + 84
        if storyboard.notice:
            lines += paragraph(
                storyboard.notice.text,
                LEFT_PIXELS,
                baseline,
                width,
                NOTICE_PIXELS,
                leading=1.5,
                typeface=Typeface.NOTO_CJK,
            )
            baseline = lines[-1].baseline + 80
        if storyboard.notice_translation:
            lines.append(
                Line(self.word("notice_translation"), LEFT_PIXELS, baseline, NOTICE_PIXELS, Weight.BOLD)
            )
            lines += paragraph(
                storyboard.notice_translation.text, LEFT_PIXELS, baseline + 50, width, NOTICE_PIXELS
            )
        lines.append(Line(self.word("rights"), LEFT_PIXELS, lines[-1].baseline + 80, NOTICE_PIXELS))
        return self.checked_card(lines)


class Credits(_PageScene):
    """Both cards, one after the other."""

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
    """Only the card of sources."""

    def page(self) -> TextBlock:
        """Return the card of sources."""
        return self.sources()


class Notice(_PageScene):
    """Only the card of the notice."""

    def page(self) -> TextBlock:
        """Return the card of the notice."""
        return self.notice()

"""Places titles, text, pictures and films on one slide, in points."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moa_anim.bundle.extras import require
from moa_anim.bundle.film_colours import office_colour
from moa_anim.bundle.slides.media import describe, mark_decorative
from moa_anim.bundle.slides.template import BLUE, RULE, WIDTH
from moa_anim.model.direction import Direction, direction_of
from moa_anim.model.palette import Role

# The progress rail at the top of a slide, and the margin at both sides, in points.
RAIL_TOP = 16.0
RAIL_HEIGHT = 4.0
RAIL_GAP = 4.0
MARGIN = 36.0


@dataclass(frozen=True)
class TextFrame:
    """A rectangle on the slide, in points from the slide's upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same in English Metric Units, 12700 to a point."""
        return tuple(round(each * 12700) for each in (self.left, self.top, self.width, self.height))  # type: ignore[return-value]  # four in, four out


@dataclass(frozen=True)
class Page:
    """A slide whose words are in `language`, a tag."""

    slide: Any
    language: str

    def title(self, words: str, step: int = 0) -> None:
        """Set the slide's title, with a beat's number before it as in the film."""
        paragraph = self.slide.shapes.title.text_frame.paragraphs[0]
        if step:
            self._run(paragraph, f"{step}  ", None, BLUE)
        self._run(paragraph, words, None, office_colour(Role.INK))

    def move_title(self, box: TextFrame, size_pt: float) -> None:
        """Place the title elsewhere than the layout does, in another size."""
        holder = self.slide.shapes.title
        holder.left, holder.top, holder.width, holder.height = box.emu
        for run in holder.text_frame.paragraphs[0].runs:
            run.font.size = require("pptx.util").Pt(size_pt)

    def rail(self, steps: int, step: int) -> None:
        """Draw the film's progress rail: one piece for each beat, filled up to and including `step`."""
        width = (WIDTH - 2 * MARGIN - (steps - 1) * RAIL_GAP) / max(1, steps)
        for number in range(1, steps + 1):
            left = MARGIN + (number - 1) * (width + RAIL_GAP)
            colour = BLUE if number <= step else RULE
            self._block(TextFrame(left, RAIL_TOP, width, RAIL_HEIGHT), colour, f"Progress {number}")

    def rule(self, box: TextFrame) -> None:
        """Draw a vertical line beside the words."""
        self._block(box, BLUE, "Rule")

    def text(
        self,
        paragraphs: Sequence[str],
        box: TextFrame,
        size_pt: float,
        colour: str,
        languages: Sequence[str] = (),
        name: str = "Words",
    ) -> None:
        """Set paragraphs into a box without inner margins; each may have a language of its own."""
        shape = self.slide.shapes.add_textbox(*box.emu)
        shape.name = name
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, words in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.space_after = require("pptx.util").Pt(size_pt / 2)
            self._run(paragraph, words, size_pt, colour, languages[number] if languages else self.language)

    def picture(self, data: bytes, box: TextFrame, name: str, alternative: str) -> None:
        """Place a picture with its alt text."""
        describe(self.slide.shapes.add_picture(io.BytesIO(data), *box.emu), name, alternative)

    def movie(self, film: Path, poster: bytes, box: TextFrame) -> Any:
        """Place an MP4 that plays on click, and return its shape."""
        return self.slide.shapes.add_movie(
            str(film), *box.emu, poster_frame_image=io.BytesIO(poster), mime_type="video/mp4"
        )

    def notes(self, head: str, paragraphs: Sequence[str]) -> None:
        """Write the speaker notes."""
        frame = self.slide.notes_slide.notes_text_frame
        for number, words in enumerate((head, *paragraphs)):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._run(paragraph, words, None, None)
            paragraph.runs[0].font.bold = True if number == 0 else None

    def _run(
        self, paragraph: Any, words: str, size_pt: float | None, colour: str | None, language: str = ""
    ) -> None:
        if direction_of(words) is Direction.RIGHT_TO_LEFT:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
            paragraph.alignment = require("pptx.enum.text").PP_ALIGN.RIGHT
        run = paragraph.add_run()
        run.text = words
        run._r.get_or_add_rPr().set("lang", language or self.language)
        if size_pt is not None:
            run.font.size = require("pptx.util").Pt(size_pt)
        if colour is not None:
            run.font.color.rgb = require("pptx.dml.color").RGBColor.from_string(colour)

    def _block(self, box: TextFrame, colour: str, name: str) -> None:
        rectangle = require("pptx.enum.shapes").MSO_SHAPE.RECTANGLE
        shape = self.slide.shapes.add_shape(rectangle, *box.emu)
        shape.fill.solid()
        shape.fill.fore_color.rgb = require("pptx.dml.color").RGBColor.from_string(colour)
        shape.line.fill.background()
        style = shape._element.find("{*}style")  # from the theme; it would give the block a shadow
        shape._element.remove(style)
        mark_decorative(shape, name)

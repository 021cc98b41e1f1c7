"""The credits: first what everyone is to know, large; then, on one page, the entries of what is shown, words and notice.

Their text is in the storyboard, as labels of the shot: `statement-1` … in large letters, `heading-1` and `section-1` … in
small letters, `footnote-1` … with the sources of the words. The first section names the entries of the structures, and is
shown; the others, which nobody could read in the time that a film has, are in the handout and on the page with all the rest,
and the film says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from moa_anim.errors import Fault, ProductionError
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.model.credits import Credits as Written
from moa_anim.model.credits import numbered, sections
from moa_anim.model.typefaces import Typeface
from moa_anim.molecule.film_credits import film_credits
from moa_anim.sets.quiet_nucleus import QuietNucleus
from moa_anim.stage.motion import Appear, Motion, Riding, Vanish, Within, change, hide, show
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock, aligned, paragraph

HEADING_PIXELS = 52.0
KEY_PIXELS = 60.0
TEXT_PIXELS = 31.0
LEAST_TEXT_PIXELS = 28.0
ENTRIES_PIXELS = 42.0
POINTER_PIXELS = 38.0
"""Letter sizes of headings, key lines, small print (at most, at least), entries on a page of their own, and the pointer to
the rest (design pixels)."""

KEY_BASELINE_PIXELS = 250.0
KEY_GAP_PIXELS = 40.0
"""First baseline of the key lines, and the gap between two of them (design pixels)."""

KEY_WIDTH_PIXELS = 960.0
KEY_WIDTH_STEP_PIXELS = 20.0
"""Largest width of the key lines (design pixels), which ends before the receptor, and its steps."""

CROWD_OPACITY = 0.6
"""Opacity of the crowd behind the key lines; the receptor beside them keeps its colours."""

PAUSED_CROWD_OPACITY = 0.2
"""Opacity of the crowd behind small letters, which are read on an even ground."""

MAKING_ROOM_SECONDS = 0.8
"""In so long the crowd becomes fainter behind the key lines."""

QUIET_SECONDS = 0.5
"""The picture with which the story ends stands so long before the key lines come."""

POINTER_BASELINE_PIXELS = 850.0
"""Baseline of the line that points to the rest (design pixels)."""

KEY_FOOT_PIXELS = POINTER_BASELINE_PIXELS - 1.2 * POINTER_PIXELS
"""Lowest end of the key lines (design pixels), above the pointer."""

LEAST_KEY_PIXELS = 50.0
"""Least letter size of the key lines (design pixels), for a language whose words are longer."""

LEFT_PIXELS = float(MARGIN)
"""Left edge of the text (design pixels)."""

FULL_WIDTH_PIXELS = FRAME_WIDTH - 2 * LEFT_PIXELS
"""Width of the text of a page without a picture (design pixels)."""

HEADING_GAP_LETTERS = 0.6
"""Least gap between a heading and its section (letter sizes)."""

SECTIONS_BASELINE_PIXELS = 168.0
"""First baseline of the small print (design pixels)."""

FOOT_PIXELS = BAND_TOP - 6.0
"""Lowest end of the text (design pixels), above the caption band, which may be shown."""

PAGE_SECONDS = 4.0
"""Time of the page in small letters, before the shot's tail; the key lines have the rest."""

FADE_SECONDS = 0.25
"""Time in which a page fades in or out."""

LINE_SPACING = 1.28
"""From line to line of a section, in letter sizes."""

PARAGRAPH_PIXELS = 54.0
"""From the last line of a paragraph of small print to the first of the next (design pixels)."""


class Ground:
    """The picture behind the pages: the quiet nucleus with which the film's story ends, which goes on slowly to the end.

    With `joins` the shot begins with it in full colour; without, it fades in.
    """

    def __init__(self, scene: MoaScene, *, joins: bool) -> None:
        self.joins = joins
        self._scene, self._quiet = scene, QuietNucleus(scene, joins_at=0.0)
        scene.add(self._quiet.floor, *self._quiet.outlines, self._quiet.view)
        self._quiet.floor.opacity = 1.0
        if not joins:
            for each in (self._quiet.crowd, *self._stand()):
                each.opacity = 0.0

    def makes_room(self, frames: int) -> list[Motion]:
        """Return the motions over the first page's `frames`: the crowd becomes fainter behind the key lines."""
        quiet = self._quiet
        share = min(1.0, MAKING_ROOM_SECONDS * float(self._scene.rate.fps) / frames)
        return [
            show(self._stand(), 0.0, share),
            change(quiet.crowd, "opacity", CROWD_OPACITY, 0.0, share),
        ]

    def recedes(self) -> list[Motion]:
        """Return the motions in which it becomes faint, behind pages in small letters, while the key lines vanish."""
        return [
            hide(self._stand(), 0.0, 1.0),
            change(self._quiet.crowd, "opacity", PAUSED_CROWD_OPACITY, 0.0, 1.0),
        ]

    def vanishes(self) -> list[Motion]:
        """Return the motions in which it vanishes with the last page."""
        return [Vanish(self._quiet.crowd)]

    def _stand(self) -> list[Painted]:
        """Return what stands before the crowd: receptor or empty outline, and estradiol."""
        return [*self._quiet.outlines, self._quiet.view]

    def comes_nearer(self, seconds: float) -> None:
        """Set the camera as it is `seconds` after the join."""
        self._quiet.look_after(seconds)


class _PageScene(MoaScene):
    """Lays out the pages: key lines, sections, notice. A subclass says which of them it shows, and for how long."""

    ground: Ground | None = None

    def construct(self) -> None:
        """Show one page after the other over the lead, then fade the last one out over the tail."""
        self.ground = self.behind_the_pages()
        pages = self.pages()
        fps = float(self.rate.fps)
        fade = max(1, round(FADE_SECONDS * fps))
        if self.ground and self.ground.joins:
            self.play_for(round(QUIET_SECONDS * fps), *self.camera_goes_on())
        # In a shot that is too short for that the pages have equal times.
        each = min(round(PAGE_SECONDS * fps), (self.lead() - self.frame) // len(pages))
        fade = max(1, min(fade, each // 2))
        for number, page in enumerate(pages):
            page.opacity = 0.0
            self.add(page)
            last = number + 1 == len(pages)
            until = self.lead() - (len(pages) - number - 1) * each
            frames = until - self.frame - (0 if last else fade)
            first = self.ground.makes_room(frames) if self.ground and number == 0 else []
            self.play_for(
                frames, Within(0.0, min(1.0, fade / frames), Appear(page)), *first, *self.camera_goes_on()
            )
            if not last:
                recedes = self.ground.recedes() if self.ground and number == 0 else []
                self.play_for(fade, Vanish(page), *recedes, *self.camera_goes_on())
        if self.tail():
            gone = self.ground.vanishes() if self.ground else []
            self.play_for(self.tail(), Vanish(pages[-1]), *gone, *self.camera_goes_on())

    def camera_goes_on(self) -> list[Motion]:
        """Return the camera's slow way over the picture behind the pages, which goes on from play to play."""
        ground = self.ground
        if ground is None:
            return []
        return [Riding(lambda: ground.comes_nearer(self.seconds))]

    def behind_the_pages(self) -> Ground | None:
        """Put the picture behind the pages on stage and return it, if there is one."""
        return None

    def pages(self) -> list[TextBlock]:
        """Return the pages in order; each but the first has PAGE_SECONDS, and the last ends with the lead."""
        raise NotImplementedError

    def word(self, name: str, **values: object) -> str:
        """Return interface text for the screen, in the film's language."""
        return self.context.storyboard.interface.word("film", name, **values)

    @cached_property
    def credits(self) -> Written:
        """What the shot's labels say, or, if they have no sections, what is assembled from what the film draws."""
        labels = self.own_labels
        own = Written(tuple(numbered(labels, "statement")), tuple(sections(labels)))
        return own if own.sections else film_credits(self.context.storyboard)

    @property
    def own_labels(self) -> Mapping[str, str]:
        """The shot's labels, each asked for, so that one that is missing is reported."""
        return {name: self.label(name) for name in self.context.shot.shot.labels}

    def checked_card(self, lines: list[Line], width: float = FULL_WIDTH_PIXELS) -> TextBlock:
        """Return a card of `lines` in a column `width` design pixels wide.

        Raises:
            ProductionError: The lines end below FOOT_PIXELS.
        """
        end = lowest(lines)
        if end > FOOT_PIXELS:
            where = f"shot '{self.context.shot.shot.id}'"
            found = f"the credits run to {end:.0f} pixels from the top"
            remedy = "write fewer words into its labels; reference and notice count, too"
            raise ProductionError(Fault(where, found, f"{FOOT_PIXELS:.0f} at most", remedy))
        return TextBlock(aligned(lines, LEFT_PIXELS, width))

    def key_lines(self) -> TextBlock:
        """Return the page of what everyone is to know, in letters that are read from the back row."""
        pixels = KEY_PIXELS
        while pixels > LEAST_KEY_PIXELS and lowest(self.statement_lines(pixels)) > KEY_FOOT_PIXELS:
            pixels -= 2.0
        heading = Line(self.word("measured"), LEFT_PIXELS, 124, HEADING_PIXELS, Weight.BOLD)
        lines = [heading, *self.statement_lines(pixels)]
        lines.append(Line(self.word("in_handout"), LEFT_PIXELS, POINTER_BASELINE_PIXELS, POINTER_PIXELS))
        return self.checked_card(lines, KEY_WIDTH_PIXELS)

    def statement_lines(self, pixels: float) -> list[Line]:
        """Return the lines of the statements, in letters of `pixels` design pixels."""
        baseline, lines = KEY_BASELINE_PIXELS, list[Line]()
        for statement in self.credits.statements or [self.word("unsigned")]:
            width = even_width(statement, pixels)
            lines += paragraph(statement, LEFT_PIXELS, baseline, width, pixels, leading=LINE_SPACING)
            baseline = lines[-1].baseline + pixels + KEY_GAP_PIXELS
        return lines

    def entries(self) -> TextBlock:
        """Return the page that names the entries of the structures shown."""
        heading, text = next(iter(self.credits.sections), ("", ""))
        lines = [Line(heading, LEFT_PIXELS, 124, HEADING_PIXELS, Weight.BOLD)]
        for words in (text, self.word("in_full")):
            below = lines[-1].baseline + 2 * ENTRIES_PIXELS
            lines += paragraph(words, LEFT_PIXELS, below, FULL_WIDTH_PIXELS, ENTRIES_PIXELS)
        return self.checked_card(lines)

    def small_print(self) -> TextBlock:
        """Return the page with the entries of what is shown, the source of the words and the source page's notice."""
        title = self.word("shown_and_said" if self.context.storyboard.notice else "shown_and_quoted")
        heading = Line(title, LEFT_PIXELS, 100, HEADING_PIXELS, Weight.BOLD)
        pixels = TEXT_PIXELS
        while pixels > LEAST_TEXT_PIXELS and lowest(self.small_lines(pixels)) > FOOT_PIXELS:
            pixels -= 1.0
        return self.checked_card([heading, *self.small_lines(pixels)])

    def small_lines(self, pixels: float) -> list[Line]:
        """Return the lines of that page in letters of `pixels` design pixels."""
        lines = self.entry_lines(pixels)
        lines += self.notice_lines(lines[-1].baseline + PARAGRAPH_PIXELS, pixels)
        below = lines[-1].baseline + LINE_SPACING * pixels
        return [*lines, *paragraph(self.word("in_full"), LEFT_PIXELS, below, FULL_WIDTH_PIXELS, pixels)]

    def entry_lines(self, pixels: float) -> list[Line]:
        """Return the lines of the first section, in letters of `pixels` design pixels."""
        baseline, lines = SECTIONS_BASELINE_PIXELS, list[Line]()
        for heading, text in self.credits.sections[:1]:
            column = width_of(heading, pixels, Weight.BOLD) + HEADING_GAP_LETTERS * pixels
            lines.append(Line(heading, LEFT_PIXELS, baseline, pixels, Weight.BOLD))
            left, width = LEFT_PIXELS + column, FULL_WIDTH_PIXELS - column
            lines += paragraph(text, left, baseline, width, pixels, leading=LINE_SPACING)
        return lines or [Line("", LEFT_PIXELS, baseline, pixels)]

    def notice(self) -> TextBlock:
        """Return the card with the source of the words and the source page's notice."""
        heading = self.word("words_and_notice" if self.context.storyboard.notice else "words")
        lines = [Line(heading, LEFT_PIXELS, 110, HEADING_PIXELS, Weight.BOLD)]
        return self.checked_card([*lines, *self.notice_lines(182.0, TEXT_PIXELS)])

    def notice_lines(self, baseline: float, pixels: float) -> list[Line]:
        """Return, from `baseline` on, the source of the words, the source page's notice and the rights, `pixels` large.

        The notice is shown in its own language and, where there is one, in a translation that is marked as such.
        """
        storyboard, width = self.context.storyboard, FULL_WIDTH_PIXELS
        sentences = [
            self.word("emended" if storyboard.emendations else "verbatim"),
            *numbered(self.own_labels, "footnote"),
        ]
        if storyboard.translation:
            reviewer = storyboard.translation.reviewer
            sentences.insert(
                1, self.word("reviewed", reviewer=reviewer) if reviewer else self.word("unreviewed")
            )
        if storyboard.reference:
            sentences.append(self.word("reference", reference=storyboard.reference.text))
        words = storyboard.interface.captions.joint.join(sentences)
        lines = paragraph(words, LEFT_PIXELS, baseline, width, pixels, leading=LINE_SPACING)
        if storyboard.notice:
            lines += paragraph(
                storyboard.notice.text,
                LEFT_PIXELS,
                lines[-1].baseline + PARAGRAPH_PIXELS,
                width,
                pixels,
                leading=LINE_SPACING,
                typeface=Typeface.NOTO_CJK,
            )
        if storyboard.notice_translation:
            below = lines[-1].baseline + PARAGRAPH_PIXELS
            lines.append(Line(self.word("notice_translation"), LEFT_PIXELS, below, pixels, Weight.BOLD))
            lines += paragraph(
                storyboard.notice_translation.text,
                LEFT_PIXELS,
                below + LINE_SPACING * pixels,
                width,
                pixels,
                leading=LINE_SPACING,
            )
        below = lines[-1].baseline + PARAGRAPH_PIXELS
        return [*lines, Line(self.word("rights"), LEFT_PIXELS, below, pixels)]


def even_width(statement: str, pixels: float) -> float:
    """Return the least width (design pixels) in which a key line has no more lines than in KEY_WIDTH_PIXELS."""
    width = KEY_WIDTH_PIXELS
    count = len(paragraph(statement, 0.0, 0.0, width, pixels))
    while len(paragraph(statement, 0.0, 0.0, width - KEY_WIDTH_STEP_PIXELS, pixels)) == count:
        width -= KEY_WIDTH_STEP_PIXELS
    return width


def lowest(lines: Sequence[Line]) -> float:
    """Return where lines end (design pixels); 0 for none."""
    return lines[-1].baseline + 0.3 * lines[-1].pixels if lines else 0.0


class Credits(_PageScene):
    """The key lines, then one page with entries, words and notice."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug"],
        "lead_seconds": 12.3,
        "tail_seconds": 0.6,
        "seed": 2,
    }

    def behind_the_pages(self) -> Ground:
        """The story's last picture."""
        return Ground(self, joins=True)

    def pages(self) -> list[TextBlock]:
        """Return the key lines, which stand longest, and the page in small letters."""
        return [self.key_lines(), self.small_print()]


class Sources(_PageScene):
    """The key lines and the entries: a page with the notice stands elsewhere in the film."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug"],
        "lead_seconds": 10.3,
        "tail_seconds": 0.6,
        "seed": 2,
    }

    def behind_the_pages(self) -> Ground:
        """The same picture, which fades in: a card stood before it."""
        return Ground(self, joins=False)

    def pages(self) -> list[TextBlock]:
        """Return the key lines, which stand longer, and the entries."""
        return [self.key_lines(), self.entries()]


class Notice(_PageScene):
    """Only the page of the notice."""

    def pages(self) -> list[TextBlock]:
        """Return the page of the notice."""
        return [self.notice()]

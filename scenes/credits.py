"""The credits: first what everyone is to know, large, with the entries of what is shown; then pages of words and notice.

Their text is in the storyboard, as labels of the shot: `statement-1` … in large letters, `drawn-1` … below them in smaller
ones, `heading-1` and `section-1` …, `footnote-1` … with the sources of the words. The first section names the entries of the
structures: the film shows these by their identifiers. The sections, which nobody could read in the time that a film has, are
in the handout and on the page with all the rest, and the film says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from moa_anim.errors import Fault, ProductionError
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARGIN
from moa_anim.model.credits import Credits as Written
from moa_anim.model.credits import follow_the_summary, numbered, sections
from moa_anim.model.typefaces import Typeface
from moa_anim.molecule.film_credits import film_credits
from moa_anim.sets.quiet_nucleus import QuietNucleus
from moa_anim.stage.motion import Appear, Motion, Riding, Vanish, Within, change
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock, aligned, paragraph

HEADING_PIXELS = 52.0
KEY_PIXELS = 60.0
LEAST_KEY_PIXELS = 50.0
DRAWN_PIXELS = 42.0
LEAST_DRAWN_PIXELS = 34.0
TEXT_PIXELS = 54.0
LEAST_TEXT_PIXELS = 31.0
POINTER_PIXELS = 38.0
"""Letter sizes of headings, of key lines, of what is below them and of pages of words and notice (at most; at least, for a
language whose words are longer), and of the pointer to the rest (design pixels)."""

HEADING_BASELINE_PIXELS = 124.0
KEY_BASELINE_PIXELS = 226.0
"""First baselines of the heading and of the key lines (design pixels)."""

KEY_GAP_LETTERS = 0.5
"""Gap between two key lines, and between paragraphs below them (letter sizes)."""

CROWD_OPACITY = 0.2
"""Opacity of the crowd behind the pages: letters are read on an even ground."""

CLEARS_SECONDS = 0.3
"""The crowd with which the story ends becomes so faint in so long, while the first page comes."""

POINTER_BASELINE_PIXELS = 862.0
"""Baseline of the line that points to the rest (design pixels)."""

KEY_FOOT_PIXELS = POINTER_BASELINE_PIXELS - 1.2 * POINTER_PIXELS
"""Lowest end of what is above it (design pixels)."""

LEFT_PIXELS = float(MARGIN)
"""Left edge of the text (design pixels)."""

FULL_WIDTH_PIXELS = FRAME_WIDTH - 2 * LEFT_PIXELS
"""Width of the text (design pixels)."""

NOTICE_HEADING_PIXELS = 100.0
NOTICE_BASELINE_PIXELS = 186.0
"""First baselines of the heading and of the text of a page of words and notice (design pixels)."""

FOOT_PIXELS = BAND_TOP - 6.0
"""Lowest end of the text (design pixels), above the caption band, which may be shown."""

KEY_SHARE = 0.42
"""Share of the lead that the key lines have; the pages after them have equal parts of the rest."""

FADE_SECONDS = 0.25
"""Time in which a page fades in or out."""

LINE_SPACING = 1.28
"""From line to line of a paragraph, in letter sizes."""

PARAGRAPH_LETTERS = 1.6
"""From the last line of a paragraph of small print to the first of the next (letter sizes)."""

ENTRY = re.compile(r"(?<![A-Za-z0-9])[1-9][A-Z0-9]{3}(?![A-Za-z0-9])")
"""An identifier of the Protein Data Bank: a digit, then three letters or digits, not all digits; Chinese has no blanks."""


@dataclass(frozen=True)
class Part:
    """A paragraph of a page."""

    words: str
    typeface: Typeface = Typeface.INTER


class Ground:
    """The picture behind the pages: the quiet nucleus with which the film's story ends, of which the crowd remains, faint.

    With `joins` the shot begins with it as it is there; without, its crowd fades in.
    """

    def __init__(self, scene: MoaScene, *, joins: bool) -> None:
        self._quiet = QuietNucleus(scene, joins_at=0.0)
        self._quiet.floor.opacity = 1.0
        self._quiet.crowd.opacity = 1.0 if joins else 0.0
        scene.add(self._quiet.floor)

    def clears(self, share: float) -> Motion:
        """Return the motion in which the crowd becomes as faint as it stays, in the first `share` of a play."""
        return change(self._quiet.crowd, "opacity", CROWD_OPACITY, 0.0, share)

    def vanishes(self) -> list[Motion]:
        """Return the motions in which it vanishes with the last page."""
        return [Vanish(self._quiet.crowd)]

    def comes_nearer(self, seconds: float) -> None:
        """Set the camera as it is `seconds` after the join."""
        self._quiet.look_after(seconds)


class _PageScene(MoaScene):
    """Lays out the pages: key lines, words and notice. A subclass says which of them it shows, and for how long."""

    ground: Ground | None = None
    first_share: float | None = None
    """Share of the lead that the first page has; without it, all have equal times."""

    def construct(self) -> None:
        """Show one page after the other over the lead, then fade the last one out over the tail."""
        self.ground = self.behind_the_pages()
        pages = self.pages()
        fps = float(self.rate.fps)
        for number, (page, frames) in enumerate(zip(pages, self.times(len(pages)), strict=True)):
            page.opacity = 0.0
            self.add(page)
            last = number + 1 == len(pages)
            fade = max(1, min(round(FADE_SECONDS * fps), frames // 2))
            stands = frames - (0 if last else fade)
            clears = []
            if self.ground and number == 0:
                clears = [self.ground.clears(min(1.0, CLEARS_SECONDS * fps / stands))]
            come = Within(0.0, min(1.0, fade / stands), Appear(page))
            self.play_for(stands, come, *clears, *self.camera_goes_on())
            if not last:
                self.play_for(fade, Vanish(page), *self.camera_goes_on())
        if self.tail():
            gone = self.ground.vanishes() if self.ground else []
            self.play_for(self.tail(), Vanish(pages[-1]), *gone, *self.camera_goes_on())

    def times(self, number: int) -> list[int]:
        """Return how many frames of the lead each of so many pages has: the first its share, the others equal parts."""
        first = self.lead() if number == 1 else round((self.first_share or 1.0 / number) * self.lead())
        ends = [first + round(n * (self.lead() - first) / max(1, number - 1)) for n in range(number)]
        return [end - begin for begin, end in zip([0, *ends], ends, strict=False)]

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
        """Return the pages in order; the last ends with the lead."""
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

    def checked_card(self, lines: list[Line]) -> TextBlock:
        """Return a card of `lines`.

        Raises:
            ProductionError: The lines end below FOOT_PIXELS.
        """
        end = lowest(lines)
        if end > FOOT_PIXELS:
            where = f"shot '{self.context.shot.shot.id}'"
            found = f"the credits run to {end:.0f} pixels from the top"
            remedy = "write fewer words into its labels; reference and notice count, too"
            raise ProductionError(Fault(where, found, f"{FOOT_PIXELS:.0f} at most", remedy))
        return TextBlock(aligned(lines, LEFT_PIXELS, FULL_WIDTH_PIXELS))

    def key_lines(self) -> TextBlock:
        """Return the page of what everyone is to know, read from the back row, and, smaller, what is drawn, of which entries.

        First what is smaller becomes smaller still in a language in which it does not fit, then the key lines.
        """
        sizes = [(KEY_PIXELS, drawn) for drawn in steps(DRAWN_PIXELS, LEAST_DRAWN_PIXELS)]
        sizes += [(key, LEAST_DRAWN_PIXELS) for key in steps(KEY_PIXELS, LEAST_KEY_PIXELS)]
        lines = first_fitting((self.statement_lines(*size) for size in sizes), KEY_FOOT_PIXELS)
        heading = Line(
            self.word("measured"), LEFT_PIXELS, HEADING_BASELINE_PIXELS, HEADING_PIXELS, Weight.BOLD
        )
        below = max(POINTER_BASELINE_PIXELS, lowest(lines) + POINTER_PIXELS)
        return self.checked_card(
            [heading, *lines, Line(self.word("in_handout"), LEFT_PIXELS, below, POINTER_PIXELS)]
        )

    def statement_lines(self, key: float, drawn: float) -> list[Line]:
        """Return the lines of the statements, in letters of `key` design pixels, and of what is below them, of `drawn`."""
        baseline, lines = KEY_BASELINE_PIXELS, list[Line]()
        paragraphs = [(words, key) for words in self.credits.statements or [self.word("unsigned")]]
        paragraphs += [(words, drawn) for words in [*numbered(self.own_labels, "drawn"), *self.entries()]]
        for words, pixels in paragraphs:
            if lines:
                baseline = lines[-1].baseline + KEY_GAP_LETTERS * lines[-1].pixels + LINE_SPACING * pixels
            lines += paragraph(words, LEFT_PIXELS, baseline, FULL_WIDTH_PIXELS, pixels, leading=LINE_SPACING)
        return lines

    def entries(self) -> list[str]:
        """Return what names the entries of the structures: their identifiers, or the section, if it has none; or nothing."""
        if not self.credits.sections:
            return []
        heading, text = self.credits.sections[0]
        found = [each for each in dict.fromkeys(ENTRY.findall(text)) if not each.isdigit()]
        return [f"{heading}: PDB {', '.join(found)}" if found else f"{heading}: {text}"]

    def words_and_notice(self) -> list[TextBlock]:
        """Return the page with the source of the words and the source page's notice, and one with its translation, if any.

        The notice is shown in its own language and, where there is one, in a translation that is marked as such. The last of
        the pages ends with the rights and the pointer to the rest.
        """
        storyboard = self.context.storyboard
        translated = storyboard.notice_translation
        heading = self.word("words_and_notice" if storyboard.notice else "words")
        parts = [Part(self.sources())]
        if storyboard.notice:
            parts.append(Part(storyboard.notice.text, Typeface.NOTO_CJK))
        pages = [(heading, parts)]
        if translated:
            pages.append((self.word("notice_translation"), [Part(translated.text)]))
        rights = self.joined([self.word("rights"), self.word("in_full")])
        pages[-1][1].append(Part(rights))
        return [self.notice_page(*page) for page in pages]

    def sources(self) -> str:
        """Return what says whose words are spoken, and who has read their translation."""
        storyboard = self.context.storyboard
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
        return self.joined(sentences)

    def joined(self, sentences: list[str]) -> str:
        """Return sentences as one paragraph."""
        return self.context.storyboard.interface.captions.joint.join(sentences)

    def notice_page(self, heading: str, parts: Sequence[Part]) -> TextBlock:
        """Return a page of paragraphs under a heading, in the largest letters in which they fit."""
        title = Line(heading, LEFT_PIXELS, NOTICE_HEADING_PIXELS, HEADING_PIXELS, Weight.BOLD)
        sizes = steps(TEXT_PIXELS, LEAST_TEXT_PIXELS)
        lines = first_fitting((part_lines(parts, pixels) for pixels in sizes), FOOT_PIXELS)
        return self.checked_card([title, *lines])


def part_lines(parts: Sequence[Part], pixels: float) -> list[Line]:
    """Return the lines of paragraphs one below the other, in letters of `pixels` (design pixels)."""
    lines, baseline = list[Line](), NOTICE_BASELINE_PIXELS
    for part in parts:
        if lines:
            baseline = lines[-1].baseline + PARAGRAPH_LETTERS * pixels
        lines += paragraph(
            part.words,
            LEFT_PIXELS,
            baseline,
            FULL_WIDTH_PIXELS,
            pixels,
            leading=LINE_SPACING,
            typeface=part.typeface,
        )
    return lines


def first_fitting(layouts: Iterable[list[Line]], foot: float) -> list[Line]:
    """Return the first of some layouts that ends above `foot` (design pixels), or the last one."""
    lines = list[Line]()
    for lines in layouts:
        if lowest(lines) <= foot:
            break
    return lines


def steps(most: float, least: float) -> list[float]:
    """Return letter sizes from the largest to the smallest, one design pixel apart."""
    return [most - step for step in range(round(most - least) + 1)]


def lowest(lines: Sequence[Line]) -> float:
    """Return where lines end (design pixels); 0 for none."""
    return lines[-1].baseline + 0.3 * lines[-1].pixels if lines else 0.0


class Credits(_PageScene):
    """The key lines with the entries, then words and notice."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug"],
        "lead_seconds": 13.9,
        "tail_seconds": 0.6,
        "seed": 2,
    }

    first_share = KEY_SHARE

    def behind_the_pages(self) -> Ground:
        """The crowd that the summary leaves; if the story has none, it fades in."""
        return Ground(self, joins=follow_the_summary(self.context.storyboard))

    def pages(self) -> list[TextBlock]:
        """Return the key lines, and the pages in smaller letters."""
        return [self.key_lines(), *self.words_and_notice()]


class Sources(_PageScene):
    """The key lines with the entries: a page with the notice stands elsewhere in the film."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug"],
        "lead_seconds": 7.4,
        "tail_seconds": 0.6,
        "seed": 2,
    }

    def behind_the_pages(self) -> Ground:
        """The crowd that the summary leaves, which fades in: a card stood before it."""
        return Ground(self, joins=False)

    def pages(self) -> list[TextBlock]:
        """Return the key lines."""
        return [self.key_lines()]


class Notice(_PageScene):
    """Only the pages of the notice."""

    def pages(self) -> list[TextBlock]:
        """Return the pages of the notice."""
        return self.words_and_notice()

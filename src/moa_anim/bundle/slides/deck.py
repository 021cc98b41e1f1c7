"""The deck: title, the whole film, a slide for each beat with its clip and words, sources; with speaker notes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from moa_anim.bundle.beats import Beat, beats, still_description
from moa_anim.bundle.cast_key import key_words
from moa_anim.bundle.film_colours import office_colour
from moa_anim.bundle.material import Material
from moa_anim.bundle.pictures import jpeg, key_picture, plain
from moa_anim.bundle.slides.fit import fitting_size
from moa_anim.bundle.slides.media import CaptionPart, add_captions, describe
from moa_anim.bundle.slides.shapes import Page, TextFrame
from moa_anim.bundle.slides.template import SLATE, deck_bytes, empty_deck
from moa_anim.bundle.text.clip_captions import clip_texts
from moa_anim.bundle.text.languages import language_of
from moa_anim.bundle.text.spans import emendation_lines, spans_text
from moa_anim.bundle.text.translation_note import translation_note
from moa_anim.captions.cues import to_vtt, write_vtt
from moa_anim.model.palette import Role
from moa_anim.script.interface import regional_tag

LARGE_CLIP = (TextFrame(36, 92, 640, 360), TextFrame(704, 92, 220, 360))
"""Frames of a beat's clip and of its words, in points."""

SMALL_CLIP = (TextFrame(36, 92, 528, 297), TextFrame(592, 92, 332, 360))
"""The same for a beat of many words, so that they stay legible."""

LEGIBLE_PT = 16
"""Smallest type size, in points, that can be read from the last row of a lecture room."""

FILM = TextFrame(90, 78, 780, 438.75)
"""Frame of the whole film, in points: 16:9."""

CAST_KEY = TextFrame(36, 104, 888, 360.75)
"""Frame of the key to the colours, in points: its width and height are as 1920 to 780."""

SIZES = (22, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10)
"""Type sizes to try for words, in points."""


def slides_pptx(material: Material) -> bytes:
    """Return the deck's file; the films in it are the clean ones, with closed captions inside.

    Raises:
        RenderError: The extra `bundle` is not installed, or a beat has no still.
    """
    board = material.plan.production.storyboard
    deck = empty_deck(board.shown_title, board.regional_language)
    maker = _Maker(deck, material)
    maker.title()
    maker.whole_film()
    maker.cast_key()
    for beat in maker.beats:
        maker.beat(beat)
    maker.sources()
    return deck_bytes(deck)


class _Maker:
    """Adds slides to one deck, in order; `tracks` counts the caption parts."""

    def __init__(self, deck: Any, material: Material) -> None:
        self.deck = deck
        self.material = material
        self.board = material.plan.production.storyboard
        self.words = partial(self.board.interface.word, "slides")
        self.sound = "_narrated" if material.narrated else ""
        self.language = self.board.regional_language
        self.timeline = material.plan.timeline
        self.beats: Sequence[Beat] = beats(material)
        self.tracks = 0

    def page(self, title: str, step: int = 0) -> Page:
        page = Page(self.deck.slides.add_slide(self.deck.slide_layouts[0]), self.language)
        page.rail(len(self.beats), step)
        page.title(title, step)
        return page

    def title(self) -> None:
        page = self.page(self.board.shown_title)
        size = fitting_size([self.board.shown_title], (300, 250), (36, 32, 28, 24, 20, 16))
        page.move_title(TextFrame(36, 96, 316, 264), size)
        page.picture(
            jpeg(plain(self.material.poster.picture)),
            TextFrame(372, 120, 552, 310.5),
            self.words("poster_name"),
            self.words(
                "poster", description=still_description(self.material.poster, self.material, captioned=False)
            ),
        )
        minutes, seconds = divmod(round(self.timeline.seconds), 60)
        page.text(
            [self.words(f"lead{self.sound}", length=f"{minutes}:{seconds:02}")],
            TextFrame(36, 372, 316, 72),
            14,
            SLATE,
        )
        page.text(
            [self.words("rights")],
            TextFrame(36, 484, 888, 24),
            11,
            SLATE,
        )
        page.notes(
            self.words("use_heading"),
            [self.words("use_captions"), *self._languages(), self.words("use_beats")],
        )

    def whole_film(self) -> None:
        page = self.page(self.words("whole_film"))
        movie = page.movie(self.material.clean_small, jpeg(plain(self.material.poster.picture)), FILM)
        describe(
            movie,
            self.words("whole_film"),
            self.words(f"whole_film_alt{self.sound}", seconds=round(self.timeline.seconds)),
        )
        self._caption(page, movie, [to_vtt(each.timeline) for each in self.material.wordings])
        page.notes(self.words("whole_film"), [f"{beat.number} {beat.title}" for beat in self.beats])

    def cast_key(self) -> None:
        if not self.material.cast_key:
            return
        words = key_words(self.board)
        page = self.page(words["heading"])
        page.picture(jpeg(key_picture(self.material.cast_key)), CAST_KEY, words["heading"], words["alt"])
        page.notes(words["heading"], [words["alt"]])

    def beat(self, beat: Beat) -> None:
        page = self.page(beat.title, beat.number)
        shot = beat.shot.shot
        clip, words, size = _arranged(beat.words)
        movie = page.movie(self.material.clips[shot.id], jpeg(plain(beat.still.picture)), clip)
        alternative = beat.seen or still_description(beat.still, self.material, captioned=False)
        describe(
            movie,
            self.words("clip_name", title=beat.title),
            self.words(f"clip_alt{self.sound}", description=alternative),
        )
        number = self.timeline.shots.index(beat.shot)
        shots = (each.timeline.shots[number] for each in self.material.wordings)
        self._caption(page, movie, [write_vtt(clip_texts(each, self.timeline.rate)) for each in shots])
        page.rule(TextFrame(words.left - 14, words.top, 2.5, words.height))
        page.text([beat.words], words, size, office_colour(Role.INK), name=self.words("words_name"))
        place = self.words("place", place=spans_text(beat.spans, self.board.interface))
        page.text([place], TextFrame(36, 468, 888, 20), 11, SLATE, name=self.words("place_name"))
        notes = [self.words("quoted", words=beat.words), place + "."]
        notes += [self.words("point_at", what=shot.guide.point_at)] if shot.guide.point_at else []
        notes += [self.words("nuance", what=shot.guide.nuance)] if shot.guide.nuance else []
        page.notes(self.words("says"), notes)

    def sources(self) -> None:
        page = self.page(self.words("sources"))
        document = self.words("digest", digest=self.board.document.sha256)
        reference = (
            [self.words("reference", reference=self.board.reference.text)] if self.board.reference else []
        )
        reference += filter(None, [translation_note(self.board)])
        emended = emendation_lines(self.board)
        usual = self.language
        texts = [(each, usual) for each in (*reference, document, *emended)]
        if self.board.notice:
            language = language_of(self.board.notice.text, self.board.document_language)
            texts.append((self.board.notice.text, regional_tag(language)))
        if self.board.notice_translation:
            texts.append((self.words("notice_translation", notice=self.board.notice_translation.text), usual))
        box = TextFrame(36, 84, 888, 424)
        size = fitting_size([text for text, _ in texts], (box.width, box.height), (*SIZES[4:], 9, 8))
        page.text(
            [text for text, _ in texts],
            box,
            size,
            office_colour(Role.INK),
            [language for _, language in texts],
            self.words("sources_name"),
        )
        notes = [self.words("notice_own")] if self.board.notice else []
        if emended:
            notes.append(self.words("emended"))
        page.notes(self.words("sources"), notes or [self.words("verbatim")])

    def _caption(self, page: Page, movie: Any, texts: Sequence[str]) -> None:
        """Give a movie its captions, one WebVTT file for each of the material's wordings."""
        parts = [
            CaptionPart(self.tracks + number, vtt, each.board.language_name, each.board.regional_language)
            for number, (vtt, each) in enumerate(zip(texts, self.material.wordings, strict=True), 1)
        ]
        self.tracks += len(parts)
        add_captions(page.slide, movie, parts)

    def _languages(self) -> list[str]:
        """What is said of the captions' languages, if there are several."""
        names = [each.board.language_name for each in self.material.wordings]
        listed = self.board.interface.captions.listed(names)
        return [self.words("use_languages", languages=listed)] if len(names) > 1 else []


def _arranged(words: str) -> tuple[TextFrame, TextFrame, float]:
    """Return the frames of clip and words, and the words' type size in points."""
    clip, box = LARGE_CLIP
    size = fitting_size([words], (box.width, box.height), SIZES)
    if size < LEGIBLE_PT:
        clip, box = SMALL_CLIP
        size = fitting_size([words], (box.width, box.height), SIZES)
    return clip, box, size

"""The transcript, the text alternative of the film (WCAG 2.2, 1.2.1): words, what is seen, changes, the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from moa_anim.bundle.extras import require
from moa_anim.bundle.film_colours import in_film_colours
from moa_anim.bundle.text.chapters import shot_title
from moa_anim.bundle.text.languages import language_of
from moa_anim.bundle.text.spans import spans_text
from moa_anim.bundle.text.translation_note import translation_note
from moa_anim.captions.cues import clock
from moa_anim.model.showable import spell_out
from moa_anim.model.source import Emendation, EmendationKind
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline


@dataclass(frozen=True)
class _Passage:
    """A part of the document and its language tag."""

    text: str
    language: str


def transcript_txt(storyboard: Storyboard, timeline: Timeline, narrated: bool = False) -> str:
    """Return the transcript as plain text, to be written as UTF-8 with LF; no word is changed and no line is broken.

    Control and direction characters of the document are spelled out: ⟨U+202E⟩. It says that the film is silent, or that a
    voice reads it (`narrated`).
    """
    return "\n".join(_lines(storyboard, timeline, narrated)) + "\n"


def transcript_html(storyboard: Storyboard, timeline: Timeline, narrated: bool = False) -> str:
    """Return the transcript as one page without scripts, pictures or external links, to be written as UTF-8.

    All text is escaped, in elements that isolate its writing direction: right-to-left words do not
    affect the text around them. Control and direction characters of the document are spelled out: ⟨U+202E⟩.

    Raises:
        RenderError: The extra `bundle` is not installed.
    """
    jinja = require("jinja2")
    template = in_film_colours(
        (files("moa_anim.bundle.text") / "transcript.html.jinja").read_text(encoding="utf-8")
    )
    environment = jinja.Environment(
        autoescape=True, undefined=jinja.StrictUndefined, keep_trailing_newline=True
    )
    page: str = environment.from_string(template).render(
        board=storyboard,
        direction=storyboard.interface.captions.direction,
        shots=[(_start(timeline, shot), shot_title(shot.shot), shot.shot.cues) for shot in timeline.shots],
        passages=_passages(storyboard),
        emendations=[
            (each, spans_text([each.span], storyboard.interface), _how(storyboard, each))
            for each in storyboard.emendations
        ],
        text=storyboard.interface.section("text"),
        sound=storyboard.interface.word("text", "narrated" if narrated else "silent"),
        page_title=storyboard.interface.word("text", "transcript_title", title=storyboard.shown_title),
        translation=translation_note(storyboard),
        notice_language=language_of(storyboard.notice.text, storyboard.document_language)
        if storyboard.notice
        else "",
    )
    return page


def _how(board: Storyboard, emendation: Emendation) -> str:
    """Return how the film shows an emendation: without a mark, or in brackets."""
    correction = emendation.kind is EmendationKind.CORRECTION
    return board.interface.word("text", "in_brackets" if correction else "silently")


def _start(timeline: Timeline, shot: ShotSlot) -> str:
    return clock(timeline.rate.milliseconds(shot.slot.start), ".")


def _passages(board: Storyboard) -> tuple[_Passage, ...]:
    """The whole document; the notice is a passage of its own because of its language."""
    text, usual = board.document.text, board.document_language
    if not board.notice:
        return (_Passage(spell_out(text), usual),)
    span = board.notice.span
    notice = _Passage(board.notice.text, language_of(board.notice.text, usual))
    return (
        _Passage(spell_out(text[: span.start]), usual),
        notice,
        _Passage(spell_out(text[span.stop :]), usual),
    )


def _lines(board: Storyboard, timeline: Timeline, narrated: bool) -> Iterator[str]:
    text = board.interface.section("text")
    yield from _headed(board.shown_title, "=")
    yield text["narrated_plain" if narrated else "silent_plain"]
    yield from filter(None, [translation_note(board)])
    for shot in timeline.shots:
        yield ""
        yield from _headed(f"{shot_title(shot.shot)} ({_start(timeline, shot)})", "-")
        for cue in shot.shot.cues:
            yield from ([f"[{cue.seen}]"] if cue.seen else [])
            yield from ([cue.text] if cue.words else [])
    if board.glossary:
        yield ""
        yield from _headed(text["glossary"], "-")
        yield from (f"{each.term}: {each.meaning} ({each.source})" for each in board.glossary)
    if board.emendations:
        yield ""
        yield from _headed(text["emendations_plain"], "-")
    for each in board.emendations:
        how = _how(board, each)
        shown = board.interface.word(
            "text", "emended_how", found=each.found, displayed=each.displayed, how=how
        )
        place = spans_text([each.span], board.interface).capitalize()
        yield f"{place}: {shown} {each.reason}" + (f" ({each.source})" if each.source else "")
    if board.notice_translation:
        yield ""
        yield from _headed(text["notice_heading_plain"], "-")
        yield board.notice_translation.text
    yield ""
    yield from _headed(text["document"], "-")
    yield f"SHA-256 {board.document.sha256}"
    yield ""
    yield spell_out(board.document.text)


def _headed(title: str, rule: str) -> tuple[str, str]:
    return title, rule * len(title)

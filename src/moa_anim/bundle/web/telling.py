"""What the page shows in one language: words of its own, captions, chapters, the transcript, and which film plays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moa_anim.bundle.cast_key import key_words
from moa_anim.bundle.text.chapters import chapters, seen_ms
from moa_anim.bundle.text.languages import language_of
from moa_anim.bundle.text.translation_note import translation_note
from moa_anim.bundle.web.coloured_words import enlargement, pieces
from moa_anim.bundle.wordings import Wording
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import Timeline
from moa_anim.molecule.film_credits import film_credits


@dataclass(frozen=True)
class OwnFilm:
    """A film in a language of its own, at an address beside the page, with a voice; `wording` has its times."""

    address: str
    wording: Wording


@dataclass(frozen=True)
class Telling:
    """A language of the page: words at the times of the page's film, and the key to the colours as JPEG (b"" for none).

    If there is an `own_film`, it plays in place of the page's film. `narrated` says whether the page's film has a voice.
    """

    wording: Wording
    narrated: bool = False
    key: bytes = b""
    own_film: OwnFilm | None = None


def telling_data(telling: Telling) -> dict[str, Any]:
    """Return what the page's script needs to show a language, to be written as JSON; times in milliseconds."""
    board = telling.wording.board
    own = telling.own_film
    return {
        "tag": board.language,
        "direction": board.interface.captions.direction,
        "name": board.language_name,
        "title": board.shown_title,
        "words": dict(board.interface.section("page")),
        "enlarged": f"{enlargement(telling.wording.timeline):g}",
        "shown": _times(telling.wording, telling.narrated),
        "film": {"address": own.address, "shown": _times(own.wording, True)} if own else None,
    }


def _times(wording: Wording, narrated: bool) -> dict[str, Any]:
    """The captions and times of a film in a language."""
    timeline = wording.timeline
    at = timeline.rate.milliseconds
    cues = [cue for shot in timeline.shots for cue in shot.cues]
    return {
        "narrated": narrated,
        "seconds": float(timeline.seconds),
        "captions": [
            [at(each.slot.start), at(each.slot.stop), pieces(each.caption)] for each in timeline.captions()
        ],
        "chapters": [[each.start_ms, each.stop_ms, each.title] for each in chapters(timeline)],
        "cues": [[at(cue.slot.start), at(cue.slot.stop)] for cue in cues],
    }


def seen_seconds(timeline: Timeline) -> float:
    """Return the time at which the film has been seen (`seen_ms`), in seconds."""
    return seen_ms(timeline) / 1000


def telling_parts(telling: Telling) -> dict[str, Any]:
    """Return the parts of the page that are written anew in another language, for its template."""
    board, timeline = telling.wording.board, telling.wording.timeline
    numbers = iter(range(sum(len(shot.cues) for shot in timeline.shots)))
    return {
        "language": board.language,
        "cast": key_words(board),
        "chapters": [
            {
                "title": chapter.title,
                "clock": clock(chapter.start_ms / 1000),
                "lines": [
                    {"number": next(numbers), "text": cue.cue.text, "seen": cue.cue.seen} for cue in shot.cues
                ],
            }
            for shot, chapter in zip(timeline.shots, chapters(timeline), strict=True)
        ],
        "notices": list(_notices(board)),
    }


def _notices(board: Storyboard) -> Iterator[dict[str, str]]:
    word, made = board.interface.word, film_credits(board)
    for statement in made.statements:
        yield {"heading": statement, "text": ""}
    for heading, text in made.sections:
        yield {"heading": heading, "text": text}
    if note := translation_note(board):
        yield {"text": note}
    if board.reference:
        yield {"text": word("page", "reference", reference=board.reference.text)}
    if board.notice:
        yield {"text": board.notice.text, "language": language_of(board.notice.text, board.document_language)}
    if board.notice_translation:
        yield {"text": word("page", "notice_translation", notice=board.notice_translation.text)}
    yield {"text": word("page", "rights")}


def clock(seconds: float) -> str:
    """Return a time as minutes and seconds, such as 4:09."""
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"

"""One HTML page with the film inside, which plays when opened by a double click, without a network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from moa_anim.bundle.extras import require
from moa_anim.bundle.text.chapters import Chapter, chapters, seen_ms
from moa_anim.bundle.text.languages import language_of
from moa_anim.bundle.text.translation_note import translation_note
from moa_anim.bundle.web.coloured_words import colours_css, enlargement, pieces
from moa_anim.model.credits import credits_of
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline


def web_page(timeline: Timeline, board: Storyboard, film: Path, cover: bytes = b"", key: bytes = b"") -> str:
    """Return the page with `film` (MP4, without captions in its picture) inside it; `cover` stands until it plays.

    `key` is the key to the colours; both are JPEG, and either may be missing.

    Raises RenderError when the extra `bundle` is not installed, OSError when the film cannot be read.
    """
    data = base64.b64encode(film.read_bytes()).decode("ascii")
    return _page(timeline, board, film_data=data, cover=cover, key=key)


def served_page(
    timeline: Timeline,
    board: Storyboard,
    film_address: str,
    extra: str = "",
    cover: bytes = b"",
    key: bytes = b"",
) -> str:
    """Return the page for a film loaded from `film_address` beside it; `extra` is a script of ours that runs last."""
    return _page(timeline, board, film_address=film_address, extra=extra, cover=cover, key=key)


def embed_snippet(film_name: str, vtt_name: str, board: Storyboard) -> str:
    """Return HTML for a course page that has the film and its captions beside it, on a server.

    The film must have no caption track of its own: Safari would show that one, too.
    """
    template = environment().from_string(EMBED)
    return str(
        template.render(
            film=film_name,
            captions=vtt_name,
            language=board.language,
            direction=board.interface.captions.direction,
            title=board.shown_title,
            label=board.interface.word("text", "captions"),
            figure=board.interface.word("text", "embedded", title=board.shown_title),
        )
    )


SCRIPT_WORDS = ("play", "pause", "time_of", "paused", "cannot_play", "not_allowed", "no_full_screen")
"""Interface words that the page's script shows."""

EMBED = """\
<figure{% if direction == "rtl" %} dir="rtl"{% endif %}>
  <video controls preload="metadata" playsinline style="width: 100%; max-width: 60rem" aria-label="{{ title }}">
    <source src="{{ film }}" type="video/mp4">
    <track kind="captions" srclang="{{ language }}" label="{{ label }}" src="{{ captions }}" default>
  </video>
  <figcaption>{{ figure }}</figcaption>
</figure>
"""


def _page(
    timeline: Timeline,
    board: Storyboard,
    film_data: str = "",
    film_address: str = "",
    extra: str = "",
    cover: bytes = b"",
    key: bytes = b"",
) -> str:
    script, style = (asset(name) for name in ("page.js", "page.css"))
    found = chapters(timeline)
    seconds = float(timeline.seconds)
    template = environment().from_string(asset("page.html"))
    return str(
        template.render(
            language=board.language,
            direction=board.interface.captions.direction,
            title=board.shown_title,
            page=board.interface.section("page"),
            policy=_policy([script, *([extra] if extra else [])], bool(film_data)),
            style=f"{style}{colours_css(timeline)}\n",
            enlarged=f"{enlargement(timeline):g}",
            script=script,
            extra=extra,
            seconds=f"{seconds:.3f}",
            clock=_clock(seconds),
            chapters=[
                _chapter_entry(timeline, shot, each) for shot, each in zip(timeline.shots, found, strict=True)
            ],
            notices=list(_notices(board)),
            data=script_json(_data(timeline, board, found)),
            film=film_data,
            film_address=film_address,
            cover=jpeg_address(cover),
            key=jpeg_address(key),
            cast=board.interface.section("cast"),
        )
    )


def _data(timeline: Timeline, board: Storyboard, found: Sequence[Chapter]) -> dict[str, Any]:
    at = timeline.rate.milliseconds
    return {
        "language": board.language,
        "label": board.interface.word("text", "captions"),
        "words": {name: board.interface.section("page")[name] for name in SCRIPT_WORDS},
        "seconds": float(timeline.seconds),
        "seen": seen_ms(timeline) / 1000,
        "captions": [
            [at(each.slot.start), at(each.slot.stop), pieces(each.caption)] for each in timeline.captions()
        ],
        "chapters": [[each.start_ms, each.stop_ms, each.title] for each in found],
        "steps": [at(cue.slot.stop) for shot in timeline.shots for cue in shot.cues],
    }


def script_json(value: object) -> str:
    """Return JSON that is safe inside a script element: "<", ">", "&" and line separators are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    marks = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    return "".join(marks.get(mark, mark) for mark in text)


def _chapter_entry(timeline: Timeline, shot: ShotSlot, chapter: Chapter) -> dict[str, Any]:
    """A chapter of the page's transcript: title, start, and each cue's words and description."""
    at = timeline.rate.milliseconds
    lines = [
        {
            "start": at(cue.slot.start),
            "stop": at(cue.slot.stop),
            "text": cue.cue.text,
            "seen": cue.cue.seen,
        }
        for cue in shot.cues
    ]
    return {
        "start": chapter.start_ms,
        "title": chapter.title,
        "clock": _clock(chapter.start_ms / 1000),
        "lines": lines,
    }


def _notices(board: Storyboard) -> Iterator[dict[str, str]]:
    word, made = board.interface.word, credits_of(board)
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


def _policy(scripts: list[str], inside: bool) -> str:
    """A content security policy that allows these scripts only, and no requests to other hosts."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts
    )
    media = "blob:" if inside else "'self'"
    rules = {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "script-src": hashes,
        "img-src": "data:",
        "media-src": media,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def jpeg_address(picture: bytes) -> str:
    """Return a JPEG as an address that holds it; "" for none."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode('ascii')}" if picture else ""


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"


def asset(name: str) -> str:
    """Return a text file of `assets/web/`."""
    return (files("moa_anim.assets") / "web" / name).read_text(encoding="utf-8")


def environment() -> Any:
    """Return a Jinja environment that escapes values put into a template. Raises RenderError when it is not installed."""
    return require("jinja2").Environment(autoescape=True, keep_trailing_newline=True)

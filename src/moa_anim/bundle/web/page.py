"""One HTML page with the film inside, which plays when opened by a double click, without a network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from moa_anim.bundle.extras import require
from moa_anim.bundle.film_colours import in_film_colours
from moa_anim.bundle.web.coloured_words import colours_css, enlargement
from moa_anim.bundle.web.telling import Telling, clock, seen_seconds, telling_data, telling_parts
from moa_anim.model.story import Storyboard


@dataclass(frozen=True)
class CaptionFile:
    """A caption file beside a page: its name, the tag of its language, and what the language calls itself."""

    name: str
    language: str
    language_name: str


def web_page(tellings: Sequence[Telling], film: Path, cover: bytes = b"") -> str:
    """Return the page with `film` (MP4, without captions in its picture) inside it; `cover` (JPEG) stands until it plays.

    It is in the language of the first of `tellings`, and its viewers may choose each of the others.

    Raises RenderError when the extra `bundle` is not installed, OSError when the film cannot be read.
    """
    data = base64.b64encode(film.read_bytes()).decode("ascii")
    return _page(tellings, film_data=data, cover=cover)


def served_page(tellings: Sequence[Telling], film_address: str, extra: str = "", cover: bytes = b"") -> str:
    """Return the page for a film loaded from `film_address` beside it; `extra` is a script of ours that runs last."""
    return _page(tellings, film_address=film_address, extra=extra, cover=cover)


def embed_snippet(
    film_name: str,
    captions: Sequence[CaptionFile],
    board: Storyboard,
    poster: str = "",
    narrated: bool = False,
) -> str:
    """Return HTML for a course page that has the film, its captions and its `poster` beside it, on a server.

    Browsers show the first of `captions` by themselves. The film must have no caption track of its own: Safari would show
    that one, too.
    """
    template = environment().from_string(EMBED)
    figure = "embedded_narrated" if narrated else "embedded"
    return str(
        template.render(
            film=film_name,
            captions=captions,
            poster=poster,
            direction=board.interface.captions.direction,
            title=board.shown_title,
            figure=board.interface.word("text", figure, title=board.shown_title),
        )
    )


EMBED = """\
<figure{% if direction == "rtl" %} dir="rtl"{% endif %}>
  <video controls preload="metadata" playsinline{% if poster %} poster="{{ poster }}"{% endif %}
    style="width: 100%; max-width: 60rem" aria-label="{{ title }}">
    <source src="{{ film }}" type="video/mp4">
{% for each in captions %}    <track kind="captions" srclang="{{ each.language }}" label="{{ each.language_name }}" \
src="{{ each.name }}"{% if loop.first %} default{% endif %}>
{% endfor %}  </video>
  <figcaption>{{ figure }}</figcaption>
</figure>
"""


def _page(
    tellings: Sequence[Telling],
    film_data: str = "",
    film_address: str = "",
    extra: str = "",
    cover: bytes = b"",
) -> str:
    script, style = (asset(name) for name in ("page.js", "page.css"))
    usual = tellings[0]
    board, timeline = usual.wording.board, usual.wording.timeline
    page, seconds = board.interface.section("page"), float(timeline.seconds)
    colours = colours_css(each.wording.timeline for each in tellings)
    own_films = any(each.own_film for each in tellings)
    template = environment().from_string(asset("page.html"))
    return str(
        template.render(
            language=board.language,
            direction=board.interface.captions.direction,
            title=board.shown_title,
            page=page,
            sound=page["narrated" if usual.narrated else "silent"],
            policy=_policy([script, *([extra] if extra else [])], bool(film_data), own_films),
            style=f"{in_film_colours(style)}{colours}\n",
            enlarged=f"{enlargement(timeline):g}",
            script=script,
            extra=extra,
            seconds=f"{seconds:.3f}",
            clock=clock(seconds),
            languages=[(each.wording.language, each.wording.board.language_name) for each in tellings],
            parts=[{**telling_parts(each), "key": jpeg_address(each.key or usual.key)} for each in tellings],
            data=script_json(
                {
                    "seconds": seconds,
                    "seen": seen_seconds(timeline),
                    "languages": [telling_data(each) for each in tellings],
                }
            ),
            film=film_data,
            film_address=film_address,
            cover=jpeg_address(cover),
        )
    )


def script_json(value: object) -> str:
    """Return JSON that is safe inside a script element: "<", ">", "&" and line separators are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    marks = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    return "".join(marks.get(mark, mark) for mark in text)


def _policy(scripts: list[str], inside: bool, beside: bool) -> str:
    """A content security policy that allows these scripts only, and no requests to other hosts.

    The film is `inside` the page, or beside it; or there are further ones `beside` it.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts
    )
    media = " ".join((["blob:"] if inside else []) + (["'self'"] if beside or not inside else []))
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


def asset(name: str) -> str:
    """Return a text file of `assets/web/`."""
    return (files("moa_anim.assets") / "web" / name).read_text(encoding="utf-8")


def environment() -> Any:
    """Return a Jinja environment that escapes values put into a template. Raises RenderError when it is not installed."""
    return require("jinja2").Environment(autoescape=True, keep_trailing_newline=True)

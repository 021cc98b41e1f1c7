"""The bundle's README.txt: what each file is for, in the bundle's language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import partial

from moa_anim.bundle.films import Renditions

WIDTH = 110
"""Most characters of a line, where lines may break between words."""

COLUMN = 15
"""Characters from a line's start to what it says of a file."""

PICTURES = "poster.png, preview.webp, contact-sheet.jpg, cast-key.png"


def readme_txt(renditions: Renditions) -> str:
    """Return the folder's README, to be written as UTF-8 with LF."""
    board = renditions.open_full.plan.production.storyboard
    blocks = [_entry(path, text) for path, text in _files(renditions)]
    prose = [_wrapped(text) for text in _prose(renditions)]
    return "\n".join([board.shown_title, "", *blocks, "", *prose]) + "\n"


def _files(renditions: Renditions) -> Iterator[tuple[str, str]]:
    """The folder's files, each with what it is for."""
    board, name = renditions.open_full.plan.production.storyboard, renditions.open_full.plan.production.name
    word = partial(board.interface.word, "readme")
    films, captions = f"{name}-*p.mp4, {name}-poster.jpg", f"{name}.*.vtt"
    yield "open/", word("open")
    yield "clean/", word("clean")
    for each in renditions.others:
        language = each.wordings[0].board.language_name
        yield "", word("other_films", file=each.path.rpartition("/")[2], language=language)
    yield "clips/", word("clips")
    yield "slides/", word("slides", file=f"{name}.pptx")
    yield "handout.pdf", word("handout")
    yield "web/", word("web", films=films, captions=captions)
    yield "lms/", word("lms", file=f"{name}-scorm12.zip")
    yield "captions/", word("captions")
    yield "transcript.*", word("transcript")
    yield "stills/", word("stills")
    yield PICTURES, word("pictures")
    yield "manifest.json", word("manifest")


def _prose(renditions: Renditions) -> Iterator[str]:
    """What is said of the folder as a whole."""
    board = renditions.open_full.plan.production.storyboard
    word = partial(board.interface.word, "readme")
    if len(renditions.wordings) > 1:
        names = board.interface.captions.listed(each.board.language_name for each in renditions.wordings)
        yield word("languages", languages=names)
    yield word("room")
    joint = board.interface.captions.joint
    yield joint.join((word("narrated" if renditions.voice else "silent"), word("advice")))


def _entry(path: str, text: str) -> str:
    """A file and what it is for, in two columns."""
    if len(path) >= COLUMN:
        return f"{path}\n{_wrapped(text, ' ' * COLUMN)}"
    return f"{path:<{COLUMN}}{_wrapped(text, ' ' * COLUMN).lstrip()}"


def _wrapped(text: str, indent: str = "") -> str:
    lines = textwrap.wrap(
        text,
        WIDTH,
        break_long_words=False,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
    return "\n".join(lines)

"""The handout: a still and its words for each beat, nuances, glossary, sources; PDF/UA-1, so screen readers can read it.

Typst sets it: it tags the contents, and under PDF/UA-1 refuses a picture without alt text and a document without title
or language. The words are passed as data, so no text of a production is read as markup or reaches a file.
"""

from __future__ import annotations

import json
import tempfile
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from moa_anim.bundle.beats import Beat, beats, still_description
from moa_anim.bundle.cast_key import key_words
from moa_anim.bundle.extras import require
from moa_anim.bundle.film_colours import in_film_colours
from moa_anim.bundle.material import Material
from moa_anim.bundle.pictures import cropped, jpeg, key_picture
from moa_anim.bundle.slides.fit import fitting_size
from moa_anim.bundle.text.languages import language_of
from moa_anim.bundle.text.spans import emendation_lines, spans_text
from moa_anim.bundle.text.translation_note import translation_note
from moa_anim.errors import Fault, RenderError
from moa_anim.model.palette import Role
from moa_anim.model.story import REGION_LETTERS
from moa_anim.model.typefaces import typefaces
from moa_anim.molecule.film_credits import film_credits

COLUMN_PT = (181.0, 150.0)
"""Width of the text column, and a little less than the height of the still beside it, in points."""

LINE = 1.36
"""A line's height in type sizes, as handout.typ sets it: Inter's capitals 0.73, and leading 0.63."""

TEMPLATE = "handout.typ"

KEY_PICTURE = "key.jpg"
"""File of the key to the colours, for Typst."""


def handout_pdf(material: Material) -> bytes:
    """Return the handout, A4, as PDF: the same bytes for the same material.

    A character that neither Inter nor Noto Sans CJK has is an error, as in the film.

    Raises:
        RenderError: The extra `bundle` is not installed, a beat has no still, or the page cannot be set.
    """
    typst = require("typst")
    with tempfile.TemporaryDirectory(prefix="moa-anim-handout-") as name:
        root = Path(name)
        template = (files("moa_anim.bundle.print") / TEMPLATE).read_text(encoding="utf-8")
        # It is printed, so its paper is white.
        (root / TEMPLATE).write_bytes(in_film_colours(template, Role.INK).encode())
        found = beats(material)
        for beat in found:
            (root / _picture(beat)).write_bytes(jpeg(cropped(beat.still.picture)))
        if material.cast_key:
            (root / KEY_PICTURE).write_bytes(jpeg(key_picture(material.cast_key)))
        (root / "handout.json").write_text(json.dumps(_data(material, found)), encoding="utf-8")
        try:
            page: bytes = typst.compile(
                root / TEMPLATE,
                root=root,
                font_paths=_fonts(typst),
                pdf_standards=["ua-1"],
            )
        except typst.TypstError as error:
            hints = "; ".join(getattr(error, "hints", ())) or "change that text"
            raise RenderError(Fault("handout.pdf", error.message, "a page that can be set", hints)) from error
    return page


def _data(material: Material, found: tuple[Beat, ...]) -> dict[str, Any]:
    board = material.plan.production.storyboard
    # Typst chooses between the forms of Chinese characters by the region.
    language, _, rest = board.regional_language.partition("-")
    region = rest.rpartition("-")[2]
    word = partial(board.interface.word, "handout")
    notice, made = board.notice.text if board.notice else "", film_credits(board)
    sources = [word("reference", reference=board.reference.text)] if board.reference else []
    sources.append(word("digest", digest=board.document.sha256))
    sources += filter(None, [translation_note(board)])
    sources.append(word("rights"))
    return {
        "title": board.shown_title,
        "language": language.lower(),
        "region": region if len(region) == REGION_LETTERS else None,
        "direction": board.interface.captions.direction.value,
        "fonts": [each.family for each in typefaces()],
        "interface": dict(board.interface.section("handout")),
        "beats": [
            {
                "number": str(beat.number),
                "title": beat.title,
                "picture": _picture(beat),
                "alt": still_description(beat.still, material, captioned=False),
                "words": beat.words,
                "size": fitting_size([beat.words], COLUMN_PT, (11, 10.5, 10, 9.5, 9, 8.5), line=LINE),
                "place": spans_text(beat.spans, board.interface).capitalize(),
                "nuance": beat.shot.shot.guide.nuance,
            }
            for beat in found
        ],
        "key": {"picture": KEY_PICTURE, **key_words(board)} if material.cast_key else None,
        "glossary": [
            {"term": each.term, "meaning": each.meaning, "source": each.source} for each in board.glossary
        ],
        "statements": list(made.statements),
        "sections": [{"heading": heading, "text": text} for heading, text in made.sections],
        "sources": sources,
        "emendations": emendation_lines(board),
        "notice": notice,
        "notice_language": language_of(notice, board.document_language.partition("-")[0].lower()),
        "translation": board.notice_translation.text if board.notice_translation else "",
    }


def _picture(beat: Beat) -> str:
    return f"{beat.number:02}.jpg"


def _fonts(typst: Any) -> Any:
    """Our fonts only: the page must not depend on the fonts of the machine."""
    folders = []
    for typeface in typefaces():
        package, _, name = typeface.value.partition("/")
        with as_file(files(package) / name) as path:
            folders.append(str(path.parent))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)

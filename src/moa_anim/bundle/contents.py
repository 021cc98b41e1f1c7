"""The files of a bundle other than films and pictures: their names, and the functions that make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from moa_anim.bundle.films import Renditions, film_for_embedding
from moa_anim.bundle.material import Material
from moa_anim.bundle.pictures import cover_of, jpeg, key_picture
from moa_anim.bundle.print.handout import handout_pdf
from moa_anim.bundle.slides.deck import slides_pptx
from moa_anim.bundle.text.chapters import chapters_vtt
from moa_anim.bundle.text.descriptions import descriptions_vtt
from moa_anim.bundle.text.notice import notice_txt
from moa_anim.bundle.text.readme import readme_txt
from moa_anim.bundle.text.transcript import transcript_html, transcript_txt
from moa_anim.bundle.text.ttml import to_ttml
from moa_anim.bundle.web.page import embed_snippet, web_page
from moa_anim.bundle.web.scorm import scorm_package
from moa_anim.bundle.web.stills import stills_html
from moa_anim.captions.cues import to_srt, to_vtt


def text_files(renditions: Renditions) -> dict[str, bytes]:
    """Return the contents of the files that need no film or still, by path in the bundle.

    Raises:
        FilmError: A format cannot represent some words.
        RenderError: The extra `bundle` is missing, or moa-anim was installed without its NOTICE.
    """
    timeline, production = renditions.open_full.plan.timeline, renditions.open_full.plan.production
    board, name = production.storyboard, production.name
    texts = {
        f"captions/{board.language}.vtt": to_vtt(timeline),
        f"captions/{board.language}.srt": to_srt(timeline),
        f"captions/{board.language}.ttml": to_ttml(
            timeline, board.language, board.interface.captions.direction
        ),
        "captions/chapters.vtt": chapters_vtt(timeline),
        "captions/descriptions.vtt": descriptions_vtt(timeline),
        "transcript.html": transcript_html(board, timeline),
        "transcript.txt": transcript_txt(board, timeline),
        f"web/{name}.{board.language}.vtt": to_vtt(timeline),  # beside the film that embed.html shows
        "web/embed.html": embed_snippet(
            film_for_embedding(renditions), f"{name}.{board.language}.vtt", board
        ),
        "NOTICE": notice_txt(board),
        "README.txt": readme_txt(board, name),
    }
    return {name: text.encode() for name, text in texts.items()}


def _key(material: Material) -> bytes:
    return jpeg(key_picture(material.cast_key)) if material.cast_key else b""


def _page(material: Material) -> bytes:
    return web_page(
        material.plan.timeline,
        material.plan.production.storyboard,
        material.clean_small,
        cover_of(material.cover),
        _key(material),
    ).encode()


def _package(material: Material) -> bytes:
    return scorm_package(
        material.plan.timeline,
        material.plan.production.storyboard,
        material.clean_small,
        cover_of(material.cover),
        _key(material),
    )


def documents(name: str) -> Mapping[str, Callable[[Material], bytes]]:
    """Return the makers of the files that contain films or stills, by path in the bundle named `name`."""
    return {
        f"slides/{name}.pptx": slides_pptx,
        "handout.pdf": handout_pdf,
        "web/index.html": _page,
        f"lms/{name}-scorm12.zip": _package,
        "stills/index.html": lambda material: stills_html(material).encode(),
    }

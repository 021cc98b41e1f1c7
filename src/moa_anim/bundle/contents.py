"""The files of a bundle other than films and pictures: their names, and the functions that make them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from moa_anim.bundle.films import Renditions, film_for_embedding, poster_for_embedding
from moa_anim.bundle.material import Material
from moa_anim.bundle.pictures import cover_of, jpeg, key_picture
from moa_anim.bundle.print.handout import handout_pdf
from moa_anim.bundle.slides.deck import slides_pptx
from moa_anim.bundle.text.chapters import chapters_vtt
from moa_anim.bundle.text.notice import notice_txt
from moa_anim.bundle.text.readme import readme_txt
from moa_anim.bundle.text.transcript import transcript_html, transcript_txt
from moa_anim.bundle.text.ttml import to_ttml
from moa_anim.bundle.web.page import CaptionFile, embed_snippet, web_page
from moa_anim.bundle.web.scorm import scorm_package
from moa_anim.bundle.web.stills import stills_html
from moa_anim.bundle.web.telling import OwnFilm, Telling
from moa_anim.captions.cues import to_srt, to_vtt
from moa_anim.captions.descriptions import descriptions_vtt


def text_files(renditions: Renditions) -> dict[str, bytes]:
    """Return the contents of the files that need no film or still, by path in the bundle.

    Raises:
        FilmError: A format cannot represent some words.
        RenderError: The extra `bundle` is missing, or moa-anim was installed without its NOTICE.
    """
    timeline, production = renditions.open_full.plan.timeline, renditions.open_full.plan.production
    board, name, narrated = production.storyboard, production.name, renditions.voice is not None
    embedded = [
        CaptionFile(f"{name}.{each.language}.vtt", each.language, each.board.language_name)
        for each in renditions.wordings
    ]
    texts = {
        "captions/chapters.vtt": chapters_vtt(timeline),
        "captions/descriptions.vtt": descriptions_vtt(timeline),
        "transcript.html": transcript_html(board, timeline, narrated),
        "transcript.txt": transcript_txt(board, timeline, narrated),
        "web/embed.html": embed_snippet(
            film_for_embedding(renditions), embedded, board, poster_for_embedding(name), narrated
        ),
        "NOTICE": notice_txt(board, _voices(renditions)),
        "README.txt": readme_txt(renditions),
    }
    for each in renditions.wordings:
        language = each.language
        texts[f"captions/{language}.vtt"] = to_vtt(each.timeline)
        texts[f"captions/{language}.srt"] = to_srt(each.timeline)
        texts[f"captions/{language}.ttml"] = to_ttml(
            each.timeline, language, each.board.interface.captions.direction
        )
        texts[f"web/{name}.{language}.vtt"] = to_vtt(each.timeline)  # beside the film that embed.html shows
    for each in renditions.wordings[1:]:
        texts[f"captions/chapters.{each.language}.vtt"] = chapters_vtt(each.timeline)
        texts[f"captions/descriptions.{each.language}.vtt"] = descriptions_vtt(each.timeline)
        texts[f"transcript.{each.language}.html"] = transcript_html(each.board, each.timeline, narrated)
    return {name: text.encode() for name, text in texts.items()}


def _voices(renditions: Renditions) -> tuple[str, ...]:
    """Names of the voices in the bundle's films."""
    voices = [*filter(None, [renditions.voice]), *(each.voice for each in renditions.others)]
    return tuple(each.facts.voice for each in voices)


def _tellings(material: Material, *, other_films: bool) -> tuple[Telling, ...]:
    """Return the page's languages; with `other_films` beside it where there are some."""
    own_films = {each.language: OwnFilm(f"../{each.path}", each.wordings[0]) for each in material.other_films}
    keys = {**material.keys, material.wordings[0].language: material.cast_key}
    return tuple(
        Telling(
            each,
            material.narrated,
            jpeg(key_picture(picture)) if (picture := keys.get(each.language)) else b"",
            own_films.get(each.language) if other_films else None,
        )
        for each in material.wordings
    )


def _page(material: Material) -> bytes:
    tellings = _tellings(material, other_films=True)
    return web_page(tellings, material.clean_small, cover_of(material.cover)).encode()


def _package(material: Material) -> bytes:
    tellings = _tellings(material, other_films=False)
    return scorm_package(tellings, material.clean_small, cover_of(material.cover))


def documents(name: str) -> Mapping[str, Callable[[Material], bytes]]:
    """Return the makers of the files that contain films or stills, by path in the bundle named `name`."""
    return {
        f"slides/{name}.pptx": slides_pptx,
        "handout.pdf": handout_pdf,
        "web/index.html": _page,
        f"lms/{name}-scorm12.zip": _package,
        "stills/index.html": lambda material: stills_html(material).encode(),
    }

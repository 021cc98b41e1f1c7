"""Makes the films and pictures of a bundle from finished segments; its documents are made from these."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from moa_anim.bundle.cast_key import draw_cast_key
from moa_anim.bundle.films import (
    WEBM_SIZE,
    Renditions,
    film_for_embedding,
    poster_for_embedding,
    write_clean,
    write_clips,
    write_rendition,
    write_webm,
)
from moa_anim.bundle.material import Material, Still
from moa_anim.bundle.pictures import cover_of, write_jpeg
from moa_anim.bundle.preview import write_preview
from moa_anim.bundle.title_picture import draw_title
from moa_anim.bundle.web.stills import still_names
from moa_anim.bundle.wordings import Wording
from moa_anim.cache.segments import SegmentCache
from moa_anim.render.plan import RenderPlan

POSTER_CUE = ("conformational-change", "receptor")
"""Shot and cue whose still is the poster: the receptor fills the picture, with the drug in its cut-away pocket, helix 12
turned away, and the coactivator that cannot dock. At 320 pixels across, as a file's icon, it is recognisable, and its labels
are fully shown. In the proteasome (cue "system") the drug has left and the receptor is a thread.
"""

DrawStills = Callable[[RenderPlan, Path], Sequence[Path]]
"""Draws the last frame of each cue of a plan into a folder, and a contact sheet; returns their paths, the sheet last."""

FILM_STEPS = 9
"""Total number of steps that make_films reports to `done`."""


def make_films(
    renditions: Renditions,
    cache: SegmentCache,
    made: Path,
    name: str,
    draw_stills: DrawStills,
    done: Callable[[int], None],
) -> Material:
    """Join and encode all films into the folder `made`, with `name` in their file names, and draw the stills.

    Raises RenderError when a segment is missing, or something cannot be drawn or encoded.
    """
    plan, voice = renditions.open_full.plan, renditions.voice
    sounds = voice.sounds(plan) if voice else ()
    for folder in ("open", "clean", "clips", "stills", "web"):
        (made / folder).mkdir()
    bare = made.with_name(f"{made.name}-bare")  # inputs of other files: stills as drawn, films without tracks
    bare.mkdir()
    opened = {
        rendition.height: made / "open" / f"{name}-{rendition.height}p.mp4"
        for rendition in (renditions.open_full, renditions.open_small)
    }
    for rendition in (renditions.open_full, renditions.open_small):
        write_rendition(rendition, cache, opened[rendition.height], sounds)
        done(1)
    with ThreadPoolExecutor(1) as encoding:  # the encoder releases the interpreter lock, so drawing goes on
        webm = encoding.submit(
            write_webm, opened[renditions.open_small.height], made / "web" / f"{name}-{WEBM_SIZE[1]}p.webm"
        )
        loop = encoding.submit(
            write_preview, opened[renditions.open_small.height], plan.timeline, made / "preview.webp"
        )
        *drawn, sheet = draw_stills(plan, bare)
        webm.result()
        loop.result()
    done(2)
    places = [
        (shot.shot.id, cue.cue.id if cue else None)
        for shot in plan.timeline.shots
        for cue in shot.cues or (None,)
    ]
    stills = tuple(Still(shot, cue, path) for (shot, cue), path in zip(places, drawn, strict=True))
    write_jpeg(sheet, made / "contact-sheet.jpg")
    poster = poster_of(stills)
    shutil.copyfile(poster.picture, made / "poster.png")
    clean = {
        rendition.height: made / "clean" / f"{name}-{rendition.height}p.mp4"
        for rendition in (renditions.clean_full, renditions.clean_small)
    }
    cover = cover_of(poster.picture)
    for rendition, joined in (
        (renditions.clean_full, bare / "film-full.mp4"),
        (renditions.clean_small, bare / "film.mp4"),
    ):
        write_rendition(rendition, cache, joined, sounds)
        write_clean(rendition, renditions.wordings, joined, clean[rendition.height], cover)
        done(1)
    for number, other in enumerate(renditions.others):
        joined = bare / f"other-{number}.mp4"
        write_rendition(other.rendition, cache, joined, other.voice.sounds(other.rendition.plan))
        write_clean(other.rendition, other.wordings, joined, made / other.path, cover)
    write_clips(renditions.open_small, cache, made / "clips", sounds)
    shutil.copyfile(bare / "film.mp4", made / "web" / film_for_embedding(renditions))
    clips = write_clips(renditions.clean_small, cache, bare, sounds)
    done(3)
    material = Material(
        plan,
        opened[renditions.open_full.height],
        bare / "film.mp4",
        clips,
        stills,
        poster,
        draw_cast_key(plan, made / "cast-key.png"),
        draw_title(plan, bare / "title.png"),
        renditions.wordings[1:],
        _keys_in(renditions.wordings[1:], plan, bare),
        renditions.others,
    )
    (made / "web" / poster_for_embedding(name)).write_bytes(cover_of(material.cover))
    for still, file_name in zip(stills, still_names(material), strict=True):
        write_jpeg(still.picture, made / "stills" / file_name)
    return material


def _keys_in(translations: Sequence[Wording], plan: RenderPlan, folder: Path) -> dict[str, Path]:
    """Draw the key to the film's colours in other languages, and return its pictures by language."""
    drawn = {}
    for each in translations:
        translated = replace(plan, production=replace(plan.production, storyboard=each.board))
        if picture := draw_cast_key(translated, folder / f"cast-key-{each.language}.png"):
            drawn[each.language] = picture
    return drawn


def poster_of(stills: Sequence[Still]) -> Still:
    """Return the still of POSTER_CUE, or the middle one if the film has no such cue."""
    posters = (still for still in stills if (still.shot, still.cue) == POSTER_CUE)
    return next(posters, stills[len(stills) // 2])

"""Makes a bundle's folder: complete or not at all, and without removing any file of the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import moa_anim
from moa_anim.bundle.assembly import FILM_STEPS, DrawStills, make_films
from moa_anim.bundle.contents import documents, text_files
from moa_anim.bundle.earlier import MANIFEST, SCHEMA, carry_over, require_replaceable_bundle
from moa_anim.bundle.extras import require_everything
from moa_anim.bundle.films import Voice, plan_renditions
from moa_anim.bundle.material import Material
from moa_anim.cache.limit import limit_bytes, pruned_to_limit
from moa_anim.cache.segments import SegmentCache
from moa_anim.files.destination import LEAST_FRAME_BYTES, require_apart, require_folder_place, require_room
from moa_anim.files.hashes import file_sha256
from moa_anim.files.replacement import replace_folder, working_folder
from moa_anim.files.writing import writing
from moa_anim.graphics.colours import use_palette
from moa_anim.model.quality import LECTURE, Quality
from moa_anim.molecule.casting import prepare_drug
from moa_anim.render.glyphs import require_lettering
from moa_anim.render.listing import Data
from moa_anim.render.manifest import CAPTION_FILES, SEAL, json_text, manifest_data, sealed
from moa_anim.render.outputs import require_writable_folder, sole_writer
from moa_anim.render.ownership import planned_identity
from moa_anim.render.rendition import Rendition
from moa_anim.script.production import Production

FILMS = 8
"""How many times a bundle contains the film, in one rendition or another: open, clean, clips, slides, page, package."""

CAPTION_LANGUAGES = "caption_languages"
"""Entry of the bundle's manifest with the tags of the languages that its films have captions in, its own first."""

OTHER_FILMS = "other_films"
"""Entry of the bundle's manifest with the manifests of its films in other languages, by tag."""

Draw = Callable[[Sequence[Rendition]], None]
"""Draws and encodes every segment of the renditions that the cache lacks."""

ProgressBar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]
"""Takes the number of steps and the name of one; its context gives a function to report steps done."""


def make_bundle(
    production: Production,
    cache: SegmentCache,
    folder: Path,
    *,
    draw: Draw,
    draw_stills: DrawStills,
    bar: ProgressBar,
    report: Callable[[str], None],
    quality: Quality = LECTURE,
    force: bool = False,
    voices: Sequence[Voice] = (),
) -> None:
    """Make the bundle of a production in `folder`, which is missing, empty, or an earlier bundle.

    `cache` holds the segments; `report` takes messages for the user. With `force`, files that the user changed are
    replaced and added files are carried over (bundle/earlier.py). Of `voices`, one a language, the one that speaks the
    production's reads its films; each other one reads a film in its own language, which is drawn besides.

    Raises:
        RenderError: `folder` has other contents or cannot be written, drawing fails, or a library is missing.
        FilmError: A format cannot represent some words.
        ProductionError: A scene does not keep to its shot.
    """
    require_everything()
    use_palette(production.storyboard.colours)
    require_folder_place(folder)
    require_apart(folder, cache.root)
    require_writable_folder(folder.parent)
    require_writable_folder(cache.root)
    renditions = plan_renditions(production, quality, voices, report)
    identity = planned_identity(renditions.open_full.plan)
    require_replaceable_bundle(folder, identity, force)
    plans = [renditions.open_full.plan, *(each.rendition.plan for each in renditions.others)]
    frames = FILMS * plans[0].frames + sum(plan.frames for plan in plans[1:])
    require_room(folder.parent, LEAST_FRAME_BYTES * frames)
    for plan in plans:
        require_lettering(plan)
        prepare_drug(plan.production.storyboard.cast)
    makers = documents(production.name)
    # Before drawing, so that words that a format cannot represent are reported first.
    texts = text_files(renditions)
    drawn = (*renditions.all, *(each.rendition for each in renditions.others))
    keys = [key for rendition in drawn for key in rendition.keys]
    with (
        sole_writer(folder.parent, report),
        pruned_to_limit(limit_bytes(), keys, cache, report),
        working_folder(folder.parent) as workshop,
    ):
        made = workshop / "bundle"
        made.mkdir()
        require_replaceable_bundle(folder, identity, force)  # again: another run may have ended meanwhile
        draw(renditions.all)
        for each in renditions.others:
            draw([each.rendition])
        with bar(FILM_STEPS + len(texts) + len(makers), "step") as done:
            material = make_films(renditions, cache, made, production.name, draw_stills, done)
            for name, text in texts.items():
                _write(made / name, text)
                done(1)
            for name, make in makers.items():
                _write(made / name, make(material))
                done(1)
            _write(made / MANIFEST, _manifest(material, made))
        require_replaceable_bundle(folder, identity, force)
        with writing(folder):
            carry_over(folder, made, report)
            replace_folder(folder, made)
    report(
        f"{folder}: {sum(1 for each in folder.rglob('*') if each.is_file())} files, {_size(folder) / 1e6:.0f} MB"
    )


def _manifest(material: Material, made: Path) -> bytes:
    """The bundle's manifest: each file's SHA-256, and the film's own manifest."""
    files = {path.relative_to(made).as_posix(): path for path in made.rglob("*") if path.is_file()}
    hashes = {name: file_sha256(files[name]) for name in sorted(files)}
    film = _without_files(
        manifest_data(material.plan, material.open_full.name, file_sha256(material.open_full))
    )
    others = {
        each.language: manifest_data(each.rendition.plan, Path(each.path).name, hashes[each.path])
        for each in material.other_films
    }
    data = {
        "schema": SCHEMA,
        "moa-anim": moa_anim.__version__,
        "files": hashes,
        "film": film,
        CAPTION_LANGUAGES: [each.language for each in material.wordings],
        OTHER_FILMS: {language: _without_files(each) for language, each in others.items()},
    }
    return json_text(sealed(data)).encode()


def _without_files(film: Data) -> Data:
    """A film's manifest without what concerns files beside the film; here the bundle's own list has them."""
    return {key: value for key, value in film.items() if key not in (CAPTION_FILES, SEAL)}


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

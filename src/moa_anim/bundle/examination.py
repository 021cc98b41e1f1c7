"""Checks of a finished bundle: its files are as they were written, and its films carry the captions of every language."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moa_anim.bundle.earlier import MANIFEST, SCHEMA, added_files, changed_files
from moa_anim.bundle.films import caption_tracks
from moa_anim.bundle.folder import OTHER_FILMS
from moa_anim.bundle.tracks import CaptionTrack, read_caption_tracks
from moa_anim.bundle.wordings import Wording, translations
from moa_anim.captions.cues import to_srt, to_vtt
from moa_anim.check.differences import differences, shortened
from moa_anim.check.film import plan_of
from moa_anim.check.outcome import Check
from moa_anim.check.words import hurried_captions
from moa_anim.errors import Fault, FilmError, MoaError
from moa_anim.model.edition import LECTURE_EDITION
from moa_anim.render.listing import Data
from moa_anim.render.ownership import Written, read_manifest
from moa_anim.render.plan import RenderPlan
from moa_anim.script.production import load_production

MAKE_AGAIN = "make it again with `moa-anim bundle`"
"""Remedy of all faults of a bundle."""


@dataclass(frozen=True)
class _Film:
    """A film as the manifest tells of it: its plan, and where it lies in the bundle without burned-in captions."""

    plan: RenderPlan
    paths: tuple[str, ...]


def check_bundle(production: Path, folder: Path) -> tuple[Check, ...]:
    """Check the bundle in `folder` against the production that it was made from, in the folder `production`.

    Nothing is drawn. Captions that are faster in a translation than its language allows are advice, since they have the
    times of a film in another language.
    """
    written = None if folder.is_symlink() else read_manifest(folder / MANIFEST)
    if written is None or written.data.get("schema") != SCHEMA:
        fault = Fault(str(folder), "no bundle", f"a folder with the {MANIFEST} of a bundle", MAKE_AGAIN)
        return (Check("bundle", (fault,)),)
    checks = [_files(folder, written)]
    try:
        films = _films(production, written.data)
    except MoaError as error:
        return (*checks, Check("production", error.faults))
    for film in films:
        told: list[str] = []
        own = Wording(film.plan.production.storyboard, film.plan.timeline)
        wordings = (own, *translations(film.plan.production, film.plan.timeline, told.append))
        name = "" if film is films[0] else f", {own.language}"
        checks.append(
            Check(f"caption tracks{name}", tuple(_tracks(folder, film.paths, wordings)), tuple(told))
        )
        if film is films[0]:
            checks.append(Check("caption files", tuple(_caption_files(folder, wordings))))
        hurried = (hurried_captions(each.timeline, each.language) for each in wordings[1:])
        checks.append(Check(f"reading speed of translations{name}", (), tuple(filter(None, hurried))))
    return tuple(checks)


def _files(folder: Path, written: Written) -> Check:
    """Check that the bundle's files are all there, and as the manifest says."""
    faults = [
        Fault(each.where, each.found, each.expected, MAKE_AGAIN) for each in changed_files(folder, written)
    ]
    missing = [name for name in written.hashes("files") if not os.path.lexists(folder / name)]
    faults += [
        Fault(str(folder / name), "no such file", "a file of the bundle", MAKE_AGAIN) for name in missing
    ]
    advice = tuple(f"{name}: moa-anim did not write it" for name in added_files(folder, written))
    return Check("bundle", shortened(faults), advice)


def _films(folder: Path, data: Data) -> list[_Film]:
    """Return the films of which the manifest tells, the bundle's own first.

    Raises:
        MoaError: The production cannot be loaded as they show it.
    """
    told = data.get(OTHER_FILMS)
    others = list(told.values()) if isinstance(told, dict) else []
    plans = [_planned(folder, each) for each in (data.get("film"), *others)]
    films = []
    for number, plan in enumerate(plans):
        quality, name = plan.quality, plan.production.name
        tag = f"-{plan.production.storyboard.language}" if number else ""
        heights = (quality.small_height,) if number else (quality.height, quality.small_height)
        films.append(_Film(plan, tuple(f"clean/{name}{tag}-{height}p.mp4" for height in heights)))
    return films


def _planned(folder: Path, film: object) -> RenderPlan:
    data: Data = film if isinstance(film, dict) else {}

    def named(part: str, key: str, usual: str) -> str:
        found: Any = data.get(part)
        return str(found.get(key, usual)) if isinstance(found, dict) else usual

    edition, language = named("settings", "edition", LECTURE_EDITION), named("storyboard", "language", "")
    # Its own scenes are not played here, only its words compared.
    production = load_production(folder, edition=edition, language=language, trust_scenes=True)
    return plan_of(production, data)


def _tracks(folder: Path, paths: Sequence[str], wordings: Sequence[Wording]) -> Iterator[Fault]:
    """Compare the caption tracks of films with the words that they should carry."""
    expected = [_described(each) for each in caption_tracks(wordings)]
    for path in paths:
        try:
            found = [_described(each) for each in read_caption_tracks(folder / path)]
        except FilmError as error:
            yield from error.faults
            continue
        languages = [[each["language"], each["name"]] for each in found]
        wanted = [[each["language"], each["name"]] for each in expected]
        if languages != wanted:
            yield from (_again(each) for each in differences({"tracks": languages}, {"tracks": wanted}, path))
            continue
        for one, other in zip(found, expected, strict=True):
            where = f"{path}: {one['name']}"
            yield from map(_again, shortened(list(differences(one["captions"], other["captions"], where))))


def _described(track: CaptionTrack) -> Data:
    return {
        "language": track.code,
        "name": track.name,
        "captions": [[each.start, each.stop, list(each.lines)] for each in track.texts],
    }


def _caption_files(folder: Path, wordings: Sequence[Wording]) -> Iterator[Fault]:
    """Compare the caption files with the words of each language."""
    for each in wordings:
        for kind, text in (("vtt", to_vtt(each.timeline)), ("srt", to_srt(each.timeline))):
            path = folder / "captions" / f"{each.language}.{kind}"
            try:
                same = path.read_bytes() == text.encode()
            except OSError as error:
                yield Fault(str(path), error.strerror or str(error), "captions", MAKE_AGAIN)
                continue
            if not same:
                yield Fault(
                    str(path), "other captions", "those of the storyboard and its translation", MAKE_AGAIN
                )


def _again(fault: Fault) -> Fault:
    return Fault(fault.where, fault.found, fault.expected, MAKE_AGAIN)

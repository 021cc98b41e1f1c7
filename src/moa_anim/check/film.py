"""Checks of a film: the file itself, the captions beside it, and the manifest's account of both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from moa_anim.captions.cues import parse_vtt, timed_texts
from moa_anim.check.outcome import Check, shortened
from moa_anim.errors import Fault, FilmError
from moa_anim.files.reading import UnfitFile, read_bounded
from moa_anim.model.quality import LECTURE, QUALITIES, CaptionMode
from moa_anim.render.compose import caption_files, file_sha256
from moa_anim.render.listing import Data
from moa_anim.render.manifest import SEAL, manifest_data
from moa_anim.render.outputs import Outputs
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.probe import FilmFacts, probe
from moa_anim.script.production import Production

MOST_CAPTION_BYTES = 4 * 2**20
"""Size limit of a caption file; an hour of captions has some hundred kilobytes."""

MOST_MANIFEST_BYTES = 16 * 2**20
"""Size limit of a manifest; that of a film of minutes has some hundred kilobytes."""

_AGAIN = "make it again with `moa-anim render`"


def film_checks(production: Production, film: Path) -> tuple[Check, ...]:
    """Return what the checks of `film`, made of `production`, found.

    Raises:
        CommandLineError: The film's name does not end in .mp4.
    """
    outputs = Outputs(film)
    if not film.is_file():
        found = "a folder or special file" if film.exists() else "no such file"
        return (Check("film", (Fault(str(film), found, "a film", "make it with `moa-anim render`"),)),)
    manifest, missing = _read_manifest(outputs.manifest)
    plan = _plan_of(production, manifest)
    told = Check("manifest", missing) if manifest is None else _manifest_agrees(manifest, plan, film)
    return (_film_facts(plan, film), _captions_agree(plan, outputs), told)


def rendition_of(film: Path) -> tuple[str, str]:
    """Return the edition and the language that the manifest beside `film` names; "" for what it does not name."""
    manifest, _ = _read_manifest(Outputs(film).manifest)

    def named(part: str, key: str) -> str:
        found = manifest.get(part) if manifest else None
        return str(found.get(key, "")) if isinstance(found, dict) else ""

    return named("settings", "edition"), named("storyboard", "language")


def _plan_of(production: Production, manifest: Data | None) -> RenderPlan:
    """Return the plan that the manifest tells of; where it makes no sense, that of the usual film."""
    settings = manifest.get("settings") if manifest else None
    settings = settings if isinstance(settings, dict) else {}
    quality = QUALITIES.get(str(settings.get("quality")), LECTURE)
    mode = settings.get("captions")
    captions = CaptionMode(mode) if mode in list(CaptionMode) else CaptionMode.OPEN
    known, told = [shot.id for shot in production.storyboard.shots], settings.get("shots")
    shots = [each for each in told if each in known] if isinstance(told, list) else []
    return plan_render(production, quality, captions, shots or None)


def _film_facts(plan: RenderPlan, film: Path) -> Check:
    try:
        facts = probe(film, decode=True)
    except FilmError as error:
        return Check("film", error.faults)
    found = _shown(facts)
    expected: Data = {
        "tracks": ["video"],
        "codec": "h264",
        "profile": "High",
        "pixel format": "yuv420p",
        "size": f"{plan.quality.width}×{plan.quality.height}",
        "frames a second, constant": str(plan.quality.rate.fps),
        "frames stored": plan.frames,
        "frames decoded": plan.frames,
        "start in seconds": "0",
        "colour primaries, transfer, matrix": ["bt709", "bt709", "bt709"],
        "full colour range": False,
        "decoding order": True,
        "index before the data (faststart)": True,
    }
    return Check("film", tuple(_differences(found, expected, film.name)))


def _shown(facts: FilmFacts) -> Data:
    return {
        "tracks": list(facts.tracks),
        "codec": facts.codec,
        "profile": facts.profile,
        "pixel format": facts.pixel_format,
        "size": f"{facts.width}×{facts.height}",
        "frames a second, constant": str(facts.fps),
        "frames stored": facts.frames,
        "frames decoded": facts.decoded_frames,
        "start in seconds": str(facts.start),
        "colour primaries, transfer, matrix": [facts.primaries, facts.transfer, facts.matrix],
        "full colour range": facts.colour_range == "full",
        "decoding order": facts.in_order,
        "index before the data (faststart)": facts.faststart,
    }


def _captions_agree(plan: RenderPlan, outputs: Outputs) -> Check:
    faults: list[Fault] = []
    try:
        files = caption_files(plan, outputs)
    except FilmError as error:
        return Check("caption files", error.faults)
    for path, expected in files.items():
        try:
            found = read_bounded(path, MOST_CAPTION_BYTES)
        except UnfitFile as error:
            faults.append(Fault(path.name, error.found, error.expected, _AGAIN))
            continue
        except OSError as error:
            faults.append(Fault(path.name, error.strerror or str(error), f"captions at {path}", _AGAIN))
            continue
        if found != expected:
            faults.append(_first_difference(path.name, found, expected))
        elif path.suffix == ".vtt" and parse_vtt(found.decode(), path.name) != timed_texts(plan.timeline):
            faults.append(Fault(path.name, "other captions when read back", "the storyboard's", _AGAIN))
    return Check("caption files", tuple(faults))


def _first_difference(name: str, found: bytes, expected: bytes) -> Fault:
    # keepends: a changed line end is a difference too
    there = found.decode("utf-8", errors="backslashreplace").splitlines(keepends=True)
    wanted = expected.decode().splitlines(keepends=True)
    same = sum(1 for _ in _while_same(there, wanted))
    shown = [f"“{lines[same]}”" if same < len(lines) else "the end of the file" for lines in (there, wanted)]
    return Fault(f"{name} line {same + 1}", shown[0], shown[1], _AGAIN)


def _while_same(first: list[str], second: list[str]) -> Iterator[str]:
    for one, other in zip(first, second, strict=False):
        if one != other:
            return
        yield one


def _read_manifest(path: Path) -> tuple[Data | None, tuple[Fault, ...]]:
    try:
        data = json.loads(read_bounded(path, MOST_MANIFEST_BYTES))
    except UnfitFile as error:
        return None, (Fault(path.name, error.found, error.expected, _AGAIN),)
    except OSError as error:
        return None, (
            Fault(path.name, error.strerror or str(error), "the film's manifest beside it", _AGAIN),
        )
    except (ValueError, RecursionError) as error:
        return None, (Fault(path.name, f"no JSON: {error}", "the film's manifest", _AGAIN),)
    if not isinstance(data, dict):
        return None, (Fault(path.name, "JSON that is no object", "the film's manifest", _AGAIN),)
    return data, ()


def _manifest_agrees(manifest: Data, plan: RenderPlan, film: Path) -> Check:
    try:
        sha256 = file_sha256(film)
    except OSError as error:
        return Check("manifest", (Fault(film.name, error.strerror or str(error), "a film", _AGAIN),))
    expected = manifest_data(plan, film.name, sha256)
    faults = list(_differences(_without_drawing(manifest), _without_drawing(expected), "manifest"))
    stale = f"drawn by other versions or other code than are here; to bring it up to date, {_AGAIN}"
    advice = (stale,) if _drawn_by(manifest) != _drawn_by(expected) else ()
    return Check("manifest", shortened(faults), advice)


_DRAWING = ("picture", "segments")


def _drawn_by(manifest: Data) -> list[Any]:
    shots = manifest.get("shots")
    shots = shots if isinstance(shots, list) else []
    return [
        manifest.get("versions"),
        *([shot.get(each) for each in _DRAWING] for shot in shots if isinstance(shot, dict)),
    ]


def _without_drawing(manifest: Data) -> Data:
    """Return what a film shows, without how it was drawn: a film stays true when the code moves on."""
    shots = manifest.get("shots")
    if not isinstance(shots, list):
        return manifest
    told = [
        {k: v for k, v in shot.items() if k not in _DRAWING} if isinstance(shot, dict) else shot
        for shot in shots
    ]
    return {**{key: value for key, value in manifest.items() if key not in ("versions", SEAL)}, "shots": told}


def _differences(found: object, expected: object, where: str) -> Iterator[Fault]:
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in dict.fromkeys([*expected, *found]):
            yield from _differences(found.get(key), expected.get(key), f"{where}: {key}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, (one, other) in enumerate(zip(found, expected, strict=True), 1):
            yield from _differences(one, other, f"{where} {number}")
    elif found != expected:
        yield Fault(where, _brief(found), _brief(expected), _AGAIN)


def _brief(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (
        RecursionError,
        ValueError,
    ):  # read from a file: nested deep, or a whole number of thousands of digits
        return "a value that cannot be shown"
    return text if len(text) <= 120 else f"{text[:117]}…"

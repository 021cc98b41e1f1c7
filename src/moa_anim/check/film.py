"""Checks of a film: the file itself, the captions beside it, and its manifest."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from moa_anim.captions.cues import parse_vtt, timed_texts
from moa_anim.captions.descriptions import descriptions
from moa_anim.check.differences import differences
from moa_anim.check.film_manifest import check_manifest, narration_of, read_film_manifest
from moa_anim.check.outcome import RENDER_AGAIN, Check
from moa_anim.errors import Fault, FilmError, ProductionError
from moa_anim.files.reading import UnfitFile, read_bounded
from moa_anim.model.narration import NarrationFacts
from moa_anim.model.quality import LECTURE, QUALITIES, CaptionMode
from moa_anim.render.compose import caption_files
from moa_anim.render.listing import Data
from moa_anim.render.outputs import Outputs
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.probe import FilmFacts, probe
from moa_anim.script.production import Production
from moa_anim.speech.timing import with_spoken_seconds

MOST_CAPTION_BYTES = 4 * 2**20
"""Size limit of a caption file; the captions of an hour have some hundred kilobytes."""


def film_checks(production: Production, film: Path) -> tuple[Check, ...]:
    """Check `film`, its captions and its manifest against `production`.

    Raises:
        CommandLineError: The film's name does not end in .mp4.
    """
    outputs = Outputs(film)
    if not film.is_file():
        found = "a folder or special file" if film.exists() else "no such file"
        return (Check("film", (Fault(str(film), found, "a film", "make it with `moa-anim render`"),)),)
    manifest, missing = read_film_manifest(outputs.manifest)
    plan = plan_of(production, manifest)
    described = Check("manifest", missing) if manifest is None else check_manifest(manifest, plan, film)
    return (_check_file(plan, film), _check_captions(plan, outputs), described)


def rendition_of(film: Path) -> tuple[str, str]:
    """Return the edition and the language that the manifest beside `film` names; "" for what it does not name."""
    manifest, _ = read_film_manifest(Outputs(film).manifest)

    def named(part: str, key: str) -> str:
        found = manifest.get(part) if manifest else None
        return str(found.get(key, "")) if isinstance(found, dict) else ""

    return named("settings", "edition"), named("storyboard", "language")


def plan_of(production: Production, manifest: Data | None) -> RenderPlan:
    """Return the plan with the settings in the manifest; the default is used for settings that are missing or invalid."""
    settings = manifest.get("settings") if manifest else None
    settings = settings if isinstance(settings, dict) else {}
    quality = QUALITIES.get(str(settings.get("quality")), LECTURE)
    mode = settings.get("captions")
    captions = CaptionMode(mode) if mode in list(CaptionMode) else CaptionMode.OPEN
    known, listed = [shot.id for shot in production.storyboard.shots], settings.get("shots")
    shots = [each for each in listed if each in known] if isinstance(listed, list) else []
    production, narration = _spoken(production, manifest or {})
    return plan_render(production, quality, captions, shots or None, narration)


def _spoken(production: Production, manifest: Data) -> tuple[Production, NarrationFacts | None]:
    """Return the production as it is spoken according to a manifest; as it is, and None, where that is not possible."""
    described = narration_of(manifest)
    if described is None:
        return production, None
    facts, seconds = described
    try:
        board = with_spoken_seconds(production.storyboard, seconds.captions, seconds.descriptions)
    except ProductionError:  # the manifest was changed: texts take longer than they may
        return production, None
    return replace(production, storyboard=board), facts


def _check_file(plan: RenderPlan, film: Path) -> Check:
    try:
        facts = probe(film, decode=True)
    except FilmError as error:
        return Check("film", error.faults)
    found = _described(facts)
    expected: Data = {
        "tracks": list(plan.tracks),
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
    return Check("film", tuple(differences(found, expected, film.name)))


def _described(facts: FilmFacts) -> Data:
    """The film's properties under the names that messages use."""
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


def _check_captions(plan: RenderPlan, outputs: Outputs) -> Check:
    faults: list[Fault] = []
    try:
        files = caption_files(plan, outputs)
    except FilmError as error:
        return Check("caption files", error.faults)
    language = plan.production.storyboard.language
    timed = {
        outputs.vtt(language): timed_texts(plan.timeline),
        outputs.descriptions(language): descriptions(plan.timeline),
    }
    for path, expected in files.items():
        try:
            found = read_bounded(path, MOST_CAPTION_BYTES)
        except UnfitFile as error:
            faults.append(Fault(path.name, error.found, error.expected, RENDER_AGAIN))
            continue
        except OSError as error:
            faults.append(Fault(path.name, error.strerror or str(error), f"captions at {path}", RENDER_AGAIN))
            continue
        if found != expected:
            faults.append(_first_difference(path.name, found, expected))
        elif path in timed and parse_vtt(found.decode(), path.name) != timed[path]:
            faults.append(Fault(path.name, "other captions when read back", "the storyboard's", RENDER_AGAIN))
    return Check("caption files", tuple(faults))


def _first_difference(name: str, found: bytes, expected: bytes) -> Fault:
    # keepends, because a changed line end is a difference too.
    found_lines = found.decode("utf-8", errors="backslashreplace").splitlines(keepends=True)
    expected_lines = expected.decode().splitlines(keepends=True)
    pairs = zip_longest(found_lines, expected_lines)
    number, pair = next((n, pair) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    shown = ["the end of the file" if line is None else f"“{line}”" for line in pair]
    return Fault(f"{name} line {number}", shown[0], shown[1], RENDER_AGAIN)

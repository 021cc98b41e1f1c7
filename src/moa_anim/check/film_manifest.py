"""Reads the manifest beside a film, and checks that it describes the film and its production."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from moa_anim.check.differences import differences, shortened
from moa_anim.check.outcome import RENDER_AGAIN, Check
from moa_anim.errors import Fault
from moa_anim.files.hashes import file_sha256
from moa_anim.files.reading import UnfitFile, read_bounded
from moa_anim.model.narration import NarrationFacts
from moa_anim.render.listing import DESCRIPTION, SPOKEN_SECONDS, Data
from moa_anim.render.manifest import NARRATION, SEAL, manifest_data
from moa_anim.render.plan import RenderPlan

MOST_MANIFEST_BYTES = 16 * 2**20
"""Size limit of a manifest; that of a film of a few minutes has some hundred kilobytes."""

_DRAWING = ("picture", "segments")
"""Keys of a shot that depend on the code and the versions that drew it."""


def read_film_manifest(path: Path) -> tuple[Data | None, tuple[Fault, ...]]:
    """Return the manifest at `path` and no faults, or None and why it cannot be read."""
    try:
        data = json.loads(read_bounded(path, MOST_MANIFEST_BYTES))
    except UnfitFile as error:
        return None, (Fault(path.name, error.found, error.expected, RENDER_AGAIN),)
    except OSError as error:
        found = error.strerror or str(error)
        return None, (Fault(path.name, found, "the film's manifest beside it", RENDER_AGAIN),)
    except (ValueError, RecursionError) as error:
        return None, (Fault(path.name, f"invalid JSON: {error}", "the film's manifest", RENDER_AGAIN),)
    if not isinstance(data, dict):
        return None, (Fault(path.name, "JSON that is not an object", "the film's manifest", RENDER_AGAIN),)
    return data, ()


@dataclass(frozen=True)
class SpokenSeconds:
    """The seconds that each caption takes to say, by its lines joined, and those of each spoken description, by its text."""

    captions: Mapping[str, Fraction]
    descriptions: Mapping[str, Fraction]


def narration_of(manifest: Data) -> tuple[NarrationFacts, SpokenSeconds] | None:
    """Return the narration that a manifest describes, and how long its texts take to say.

    It is None for a silent film, or if the manifest's entries have another form.
    """
    try:
        facts = manifest[NARRATION]
        found = NarrationFacts(
            str(facts["voice"]),
            str(facts["engine"]),
            str(facts["lexicon_sha256"] or ""),
            str(facts["loudness"]),
            str(facts.get("describer", "")),
        )
        spoken = SpokenSeconds(
            {
                "\n".join(map(str, caption["lines"])): Fraction(caption[SPOKEN_SECONDS])
                for cue in manifest["cues"]
                for caption in cue["captions"]
            },
            {
                str(cue[DESCRIPTION]["text"]): Fraction(cue[DESCRIPTION][SPOKEN_SECONDS])
                for cue in manifest["cues"]
                if DESCRIPTION in cue
            },
        )
    except (AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    lengths = [*spoken.captions.values(), *spoken.descriptions.values()]
    return (found, spoken) if all(seconds > 0 for seconds in lengths) else None


def check_manifest(manifest: Data, plan: RenderPlan, film: Path) -> Check:
    """Check that `manifest` is what a render of `plan` would write beside `film`.

    If the film was drawn by other code or versions, that is advice and not a fault: a film stays valid when the code changes.
    """
    try:
        sha256 = file_sha256(film)
    except OSError as error:
        return Check("manifest", (Fault(film.name, error.strerror or str(error), "a film", RENDER_AGAIN),))
    expected = manifest_data(plan, film.name, sha256)
    faults = list(differences(_without_drawing(manifest), _without_drawing(expected), "manifest"))
    stale = f"drawn by other code or versions than those installed here; to update it, {RENDER_AGAIN}"
    advice = (stale,) if _drawn_by(manifest) != _drawn_by(expected) else ()
    return Check("manifest", shortened(faults), advice)


def _drawn_by(manifest: Data) -> list[Any]:
    """The versions in a manifest, and the keys in _DRAWING of each shot."""
    shots = manifest.get("shots")
    shots = shots if isinstance(shots, list) else []
    keys = [[shot.get(each) for each in _DRAWING] for shot in shots if isinstance(shot, dict)]
    return [manifest.get("versions"), *keys]


def _without_drawing(manifest: Data) -> Data:
    """A manifest without what depends on the code and versions that drew the film."""
    shots = manifest.get("shots")
    if not isinstance(shots, list):
        return manifest
    contents = [
        {key: value for key, value in shot.items() if key not in _DRAWING} if isinstance(shot, dict) else shot
        for shot in shots
    ]
    rest = {key: value for key, value in manifest.items() if key not in ("versions", SEAL)}
    return {**rest, "shots": contents}

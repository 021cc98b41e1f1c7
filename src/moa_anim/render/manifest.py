"""The manifest beside a film: what it was made of, and what it shows when. The same inputs give the same manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import moa_anim
from moa_anim.cache.inputs import versions
from moa_anim.captions.cues import to_srt, to_vtt
from moa_anim.captions.descriptions import descriptions, descriptions_vtt
from moa_anim.model.quality import SEGMENT_FRAMES
from moa_anim.model.story import Storyboard
from moa_anim.render.encoder import CONSTANT_RATE_FACTOR, PRESET
from moa_anim.render.listing import Data, cue_data, film_data, slot_data
from moa_anim.render.outputs import Outputs
from moa_anim.render.plan import RenderPlan

SCHEMA = 2
"""The version of the manifest's format. Since 2 it holds the hashes of the caption files and of itself."""

CAPTION_FILES = "caption_files"
"""Entry of a manifest with the SHA-256 of each caption file beside the film."""

SEAL = "manifest_sha256"
"""Entry of a manifest with the SHA-256 of the manifest itself, computed while this entry is empty."""

NARRATION = "narration"
"""Entry of a manifest about the voice of a film that is not silent."""

_SHA256_DIGITS = 64
"""Hexadecimal digits of a SHA-256."""


def caption_files(plan: RenderPlan, outputs: Outputs) -> dict[Path, bytes]:
    """Return the paths and contents of the caption files beside the film, and of the descriptions if cues have any.

    Raises:
        FilmError: A caption cannot be written as SubRip.
    """
    language = plan.production.storyboard.language
    files = {
        outputs.vtt(language): to_vtt(plan.timeline).encode(),
        outputs.srt(language): to_srt(plan.timeline).encode(),
    }
    if descriptions(plan.timeline):
        files[outputs.descriptions(language)] = descriptions_vtt(plan.timeline).encode()
    return files


def sealed(data: Data) -> Data:
    """Return a manifest with its own hash as its last entry, from which a later change of it is detected."""
    return {**data, SEAL: hashlib.sha256(json_text({**data, SEAL: ""}).encode()).hexdigest()}


def is_sealed(text: bytes) -> bool:
    """Whether a manifest's text is unchanged since it was sealed."""
    before, entry, after = text.rpartition(f'"{SEAL}": "'.encode())
    recorded, rest = after[:_SHA256_DIGITS], after[_SHA256_DIGITS:]
    return bool(entry) and hashlib.sha256(before + entry + rest).hexdigest().encode() == recorded


def json_text(data: Data) -> str:
    """Return a manifest as indented JSON text in Unicode that ends with a newline."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def manifest_data(plan: RenderPlan, film_name: str, film_sha256: str) -> Data:
    """Return the manifest of the film `film_name` made by `plan`. It holds no date, host name or path."""
    board = plan.production.storyboard
    outputs = Outputs(Path(film_name))
    captions = {
        path.as_posix(): hashlib.sha256(data).hexdigest()
        for path, data in caption_files(plan, outputs).items()
    }
    return sealed(
        {
            "schema": SCHEMA,
            "film": {"file": film_name, "sha256": film_sha256, **film_data(plan)},
            CAPTION_FILES: captions,
            "document": {
                "sha256": plan.production.source_sha256,
                "reference": board.reference.text if board.reference else None,
                "notice": board.notice.text if board.notice else None,
            },
            "storyboard": {
                "sha256": plan.production.storyboard_sha256,
                "title": board.shown_title,
                "language": board.language,
            },
            **_translation_data(board),
            **_narration_data(plan),
            "settings": {
                "edition": board.edition.name,
                "quality": plan.quality.name,
                "captions": plan.captions.value,
                "shots": [shot.shot.id for shot in plan.timeline.shots],
                "segment_frames": SEGMENT_FRAMES,
                "encoder": {"name": "libx264", "preset": PRESET, "crf": CONSTANT_RATE_FACTOR},
            },
            "versions": {"moa-anim": moa_anim.__version__, **versions()},
            "shots": [
                {
                    "id": shot.shot.id,
                    "scene": str(shot.shot.scene),
                    "seed": shot.shot.seed,
                    **slot_data(shot.slot),
                    "picture": picture,
                    "segments": [each.key for each in plan.segments if each.shot_id == shot.shot.id],
                }
                for shot, picture in zip(plan.timeline.shots, plan.pictures, strict=True)
            ],
            "cues": cue_data(plan),
            "emendations": [
                {
                    "found": each.found,
                    "reading": each.reading,
                    "kind": each.kind.value,
                    "reason": each.reason,
                    "source": each.source,
                    "span": {"start": each.span.start, "stop": each.span.stop},
                }
                for each in board.emendations
            ],
        }
    )


def _narration_data(plan: RenderPlan) -> Data:
    """Return the manifest's entry about the voice; nothing for a silent film."""
    facts = plan.narration
    if facts is None:
        return {}
    return {
        NARRATION: {
            "voice": facts.voice,
            "engine": facts.engine,
            "lexicon_sha256": facts.lexicon or None,
            "loudness": facts.loudness,
            **({"describer": facts.describer} if facts.describer else {}),
        }
    }


def _translation_data(board: Storyboard) -> Data:
    """Return the manifest's entry about the translation; nothing for a film in the document's language."""
    status = board.translation
    if status is None:
        return {}
    return {
        "translation": {
            "sha256": status.sha256,
            "from": status.source_language,
            "title_of": board.title.text,
            "translator": status.translator,
            "second_reader": status.second_reader or None,
            "reviewed_by_medical_translator": status.reviewer or None,
        }
    }


def manifest_json(plan: RenderPlan, film_name: str, film_sha256: str) -> str:
    """Return the manifest as JSON text."""
    return json_text(manifest_data(plan, film_name, film_sha256))

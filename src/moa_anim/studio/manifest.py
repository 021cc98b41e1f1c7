"""What a film was made of and what it shows when, kept beside it: the same for the same inputs."""

from __future__ import annotations

import json

import moa_anim
from moa_anim.studio.encoder import CONSTANT_RATE_FACTOR, PRESET
from moa_anim.studio.fingerprint import versions
from moa_anim.studio.listing import Data, cue_data, film_data, slot_data
from moa_anim.studio.plan import RenderPlan
from moa_anim.studio.quality import SEGMENT_FRAMES

SCHEMA = 1
"""The version of the manifest's form."""


def manifest_data(plan: RenderPlan, film_name: str, film_sha256: str) -> Data:
    """Return the manifest of the film `film_name` made by `plan`: no date, host or path is in it."""
    board = plan.production.storyboard
    return {
        "schema": SCHEMA,
        "film": {"file": film_name, "sha256": film_sha256, **film_data(plan)},
        "document": {
            "sha256": plan.production.source_sha256,
            "reference": board.reference.text if board.reference else None,
            "notice": board.notice.text if board.notice else None,
        },
        "storyboard": {
            "sha256": plan.production.storyboard_sha256,
            "title": board.title.text,
            "language": board.language,
        },
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


def manifest_json(plan: RenderPlan, film_name: str, film_sha256: str) -> str:
    """Return the manifest as JSON text, indented, in Unicode, with a line end at the end."""
    data = manifest_data(plan, film_name, film_sha256)
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

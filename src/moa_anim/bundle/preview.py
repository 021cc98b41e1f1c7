"""A short silent preview that plays by itself where a picture may stand: an animated WebP of the film's beats."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

from moa_anim.model.timeline import Timeline
from moa_anim.render.media_path import media_path

PREVIEW_WIDTH, PREVIEW_FPS, PREVIEW_QUALITY = 640, 10, 62
EXCERPT_SECONDS = 1.6
"""Of the end of each of PREVIEW_CUES: a loop of about 16 s that stays under 5 MB, so that a repository page plays it."""

PREVIEW_CUES = (
    ("opening", "oral"),
    ("er-signalling", "binds"),
    ("resistance", "continues"),
    ("binding", "blood"),
    ("binding", "binds"),
    ("conformational-change", "changes"),
    ("ubiquitination", "target"),
    ("proteasome-clearance", "system"),
    ("signal-lost", "lack"),
    ("in-the-clinic", "direction"),
)


def _ends(timeline: Timeline) -> list[int]:
    """Frames at which the excerpts end: of PREVIEW_CUES, or, of a film that has none of them, of each shot's last cue."""
    ends = {(shot.shot.id, cue.cue.id): cue.slot.stop for shot in timeline.shots for cue in shot.cues}
    told = [ends[each] for each in PREVIEW_CUES if each in ends]
    last = {shot: stop for (shot, _), stop in ends.items()}
    return told or list(last.values()) or [timeline.frames]


def write_preview(film: Path, timeline: Timeline, out: Path) -> None:
    """Write an animated WebP of the film's beats, without sound, endlessly repeated."""
    step = round(float(timeline.rate.fps) / PREVIEW_FPS)
    wanted: list[int] = []
    for stop in _ends(timeline):
        wanted += range(max(0, stop - round(EXCERPT_SECONDS * float(timeline.rate.fps))), stop, step)
    pictures = []
    with av.open(media_path(film)) as container:
        chosen = set(wanted)
        for number, frame in enumerate(container.decode(video=0)):
            if number in chosen:
                image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV leaves it untyped
                pictures.append(
                    image.resize((PREVIEW_WIDTH, PREVIEW_WIDTH * 9 // 16), Image.Resampling.LANCZOS)
                )
    pictures[0].save(
        out,
        save_all=True,
        append_images=pictures[1:],
        duration=1000 // PREVIEW_FPS,
        loop=0,
        quality=PREVIEW_QUALITY,
        method=4,
    )

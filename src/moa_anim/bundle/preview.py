"""A short silent preview that plays wherever a picture can be shown: an animated WebP of excerpts from the film."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

from moa_anim.model.timeline import Timeline
from moa_anim.render.media_path import media_path

PREVIEW_WIDTH = 640
"""Pixels."""

PREVIEW_FPS = 10
"""Frames a second."""

PREVIEW_QUALITY = 62
"""WebP quality, 0 to 100."""

EXCERPT_SECONDS = 1.6
"""Length of the excerpt before the end of each of PREVIEW_CUES: about 16 s and under 5 MB, which repository pages play."""

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
    ("in-short", "direction"),
)


def _ends(timeline: Timeline) -> list[int]:
    """Frames at which the excerpts end: of PREVIEW_CUES or, if the film has none, of each shot's last cue."""
    ends = {(shot.shot.id, cue.cue.id): cue.slot.stop for shot in timeline.shots for cue in shot.cues}
    listed = [ends[each] for each in PREVIEW_CUES if each in ends]
    last = {shot: stop for (shot, _), stop in ends.items()}
    return listed or list(last.values()) or [timeline.frames]


def write_preview(film: Path, timeline: Timeline, out: Path) -> None:
    """Write an animated WebP of the film's excerpts that repeats endlessly."""
    step = round(float(timeline.rate.fps) / PREVIEW_FPS)
    numbers: list[int] = []
    for stop in _ends(timeline):
        numbers += range(max(0, stop - round(EXCERPT_SECONDS * float(timeline.rate.fps))), stop, step)
    pictures = []
    with av.open(media_path(film)) as container:
        chosen = set(numbers)
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

"""Renew what under docs/ is made from the film: the editor's log, the contact sheet, the preview: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

import av
from PIL import Image

from moa_anim.model.timeline import Timeline, schedule
from moa_anim.script import load_production
from moa_anim.studio.editorial import editorial_markdown
from moa_anim.studio.fingerprint import package_folder
from moa_anim.studio.quality import LECTURE

DOCS = Path(__file__).resolve().parent.parent / "docs"

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


def main() -> None:
    """Write all three, from the film that is named (dist/elacestrant.mp4) and the stills beside it."""
    film = Path(sys.argv[1] if len(sys.argv) > 1 else DOCS.parent / "dist" / "elacestrant.mp4")
    storyboard = load_production(package_folder("assets") / "elacestrant").storyboard
    (DOCS / "editorial.md").write_text(editorial_markdown(storyboard), encoding="utf-8")
    write_sheet(film.parent / "stills" / "contact-sheet.png", DOCS / "contact-sheet.webp")
    write_preview(film, schedule(storyboard, LECTURE.rate), DOCS / "preview.webp")


def write_sheet(sheet: Path, out: Path) -> None:
    """Write the stills' contact sheet at a size that a page shows, as WebP."""
    with Image.open(sheet) as picture:
        small = picture.convert("RGB")
        small.thumbnail((SHEET_WIDTH, 10 * SHEET_WIDTH), Image.Resampling.LANCZOS)
        small.save(out, quality=82, method=6)


SHEET_WIDTH = 1920


def write_preview(film: Path, timeline: Timeline, out: Path) -> None:
    """Write an animated WebP of the film's beats, without sound, endlessly repeated."""
    step = round(float(timeline.rate.fps) / PREVIEW_FPS)
    wanted: list[int] = []
    for shot_id, cue_id in PREVIEW_CUES:
        shot = next(each for each in timeline.shots if each.shot.id == shot_id)
        stop = shot.cue(cue_id).slot.stop
        wanted += range(stop - round(EXCERPT_SECONDS * float(timeline.rate.fps)), stop, step)
    pictures = []
    with av.open(str(film)) as container:
        chosen = set(wanted)
        for number, frame in enumerate(container.decode(video=0)):
            if number in chosen:
                image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV leaves it untyped
                pictures.append(image.resize((PREVIEW_WIDTH, PREVIEW_WIDTH * 9 // 16), Image.Resampling.LANCZOS))
    pictures[0].save(
        out,
        save_all=True,
        append_images=pictures[1:],
        duration=1000 // PREVIEW_FPS,
        loop=0,
        quality=PREVIEW_QUALITY,
        method=4,
    )


if __name__ == "__main__":
    main()

"""Makes bundles of `little_plan`, whose films and stills are flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from flat_film import encode
from PIL import Image

from moa_anim.bundle.films import Voice
from moa_anim.bundle.folder import ProgressBar, make_bundle
from moa_anim.cache.segments import SegmentCache
from moa_anim.model.narration import SOUND_RATE, NarrationFacts
from moa_anim.model.quality import DRAFT
from moa_anim.render.compose import file_sha256
from moa_anim.render.plan import RenderPlan
from moa_anim.render.rendition import Rendition
from moa_anim.render.sound_encoder import Sound
from moa_anim.script.production import Production
from moa_anim.speech.timing import all_captions, lines_of, with_spoken_seconds


@contextmanager
def quiet(total: int, unit: str = "") -> Iterator[Callable[[int], None]]:
    """A progress bar that shows nothing."""
    yield lambda done: None


def flat_stills(plan: RenderPlan, folder: Path) -> Sequence[Path]:
    """Stills of `little_plan`, each of one colour."""
    names = ["01-opening.png", "02-binding-binds.png", "03-binding-changes.png", "contact-sheet.png"]
    for number, name in enumerate(names):
        Image.new("RGB", (plan.quality.width, plan.quality.height), (40 * number, 90, 120)).save(
            folder / name
        )
    return [folder / name for name in names]


def make(
    production: Production,
    folder: Path,
    store: SegmentCache,
    bar: ProgressBar = quiet,
    force: bool = False,
    voices: Sequence[Voice] = (),
    report: Callable[[str], None] = lambda _: None,
) -> None:
    """Make a bundle of flat films and stills, which take no time to draw."""

    def draw(renditions: Sequence[Rendition]) -> None:
        for rendition in renditions:
            for key, segment in zip(rendition.keys, rendition.plan.segments, strict=True):
                store.write(
                    key,
                    encode(segment.frames, (rendition.width, rendition.height), 15, segment.number),
                )

    make_bundle(
        production,
        store,
        folder,
        draw=draw,
        draw_stills=flat_stills,
        bar=bar,
        report=report,
        quality=DRAFT,
        force=force,
        voices=voices,
    )


def files(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): file_sha256(path) for path in folder.rglob("*") if path.is_file()
    }


def humming(production: Production, name: str, seconds: float) -> Voice:
    """A voice that needs so many seconds for each caption, and hums."""
    board = production.storyboard
    lengths = {lines_of(each): Fraction(seconds) for each in all_captions(board)}
    spoken = replace(production, storyboard=with_spoken_seconds(board, lengths))

    def sounds(plan: RenderPlan) -> list[Sound]:
        times = np.arange(round(plan.timeline.seconds * SOUND_RATE)) / SOUND_RATE
        return [Sound(0.2 * np.sin(2 * np.pi * 220 * times), board.language_code, name)]

    return Voice(spoken, NarrationFacts(name, "an engine", "0" * 64), sounds)

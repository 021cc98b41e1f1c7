"""Small productions that are spoken by the real engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flat_film import write_production

from moa_anim.cache.installed import package_folder
from moa_anim.script.production import load_production
from moa_anim.speech.narration import Narration, narrated
from moa_anim.speech.voices import VoiceFiles, find_voice_files

SEEN = (
    "A crimson molecule enters the pocket of a blue receptor, 9.7 Å wide.",
    "Helix 12 swings down.",
)
"""What is seen in the two cues of the described production."""


@contextmanager
def no_bar(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    yield lambda done: None


def narrate(
    folder: Path,
    voice: str = "af_heart",
    files: VoiceFiles | None = None,
    jobs: int = 2,
    *,
    described: bool = False,
) -> Narration:
    """The production in `folder` as a voice reads it."""
    production = load_production(folder)
    files = files or find_voice_files(None)
    return narrated(production, voice, files, described=described, jobs=jobs, bar=no_bar)


def spoken_production(folder: Path) -> Path:
    """Write the small production with the film's English lexicon into `folder`, and return it."""
    shutil.copy(package_folder("assets") / "elacestrant" / "pronunciation.en.toml", write_production(folder))
    return folder


def describe(folder: Path, *seen: str) -> None:
    """Add what is seen to the cues of the production in `folder`, one after another."""
    board = folder / "storyboard.toml"
    head, *cues = board.read_text("utf-8").split("[[shot.cue]]\n")
    told = (f'seen = "{text}"\n' for text in seen)
    board.write_text(head + "".join(f"[[shot.cue]]\n{next(told, '')}{cue}" for cue in cues), "utf-8")

"""Notices that files of a production, its scenes or the program were saved, by their times and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path

import moa_anim
from moa_anim.cache.installed import package_folder
from moa_anim.script.own_scenes import FOLDER
from moa_anim.script.palette import PALETTE

Stamps = Mapping[Path, tuple[int, int]]
"""Time of the last change (ns) and size (bytes) of each file."""


class Change(Enum):
    """What was saved: the story's words or a scene; colours; or code and data that only a new process can load."""

    STORY = "story"
    PALETTE = "palette"
    PROGRAM = "program"


class Watch:
    """Compares files with what they were when it was asked last."""

    def __init__(self, production: Path) -> None:
        self._production = production
        self._assets, self._scenes = package_folder("assets"), package_folder("scenes")
        self._program = Path(moa_anim.__file__).parent
        self._seen = {change: self._stamps(change) for change in Change}

    def changed(self, asked: Iterable[Change]) -> list[Change]:
        """Return which of `asked` have changed since the last call that asked for them."""
        found = []
        for change in asked:
            stamps = self._stamps(change)
            if stamps != self._seen[change]:
                self._seen[change] = stamps
                found.append(change)
        return found

    def _stamps(self, change: Change) -> Stamps:
        return stamps(self._files(change))

    def _files(self, change: Change) -> list[Path]:
        if change is Change.STORY:
            folders = (
                (self._production, "*.t*"),
                (self._production, "**/*.cif*"),
                (self._production / FOLDER, "*.py"),
                (self._scenes, "*.py"),
                (self._assets / "languages", "*.toml"),
            )
            found = [path for folder, pattern in folders for path in folder.glob(pattern)]
            return [path for path in found if path.name != PALETTE]
        if change is Change.PALETTE:
            return [self._assets / PALETTE, self._production / PALETTE]
        # Installed, the scenes are inside the package: saving one must not start the process again, which takes seconds.
        program = (path for path in self._program.rglob("*.py") if path.parent != self._scenes)
        return [
            *program,
            self._assets / "fonts.toml",
            *(self._assets / "structures").rglob("*.gz"),
        ]


def stamps(files: Iterable[Path]) -> Stamps:
    """Return the stamps of the files that exist; an editor may be replacing one at this moment."""
    found = {}
    for path in files:
        try:
            state = path.stat()
        except OSError:
            continue
        found[path] = (state.st_mtime_ns, state.st_size)
    return found

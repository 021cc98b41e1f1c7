"""Finished work, kept under the key of all that it depends on: not drawn twice, nor trusted when damaged."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from moa_anim.cache.entry import read_entry, write_entry
from moa_anim.cache.folder import cache_folder
from moa_anim.files.writing import TEMPORARY_PREFIX, writing

_ABANDONED_SECONDS = 24 * 3600
"""An unfinished file older than this was left behind by a process that was killed."""

SUFFIX = ".mp4"
"""Of a segment in the store."""


@dataclass(frozen=True)
class Store:
    """A folder of finished work. Processes may read, write and prune it at once: an entry is there whole or not.

    What was there a moment ago may have been pruned: whoever wants it makes it again (render/film.py).
    """

    root: Path

    def path(self, key: str, suffix: str) -> Path:
        """Return where the entry `key` (64 hex digits) of kind `suffix` (".mp4") is kept, there or not."""
        if not re.fullmatch(r"[0-9a-f]{64}", key) or not re.fullmatch(r"\.[a-z0-9]+", suffix):
            raise ValueError(f"store entry {key!r} {suffix!r}")
        return self.root / key[:2] / f"{key[2:]}{suffix}"

    def has(self, key: str, suffix: str) -> bool:
        """Whether the entry is there and whole; reads all of it, and removes it if it is damaged."""
        return self.read(key, suffix) is not None

    def read(self, key: str, suffix: str) -> bytes | None:
        """Return what was written under `key`; None if it is not there.

        A file that is damaged, or was written under another key, is removed, and so not there.
        """
        return read_entry(self.path(key, suffix), key, suffix)

    def write(self, key: str, suffix: str, data: bytes) -> None:
        """Keep `data` under `key`, in one step, instead of what was there.

        Raises:
            RenderError: The disk is full, or the folder cannot be written.
        """
        path = self.path(key, suffix)
        with writing(path):
            write_entry(path, key, suffix, data)

    def sweep(self) -> None:
        """Remove unfinished files that killed processes left behind a day or longer ago."""
        for path in self.root.glob(f"*/{TEMPORARY_PREFIX}*"):
            with suppress(OSError):
                old = time.time() - path.lstat().st_mtime > _ABANDONED_SECONDS
                if old and not path.parent.is_symlink():
                    path.unlink()


def default_store() -> Store:
    """Return the user's store, in the folder of caches."""
    return Store(cache_folder())

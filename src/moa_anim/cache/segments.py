"""Encoded segments of films, each stored under the key of all that it depends on."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from moa_anim.cache.entry import read_entry, write_entry
from moa_anim.cache.folder import cache_folder
from moa_anim.files.writing import TEMPORARY_PREFIX, writing

SUFFIX = ".mp4"
"""File name extension of a segment in the cache, and its kind as an entry."""

_ABANDONED_SECONDS = 24 * 3600
"""Age at which an unfinished file counts as left behind by a process that was killed."""


@dataclass(frozen=True)
class SegmentCache:
    """A folder of segments. Processes may read, write and prune it at once: an entry is either complete or absent.

    An entry that was there a moment ago may have been pruned; the caller draws it again (render/film.py).
    """

    root: Path

    def path(self, key: str) -> Path:
        """Return the path of the segment `key` (64 hex digits), whether it exists or not."""
        if not re.fullmatch(r"[0-9a-f]{64}", key):
            raise ValueError(f"segment key {key!r}")
        return self.root / key[:2] / f"{key[2:]}{SUFFIX}"

    def has(self, key: str) -> bool:
        """Whether the segment is there and undamaged; reads all of it, and removes it if it is damaged."""
        return self.read(key) is not None

    def read(self, key: str) -> bytes | None:
        """Return what was written under `key`; None if it is not there.

        A file that is damaged, or was written under another key, is removed and counts as absent.
        """
        return read_entry(self.path(key), key, SUFFIX)

    def write(self, key: str, data: bytes) -> None:
        """Store `data` under `key` in one step, replacing what was there.

        Raises:
            RenderError: The disk is full, or the folder cannot be written.
        """
        path = self.path(key)
        with writing(path):
            write_entry(path, key, SUFFIX, data)

    def sweep(self) -> None:
        """Remove unfinished files that killed processes left behind a day or longer ago."""
        for path in self.root.glob(f"*/{TEMPORARY_PREFIX}*"):
            with suppress(OSError):
                old = time.time() - path.lstat().st_mtime > _ABANDONED_SECONDS
                if old and not path.parent.is_symlink():
                    path.unlink()


def default_segment_cache() -> SegmentCache:
    """Return the user's own segment cache, in the folder of caches."""
    return SegmentCache(cache_folder())

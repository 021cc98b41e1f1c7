"""Finished work, kept under the key of all that it depends on: not drawn twice, nor trusted when damaged."""

from __future__ import annotations

import re
import struct
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from moa_anim.cache_folder import cache_folder, mark_used
from moa_anim.errors import RenderError
from moa_anim.studio.writing import TEMPORARY_PREFIX, write_whole

_TRAILER = struct.Struct(">I4s4sQI")
"""Size, "free", "moa1", length of the data, CRC-32 of the data.

It has the form of an MP4 `free` box, so that a stored segment is still a film that any player opens.
"""

_ABANDONED_SECONDS = 24 * 3600
"""An unfinished file older than this was left behind by a process that was killed."""


@dataclass(frozen=True)
class Store:
    """A folder of finished work. Processes may read, write and prune it at once: an entry is there whole or not.

    What was there a moment ago may have been pruned: whoever wants it makes it again (studio/film.py).
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
        """Return the entry's data; None if it is not there. A damaged entry is removed, and so not there."""
        path = self.path(key, suffix)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        data = stored[: -_TRAILER.size]
        if stored[-_TRAILER.size :] == _trailer(data):
            mark_used(path)
            return data
        with suppress(OSError):
            path.unlink()
        return None

    def write(self, key: str, suffix: str, data: bytes) -> None:
        """Keep `data` under `key`, in one step, instead of what was there.

        Raises:
            RenderError: The disk is full, or the folder cannot be written.
        """
        path, stored = self.path(key, suffix), data + _trailer(data)
        try:
            write_whole(path, stored)
        except RenderError as error:
            if not isinstance(error.__cause__, FileNotFoundError):
                raise
            write_whole(path, stored)  # the folder was removed between being made and being written to

    def sweep(self) -> None:
        """Remove unfinished files that killed processes left behind a day or longer ago."""
        for path in self.root.glob(f"*/{TEMPORARY_PREFIX}*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                    path.unlink()


def default_store() -> Store:
    """Return the user's store, in the folder of caches."""
    return Store(cache_folder())


def _trailer(data: bytes) -> bytes:
    return _TRAILER.pack(_TRAILER.size, b"free", b"moa1", len(data), zlib.crc32(data))

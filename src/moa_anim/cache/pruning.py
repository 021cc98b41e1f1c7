"""The folder of caches as a whole: its entries, and removal of those least recently used."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

# Kinds of entries.
SEGMENTS = "segments"
ARRAYS = "arrays"
KERNELS = "kernels"
SPEECH = "speech"
UNFINISHED = "unfinished"

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        SEGMENTS: (r"[0-9a-f]{2}", r"[0-9a-f]{62}\.mp4"),
        ARRAYS: ("arrays|kept", r"[0-9a-f]{64}\.(array|kept)"),
        KERNELS: ("kernels", r"[A-Za-z0-9_.]+-[0-9a-f]{16}\.kernel"),
        SPEECH: ("speech", r"[0-9a-f]{64}\.speech"),
        UNFINISHED: (r"[0-9a-f]{2}|arrays|kept|kernels|speech", r"\.moa-anim-.+"),
    }
)
"""Patterns of folder and file names of each kind of entry (segments.py, arrays.py, molecule/compiled.py).

No other file is ever removed. Entries in an older format, and arrays under their former name "kept", are pruned as well.
"""


@dataclass(frozen=True)
class Entry:
    """A file of the cache. `used` is when it was last read or written: seconds since 1970, accurate to a minute."""

    path: Path
    kind: str
    bytes: int
    used: float


@dataclass(frozen=True)
class Cache:
    """The folder of caches. Renders may read and write in it at the same time."""

    root: Path

    def entries(self) -> list[Entry]:
        """Return all entries, the least recently used first; other files are left out.

        Raises:
            OSError: The folder exists and cannot be read.
        """
        found = [entry for folder in _folders(self.root) for entry in _entries(folder)]
        return sorted(found, key=lambda entry: (entry.used, entry.path))

    def prune(
        self, limit: int, spared: Collection[Path] = (), unused_since: float | None = None
    ) -> list[Entry]:
        """Remove the least recently used entries until at most `limit` bytes are left; return what was removed.

        Entries at `spared` paths stay, and so do those used at or after `unused_since`, and files that another process
        is writing.
        """
        entries = self.entries()
        excess = sum(entry.bytes for entry in entries) - limit
        removed: list[Entry] = []
        for entry in entries:
            if excess <= 0:
                break
            recent = unused_since is not None and entry.used >= unused_since
            if entry.kind != UNFINISHED and not recent and entry.path not in spared and _remove(entry):
                removed.append(entry)
                excess -= entry.bytes
        return removed

    def clear(self) -> list[Entry]:
        """Remove every entry and return those removed. Folders stay: a render may be about to write into one."""
        return [entry for entry in self.entries() if entry.kind != UNFINISHED and _remove(entry)]


def total_bytes(entries: Iterable[Entry]) -> int:
    """Return the size of all entries together."""
    return sum(entry.bytes for entry in entries)


def _folders(root: Path) -> Iterator[Path]:
    names = {folder for folder, _ in KINDS.values()}
    try:
        with os.scandir(root) as found:
            for each in found:
                if each.is_dir(follow_symlinks=False) and any(
                    re.fullmatch(name, each.name) for name in names
                ):
                    yield Path(each.path)
    except FileNotFoundError:
        return


def _entries(folder: Path) -> Iterator[Entry]:
    kinds = [(kind, name) for kind, (place, name) in KINDS.items() if re.fullmatch(place, folder.name)]
    # A folder that was removed since, or is another user's, has no entries; the other folders are still pruned.
    with suppress(FileNotFoundError, PermissionError), os.scandir(folder) as found:
        for each in found:
            kind = next((kind for kind, name in kinds if re.fullmatch(name, each.name)), None)
            # A file may have been removed by another process since it was listed.
            with suppress(FileNotFoundError, PermissionError):
                status = each.stat(follow_symlinks=False)
                if kind is not None and stat.S_ISREG(status.st_mode):
                    yield Entry(Path(each.path), kind, status.st_size, status.st_mtime)


def _remove(entry: Entry) -> bool:
    """Remove an entry and return whether it is gone; one that was used since it was listed stays."""
    try:
        if entry.path.stat(follow_symlinks=False).st_mtime == entry.used:
            entry.path.unlink()
            return True
    except FileNotFoundError:
        return True
    except OSError:  # another user's, or, on some systems, open for reading
        return False
    return False

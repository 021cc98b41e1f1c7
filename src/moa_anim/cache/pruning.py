"""The folder of caches as a whole: what is in it, how large it may become, and what is removed first."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from moa_anim.errors import CommandLineError, Fault

LIMIT_VARIABLE = "MOA_ANIM_CACHE_GIB"
DEFAULT_LIMIT_GIB = 8
"""Some forty films of three minutes at lecture quality: about 70 MB of segments each, and what is kept for drawing."""

GIB = 2**30
MOST_GIB = 2**20
"""1 PiB: a limit beyond it is a slip of the pen."""

SEGMENTS, ARRAYS, KERNELS, UNFINISHED = "segments", "arrays", "kernels", "unfinished"

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        SEGMENTS: (r"[0-9a-f]{2}", r"[0-9a-f]{62}\.mp4"),
        ARRAYS: ("kept", r"[0-9a-f]{64}\.kept"),
        KERNELS: ("kernels", r"[A-Za-z0-9_.]+-[0-9a-f]{16}\.kernel"),
        UNFINISHED: (r"[0-9a-f]{2}|kept|kernels", r"\.moa-anim-.+"),
    }
)
"""Each kind of entry: its folder's name and its own (segments.py, arrays.py, molecule/compiled.py). Nothing else
is ever removed. Files of an older format have the same names; they are not entries any more, but pruned like them."""


@dataclass(frozen=True)
class Entry:
    """A file of the cache. `used` is when it was last of use (seconds since 1970, true to a minute)."""

    path: Path
    kind: str
    bytes: int
    used: float


@dataclass(frozen=True)
class Cache:
    """The folder of caches. Renders may be reading and writing in it meanwhile."""

    root: Path

    def entries(self) -> list[Entry]:
        """Return what is in it, the least recently used first; files that are not ours are left out.

        Raises:
            OSError: The folder is there and cannot be read.
        """
        found = [entry for folder in _folders(self.root) for entry in _entries(folder)]
        return sorted(found, key=lambda entry: (entry.used, entry.path))

    def prune(
        self, limit: int, spared: Collection[Path] = (), unused_since: float | None = None
    ) -> list[Entry]:
        """Remove the least recently used entries until at most `limit` bytes are left; return what was removed.

        Entries at `spared` paths stay, and so do those used at or after `unused_since`. What another process is writing
        stays too.
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
        """Remove every entry and return them. Folders stay, for a render may be about to write into one."""
        return [entry for entry in self.entries() if entry.kind != UNFINISHED and _remove(entry)]


def limit_bytes(environment: Mapping[str, str] = os.environ) -> int:
    """Return how large the cache may become: as MOA_ANIM_CACHE_GIB says, or 8 GiB.

    Raises:
        CommandLineError: The variable is not a number of GiB.
    """
    text = environment.get(LIMIT_VARIABLE, "")
    if not text:
        return DEFAULT_LIMIT_GIB * GIB
    limit = parse_gib(text)
    if limit is None:
        expected = f"a number of GiB from 0 to {MOST_GIB}, such as 8 or 0.5"
        raise CommandLineError(Fault(LIMIT_VARIABLE, f"“{text}”", expected, "fix it, or unset it"))
    return limit


def parse_gib(text: str) -> int | None:
    """Return the bytes of so many GiB ("8", "0.5"); None if `text` is no such number."""
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,9})?", text) or float(text) > MOST_GIB:
        return None
    return round(float(text) * GIB)


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
    # One that was removed meanwhile has no entries, nor has another user's: what is in the others is still ours to prune.
    with suppress(FileNotFoundError, PermissionError), os.scandir(folder) as found:
        for each in found:
            kind = next((kind for kind, name in kinds if re.fullmatch(name, each.name)), None)
            with suppress(
                FileNotFoundError, PermissionError
            ):  # removed by another process since it was listed
                status = each.stat(follow_symlinks=False)
                if kind is not None and stat.S_ISREG(status.st_mode):
                    yield Entry(Path(each.path), kind, status.st_size, status.st_mtime)


def _remove(entry: Entry) -> bool:
    """Remove an entry and return whether it is gone; one that was of use since it was listed stays."""
    try:
        if entry.path.stat(follow_symlinks=False).st_mtime == entry.used:
            entry.path.unlink()
            return True
    except FileNotFoundError:
        return True
    except OSError:  # another user's, or, on some systems, being read
        return False
    return False

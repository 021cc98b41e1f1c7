"""What is in the cache: as text for a reader, as data for `cache --json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from moa_anim.cache.pruning import KINDS, Cache, Entry, total_bytes

KIB = 2**10
MIB = 2**20
GIB = 2**30

Data = dict[str, Any]
"""A JSON object."""


def cache_data(cache: Cache, limit: int, removed: Sequence[Entry] | None = None) -> Data:
    """Return what is in the cache now, and what was `removed` from it (None if nothing was asked to be removed)."""
    entries = cache.entries()
    data: Data = {
        "folder": str(cache.root),
        "limit_bytes": limit,
        **_sizes(entries),
        "kinds": {kind: _sizes([each for each in entries if each.kind == kind]) for kind in KINDS},
        "oldest_use": _moment(entries[0].used) if entries else None,
        "newest_use": _moment(entries[-1].used) if entries else None,
    }
    return data if removed is None else {**data, "removed": _sizes(removed)}


def cache_text(cache: Cache, limit: int, removed: Sequence[Entry] | None = None) -> str:
    """Return the same as lines of text."""
    data = cache_data(cache, limit, removed)
    lines = [f"folder      {data['folder']}", f"size        {size(data['bytes'])} of at most {size(limit)}"]
    lines += [f"{kind:<12}{_counted(each)}" for kind, each in data["kinds"].items() if each["entries"]]
    if data["entries"]:
        lines.append(f"last used   {data['oldest_use']} (oldest) to {data['newest_use']} (newest)")
    if removed is not None:
        lines.append(f"removed     {_counted(data['removed'])}")
    return "\n".join(lines)


def counted(entries: Sequence[Entry]) -> str:
    """Return the number of entries and their total size as text: "3 entries, 1.5 MiB"."""
    return _counted(_sizes(entries))


def size(count: int) -> str:
    """Return a number of bytes as text: 512 B, 1.5 MiB, 8 GiB."""
    for unit, factor in (("GiB", GIB), ("MiB", MIB), ("KiB", KIB)):
        if count >= factor:
            return f"{count / factor:.1f}".removesuffix(".0") + f" {unit}"
    return f"{count} B"


def _sizes(entries: Sequence[Entry]) -> Data:
    return {"entries": len(entries), "bytes": total_bytes(entries)}


def _counted(data: Data) -> str:
    count = data["entries"]
    return f"{count} {'entry' if count == 1 else 'entries'}, {size(data['bytes'])}"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")

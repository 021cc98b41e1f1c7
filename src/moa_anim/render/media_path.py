"""How a path is given to FFmpeg's libraries."""

from __future__ import annotations

from pathlib import Path


def media_path(path: Path) -> str:
    """Return `path` as FFmpeg opens it: absolute, since it takes what is before a colon in a relative one for a protocol."""
    return str(path.absolute())

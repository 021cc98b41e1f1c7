"""Paths as FFmpeg's libraries take them."""

from __future__ import annotations

from pathlib import Path


def media_path(path: Path) -> str:
    """Return `path` as FFmpeg opens it: absolute, since it reads a relative "a:b" as the protocol "a"."""
    return str(path.absolute())

"""SHA-256 of files."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of the file's bytes as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def regular_file_sha256(path: Path) -> str | None:
    """Return the SHA-256 of a regular file; None for a link, folder or device, or if it cannot be read."""
    try:
        # Checked before it is opened: opening a FIFO waits for a writer.
        return file_sha256(path) if stat.S_ISREG(path.lstat().st_mode) else None
    except OSError:
        return None

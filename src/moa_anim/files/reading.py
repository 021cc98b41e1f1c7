"""Reads untrusted files: only regular files, of bounded size, and none outside a given folder.

The checks are made on the opened file, not on its name, so that the file cannot be exchanged between check and read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

_CHUNK_BYTES = 2**20

_OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
"""Non-blocking, since opening a FIFO without a writer would otherwise never return."""


class UnfitFile(Exception):  # noqa: N818 - named after the condition
    """A file that can be opened but is not read; the attributes are those of a Fault."""

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        super().__init__(found, expected, remedy)
        self.found = found
        self.expected = expected
        self.remedy = remedy


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """Return the bytes of a regular file of at most `most_bytes`; links are followed.

    Raises:
        UnfitFile: It is not a regular file, or it is larger.
        OSError: It is missing or cannot be read.
    """
    return _read(os.open(path, _OPEN_FLAGS), most_bytes)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file of any size; links are followed. The caller closes it.

    Raises:
        UnfitFile: It is not a regular file.
        OSError: It is missing or cannot be read.
    """
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        _require_regular(os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_inside(folder: Path, name: str, most_bytes: int) -> bytes:
    """Return the bytes of file `name` in `folder`; links are followed if they stay inside the folder.

    The resolved path is opened folder by folder, starting from the opened `folder`, without following any link. So a link
    that is created after the path was resolved causes an error, and no file outside is read.

    Raises:
        UnfitFile: It is outside the folder, is not a regular file, or is larger than `most_bytes`.
        OSError: It is missing or cannot be read.
        RuntimeError: Links form a loop.
    """
    root = folder.resolve()
    resolved = (folder / name).resolve()
    if not resolved.is_relative_to(root):
        raise UnfitFile(
            "a path that leads out of the production folder", "a file inside it", "put a copy into the folder"
        )
    *folders, last = resolved.relative_to(root).parts or (".",)
    place = os.open(root, _OPEN_FLAGS | os.O_DIRECTORY)
    try:
        for each in folders:
            inner = os.open(each, _OPEN_FLAGS | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)
            os.close(place)
            place = inner
        descriptor = os.open(last, _OPEN_FLAGS | os.O_NOFOLLOW, dir_fd=place)
    finally:
        os.close(place)
    return _read(descriptor, most_bytes)


def _read(descriptor: int, most_bytes: int) -> bytes:
    """Return the bytes of an open file, and close it."""
    try:
        status = os.fstat(descriptor)
        _require_regular(status)
        if status.st_size > most_bytes:
            raise _too_large(f"{status.st_size} bytes", most_bytes)
        parts, size = [], 0
        while part := os.read(descriptor, min(_CHUNK_BYTES, most_bytes + 1 - size)):
            parts.append(part)
            size += len(part)
            if size > most_bytes:  # it is growing, or its size is unknown, as in /proc
                raise _too_large(f"more than {most_bytes} bytes", most_bytes)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _require_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        found = "a folder" if stat.S_ISDIR(status.st_mode) else "a special file"
        raise UnfitFile(found, "a regular file", "put a regular file there")


def _too_large(found: str, most_bytes: int) -> UnfitFile:
    return UnfitFile(found, f"at most {most_bytes} bytes", "use a smaller file")

"""Reads files that somebody else may have put there: regular files only, of bounded size, and none outside a folder.

What is checked is the opened file and not its name, so that nothing can be put in its place between check and read.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

_CHUNK = 2**20

_OPEN = os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK
"""Without blocking: opening a FIFO that nobody writes to would wait for ever."""


class UnfitFile(Exception):  # noqa: N818 - it names what is so
    """A file that is not read, although it could be opened: `found` is what it is, `expected` what it should be."""

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        super().__init__(found, expected, remedy)
        self.found = found
        self.expected = expected
        self.remedy = remedy


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """Return the bytes of a regular file of at most `most_bytes`; links are followed.

    Raises:
        UnfitFile: It is no regular file, or larger.
        OSError: It is missing or cannot be read.
    """
    return _read(os.open(path, _OPEN), most_bytes)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file of any size; links are followed. The caller closes it.

    Raises:
        UnfitFile: It is no regular file.
        OSError: It is missing or cannot be read.
    """
    descriptor = os.open(path, _OPEN)
    try:
        _require_regular(os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_inside(folder: Path, name: str, most_bytes: int) -> bytes:
    """Return the bytes of file `name` of `folder`; links are followed as long as they stay inside the folder.

    The path that the links lead to is walked folder by folder without following any link, from the opened `folder`.
    So a link that is put there after it was resolved ends in an error instead of a file from outside.

    Raises:
        UnfitFile: It lies outside the folder, is no regular file, or is larger than `most_bytes`.
        OSError: It is missing or cannot be read.
        RuntimeError: Links lead in a circle.
    """
    root = folder.resolve()
    resolved = (folder / name).resolve()
    if not resolved.is_relative_to(root):
        raise UnfitFile(
            "a path that leads out of the production folder", "a file inside it", "put a copy into the folder"
        )
    *folders, last = resolved.relative_to(root).parts or (".",)
    place = os.open(root, _OPEN | os.O_DIRECTORY)
    try:
        for each in folders:
            inner = os.open(each, _OPEN | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)
            os.close(place)
            place = inner
        descriptor = os.open(last, _OPEN | os.O_NOFOLLOW, dir_fd=place)
    finally:
        os.close(place)
    return _read(descriptor, most_bytes)


def _read(descriptor: int, most_bytes: int) -> bytes:
    """Return the bytes of an opened file, and close it."""
    try:
        status = os.fstat(descriptor)
        _require_regular(status)
        if status.st_size > most_bytes:
            raise _too_large(f"{status.st_size} bytes", most_bytes)
        parts, size = [], 0
        while part := os.read(descriptor, min(_CHUNK, most_bytes + 1 - size)):
            parts.append(part)
            size += len(part)
            if size > most_bytes:  # it grows, or does not tell its size, as those of /proc do
                raise _too_large(f"more than {most_bytes} bytes", most_bytes)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _require_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnfitFile("no plain file", "a regular file", "put a regular file there")


def _too_large(found: str, most_bytes: int) -> UnfitFile:
    return UnfitFile(found, f"at most {most_bytes}", "give a smaller file")

"""Files that are there whole or not at all, and messages that say what to do when the disk refuses them."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moa_anim.errors import Fault, RenderError

TEMPORARY_PREFIX = ".moa-anim-"
"""What the names of all our unfinished files and folders begin with."""

_REMEDIES = {
    errno.ENOSPC: ("a full disk", "free some space"),
    errno.EDQUOT: ("a full disk quota", "free some space"),
    errno.EFBIG: ("a file too large for this file system", "choose another folder"),
    errno.EACCES: ("no permission to write", "choose another folder, or change its permissions"),
    errno.EPERM: ("no permission to write", "choose another folder, or change its permissions"),
    errno.EROFS: ("a file system that can only be read", "choose another folder"),
    errno.ENOTDIR: ("a file where a folder should be", "choose another folder"),
    errno.EEXIST: ("a file where a folder should be", "choose another folder"),
    errno.EISDIR: ("a folder where a file should be", "choose another name"),
    errno.ENAMETOOLONG: ("a name that is too long", "choose a shorter name"),
}

_ROOM = "room and permission to write there"


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn every OSError inside into a RenderError about `place` that says what to do."""
    try:
        yield
    except OSError as error:
        found, remedy = _REMEDIES.get(
            error.errno or 0, (error.strerror or str(error), "choose another folder")
        )
        raise RenderError(Fault(str(place), found, _ROOM, remedy)) from error


def refusal(error: OSError, place: str) -> RenderError | None:
    """Return what to say of an error met where nobody meant to write; None if no disk refused to be written.

    `place` is named where the error does not name a file.
    """
    if error.errno not in _REMEDIES:
        return None
    found, remedy = _REMEDIES[error.errno]
    return RenderError(Fault(str(error.filename or place), found, _ROOM, remedy))


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what is there in one step; its folder is made if it is missing.

    Raises:
        RenderError: The disk is full, the folder cannot be written, and so on. Then nothing has changed.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.parent / f"{TEMPORARY_PREFIX}{os.getpid()}-{secrets.token_hex(8)}"
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise

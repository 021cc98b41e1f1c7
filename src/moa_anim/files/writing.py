"""Writes files atomically, and turns errors of the file system into messages that say what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moa_anim.errors import Fault, RenderError

TEMPORARY_PREFIX = ".moa-anim-"
"""Prefix of the names of all temporary files and folders."""

_REMEDIES = {
    errno.ENOSPC: ("a full disk", "free some space"),
    errno.EDQUOT: ("a full disk quota", "free some space"),
    errno.EFBIG: ("a file too large for this file system", "choose another folder"),
    errno.EACCES: ("no permission to write", "choose another folder, or change its permissions"),
    errno.EPERM: ("no permission to write", "choose another folder, or change its permissions"),
    errno.EROFS: ("a read-only file system", "choose another folder"),
    errno.ENOTDIR: ("a file where a folder should be", "choose another folder"),
    errno.EEXIST: ("a file where a folder should be", "choose another folder"),
    errno.EISDIR: ("a folder where a file should be", "choose another name"),
    errno.ENAMETOOLONG: ("a name that is too long", "choose a shorter name"),
}
"""What was found and what to do, for each error that a file system reports when it cannot be written to."""

_EXPECTED = "room and permission to write there"


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Raise any OSError of the block as a RenderError about `place` that says what to do."""
    try:
        yield
    except OSError as error:
        found, remedy = _REMEDIES.get(
            error.errno or 0, (error.strerror or str(error), "choose another folder")
        )
        raise RenderError(Fault(str(place), found, _EXPECTED, remedy)) from error


def refusal(error: OSError, place: str) -> RenderError | None:
    """Return a RenderError for an OSError raised outside `writing`; None if it is not about writing.

    It names `place` if the error does not name a file.
    """
    if error.errno not in _REMEDIES:
        return None
    found, remedy = _REMEDIES[error.errno]
    return RenderError(Fault(str(error.filename or place), found, _EXPECTED, remedy))

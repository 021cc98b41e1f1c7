"""Files of the cache that prove what they are: each ends with the key that it was written under, and a checksum.

All caches of this program read and write their entries here. Anything else found at an entry's path (a truncated file,
another entry that was moved there, a link, a pipe, a file of another user) is not the entry, which is then made again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import struct
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from moa_anim.files.writing import TEMPORARY_PREFIX

MOST_BYTES = 2**30
"""The largest entry that is written or read. A segment at uhd quality has some tens of megabytes."""

USE_UPDATE_SECONDS = 60
"""Minimum interval between two updates of an entry's time of last use: a render reads each entry several times."""

FILE_MODE = 0o644
"""Permissions of an entry, whatever the umask: no other user may write into it."""

FOLDER_MODE = 0o755
"""Permissions of a folder of entries, for the same reason."""

_TRAILER = struct.Struct(">I4s4s8s32sQ32s")
"""Size of the trailer, "free", "moa2", kind of the entry, its key, length of the data, SHA-256 of the data.

The trailer is a valid MP4 `free` box, so that a stored segment is still a film that any player opens.
"""

TRAILER_BYTES = _TRAILER.size

_WRITE_ATTEMPTS = 4
"""At most three may fail: one obstacle at the folder's path, one at the entry's, one folder removed at the same time."""


def read_entry(path: Path, key: str, kind: str) -> bytes | None:
    """Return the data that was written to `path` under `key` (64 hex digits) as a `kind` (".mp4").

    Returns None if there is no such entry. A file that is damaged, or is not this entry, is removed if possible.
    """
    with suppress(OSError):
        if path.parent.is_symlink() or (stored := _bytes_of(path)) is None:
            return None
        data = stored[:-TRAILER_BYTES]
        if stored[-TRAILER_BYTES:] == _trailer(key, kind, data):
            _mark_used(path)
            return data
        path.unlink()
    return None


def write_entry(path: Path, key: str, kind: str, data: bytes) -> None:
    """Write `data` to `path` in one step, as the entry `key` of a `kind`; its folder is made if missing.

    A folder at the entry's path, or a file or a link at its folder's path, is not ours: it is renamed, not removed.

    Raises:
        OSError: The disk is full, the folder cannot be written, and so on. What was there before is still there.
    """
    stored = data + _trailer(key, kind, data)
    if len(stored) > MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    for left in reversed(range(_WRITE_ATTEMPTS)):
        try:
            _replace(path, stored)
        except FileNotFoundError:  # the folder was removed between being made and being written to
            if not left:
                raise
        except (IsADirectoryError, NotADirectoryError, FileExistsError):
            if not left or not _obstacle_renamed(path):
                raise
        else:
            return


def _mark_used(path: Path) -> None:
    """Set an entry's time of change to now, as its time of last use, unless it was updated shortly before."""
    with suppress(OSError):  # it may have been removed meanwhile
        if abs(time.time() - path.stat().st_mtime) > USE_UPDATE_SECONDS:
            os.utime(path)


def _trailer(key: str, kind: str, data: bytes) -> bytes:
    if not re.fullmatch(r"[0-9a-f]{64}", key) or not re.fullmatch(r"\.[a-z0-9]{1,7}", kind):
        raise ValueError(f"cache entry {key!r} {kind!r}")
    checksum = hashlib.sha256(data).digest()
    return _TRAILER.pack(
        TRAILER_BYTES, b"free", b"moa2", kind.encode(), bytes.fromhex(key), len(data), checksum
    )


def _bytes_of(path: Path) -> bytes | None:
    """Return the content of `path` if it is a regular file of this user; None otherwise, after removing it."""
    status = path.lstat()
    if stat.S_ISDIR(status.st_mode):
        return None
    if not _readable(path, status):
        path.unlink()
        return None
    # Checked before it is opened, since opening a device may have effects, and after, since it may have been replaced.
    flags = (
        os.O_RDONLY
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_NONBLOCK", 0)
        | getattr(os, "O_CLOEXEC", 0)
    )
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not _readable(path, os.fstat(file.fileno())):
            return None
        return file.read(MOST_BYTES + 1)


def _readable(path: Path, status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode) or not TRAILER_BYTES <= status.st_size <= MOST_BYTES:
        return False
    if not hasattr(os, "geteuid") or status.st_uid in (0, os.geteuid()):
        return True
    return status.st_uid == _owner_in(path.parent, status.st_dev)


@cache
def _owner_in(folder: Path, device: int) -> int:
    """Return the owner of files that this process creates in `folder`; −1 if it cannot create one.

    On some network drives that is not the user that the process runs as.
    """
    with suppress(OSError), tempfile.TemporaryFile(dir=folder) as file:
        return os.fstat(file.fileno()).st_uid
    return -1


def _replace(path: Path, stored: bytes) -> None:
    if path.parent.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path.parent))
    path.parent.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    temporary = path.parent / f"{TEMPORARY_PREFIX}{os.getpid()}-{secrets.token_hex(8)}"
    try:
        temporary.touch(FILE_MODE, exist_ok=False)
        temporary.write_bytes(stored)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _obstacle_renamed(path: Path) -> bool:
    """Rename a file in place of the entry's folder, or a folder in place of the entry; return whether there was one."""
    for place, wants_folder in ((path.parent, True), (path, False)):
        try:
            is_folder = stat.S_ISDIR(place.lstat().st_mode)
            if is_folder is not wants_folder:
                place.rename(place.with_name(f"{place.name}.obstacle-{secrets.token_hex(4)}"))
                return True
        except FileNotFoundError:
            continue
        except OSError:  # a mount point, or the folder above is another user's
            return False
    return False

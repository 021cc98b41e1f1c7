"""Whether finished files could be put where they belong: what the system would refuse at the end is asked at the start."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from moa_anim.errors import Fault, RenderError
from moa_anim.files.writing import TEMPORARY_PREFIX, writing

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux tells what is mounted; elsewhere there is no such file."""

LEAST_FRAME_BYTES = 20
"""A frame in which nothing moves takes no less in an MP4: its picture is skipped, its entry in the index is not."""

_ANOTHER = "choose another name or folder"


def require_file_place(path: Path) -> None:
    """Raise RenderError if a file could not be moved to `path` in place of what is there."""
    if is_mount_point(path):
        raise RenderError(Fault(str(path), "a mount point", "a place where a file can be replaced", _ANOTHER))
    if _of_another_user(path):
        expected = "your own, in a folder where users may replace their own files only"
        raise RenderError(Fault(str(path), "another user's file", expected, _ANOTHER))


def require_same_file_system(folder: Path, inner: Path) -> None:
    """Raise RenderError if a file cannot be moved from `folder` to its folder `inner`, which may be a link or a mount."""
    if not inner.is_dir():
        return
    with (
        writing(inner),
        tempfile.NamedTemporaryFile(dir=folder, prefix=TEMPORARY_PREFIX, delete=False) as tried,
    ):
        moved = inner / Path(tried.name).name
        try:
            Path(tried.name).rename(moved)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            expected = f"a folder on the same file system as {folder}"
            raise RenderError(Fault(str(inner), "another file system", expected, _ANOTHER)) from error
        finally:
            for each in (Path(tried.name), moved):
                with suppress(FileNotFoundError):
                    each.unlink()


def require_folder_place(folder: Path) -> None:
    """Raise RenderError if a folder could not be moved to `folder` in place of the one that is there.

    Tried, not only asked: a folder that holds something is never replaced by a rename, so the trial changes nothing, and its
    error says whether the move itself would be refused.
    """
    place = folder.resolve()
    if Path.cwd().resolve().is_relative_to(place):
        found = "the working folder, or one that it lies in"
        raise RenderError(
            Fault(str(folder), found, "a folder that can be replaced as a whole", "name a folder in it")
        )
    if folder.is_symlink() or not folder.is_dir():  # a link is not replaced in any case (bundle/earlier.py)
        return
    mounted = Fault(str(folder), "a mount point", "a folder that can be replaced", "name a folder in it")
    if is_mount_point(folder):
        raise RenderError(mounted)
    with writing(folder), tempfile.TemporaryDirectory(dir=folder.parent, prefix=TEMPORARY_PREFIX) as trial:
        full = Path(trial) / "full"
        (full / "something").mkdir(parents=True)
        try:
            folder.rename(full)
        except OSError as error:
            if error.errno == errno.EBUSY:
                raise RenderError(mounted) from error
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
    for inner in (folder, *_folders(folder)):
        if not os.access(inner, os.W_OK | os.X_OK):
            raise RenderError(Fault(str(inner), "a folder that may not be emptied", "your own", _ANOTHER))


def require_apart(folder: Path, cache: Path) -> None:
    """Raise RenderError if the cache lies in `folder`, which is to be replaced as a whole."""
    if cache.resolve().is_relative_to(folder.resolve()):
        found, remedy = (
            f"a folder that the cache lies in ({cache})",
            "name another folder, or set XDG_CACHE_HOME",
        )
        raise RenderError(Fault(str(folder), found, "a folder for the output alone", remedy))


def require_room(folder: Path, least_bytes: int) -> None:
    """Raise RenderError if `folder`, there or not yet, is on a disk without `least_bytes` of room."""
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    with writing(folder):
        free = shutil.disk_usage(existing).free
    if free < least_bytes:
        found, expected = (f"{size / 1e6:.1f} MB of room" for size in (free, least_bytes))
        raise RenderError(
            Fault(str(folder), found, f"at least {expected}", "free some space, or choose another folder")
        )


def is_mount_point(path: Path) -> bool:
    """Whether something is mounted at `path`, a file or a folder, also from the same file system."""
    if not os.path.lexists(path):
        return False
    if os.path.ismount(path):
        return True
    try:
        lines = MOUNTS.read_bytes().splitlines()
    except OSError:
        return False
    here = os.fsencode(path.absolute().parent.resolve() / path.name)
    return any(_unescaped(line.split(b" ")[4]) == here for line in lines if line.count(b" ") > 4)


def _unescaped(name: bytes) -> bytes:
    return re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8)]), name)


def _of_another_user(path: Path) -> bool:
    """Whether `path` is another user's in a sticky folder, such as /tmp, where only its owner may replace it."""
    if not hasattr(os, "geteuid"):
        return False
    try:
        own, parent = path.lstat(), path.absolute().parent.stat()
    except OSError:
        return False
    return bool(parent.st_mode & stat.S_ISVTX) and os.geteuid() not in (0, own.st_uid, parent.st_uid)


def _folders(folder: Path) -> Iterator[Path]:
    for place, names, _ in os.walk(folder):
        yield from (Path(place) / name for name in names if not (Path(place) / name).is_symlink())

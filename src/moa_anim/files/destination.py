"""Checks made before rendering that the finished files can be moved to their destination afterwards."""

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

from moa_anim.errors import CommandLineError, Fault, RenderError
from moa_anim.files.writing import TEMPORARY_PREFIX, writing

MOUNTS = Path("/proc/self/mountinfo")
"""List of mounts on Linux; other systems have no such file."""

LEAST_FRAME_BYTES = 20
"""Least size of a frame in an MP4: a frame in which nothing moves has no picture data, but an entry in the index."""

_ANOTHER = "choose another name or folder"


def require_file_place(path: Path) -> None:
    """Raise RenderError if a file could not replace the one at `path`."""
    if is_mount_point(path):
        raise RenderError(Fault(str(path), "a mount point", "a place where a file can be replaced", _ANOTHER))
    if _of_another_user(path):
        expected = "a file of your own: in this folder users may replace only their own"
        raise RenderError(Fault(str(path), "another user's file", expected, _ANOTHER))


def require_same_file_system(folder: Path, inner: Path) -> None:
    """Raise RenderError if a file cannot be renamed from `folder` into `inner`, which may be a link or a mount."""
    if not inner.is_dir():
        return
    with (
        writing(inner),
        tempfile.NamedTemporaryFile(dir=folder, prefix=TEMPORARY_PREFIX, delete=False) as trial,
    ):
        moved = inner / Path(trial.name).name
        try:
            Path(trial.name).rename(moved)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            expected = f"a folder on the same file system as {folder}"
            raise RenderError(Fault(str(inner), "another file system", expected, _ANOTHER)) from error
        finally:
            for each in (Path(trial.name), moved):
                with suppress(FileNotFoundError):
                    each.unlink()


def require_folder_place(folder: Path) -> None:
    """Raise RenderError if a folder could not replace the one at `folder`.

    The rename is really tried, onto a folder that is not empty: that never succeeds, so nothing changes, and its error says
    whether the rename itself would be refused.
    """
    place = folder.resolve()
    if Path.cwd().resolve().is_relative_to(place):
        found = "the working folder, or a folder that contains it"
        raise RenderError(
            Fault(str(folder), found, "a folder that can be replaced as a whole", "name a folder inside it")
        )
    if folder.is_symlink() or not folder.is_dir():  # links are refused elsewhere (bundle/earlier.py)
        return
    mounted = Fault(str(folder), "a mount point", "a folder that can be replaced", "name a folder inside it")
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
            raise RenderError(
                Fault(str(inner), "a folder without permission to empty it", "one of your own", _ANOTHER)
            )


def require_new_folder(folder: Path) -> None:
    """Raise CommandLineError unless `folder` does not exist or is empty; a link to an empty one is something that exists."""
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        remedy = "give another name"
        raise CommandLineError(Fault(str(folder), "something that exists", "a new or empty folder", remedy))


def require_apart(folder: Path, cache: Path) -> None:
    """Raise RenderError if the cache is inside `folder`, which will be replaced as a whole."""
    if cache.resolve().is_relative_to(folder.resolve()):
        found = f"a folder that contains the cache ({cache})"
        remedy = "name another folder, or set XDG_CACHE_HOME"
        raise RenderError(Fault(str(folder), found, "a folder for the output alone", remedy))


def require_room(folder: Path, least_bytes: int) -> None:
    """Raise RenderError if the disk of `folder`, which need not exist yet, has less than `least_bytes` free."""
    existing = folder.absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    with writing(folder):
        free = shutil.disk_usage(existing).free
    if free < least_bytes:
        found, expected = (f"{size / 1e6:.1f} MB free" for size in (free, least_bytes))
        raise RenderError(
            Fault(str(folder), found, f"at least {expected}", "free some space, or choose another folder")
        )


def is_mount_point(path: Path) -> bool:
    """Whether something is mounted at `path`, a file or a folder; bind mounts of the same file system count."""
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
    """Whether `path` belongs to another user and is in a sticky folder (such as /tmp), so that only they may replace it."""
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

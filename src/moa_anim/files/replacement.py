"""Moves finished files and folders to their destination, all or none, even if the program is ended meanwhile.

They are made in a working folder, whose name begins with TEMPORARY_PREFIX, next to the destination. If moving them takes
several steps, a journal in the working folder lists the steps before the first is done. Before a working folder is removed,
the steps in its journal are completed: by the same run if it is interrupted, by the next run if it was killed.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from moa_anim.files.hashes import regular_file_sha256
from moa_anim.files.writing import TEMPORARY_PREFIX, writing

JOURNAL = "journal.json"
"""File of a working folder: the steps that are still to be completed."""

EARLIER = "earlier"
"""Name in a working folder of the folder that is being replaced."""

_RENAME_EXCHANGE = 2
"""Flag of renameat2 (Linux, include/uapi/linux/fs.h)."""

_AT_FDCWD = -100
"""Stands for the working folder (Linux, include/uapi/linux/fcntl.h)."""

_CANNOT_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
"""Errors of renameat2 that mean that kernel or file system cannot exchange folders."""


class OccupiedError(Exception):
    """A replaced folder cannot be moved back, because something else has been put in its place."""


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """Make a working folder in `folder`; on exit complete the steps in its journal, and remove it."""
    with writing(folder):
        room = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=folder.absolute()))
    try:
        yield room
    finally:
        with suppress(OccupiedError, OSError):  # then it stays; the next run tries again and reports it
            finish(room)


def finish(room: Path) -> bool:
    """Complete the steps in the journal of working folder `room`, and remove it; return whether there was a journal.

    Raises:
        OccupiedError: `room` contains a folder that cannot be moved back. Nothing is removed.
        OSError: A step failed. Nothing is removed.
    """
    steps = _journal(room)
    if steps is not None:
        _finish_files(room, steps)
        _finish_folder(room, steps)
        # Removed first, so that the next run does not move files of a half-removed folder.
        (room / JOURNAL).unlink()
    shutil.rmtree(room, ignore_errors=True)
    return steps is not None


def replace_files(room: Path, made: Mapping[Path, Path], unwanted: Sequence[Path] = ()) -> None:
    """Move finished files from the working folder `room` to their destinations, and remove `unwanted` files.

    `made` maps each destination to a finished file in `room`. Destinations and unwanted files are in the parent folder of
    `room` or below it. After an interrupt `working_folder` moves the remaining files, so all are replaced.
    """
    folder = room.parent
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
    steps = {
        "files": [
            {"made": each.name, "place": _relative(path, folder), "before": regular_file_sha256(path)}
            for path, each in made.items()
        ],
        "unwanted": [
            {"place": _relative(path, folder), "before": regular_file_sha256(path)} for path in unwanted
        ],
    }
    _decide(room, steps)
    for path, each in made.items():
        each.replace(path)
    for path in unwanted:
        path.unlink(missing_ok=True)


def replace_folder(folder: Path, made: Path) -> None:
    """Replace `folder` by `made`, a folder in a working folder next to it; the old folder is left in the working folder.

    This is one step if the system can exchange two folders; otherwise two steps, with a journal.
    """
    room = made.parent
    if not os.path.lexists(folder):
        made.rename(folder)
        return
    if exchange(made, folder):
        return
    _decide(room, {"folder": folder.name, "made": made.name})
    folder.rename(room / EARLIER)
    try:
        made.rename(folder)
    except OSError:
        (room / EARLIER).rename(folder)
        raise


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; return False if the system or the file system cannot do that.

    Raises:
        OSError: The system can, but refuses it for these folders.
    """
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # a C library without it
        return False
    rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(second))


def _relative(path: Path, folder: Path) -> str:
    return path.absolute().relative_to(folder).as_posix()


def _decide(room: Path, steps: Mapping[str, object]) -> None:
    """Write the journal. Once it has its final name, the steps will be completed whatever happens."""
    draft = room / f"{JOURNAL}.draft"
    draft.write_text(json.dumps(steps), encoding="utf-8")
    draft.replace(room / JOURNAL)


def _journal(room: Path) -> dict[str, Any] | None:
    """Return the journal of a working folder, or None. A journal of another user is ignored: it may be malicious."""
    path = room / JOURNAL
    try:
        status = path.lstat()
        if regular_file_sha256(path) is None or (hasattr(os, "geteuid") and status.st_uid != os.geteuid()):
            return None
        steps = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return steps if isinstance(steps, dict) else None


def _finish_files(room: Path, steps: Mapping[str, Any]) -> None:
    """Do the remaining moves and removals; a file that changed after the journal was written is left alone."""
    for step in steps.get("files", ()):
        made, place = room / PurePosixPath(step["made"]).name, _inside(room.parent, step["place"])
        if made.is_file() and _as_before(place, step["before"]):
            place.parent.mkdir(parents=True, exist_ok=True)
            made.replace(place)
    for step in steps.get("unwanted", ()):
        place = _inside(room.parent, step["place"])
        if step["before"] is not None and _as_before(place, step["before"]):
            place.unlink(missing_ok=True)


def _finish_folder(room: Path, steps: Mapping[str, Any]) -> None:
    if "folder" not in steps:
        return
    folder = room.parent / PurePosixPath(steps["folder"]).name
    made, earlier = room / PurePosixPath(steps["made"]).name, room / EARLIER
    if not os.path.lexists(folder):
        (made if made.is_dir() else earlier).rename(folder)
    elif earlier.is_dir() and made.is_dir():
        raise OccupiedError(f"{earlier} cannot be moved back to {folder}: something else is there")


def _as_before(place: Path, before: str | None) -> bool:
    return regular_file_sha256(place) == before and (before is not None or not os.path.lexists(place))


def _inside(folder: Path, name: str) -> Path:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts:
        raise OSError(errno.EINVAL, "a journal that names a path outside its folder", name)
    return folder / parts

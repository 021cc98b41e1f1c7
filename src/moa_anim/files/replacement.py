"""Finished files and folders put in place, all of them or none, whatever ends the program meanwhile.

They are made in a working folder, whose name begins with TEMPORARY_PREFIX, beside the place where they belong. Before several
steps are needed to put them in place, a journal in the working folder says which. Whoever removes a working folder
finishes those steps first: the same run when it is interrupted, the next one when it was killed.
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
EARLIER = "earlier"
"""In a working folder: the steps that are decided, and the folder that is being replaced."""

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
"""Of Linux: include/uapi/linux/fs.h and fcntl.h."""

_CANNOT_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


class OccupiedError(Exception):
    """A replaced folder cannot go back to its place, since something else is there by now."""


@contextmanager
def working_folder(folder: Path) -> Iterator[Path]:
    """Make a working folder in `folder`; in the end finish what its journal says, and remove it."""
    with writing(folder):
        room = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=folder.absolute()))
    try:
        yield room
    finally:
        with suppress(OccupiedError, OSError):  # then it stays, and the next run tries again and says so
            finish(room)


def finish(room: Path) -> bool:
    """Finish the steps of the journal in the working folder `room`, then remove it; whether there was anything to finish.

    Raises:
        OccupiedError: `room` holds a folder that cannot go back to its place. Nothing is removed.
        OSError: A step fails. Nothing is removed.
    """
    steps = _journal(room)
    if steps is not None:
        _finish_files(room, steps)
        _finish_folder(room, steps)
        # First of all: what is half removed is not to be put in place by the next run.
        (room / JOURNAL).unlink()
    shutil.rmtree(room, ignore_errors=True)
    return steps is not None


def replace_files(room: Path, made: Mapping[Path, Path], unwanted: Sequence[Path] = ()) -> None:
    """Move finished files from the working folder `room` to their places, and remove `unwanted` files.

    `made` has a finished file of `room` for each place. Places and unwanted files lie in the folder that `room` is in, or
    below it. An interrupt does not leave some of them replaced: `working_folder` moves the rest.
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
    """Put `made`, a folder in a working folder beside `folder`, where `folder` is; what was there is removed with the rest.

    In one step where the system can exchange two folders; else in two, with a journal.
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
    """Exchange two folders in one step; False where the system or the file system cannot.

    Raises:
        OSError: It can, and these may not be exchanged.
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
    """From the moment when the journal has its name, the steps are finished, whatever happens."""
    draft = room / f"{JOURNAL}.draft"
    draft.write_text(json.dumps(steps), encoding="utf-8")
    draft.replace(room / JOURNAL)


def _journal(room: Path) -> dict[str, Any] | None:
    """The journal of a working folder. Another user's is not followed: in a shared folder anybody may have written it."""
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
    """Move and remove what is left to do; a file that was changed since the journal was written stays as it is."""
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
        raise OccupiedError(f"{earlier} cannot go back to {folder}: something else is there")


def _as_before(place: Path, before: str | None) -> bool:
    return regular_file_sha256(place) == before and (before is not None or not os.path.lexists(place))


def _inside(folder: Path, name: str) -> Path:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts:
        raise OSError(errno.EINVAL, "a journal that names a place outside its folder", name)
    return folder / parts

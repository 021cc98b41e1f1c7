"""Where this user's caches are: one place for finished segments and for kept pictures, and when each was last of use."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from moa_anim.errors import Fault, RenderError

MARK_SECONDS = 60
"""A use is noted no oftener: a render reads each entry several times, and a disk has other things to do."""


def cache_folder() -> Path:
    """Return $XDG_CACHE_HOME/moa-anim, or where this system keeps caches; it need not be there yet.

    Raises:
        RenderError: The user has no home folder.
    """
    given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():  # the XDG specification has relative paths ignored
        return Path(given) / "moa-anim"
    from platformdirs import user_cache_path  # here, not above: `plan` and `check` have no use for it

    with suppress(RuntimeError):  # so later versions say that there is no home
        folder = user_cache_path("moa-anim")
        if (
            folder.is_absolute()
        ):  # earlier ones name a folder ~ in the working folder, where anybody may have put pieces
            return folder
    found = "no home folder: HOME is not set, and the system knows no such user"
    remedy = "set XDG_CACHE_HOME to a folder that is yours"
    raise RenderError(Fault("cache folder", found, "a folder for finished pieces", remedy))


def mark_used(path: Path) -> None:
    """Note on an entry (as its time of change) that it was of use now; an entry that went away meanwhile is none."""
    with suppress(OSError):
        if abs(time.time() - path.stat().st_mtime) > MARK_SECONDS:
            os.utime(path)

"""Where this user's caches are: one folder for segments, arrays and compiled kernels."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from moa_anim.errors import Fault, RenderError


def cache_folder() -> Path:
    """Return $XDG_CACHE_HOME/moa-anim, or where this system keeps caches; it may not exist yet.

    Raises:
        RenderError: The user has no home folder.
    """
    given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():  # the XDG specification has relative paths ignored
        return Path(given) / "moa-anim"
    from platformdirs import user_cache_path  # here, not above: `plan` and `check` do not need it

    with suppress(RuntimeError):  # how newer versions of platformdirs report that there is no home
        folder = user_cache_path("moa-anim")
        # Older versions return a folder "~" in the working folder, where anybody may have put files.
        if folder.is_absolute():
            return folder
    found = "no home folder: HOME is not set, and the system knows no such user"
    remedy = "set XDG_CACHE_HOME to a folder that you own"
    raise RenderError(Fault("cache folder", found, "a folder for finished segments", remedy))

"""Where this user's caches are: one place for finished segments and for kept pictures."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return $XDG_CACHE_HOME/moa-anim, or where this system keeps caches; it need not be there yet."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    if Path(given).is_absolute():  # the XDG specification has relative paths ignored
        return Path(given) / "moa-anim"
    from platformdirs import user_cache_path  # here, not above: `plan` and `check` have no use for it

    return user_cache_path("moa-anim")

"""Names for the files of a production which every file system and archive format accepts."""

from __future__ import annotations

import re
import unicodedata

from moa_anim.errors import ModelError

LONGEST_NAME = 60
"""Most characters of a name. With the longest suffix in a bundle it is far below the 255 bytes of common file systems."""

FALLBACK = "film"
"""Used if a folder's name has no usable character, for example if it is in Chinese."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names of devices on Windows, with any file extension."""


def require_name(name: str) -> None:
    """Raise ModelError unless `name` can be used in file names on every system."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        expected = f"at most {LONGEST_NAME} lower-case letters, digits and single hyphens"
        raise ModelError(f"name “{name[:80]}”", expected, "give another name")
    if _RESERVED.fullmatch(name):
        raise ModelError(
            f"name “{name}”", "a name that is not a device on Windows", f"call it {FALLBACK}-{name}"
        )


def safe_name(text: str) -> str:
    """Return a file name made from any text: "Tamoxifen (2nd try)" becomes "tamoxifen-2nd-try"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
    return f"{FALLBACK}-{name}" if _RESERVED.fullmatch(name) else name or FALLBACK

"""What the files of a production are called: a name that every file system and every archive can hold."""

from __future__ import annotations

import re
import unicodedata

from moa_anim.errors import ModelError

LONGEST_NAME = 60
"""Characters. With the longest ending of a bundle's file it stays far below the 255 bytes of common file systems."""

FALLBACK = "film"
"""For a folder of whose name nothing is left, such as one in Chinese characters."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Devices on Windows, whatever ending follows."""


def require_name(name: str) -> None:
    """Raise ModelError unless files can be called `name` everywhere."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        expected = f"small letters, digits and single hyphens, {LONGEST_NAME} characters at most"
        raise ModelError(f"name “{name[:80]}”", expected, "give another name")
    if _RESERVED.fullmatch(name):
        raise ModelError(
            f"name “{name}”", "a name that is no device on Windows", f"call it {FALLBACK}-{name}"
        )


def safe_name(text: str) -> str:
    """Return a name for files made from any text: "Tamoxifen (2nd try)" becomes "tamoxifen-2nd-try"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
    return f"{FALLBACK}-{name}" if _RESERVED.fullmatch(name) else name or FALLBACK

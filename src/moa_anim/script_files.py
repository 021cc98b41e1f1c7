"""Reads the files of a production folder, and nothing outside it: bytes, text, TOML."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path

from moa_anim.script_reading import Notes, Table

MOST_BYTES = 4 * 2**20
"""A document or storyboard for a film of minutes is some kilobytes; one of more than 4 MiB is another file.
"""

MOST_EXPONENT = 30
"""Decimals such as 1e999999999 would be exact for hours; none of our lengths is written with more."""


def read_inside(folder: Path, name: str, notes: Notes) -> bytes | None:
    """Return the bytes of file `name` of `folder`; None with a fault noted if they cannot be had.

    They cannot if the file is missing, too big, unreadable or outside the folder. Outside is what `..`, an
    absolute path or a symlink leads to. Faults name the file as `name`.
    """
    path = folder / name
    try:
        resolved, root = path.resolve(), folder.resolve()
        if not resolved.is_relative_to(root):
            remedy = "put a copy into the folder"
            notes.add(name, "a path that leads out of the production folder", "a file inside it", remedy)
        elif not resolved.is_file():
            what = "no plain file" if resolved.exists() else "no such file"
            notes.add(name, what, f"a file in {folder}", "add it, or give another --production")
        elif resolved.stat().st_size > MOST_BYTES:
            size = f"{resolved.stat().st_size} bytes"
            notes.add(name, size, f"at most {MOST_BYTES}", "give the document's text alone")
        else:
            return resolved.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: symlinks in a circle
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        notes.add(
            name, f"a file that cannot be read ({reason})", "a readable file", "mend its rights or links"
        )
    return None


def decode(data: bytes, name: str, notes: Notes) -> str | None:
    """Return `data` as UTF-8 text, untouched; None with a fault noted (at which byte) if it is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"{name}: byte {error.start}"
        found = f"0x{data[error.start]:02x}, which is not UTF-8 ({error.reason})"
        notes.add(where, found, "UTF-8 text", "save the file as UTF-8")
        return None


def parse(text: str, name: str, notes: Notes) -> Table | None:
    """Return TOML text as a table, decimals as exact Fractions; None with a fault noted if it is no TOML."""
    if text.startswith("\ufeff"):
        notes.add(
            f"{name}: byte 0", "a byte order mark", "TOML without it", "save the file as UTF-8 without BOM"
        )
        return None
    try:
        return Table(tomllib.loads(text, parse_float=_exact), f"{name}:", notes)
    except tomllib.TOMLDecodeError as error:
        reason, place = _place(str(error))
        notes.add(f"{name}: {place}", f"what is not TOML ({reason})", "TOML", "mend the syntax there")
    except RecursionError:
        notes.add(name, "brackets nested too deep", "TOML as in the documentation", "take them out")
    except ValueError as error:  # a whole number of more digits than Python reads
        notes.add(name, f"a value that cannot be read ({error})", "TOML values", "mend the value")
    return None


def _place(message: str) -> tuple[str, str]:
    """Split tomllib's message “reason (at line 3, column 5)” into reason and place."""
    match = re.fullmatch(r"(.*) \(at (.*)\)", message, flags=re.DOTALL)
    return (match[1], match[2]) if match else (message, "somewhere")


def _exact(text: str) -> Fraction | float:
    digits, _, exponent = text.replace("_", "").lower().partition("e")
    if digits.lstrip("+-") in {"inf", "nan"} or abs(int(exponent or 0)) > MOST_EXPONENT:
        return float(text)  # kept as it is: whoever asks for a length gets no float and says so
    return Fraction(f"{digits}e{exponent or 0}")

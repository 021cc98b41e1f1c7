"""Reads the files of a production folder, and none outside it, as bytes, text and TOML."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path

from moa_anim.files import reading as safe_reading
from moa_anim.script.reading import Notes, Table

MOST_BYTES = 2**20
"""Size limit of a document or storyboard; for a film of some minutes they have some ten kilobytes."""

MOST_STRUCTURE_BYTES = 2**24
"""Size limit of a structure's file: an entry of one receptor has some hundred kilobytes."""

MOST_KEY_PARTS = 24
"""Most names in a dotted key; ours have four. The time of a TOML parser grows with the square of their number."""

MOST_EXPONENT = 30
"""Largest exponent of a decimal read exactly; the exact value of 1e999999999 would take hours to compute."""

_NAME = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""

_LONG_KEY = re.compile(
    rf"(?:^|[{{,\[])[ \t]*+{_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{MOST_KEY_PARTS}}}", flags=re.MULTILINE
)
"""A key with too many names, at the beginning of a line, table header or inline table."""


def read_inside(folder: Path, name: str, notes: Notes, most_bytes: int = MOST_BYTES) -> bytes | None:
    """Return the bytes of file `name` of `folder`; None, with a fault noted, if it cannot be read.

    That is if the file is missing, too large, not a regular file, unreadable, or outside the folder (by `..`, an absolute
    path or a symlink). Faults name the file as `name`.
    """
    try:
        return safe_reading.read_inside(folder, name, most_bytes)
    except safe_reading.UnfitFile as error:
        notes.add(name, error.found, error.expected, error.remedy)
    except FileNotFoundError:
        notes.add(name, "no such file", f"a file in {folder}", "add it, or give another --production")
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symlinks
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        notes.add(
            name, f"a file that cannot be read ({reason})", "a readable file", "fix its permissions or links"
        )
    return None


def decode(data: bytes, name: str, notes: Notes) -> str | None:
    """Return `data` decoded as UTF-8; None, with a fault noted that names the byte, if it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = f"{name}: byte {error.start}"
        found = f"0x{data[error.start]:02x}, which is not UTF-8 ({error.reason})"
        notes.add(where, found, "UTF-8 text", "save the file as UTF-8")
        return None


def parse(text: str, name: str, notes: Notes) -> Table | None:
    """Return TOML text as a table, with decimals as exact Fractions; None, with a fault noted, if it is not TOML."""
    if text.startswith("\ufeff"):
        notes.add(
            f"{name}: byte 0", "a byte order mark", "TOML without it", "save the file as UTF-8 without BOM"
        )
        return None
    if match := _LONG_KEY.search(text):
        line = text.count("\n", 0, match.end()) + 1
        found, expected = f"a key of more than {MOST_KEY_PARTS} names", "keys of at most four names"
        notes.add(f"{name}: line {line}", found, expected, "remove it")
        return None
    try:
        return Table(tomllib.loads(text, parse_float=_exact), f"{name}:", notes)
    except tomllib.TOMLDecodeError as error:
        reason, place = _place(str(error))
        notes.add(f"{name}: {place}", f"invalid TOML ({reason})", "TOML", "fix the syntax there")
    except RecursionError:
        notes.add(name, "brackets nested too deeply", "TOML as in the documentation", "remove them")
    except ValueError as error:  # an integer with more digits than Python reads
        notes.add(name, f"a value that cannot be read ({error})", "TOML values", "fix the value")
    return None


def _place(message: str) -> tuple[str, str]:
    """Split tomllib's message “reason (at line 3, column 5)” into reason and place."""
    match = re.fullmatch(r"(.*) \(at (.*)\)", message, flags=re.DOTALL)
    return (match[1], match[2]) if match else (message, "somewhere")


def _exact(text: str) -> Fraction | float:
    """Return a TOML decimal as a Fraction; infinity, NaN and decimals with huge exponents as a float."""
    digits, _, exponent = text.replace("_", "").lower().partition("e")
    if digits.lstrip("+-") in {"inf", "nan"} or abs(int(exponent or 0)) > MOST_EXPONENT:
        return float(text)  # Table accepts no float, and notes a fault
    return Fraction(f"{digits}e{exponent or 0}")

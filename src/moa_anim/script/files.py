"""Reads the files of a production folder, and nothing outside it: bytes, text, TOML."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path

from moa_anim.files import reading as safe_reading
from moa_anim.script.reading import Notes, Table

MOST_BYTES = 2**20
"""Size limit of a document or storyboard: those of a film of minutes have some kilobytes."""

MOST_KEY_PARTS = 24
"""Names in a dotted key at most; ours have four. TOML readers need time that grows with the square of their number."""

MOST_EXPONENT = 30
"""Decimals such as 1e999999999 would be exact for hours; none of our lengths is written with more."""


def read_inside(folder: Path, name: str, notes: Notes) -> bytes | None:
    """Return the bytes of file `name` of `folder`; None with a fault noted if they cannot be had.

    They cannot if the file is missing, too large, no regular file, unreadable or outside the folder. Outside is what
    `..`, an absolute path or a symlink leads to. Faults name the file as `name`.
    """
    try:
        return safe_reading.read_inside(folder, name, MOST_BYTES)
    except safe_reading.UnfitFile as error:
        notes.add(name, error.found, error.expected, error.remedy)
    except FileNotFoundError:
        notes.add(name, "no such file", f"a file in {folder}", "add it, or give another --production")
    except (OSError, RuntimeError) as error:  # RuntimeError: symlinks in a circle
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        notes.add(
            name, f"a file that cannot be read ({reason})", "a readable file", "fix its rights or links"
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
    if match := _LONG_KEY.search(text):
        line = text.count("\n", 0, match.end()) + 1
        found, expected = f"a key of more than {MOST_KEY_PARTS} names", "keys of at most four names"
        notes.add(f"{name}: line {line}", found, expected, "take it out")
        return None
    try:
        return Table(tomllib.loads(text, parse_float=_exact), f"{name}:", notes)
    except tomllib.TOMLDecodeError as error:
        reason, place = _place(str(error))
        notes.add(f"{name}: {place}", f"what is not TOML ({reason})", "TOML", "fix the syntax there")
    except RecursionError:
        notes.add(name, "brackets nested too deep", "TOML as in the documentation", "take them out")
    except ValueError as error:  # a whole number of more digits than Python reads
        notes.add(name, f"a value that cannot be read ({error})", "TOML values", "fix the value")
    return None


_NAME = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""

_LONG_KEY = re.compile(
    rf"(?:^|[{{,\[])[ \t]*+{_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{MOST_KEY_PARTS}}}", flags=re.MULTILINE
)
"""A key at the beginning of a line, table header or inline table. In a string it would be words with dots alone."""


def _place(message: str) -> tuple[str, str]:
    """Split tomllib's message “reason (at line 3, column 5)” into reason and place."""
    match = re.fullmatch(r"(.*) \(at (.*)\)", message, flags=re.DOTALL)
    return (match[1], match[2]) if match else (message, "somewhere")


def _exact(text: str) -> Fraction | float:
    digits, _, exponent = text.replace("_", "").lower().partition("e")
    if digits.lstrip("+-") in {"inf", "nan"} or abs(int(exponent or 0)) > MOST_EXPONENT:
        return float(text)  # kept as it is: whoever asks for a length gets no float and says so
    return Fraction(f"{digits}e{exponent or 0}")

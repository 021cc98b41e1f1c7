"""Faults (what is wrong, as data) and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction

MOST_CHARACTERS = 800
"""Length limit of each part of a fault: enough for a quote and its nearest passage, but not for a whole file."""

MOST_NAMES = 40
"""Length limit of a list of expected names."""

MOST_FAULTS = 200
"""Number of faults that an error lists; of the rest it gives the number."""


def one_line(text: str) -> str:
    """Return `text` with line ends and other control characters escaped, so that a message is one line."""
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)


def shorten(text: str, most: int = MOST_CHARACTERS) -> str:
    """Return `text`; if it is longer than `most` characters, its beginning and end with its length between them."""
    if len(text) <= most:
        return text
    gap = f" … ({len(text)} characters) … "
    kept = max(2, most - len(gap))
    return text[: kept - kept // 3] + gap + text[-(kept // 3) :]


def join_names(names: Iterable[str]) -> str:
    """Return `names` separated by commas; of a long list, the first 40 and the number of the others."""
    names = list(names)
    more = f", … ({len(names) - MOST_NAMES} more)" if len(names) > MOST_NAMES else ""
    return ", ".join(shorten(name, 80) for name in names[:MOST_NAMES]) + more


def decimal(number: Fraction | float | int) -> str:
    """Return a number for a message: integers of up to 15 digits in full, other numbers with 6 significant digits."""
    if isinstance(number, int) and abs(number) < 10**15:
        return str(number)
    try:
        return f"{float(number):g}"
    except OverflowError:
        return "less than -1e308" if number < 0 else "more than 1e308"


def _printable(text: str) -> str:
    """Return `text`, shortened, with lone surrogates escaped, which cannot be encoded for output."""
    return shorten(text).encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it is, what was found, what was expected, and what to do next.

    Each part is shortened to 800 characters, since it may contain text from a file.
    """

    where: str
    found: str
    expected: str
    remedy: str

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, _printable(getattr(self, each.name)))

    def __str__(self) -> str:
        # Shortened again: escaping makes up to ten characters of one.
        where, found, expected, remedy = (
            shorten(one_line(part)) for part in (self.where, self.found, self.expected, self.remedy)
        )
        return f"{where}: found {found}; expected {expected}; {remedy}"


class MoaError(Exception):
    """Base of all errors that the user can fix.

    The message has one line for each fault; `exit_code` is the program's exit code.
    """

    exit_code = 1

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        if not self.faults:
            raise ValueError(f"{type(self).__name__} needs at least one fault")
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:MOST_FAULTS]]
        if len(self.faults) > MOST_FAULTS:
            lines.append(f"… and {len(self.faults) - MOST_FAULTS} more")
        return "\n".join(lines)


class ProductionError(MoaError):
    """A production folder is wrong; carries all faults of its files."""


class FilmError(MoaError):
    """A film, or one of the files that belong to it, is wrong."""


class CommandLineError(MoaError):
    """The command line is wrong, for example an unknown option or file extension."""

    exit_code = 2


class RenderError(MoaError):
    """Drawing or writing failed: disk full, folder not writable, encoder failed, glyph missing from the font."""

    exit_code = 3


class ModelError(ValueError):
    """A value that the model does not allow.

    It says what is wrong but not in which file; `fault(where)` adds that.
    """

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        found, expected, remedy = (_printable(part) for part in (found, expected, remedy))
        super().__init__(found, expected, remedy)
        self.found = found
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        return one_line(f"found {self.found}; expected {self.expected}; {self.remedy}")

    def fault(self, where: str) -> Fault:
        """Return this error as a fault located at `where`."""
        return Fault(where, self.found, self.expected, self.remedy)

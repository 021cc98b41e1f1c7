"""What can go wrong, as data: faults, and the errors that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def one_line(text: str) -> str:
    """Return `text` with line ends and other control characters escaped: a message stays one line."""
    return "".join(mark if mark.isprintable() else mark.encode("unicode_escape").decode() for mark in text)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it stands, what was found, what was expected, the next step."""

    where: str
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        return one_line(f"{self.where}: found {self.found}; expected {self.expected}; {self.remedy}")


class MoaError(Exception):
    """Something the user can mend.

    Its message has one line for each fault; `exit_code` is what the program ends with.
    """

    exit_code = 1

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        if not self.faults:
            raise ValueError(f"{type(self).__name__} needs at least one fault")
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class ProductionError(MoaError):
    """A production folder is wrong; carries every fault of its files together."""


class FilmError(MoaError):
    """A film or one of the files beside it is wrong."""


class CommandLineError(MoaError):
    """The command line is wrong: unknown option, unknown extension."""

    exit_code = 2


class RenderError(MoaError):
    """Drawing or writing failed: disk full, not writable, encoder failed, a glyph the font lacks."""

    exit_code = 3


class ModelError(ValueError):
    """A value that the model cannot hold.

    It knows what is wrong but not in which file: `fault(where)` adds that.
    """

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        super().__init__(found, expected, remedy)
        self.found = found
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        return one_line(f"found {self.found}; expected {self.expected}; {self.remedy}")

    def fault(self, where: str) -> Fault:
        """Return this error as a fault of the place `where`."""
        return Fault(where, self.found, self.expected, self.remedy)

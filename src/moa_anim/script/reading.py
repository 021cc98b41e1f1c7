"""Typed reading of TOML tables: values are read by key and type, and faults are noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from moa_anim.errors import MOST_FAULTS, Fault, ModelError, join_names
from moa_anim.model.showable import require_showable

T = TypeVar("T")

_KINDS: Mapping[type, str] = {
    str: "a string",
    bool: "a boolean",
    int: "a whole number",
    Fraction: "a number with decimals",
    # Decimals are parsed as Fraction: a float is left only for inf, nan and extreme exponents.
    float: "a number that is not finite, or far too large or small",
    list: "an array",
    dict: "a table",
}
"""Names of the types of TOML values in messages."""

MOST_ITEMS = 250
"""Most items of an array and keys of a table."""

MOST_LISTED = 10
"""Most faults of one kind in an array or table that are listed; of the rest the number is given."""

MOST_WORD_CHARACTERS = 100
"""A longer word is not compared with known ones: it is no misspelling, and comparing would take long."""


@dataclass(frozen=True)
class KeyRead:
    """A key as the reader reads it: what it expects, in words, and whether the key may be missing."""

    expected: str
    optional: bool


class Notes:
    """The faults found so far. The first 200 are stored and the rest counted, so that no file can fill the memory.

    `read` has each key that was read, by the names of its tables and its own; "*" stands for any key of a table.
    """

    def __init__(self) -> None:
        self.count = 0
        self.read: dict[tuple[str, ...], KeyRead] = {}
        self._stored: list[Fault] = []

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults in the order in which they were found; if there are more than 200, the last gives the number."""
        if self.count == len(self._stored):
            return tuple(self._stored)
        more = f"{self.count - len(self._stored)} more faults"
        return (*self._stored, Fault("production", more, "none", "correct those above first"))

    def note(self, fault: Fault) -> None:
        """Note a fault."""
        self.count += 1
        if len(self._stored) < MOST_FAULTS:
            self._stored.append(fault)

    def add(self, where: str, found: str, expected: str, remedy: str) -> None:
        """Note a fault with these parts."""
        self.note(Fault(where, found, expected, remedy))

    def attempt(self, where: str, make: Callable[[], T]) -> T | None:
        """Return what `make` returns; None, with a fault noted at `where`, if it raises ModelError."""
        try:
            return make()
        except ModelError as error:
            self.note(error.fault(where))
            return None

    def passes(self, where: str, require: Callable[[], None]) -> bool:
        """Whether `require` raises no ModelError; one that it raises is noted at `where`."""
        count = self.count
        self.attempt(where, require)
        return self.count == count

    def suggestion(self, word: str, known: Iterable[str]) -> str:
        """Return what `did_you_mean` does, or "" without a search once further faults are only counted."""
        return did_you_mean(word, known) if self.count < MOST_FAULTS else ""


class Table:
    """A TOML table at `where`. It records which keys are read; `finish` notes all others as unknown."""

    def __init__(
        self, data: Mapping[str, object], where: str, notes: Notes, path: tuple[str, ...] = ()
    ) -> None:
        self.where = where
        self.path = path
        self.notes = notes
        self._data = data
        self._read: set[str] = set()

    def at(self, key: str) -> str:
        """Return the location of a key for faults."""
        return f"{self.where} {key}"

    def has(self, key: str) -> bool:
        """Whether the table has the key; marks it as read, so that `finish` accepts it."""
        self._read.add(key)
        self._note_read(key, "", optional=True)
        return key in self._data

    def peek_string(self, key: str) -> str:
        """Return a string unchecked, "" if there is none; nothing is noted, and the key is not marked as read."""
        value = self._data.get(key)
        return value if isinstance(value, str) else ""

    def string(self, key: str, default: str | None = None) -> str | None:
        """Return a string that can be shown, or the default; without a default a missing string is noted."""
        text = self._get(key, (str,), "a string", default)
        if not isinstance(text, str) or key not in self._data:
            return default
        return text if self._showable(self.at(key), text) else default

    def integer(self, key: str, default: int | None = None) -> int | None:
        """Return a whole number, or the default."""
        number = self._get(key, (int,), "a whole number", default)
        return number if isinstance(number, int) else default

    def seconds(self, key: str) -> Fraction:
        """Return a length in seconds as an exact Fraction; 0 if the key is missing."""
        number = self._get(key, (int, Fraction), "a number of seconds", 0)
        return Fraction(number) if isinstance(number, int | Fraction) else Fraction(0)

    def number(self, key: str, default: Fraction) -> Fraction:
        """Return a number as an exact Fraction, or the default."""
        number = self._get(key, (int, Fraction), "a number", default)
        return Fraction(number) if isinstance(number, int | Fraction) else default

    def flag(self, key: str) -> bool:
        """Return a boolean; False if the key is missing."""
        return self._get(key, (bool,), "true or false", False) is True

    def string_list(self, key: str) -> tuple[str, ...]:
        """Return an array of strings; empty if the key is missing."""
        items = self._get(key, (list,), "an array of strings", [])
        strings = self._items(key, items, str, "a string")
        return tuple(
            text for number, text in enumerate(strings, 1) if self._showable(f"{self.at(key)} {number}", text)
        )

    def numbers(self, key: str, count: int) -> tuple[int, ...]:
        """Return an array of `count` whole numbers; empty, with a fault noted, if there is no such array."""
        expected = f"an array of {count} whole numbers"
        value = self._get(key, (list,), expected, None)
        items = value if isinstance(value, list) else []
        if len(items) == count and all(type(item) is int for item in items):
            return tuple(items)
        if isinstance(value, list):
            self.notes.add(self.at(key), f"an array of {len(items)} items", expected, "change the value")
        return ()

    def table(self, key: str) -> Table:
        """Return a table inside this one; empty if the key is missing."""
        data = self._get(key, (dict,), f"a table, [{key}]", {})
        return Table(data if isinstance(data, dict) else {}, self.at(key), self.notes, (*self.path, key))

    def tables(self, key: str, name: Callable[[int, Mapping[str, object]], str]) -> list[Table]:
        """Return an array of tables; `name` gives each table's name in faults, from its number (1 …) and data."""
        items = self._get(key, (list,), f"tables, [[{key}]]", [])
        tables: list[dict[str, object]] = self._items(key, items, dict, "a table")
        return [
            Table(data, self.at(name(number, data)), self.notes, (*self.path, key))
            for number, data in enumerate(tables, 1)
        ]

    def all_strings(self) -> dict[str, str]:
        """Return all values of the table, which must be strings that can be shown, by key."""
        if len(self._data) > MOST_ITEMS:
            self.notes.add(self.where, f"{len(self._data)} keys", f"at most {MOST_ITEMS}", "remove some")
            self._read.update(self._data)
            return {}
        self.notes.read[(*self.path, "*")] = KeyRead("a string", optional=True)
        return {key: text for key in self._data if (text := self.string(key)) is not None}

    def finish(self) -> None:
        """Note every key that was not read, with the known key that is most similar."""
        unknown = [key for key in self._data if key not in self._read]
        expected = f"one of {join_names(sorted(self._read))}"
        for key in unknown[:MOST_LISTED]:
            suggestion = self.notes.suggestion(key, self._read)
            self.notes.add(self.at(key), "an unknown key", expected, suggestion or "remove it")
        if (more := len(unknown) - MOST_LISTED) > 0:
            self.notes.add(self.where, f"{more} more unknown keys", expected, "remove them")

    def _showable(self, where: str, text: str) -> bool:
        """Whether `text` can be shown; if not, a fault is noted."""
        return self.notes.passes(where, lambda: require_showable(text))

    def _note_read(self, key: str, expected: str, *, optional: bool) -> None:
        known = self.notes.read.get((*self.path, key), KeyRead("", optional=False))
        # A key that is asked for by `has` may be missing, whatever is expected of it then.
        found = KeyRead(expected or known.expected, optional or known.optional)
        self.notes.read[(*self.path, key)] = found

    def _get(self, key: str, kinds: tuple[type, ...], expected: str, default: object) -> object:
        self._read.add(key)
        self._note_read(key, expected, optional=default is not None)
        if key not in self._data:
            if default is None:
                self.notes.add(self.at(key), "nothing", expected, f"add {key} = …")
            return default
        value = self._data[key]
        if type(value) in kinds:  # not isinstance: a bool is an int, too
            return value
        self.notes.add(self.at(key), _kind(value), expected, "change the value")
        return None

    def _items(self, key: str, items: object, kind: type[T], expected: str) -> list[T]:
        items = items if isinstance(items, list) else []
        if len(items) > MOST_ITEMS:
            self.notes.add(self.at(key), f"{len(items)} items", f"at most {MOST_ITEMS}", "remove some")
            return []
        wrong = [(number, item) for number, item in enumerate(items, 1) if not isinstance(item, kind)]
        for number, item in wrong[:MOST_LISTED]:
            self.notes.add(f"{self.at(key)} {number}", _kind(item), expected, "change the value")
        if (more := len(wrong) - MOST_LISTED) > 0:
            self.notes.add(self.at(key), f"{more} more items of other kinds", expected, "change the values")
        return [item for item in items if isinstance(item, kind)]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean “…”?" with the most similar of `known`; "" if none is similar."""
    from difflib import get_close_matches  # imported here because only a fault needs it

    if len(word) > MOST_WORD_CHARACTERS:
        return ""
    known = [each for each in known if len(each) <= MOST_WORD_CHARACTERS]
    near = get_close_matches(word, sorted(known), n=1)
    return f"did you mean “{near[0]}”?" if near else ""


def _kind(value: object) -> str:
    """Return the name of a TOML value's type in messages."""
    return _KINDS.get(type(value), "a date or time")

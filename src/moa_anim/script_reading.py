"""Typed reading of TOML tables: values are asked for by name and kind, and what is wrong is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

from moa_anim.errors import Fault, ModelError
from moa_anim.model.showable import require_showable

T = TypeVar("T")

_KINDS: Mapping[type, str] = {
    str: "a string",
    bool: "a boolean",
    int: "a whole number",
    Fraction: "a number with decimals",
    float: "a number beyond all measure",
    list: "an array",
    dict: "a table",
}


class Notes:
    """The faults found so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, where: str, found: str, expected: str, remedy: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(where, found, expected, remedy))

    def attempt(self, where: str, make: Callable[[], T]) -> T | None:
        """Return what `make` returns; None with a fault noted at `where` if the model cannot hold it."""
        try:
            return make()
        except ModelError as error:
            self.faults.append(error.fault(where))
            return None


class Table:
    """A TOML table at `where`. Keys that are read are ticked off; `finish` notes all others."""

    def __init__(self, data: Mapping[str, object], where: str, notes: Notes) -> None:
        self.where = where
        self.notes = notes
        self._data = data
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """Return the place of a key, as faults name it."""
        return f"{self.where} {key}"

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        self._asked.add(key)
        return key in self._data

    def words(self, key: str, default: str | None = None) -> str | None:
        """Return a string that can be shown (or the default); None with a fault noted if there is none."""
        text = self._get(key, (str,), "a string", default)
        if not isinstance(text, str) or key not in self._data:
            return default
        faults = len(self.notes.faults)
        self.notes.attempt(self.at(key), lambda: require_showable(text))
        return text if len(self.notes.faults) == faults else default

    def whole(self, key: str, default: int | None = None) -> int | None:
        """Return a whole number, or the default."""
        number = self._get(key, (int,), "a whole number", default)
        return number if isinstance(number, int) else default

    def seconds(self, key: str) -> Fraction:
        """Return a length in seconds, exactly as its decimals say; 0 if it is not written."""
        number = self._get(key, (int, Fraction), "a number of seconds", 0)
        return Fraction(number) if isinstance(number, int | Fraction) else Fraction(0)

    def number(self, key: str, default: Fraction) -> Fraction:
        """Return a number, exactly as its decimals say, or the default."""
        number = self._get(key, (int, Fraction), "a number", default)
        return Fraction(number) if isinstance(number, int | Fraction) else default

    def flag(self, key: str) -> bool:
        """Return true or false; false if it is not written."""
        return self._get(key, (bool,), "true or false", False) is True

    def strings(self, key: str) -> tuple[str, ...]:
        """Return an array of strings; empty if it is not written."""
        items = self._get(key, (list,), "an array of strings", [])
        return tuple(self._items(key, items, str, "a string"))

    def table(self, key: str) -> Table:
        """Return a table inside this one; empty if it is not written."""
        data = self._get(key, (dict,), f"a table, [{key}]", {})
        return Table(data if isinstance(data, dict) else {}, self.at(key), self.notes)

    def tables(self, key: str, name: Callable[[int, Mapping[str, object]], str]) -> list[Table]:
        """Return an array of tables; faults name each as `name` does, from its number (1 …) and data."""
        items = self._get(key, (list,), f"tables, [[{key}]]", [])
        tables: list[dict[str, object]] = self._items(key, items, dict, "a table")
        return [Table(data, self.at(name(number, data)), self.notes) for number, data in enumerate(tables, 1)]

    def texts(self) -> dict[str, str]:
        """Return the whole table as strings that can be shown, by key."""
        return {key: text for key in self._data if (text := self.words(key)) is not None}

    def finish(self) -> None:
        """Note every key that was not asked for, with the one that may be meant."""
        for key in self._data:
            if key not in self._asked:
                meant = did_you_mean(key, self._asked)
                expected = f"one of {', '.join(sorted(self._asked))}"
                self.notes.add(self.at(key), "an unknown key", expected, meant or "take it out")

    def _get(self, key: str, kinds: tuple[type, ...], expected: str, default: object) -> object:
        self._asked.add(key)
        if key not in self._data:
            if default is None:
                self.notes.add(self.at(key), "nothing", expected, f"add {key} = …")
            return default
        value = self._data[key]
        if type(value) in kinds:  # not isinstance: true is no whole number
            return value
        self.notes.add(self.at(key), _kind(value), expected, "write it so")
        return None

    def _items(self, key: str, items: object, kind: type[T], expected: str) -> list[T]:
        good: list[T] = []
        for number, item in enumerate(items if isinstance(items, list) else [], 1):
            if isinstance(item, kind):
                good.append(item)
            else:
                self.notes.add(f"{self.at(key)} {number}", _kind(item), expected, "write it so")
        return good


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean “…”?" with the most similar of `known`, "" if none is similar."""
    from difflib import get_close_matches  # here: only a fault needs it

    near = get_close_matches(word, sorted(known), n=1)
    return f"did you mean “{near[0]}”?" if near else ""


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "a date or time")

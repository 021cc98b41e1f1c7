"""docs/reliability.md from what tests recorded: which faults were injected, what was reported, what stayed intact.

`make reliability` runs the tests that record faults, with the option `--write-reliability`.
"""

from __future__ import annotations

import ast
import html
import re
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "reliability.md"
LEAST = 60
"""Fewer rows than this mean that some of the tests were not run."""


class Row(NamedTuple):
    """A fault that a test which passed has injected; `file` is the test's, from the repository's root."""

    file: str
    test: str
    injected: str
    reported: str
    intact: str


def rows(table: Iterable[dict[str, str]]) -> list[Row]:
    """Return the rows of a fault table, each once, sorted: the order in which tests ran does not matter.

    Raises:
        ValueError: A row holds a path of this machine, or an empty cell.
    """
    found = set()
    for each in table:
        file, _, test = each["test"].partition("::")
        row = Row(
            file,
            re.sub(r"\[.*", "", test, flags=re.DOTALL),
            each["injected"],
            each["reported"],
            each["intact"],
        )
        _require_fit(row)
        found.add(row)
    return sorted(found)


def markdown(found: list[Row]) -> str:
    """Return the document: a table for each file of tests."""
    lines = [
        "# What was broken on purpose, and what happened",
        "",
        f"Made by `make reliability` from the tests that passed: {len(found)} faults. Each row is a fault that a test",
        "injects, what is then reported, and what stayed as it was. A test holds this document to the tests that there are.",
    ]
    for file, group in groupby(found, key=lambda row: row.file):
        lines += ["", f"## `{file}`", "", _cell(_first_line(ROOT / file)), ""]
        lines += ["| injected | reported | intact | test |", "|---|---|---|---|"]
        for row in group:
            cells = [_cell(text) for text in row[2:]]
            lines.append(f"| {' | '.join(cells)} | `{row.test}` |")
    return "\n".join(lines) + "\n"


def listed(text: str) -> Iterator[tuple[str, str]]:
    """Return the file and the name of the test of each row of a document that markdown() has written."""
    file = ""
    for line in text.splitlines():
        if heading := re.fullmatch(r"## `([^`]+)`", line):
            file = heading[1]
        elif row := re.fullmatch(r"\| .* \| `([^`]+)` \|", line):
            yield file, row[1]


def _require_fit(row: Row) -> None:
    ours = (str(ROOT), str(Path.home()), f"{tempfile.gettempdir()}/", "/home/", "/Users/", "pytest-of-")
    for text in row[2:]:
        if not text.strip():
            raise ValueError(
                f"{row.file}::{row.test}: an empty cell; say what was injected, reported, and intact"
            )
        # Somebody's home may be "/" or the root of a container: no path is told by that.
        named = [place for place in ours if len(place) > 2 and place in text]
        if named:
            raise ValueError(f"{row.file}::{row.test}: {text!r} holds a path of this machine ({named[0]})")


def _cell(text: str) -> str:
    """Text as it is, whatever Markdown would make of it."""
    plain = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"([\\`*_{}\[\]|~#!$])", r"\\\1", plain)


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_bytes())) or "").partition("\n")[0]


def write(table: Iterable[dict[str, str]]) -> str:
    """Write the document from the rows that the tests recorded; return a line that says so.

    Raises:
        ValueError: There are too few rows, or one does not fit.
    """
    found = rows(table)
    if len(found) < LEAST:
        raise ValueError(f"{len(found)} faults; expected at least {LEAST}: run all tests that record some")
    DOCUMENT.write_text(markdown(found), encoding="utf-8")
    return f"{DOCUMENT.relative_to(ROOT)}: {len(found)} faults"

"""docs/reliability.md tells of the tests that there are, of all of them, and of nothing else."""

from __future__ import annotations

import ast
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reliability_table import DOCUMENT, LEAST, Row, listed, markdown, rows

ROOT = Path(__file__).resolve().parent.parent


def recording_tests() -> set[tuple[str, str]]:
    """File and name of each test that records a fault."""
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                arguments = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
                if "fault_log" in arguments:
                    found.add((path.relative_to(ROOT).as_posix(), node.name))
    return found


def test_it_has_a_row_of_every_test_that_records_a_fault_and_of_no_other() -> None:
    told = set(listed(DOCUMENT.read_text(encoding="utf-8")))
    assert told == recording_tests(), "run: make reliability"


def test_it_has_at_least_sixty_faults_and_says_how_many() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    count = len(list(listed(text)))
    assert count >= LEAST
    assert f": {count} faults." in text
    found = [
        line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| injected")
    ]
    assert len(found) == len(set(found)) == count


def test_it_names_no_path_of_a_machine() -> None:
    assert re.findall(r"/(?:tmp|home|root|Users)/|pytest-of", DOCUMENT.read_text(encoding="utf-8")) == []


def told(injected: str, reported: str = "it", intact: str = "all", test: str = "test_a") -> dict[str, str]:
    return {
        "test": f"tests/test_reliability.py::{test}",
        "injected": injected,
        "reported": reported,
        "intact": intact,
    }


def test_rows_are_sorted_and_told_once_in_whatever_order_tests_ran() -> None:
    table = [told("b", test="test_a[x::y]"), told("a", test="test_b"), told("b", test="test_a[z]")]
    assert rows(table) == rows(table[::-1])
    assert [(row.test, row.injected) for row in rows(table)] == [("test_a", "b"), ("test_b", "a")]


@pytest.mark.parametrize("words", [f"{tempfile.gettempdir()}/film.mp4", str(ROOT / "dist"), "", "  "])
def test_a_path_of_this_machine_or_nothing_is_refused_with_the_tests_name(words: str) -> None:
    with pytest.raises(ValueError, match=r"test_reliability\.py::test_a"):
        rows([told("a", reported=words)])


@given(st.lists(st.text().filter(lambda text: bool(text.strip())), min_size=1, max_size=4))
def test_whatever_a_cell_holds_it_stays_one_row_of_four_cells(texts: list[str]) -> None:
    found = [Row("tests/test_reliability.py", f"test_{n}", text, text, text) for n, text in enumerate(texts)]
    text = markdown(found)
    assert [name for _, name in listed(text)] == [row.test for row in found]
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 5 for line in lines)
    assert "<" not in text

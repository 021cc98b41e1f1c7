"""Coloured words: whole ones, the longest first, each letter once, wherever a line is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.errors import ModelError
from moa_anim.model.emphasis import Mark, Term, marks_of
from moa_anim.model.palette import Role

ESTROGEN = Term("estrogen", Role.ESTRADIOL)
RECEPTOR = Term("estrogen receptor", Role.RECEPTOR)


def coloured(lines: list[str], *terms: Term) -> list[tuple[str, Role]]:
    return [(lines[mark.line][mark.start : mark.stop], mark.role) for mark in marks_of(lines, terms)]


def test_a_longer_term_goes_before_one_inside_it() -> None:
    assert coloured(["the estrogen receptor binds estrogen"], ESTROGEN, RECEPTOR) == [
        ("estrogen receptor", Role.RECEPTOR),
        ("estrogen", Role.ESTRADIOL),
    ]


def test_a_term_broken_over_two_lines_is_coloured_on_both() -> None:
    assert coloured(["when estrogen", "receptor ER"], ESTROGEN, RECEPTOR) == [
        ("estrogen", Role.RECEPTOR),
        ("receptor", Role.RECEPTOR),
    ]


def test_a_piece_of_a_longer_word_is_not_coloured() -> None:
    assert coloured(["antiestrogens"], ESTROGEN) == []
    assert coloured(["(estrogen)"], ESTROGEN) == [("estrogen", Role.ESTRADIOL)]


def test_nothing_is_coloured_without_terms() -> None:
    assert marks_of(["words"], ()) == ()


@pytest.mark.parametrize("words", ["", " ", " a", "a "])
def test_a_term_is_words_without_space_around_them(words: str) -> None:
    with pytest.raises(ModelError):
        Term(words, Role.RECEPTOR)


@given(
    st.lists(st.text("ab ", min_size=1, max_size=12), min_size=1, max_size=2),
    st.lists(st.sampled_from(["a", "ab", "a b", "b a", "ba"]), max_size=4),
)
def test_marks_lie_in_their_lines_in_order_and_do_not_overlap(lines: list[str], terms: list[str]) -> None:
    marks = marks_of(lines, [Term(term, Role.DNA) for term in terms])
    last = Mark(0, 0, 0, Role.DNA)
    for mark in marks:
        assert 0 <= mark.start < mark.stop <= len(lines[mark.line])
        assert mark.line > last.line or mark.start >= last.stop
        last = mark

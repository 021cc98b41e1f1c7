"""Captions cut where their colour changes, and put together again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.bundle.web.coloured_words import pieces
from moa_anim.model.emphasis import Term, marks_of
from moa_anim.model.palette import Role
from moa_anim.model.story import Caption

WORDS = st.sampled_from(["receptor", "helix", "12", "😀", "a", "שלום", "<b>"])
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=2).map(tuple)
TERMS = (Term("helix 12", Role.HELIX12), Term("receptor", Role.RECEPTOR), Term("😀", Role.DNA))


@given(LINES)
def test_put_together_they_are_the_captions_lines_and_each_mark_is_one_piece(lines: tuple[str, ...]) -> None:
    caption = Caption(lines, marks_of(lines, TERMS))
    found = pieces(caption)
    assert "".join(words for words, _ in found) == "\n".join(lines)
    marked = [(lines[mark.line][mark.start : mark.stop], mark.role.value) for mark in caption.marks]
    assert [piece for piece in found if piece[1]] == marked
    assert all(words for words, _ in found)

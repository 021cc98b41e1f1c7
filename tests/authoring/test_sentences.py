"""A document's clauses: all of its words, to the letter and in order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.authoring.sentences import clauses_of

PIECES = st.sampled_from(
    [
        "Estrogen binds",
        ",",
        " ",
        ". ",
        "; ",
        "e.g. ",
        "E2",
        " et al. ",
        "\n",
        "(see Fig. 2)",
        "! ",
        "受体。",
        "“so”",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_clauses_are_the_documents_words_in_order_and_none_is_lost(text: str) -> None:
    clauses = clauses_of(text)
    assert all(text[each.start : each.stop] == each.text for each in clauses)
    assert all(one.stop <= other.start for one, other in pairwise(clauses))
    assert "".join("".join(each.text for each in clauses).split()) == "".join(text.split())
    assert not any("\n" in each.text or each.text != each.text.strip() for each in clauses)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It binds. It leaves.", 2),
        ("Shown by Shiau et al. Cell gave it.", 1),
        ("It is 3.5 nm long. Then it folds.", 2),
        ("See Fig. 2 for it. And more.", 2),
        ("结合。离开。", 2),
        ("The answer was no. Genes stay silent.", 2),
        ("It is no. 3 of them. And more.", 2),
    ],
)
def test_sentences_end_at_their_points(text: str, sentences: int) -> None:
    assert len({each.sentence for each in clauses_of(text)}) == sentences


def test_a_sentence_is_divided_where_both_parts_have_words() -> None:
    long, short = "Estrogen binds to it, and the pocket closes.", "In bone, it acts."
    assert [each.text for each in clauses_of(long)] == ["Estrogen binds to it,", "and the pocket closes."]
    assert [each.text for each in clauses_of(short)] == [short]

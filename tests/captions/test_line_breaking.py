"""Captions are the words, whole; and they are cut where a subtitler would cut them."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from moa_anim.captions.break_costs import INSIDE_GROUP, break_costs
from moa_anim.captions.line_breaking import WordTooLong, break_captions
from moa_anim.errors import ModelError
from moa_anim.model.caption_rules import LINE_CHARACTERS, MOST_SECONDS, characters_per_second, reading_seconds
from moa_anim.model.caption_rules import words_per_minute as pace

SOURCE = Path(__file__).parents[2] / "assets" / "elacestrant" / "source.txt"
NAMES = ["tertiary structure", "ER receptors"]
LEANING = re.compile(
    r"(?:^| )(?:a|an|the|its|their|this|of|in|to|by|with|for|from|and|or|can|is|not|also)$", re.I
)
SMALL = ["the", "of", "and", "to", "is", "a", "not", "which", "cell,", "(ER", "HER2−)", "x", "U‑p.", "3"]


def sentences() -> list[str]:
    """S1 to S12, as the film shows them."""
    paragraphs = [line for line in SOURCE.read_text("utf-8").split("\n")[1:6] if line]
    found = [each for line in paragraphs for each in re.split(r"(?<=\.) (?=[A-Z])", line)]
    found = [each.replace("on the surface of cancer", "[in] cancer") for each in found]
    return [each.replace("elastran", "elacestrant").replace("For for", "For") for each in found]


def cut(text: str, keep_together: list[str] = NAMES) -> list[str]:
    return [" / ".join(caption.lines) for caption in break_captions(text, keep_together)]


@given(st.lists(st.one_of(st.sampled_from(SMALL), st.text("abcé‑,.", min_size=1, max_size=42)), min_size=1))
@example(["a"] * 50)
@example(["a" * 42] * 5)
def test_joined_captions_are_the_text_and_each_can_be_read_in_time(words: list[str]) -> None:
    text = " ".join(words)
    captions = break_captions(text, ["not the", "of a cell"])
    assert " ".join(caption.text for caption in captions) == text
    for caption in captions:
        assert len(caption.lines) <= 2
        assert max(map(len, caption.lines)) <= LINE_CHARACTERS
        assert reading_seconds(caption) <= MOST_SECONDS


@given(st.text("ab,. ", min_size=1, max_size=200))
def test_runs_of_spaces_stay_as_they_are(text: str) -> None:
    assume(text == text.strip() and max(map(len, re.split(r"(?<! ) (?! )", text))) <= LINE_CHARACTERS)
    assert " ".join(caption.text for caption in break_captions(text)) == text


def test_a_no_break_space_and_a_no_break_hyphen_do_not_break() -> None:
    text = "inhibitors of the whole ubiquitin‑proteasome system, 3.8\u00a0Å apart in this structure"
    lines = [line for caption in break_captions(text) for line in caption.lines]
    assert any("ubiquitin‑proteasome" in line for line in lines)
    assert any("3.8\u00a0Å" in line for line in lines)


def test_a_word_longer_than_a_line_is_refused_by_name() -> None:
    with pytest.raises(WordTooLong) as caught:
        break_captions("see https://example.org/a-path-that-is-longer-than-a-line for more")
    assert (caught.value.word[:10], caught.value.limit) == ("https://ex", 42)


@pytest.mark.parametrize("text", ["", " ", " a", "a "])
def test_no_words_and_edge_spaces_are_refused(text: str) -> None:
    with pytest.raises(ModelError):
        break_captions(text)


def test_a_name_is_kept_together_though_another_break_would_be_better_balanced() -> None:
    text = "inducing some changes in the estrogen receptor alpha of cells"
    assert "receptor alpha" in " | ".join(cut(text, ["estrogen receptor alpha"])).replace(" / ", " | ")
    for name in ("some changes in", "in the estrogen receptor alpha", "estrogen receptor alpha of"):
        assert any(name in line for each in break_captions(text, [name]) for line in each.lines)


def test_a_bracket_is_kept_together() -> None:
    lines = [
        line
        for each in break_captions("an oral selective estrogen degrader (of the SERD class)")
        for line in each.lines
    ]
    assert any("(of the SERD class)" in line for line in lines)


def test_a_name_longer_than_a_line_is_broken_all_the_same() -> None:
    name = "the estrogen receptor and all of its coactivators in the nucleus"
    assert " ".join(caption.text for caption in break_captions(name, [name])) == name


def test_the_document_has_twelve_sentences() -> None:
    assert len(sentences()) == 12


@pytest.mark.parametrize("sentence", sentences(), ids=[f"S{number}" for number in range(1, 13)])
def test_no_line_of_the_document_leans_on_the_next(sentence: str) -> None:
    lines = [line for caption in break_captions(sentence, NAMES) for line in caption.lines]
    leaning = [line for line in lines if LEANING.search(line)]
    short = [line for line in lines if len(line) < 10]
    assert (leaning, short) == ([], [])
    costs = break_costs(sentence.split(" "), NAMES)
    ends = [len(" ".join(lines[: number + 1]).split(" ")) - 1 for number in range(len(lines) - 1)]
    assert max((costs[end] for end in ends), default=0) < INSIDE_GROUP


def test_the_document_reads_within_the_limits_in_about_forty_captions() -> None:
    captions = [caption for sentence in sentences() for caption in break_captions(sentence, NAMES)]
    times = [reading_seconds(caption) for caption in captions]
    assert 36 <= len(captions) <= 44
    assert 140 <= sum(times) <= 150
    for caption, seconds in zip(captions, times, strict=True):
        assert Fraction(2) <= seconds <= 7
        assert characters_per_second(caption, seconds) <= 15
        assert pace(caption, seconds) <= 150


def test_s5_is_cut_as_a_subtitler_would() -> None:
    assert cut(sentences()[4]) == [
        "However, the advantage of elacestrant / is that it not only binds to ER receptors,",
        "but can also induce conformational changes",
        "in the receptors / and guide their degradation",
        "through the intracellular / proteasome pathway,",
        "thereby reducing the number / of ER receptors.",
    ]


@pytest.mark.parametrize(
    ("words", "captions"),
    [
        (
            "Specifically, after entering the blood, elacestrant binds with high affinity ERα,",
            ["Specifically, after entering the blood, / elacestrant binds with high affinity ERα,"],
        ),
        (
            "inducing changes in the tertiary structure of the receptor,",
            ["inducing changes / in the tertiary structure of the receptor,"],
        ),
        ("marking it as a degradation target", ["marking it as a degradation target"]),
        (
            "and being cleared by the ubiquitin‑proteasome system, "
            "thereby reducing the number of surviving receptors.",
            [
                "and being cleared / by the ubiquitin‑proteasome system,",
                "thereby reducing the number / of surviving receptors.",
            ],
        ),
    ],
)
def test_the_beats_of_s7_are_cut_as_a_subtitler_would(words: str, captions: list[str]) -> None:
    assert cut(words) == captions


def test_breaks_rank_as_the_guides_rank_them() -> None:
    words = ["cell.", "The", "cell,", "which", "is", "pale", "and", "small", "cells", "of", "the", "dark"]
    costs = dict(zip(pairwise(words), break_costs(words), strict=True))
    ranked = [("cell.", "The"), ("cell,", "which"), ("pale", "and"), ("cells", "of")]
    ranked += [("small", "cells"), ("the", "dark")]
    assert sorted(ranked, key=lambda gap: costs[gap]) == ranked
    assert len({costs[gap] for gap in ranked}) == len(ranked)

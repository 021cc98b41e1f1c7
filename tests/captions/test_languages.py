"""Captions in other languages than English: in Chinese lines end between characters, never before a closing mark."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.captions.line_breaking import WordTooLong, break_captions
from moa_anim.errors import ModelError
from moa_anim.model.caption_language import ENGLISH, CaptionLanguage
from moa_anim.model.caption_rules import MOST_SECONDS, Setting, text_seconds
from moa_anim.model.emphasis import Mark, Term, marks_of
from moa_anim.model.palette import Role
from moa_anim.model.wide_text import NEVER_FIRST, NEVER_LAST, pieces
from moa_anim.model.word_lists import Punctuation
from moa_anim.script.interface import packaged_interface

CHINESE = CaptionLanguage(
    spaced=False,
    line_characters=16,
    characters_per_second=Fraction(7),
    most_characters_per_second=Fraction(9),
    punctuation=Punctuation("。？！", "，；：", "、", "”’）」』】》〉"),  # noqa: RUF001 - full-width marks are meant
)
SETTING = Setting(language=CHINESE)
MARKS = "受体的是，。、（）“”ERα+2"  # noqa: RUF001 - full-width marks are meant


def lines(text: str, phrase_ends: frozenset[int] = frozenset(), keep: tuple[str, ...] = ()) -> list[str]:
    return [line for each in break_captions(text, keep, SETTING, phrase_ends) for line in each.lines]


@given(st.text(MARKS, min_size=1, max_size=120))
def test_chinese_captions_are_the_text_and_keep_to_the_rules(text: str) -> None:
    try:
        captions = break_captions(text, ["受体"], SETTING)
    except WordTooLong:
        assert any(CHINESE.characters(text[start:stop]) > 16 for start, stop in pieces(text))
        return
    assert "".join(each.text for each in captions) == text
    for each in captions:
        assert len(each.lines) <= 2
        assert all(CHINESE.characters(line) <= 16 for line in each.lines)
        assert each.reading_seconds <= MOST_SECONDS
    found = [line for each in captions for line in each.lines]
    assert not any(line[0] in NEVER_FIRST for line in found[1:])
    assert not any(line[-1] in NEVER_LAST for line in found[:-1])


@given(st.text(MARKS + " ", max_size=60))
def test_pieces_are_the_text_and_divide_no_latin_word(text: str) -> None:
    spans = list(pieces(text))
    assert "".join(text[start:stop] for start, stop in spans) == text
    for (_, stop), (start, _) in pairwise(spans):
        assert stop == start
        assert not (text[stop - 1].isascii() and text[stop].isascii())


def test_a_line_breaks_best_after_punctuation_then_where_the_translator_marked_it() -> None:
    assert lines("艾拉司群能与受体结合，并引导受体降解") == ["艾拉司群能与受体结合，", "并引导受体降解"]  # noqa: RUF001
    text = "并引导受体通过细胞内的蛋白酶体途径降解"
    assert lines(text, frozenset({7})) == [text[:7], text[7:]]
    assert lines(text, frozenset({10})) == [text[:10], text[10:]]


def test_a_name_is_not_divided() -> None:
    text = "由细胞内的泛素与蛋白酶体系统所完成的"
    assert any("蛋白酶体系统" in line for line in lines(text, keep=("蛋白酶体系统",)))


def test_letters_count_as_half_a_character_and_words_are_not_counted() -> None:
    assert CHINESE.characters("ERα受体") == Fraction(7, 2)
    assert CHINESE.word_count("a b c") == 0
    assert text_seconds("受" * 21, SETTING) == 3


def test_an_audience_that_reads_more_slowly_does_so_in_every_language() -> None:
    slow = Setting(characters_per_second=Fraction(12), language=CHINESE)
    assert slow.reading_characters_per_second == Fraction(12, 15) * 7
    assert Setting().reading_characters_per_second == 15


def test_a_term_beside_ideographs_is_coloured_and_a_latin_word_is_not_divided() -> None:
    terms = [Term("受体", Role.RECEPTOR), Term("ER", Role.RECEPTOR)]
    assert marks_of(("突变受体的", "受体与ER"), terms, "") == (
        Mark(0, 2, 4, Role.RECEPTOR),
        Mark(1, 0, 2, Role.RECEPTOR),
        Mark(1, 3, 5, Role.RECEPTOR),
    )
    assert marks_of(("HER2受",), terms, "") == ()
    assert marks_of(("的受", "体与"), terms, "") == (
        Mark(0, 1, 2, Role.RECEPTOR),
        Mark(1, 0, 1, Role.RECEPTOR),
    )


@pytest.mark.parametrize(
    ("spaced", "line", "pace", "most"),
    [(True, 43, 15, 17), (False, 22, 7, 9), (True, 7, 15, 17), (True, 42, 18, 18), (True, 42, 9, 7)],
)
def test_rules_that_no_picture_or_reader_allows_are_refused(
    spaced: bool, line: int, pace: int, most: int
) -> None:
    with pytest.raises(ModelError):
        CaptionLanguage(spaced, line, Fraction(pace), Fraction(most))


def test_spanish_lines_break_by_spanish_words() -> None:
    table = packaged_interface("es")
    assert table is not None
    text = "que también puede inducir cambios en la estructura terciaria"
    (caption,) = break_captions(text, (), Setting(language=table.captions))
    assert caption.lines == ("que también puede inducir cambios", "en la estructura terciaria")
    (english,) = break_captions(text, (), Setting(language=ENGLISH))
    assert english.lines != caption.lines

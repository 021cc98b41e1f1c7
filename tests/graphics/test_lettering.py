from __future__ import annotations

import numpy as np
import pytest
from comparator import assert_same_pixels, box_of
from hypothesis import given, settings
from hypothesis import strategies as st
from recording import film_storyboard

from moa_anim.errors import RenderError
from moa_anim.graphics.fonts import Weight, require_glyphs, typeface_runs, width_of
from moa_anim.graphics.layout import CAPTION_PIXELS, FRAME_WIDTH
from moa_anim.graphics.lettering import letter
from moa_anim.model.caption_rules import LINE_CHARACTERS
from moa_anim.model.typefaces import Typeface
from moa_anim.stage.text_block import paragraph, wrapped

BLACK = (0.0, 0.0, 0.0)
PLAIN = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 .,-()", min_size=1, max_size=42)


@pytest.mark.parametrize(
    ("text", "mark", "code"),
    [("a smile 😀", "😀", "U+1F600"), ("ยา", "ย", "U+0E22"), ("tab\there", "\t", "U+0009")],
)
def test_a_mark_that_the_font_lacks_is_named(text: str, mark: str, code: str) -> None:
    for act in (
        lambda: letter(text, 40.0, BLACK),
        lambda: require_glyphs(text),
        lambda: width_of(text, 40.0),
    ):
        with pytest.raises(RenderError) as caught:
            act()
        assert code in str(caught.value)
        assert "Inter" in str(caught.value)
        assert caught.value.exit_code == 3


def test_the_documents_own_marks_are_there() -> None:
    require_glyphs("ERα ubiquitin\u2011proteasome HER2\u2212 9.8 Å 120° β κ ’ “ ” … – — × ≥ µ")


def test_every_word_of_the_film_can_be_set() -> None:
    board = film_storyboard()
    require_glyphs(board.title.text)
    for shot in board.shots:
        for words in (shot.step, *shot.labels.values(), *(cue.words.text for cue in shot.cues if cue.words)):
            require_glyphs(words)


@settings(deadline=None)
@given(text=PLAIN, size=st.floats(10, 120))
def test_a_width_grows_with_the_text_and_with_the_size(text: str, size: float) -> None:
    width = width_of(text, size)
    assert 0.1 * size * len(text) < width < 1.1 * size * len(text)
    assert width_of(text + "m", size) > width
    # Inter sets type closer the larger it is (its optical size axis), a full stop by up to a quarter; never wider.
    assert 1.5 * width <= width_of(text, 2 * size) <= 2.02 * width


def test_narrow_letters_are_narrower_and_bold_is_wider() -> None:
    assert 3 * width_of("iiii", 50) < width_of("MMMM", 50)
    assert width_of("elacestrant", 50, Weight.BOLD) > width_of("elacestrant", 50, Weight.REGULAR)


def test_captions_keep_to_68_hundredths_of_the_width() -> None:
    for shot in film_storyboard().shots:
        for line in (line for cue in shot.cues for caption in cue.captions for line in caption.lines):
            assert len(line) <= LINE_CHARACTERS
            assert width_of(line, CAPTION_PIXELS) <= 0.68 * FRAME_WIDTH, line


def test_a_line_fills_its_box_and_no_more() -> None:
    line = letter("Helix", 50.0, (1.0, 0.5, 0.0), Weight.BOLD)
    top, bottom, left, right = box_of(line.picture[..., 3] > 0)
    assert line.advance == pytest.approx(width_of("Helix", 50.0, Weight.BOLD))
    assert abs(left - line.origin_x) < 8
    assert abs(right - line.origin_x - line.advance) < 8
    assert bottom == pytest.approx(line.origin_y, abs=2), "on the baseline"
    assert bottom - top == pytest.approx(0.75 * 50, abs=4), "as high as a capital"
    solid = line.picture[line.picture[..., 3] == 255]
    assert len(solid) > 100
    assert (np.abs(solid[:, :3].astype(int) - (255, 128, 0)) <= 1).all(), "red, green, blue in this order"


def test_a_halo_lies_around_the_letters_and_under_them() -> None:
    plain = letter("H", 50.0, BLACK)
    haloed = letter("H", 50.0, BLACK, Weight.REGULAR, (1.0, 1.0, 1.0), 6.0)
    inner, outer = box_of(plain.picture[..., 3] > 0), box_of(haloed.picture[..., 3] > 0)
    assert outer[1] - outer[0] == pytest.approx(inner[1] - inner[0] + 12, abs=2)
    dark = ((haloed.picture[..., :3] < 30).all(axis=2) & (haloed.picture[..., 3] == 255)).sum()
    assert dark == pytest.approx((plain.picture[..., 3] == 255).sum(), rel=0.1)


def test_the_same_line_is_the_same_picture() -> None:
    one = letter("ERα", 41.0, BLACK)
    letter.cache_clear()
    assert_same_pixels(letter("ERα", 41.0, BLACK).picture, one.picture)


@settings(deadline=None)
@given(words=st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=1, max_size=30))
def test_a_paragraph_keeps_its_words_and_its_width(words: list[str]) -> None:
    text = " ".join(words)
    lines = wrapped(text, 300.0, 30.0)
    assert " ".join(lines) == text
    assert all(width_of(line, 30.0) <= 300.0 for line in lines if " " in line)
    baselines = [line.baseline for line in paragraph(text, 0.0, 100.0, 300.0, 30.0)]
    assert baselines == sorted(baselines)


def test_chinese_parts_of_a_line_are_set_in_the_chinese_font_and_the_rest_in_inter() -> None:
    assert typeface_runs("螺旋12，9.8 Å") == [  # noqa: RUF001 - a full-width comma is meant
        ("螺旋", Typeface.NOTO_CJK),
        ("12", Typeface.INTER),
        ("，", Typeface.NOTO_CJK),  # noqa: RUF001 - a full-width comma is meant
        ("9.8 Å", Typeface.INTER),
    ]
    assert typeface_runs("a “word” … here") == [("a “word” … here", Typeface.INTER)]
    assert typeface_runs("“降解”机制")[0] == ("“降解”机制", Typeface.NOTO_CJK)
    require_glyphs("艾拉司群与ERα结合")


def test_a_bold_chinese_line_has_more_ink_than_a_regular_one_and_is_as_wide() -> None:
    regular, bold = (
        letter("受体", 40.0, (0.0, 0.0, 0.0), weight) for weight in (Weight.REGULAR, Weight.BOLD)
    )
    assert bold.advance == regular.advance
    assert int(bold.picture[..., 3].sum(dtype=int)) > 1.1 * int(regular.picture[..., 3].sum(dtype=int))

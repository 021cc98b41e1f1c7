"""What holds for every scene of the clinic edition: its length, its labels, the band, its cards' words and their time."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import film_storyboard, play_shot, recording

from moa_anim.graphics.colours import palette, rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT, FRAME_WIDTH, MARKER_BASELINE
from moa_anim.model.caption_rules import text_seconds
from moa_anim.model.palette import Colour, Role, contrast_ratio
from moa_anim.model.quality import DRAFT, LECTURE, Quality
from moa_anim.render.draw import draw_frames
from moa_anim.stage.text_block import TextBlock

BOARD = film_storyboard("clinic")
SHOTS = [shot.id for shot in BOARD.shots]
SPOKEN = [shot.id for shot in BOARD.shots if shot.cues]
PAGES = ("notice", "sources")
"""Small print, to be paused for: the source page's notice, and what is measured."""

CARDS = [shot.id for shot in BOARD.shots if not shot.cues and shot.id not in PAGES]

LABELS_AT_ONCE, WORDS = 3, 5
"""A label has at most three words; plain ones may need more: “helix that acts as a lid” has five of two letters."""

CARD_WORDS, CARD_LETTERS = 30, 60.0
"""Words on a card at most; the size of its letters at least (design pixels; captions have 62)."""


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
@pytest.mark.parametrize("shot", SHOTS)
def test_a_scene_plays_every_frame_of_its_shot_once_and_in_order(shot: str, quality: Quality) -> None:
    seen = recording(shot, quality, "clinic")
    assert [frame.number for frame in seen.frames] == list(range(seen.shot.slot.frames))


@pytest.mark.parametrize("shot", SPOKEN)
def test_labels_stand_in_the_picture_and_none_on_another(shot: str) -> None:
    for frame in recording(shot, DRAFT, "clinic").frames:
        boxes = [(label.words, label.box) for label in frame.visible_labels]
        for number, (words, box) in enumerate(boxes):
            left, top, right, bottom = box
            where = f"“{words}” at {box}, frame {frame.number}"
            assert 0 <= left < right <= FRAME_WIDTH, where
            assert MARKER_BASELINE <= top < bottom <= BAND_TOP, where
            for other_words, other in boxes[:number]:
                apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
                assert apart, f"{where}, on “{other_words}”"


@pytest.mark.parametrize("shot", SPOKEN)
def test_few_labels_of_few_words_at_once(shot: str) -> None:
    for frame in recording(shot, DRAFT, "clinic").frames:
        visible = frame.visible_labels
        assert len(visible) <= LABELS_AT_ONCE, f"{[label.words for label in visible]} at frame {frame.number}"
        for label in visible:
            assert len(re.findall(r"[^\W\d_]{2,}", label.words)) <= WORDS, label.words


def test_a_label_that_the_edition_leaves_out_is_never_seen() -> None:
    lecture = {label.words for frame in recording("ubiquitination").frames for label in frame.visible_labels}
    clinic = recording("ubiquitination", DRAFT, "clinic")
    assert "E2" in lecture
    assert all(
        label.words != "E2" and label.words for frame in clinic.frames for label in frame.visible_labels
    )


@pytest.mark.parametrize("shot", SPOKEN)
def test_nothing_enters_the_caption_band(shot: str) -> None:
    paper = np.array([*(round(part * 255) for part in rgb(Role.PAPER)), 255], dtype=np.uint8)
    band = round(BAND_TOP * DRAFT.height / FRAME_HEIGHT)
    cues = recording(shot, DRAFT, "clinic").shot
    frames = sorted({cues.relative(cue.slot).stop - 1 for cue in cues.cues} | {0})
    painted: list[int] = []

    def take(frame: int, pixels: NDArray[np.uint8]) -> None:
        painted.extend([frame] if (pixels[band:] != paper).any() else [])

    draw_frames(BOARD, shot, DRAFT, frames, take)
    assert not painted


def card_lines(shot: str) -> list[TextBlock]:
    blocks: list[TextBlock] = []

    def note(scene: object, number: int) -> None:
        blocks[:] = [each for each in scene.mobjects if isinstance(each, TextBlock)]  # type: ignore[attr-defined]

    play_shot(shot, DRAFT, note, "clinic")
    return blocks


@pytest.mark.parametrize("shot", CARDS)
def test_a_card_has_few_large_words_that_stand_out_from_paper_and_inside_the_frame(shot: str) -> None:
    (block,) = card_lines(shot)
    assert block.opacity == 1.0
    assert sum(len(line.words.split()) for line in block.lines) <= CARD_WORDS
    for line, box in zip(block.lines, block.obstacles(), strict=True):
        assert line.pixels >= CARD_LETTERS
        left, top, right, bottom = box
        assert 0 < left < right < FRAME_WIDTH - 40, line.words
        assert 40 < top < bottom < FRAME_HEIGHT - 40, line.words
        colour = Colour(*(round(255 * part) for part in line.colour or rgb(line.role)))
        assert contrast_ratio(colour, palette()[Role.PAPER]) >= 4.5, line.words


@pytest.mark.parametrize("shot", CARDS)
def test_a_card_stands_long_enough_to_be_read(shot: str) -> None:
    (block,) = card_lines(shot)
    words = " ".join(line.words for line in block.lines)
    seconds = float(text_seconds(words, BOARD.edition.captions))
    assert BOARD.shot(shot).lead_seconds >= seconds, f"{seconds:.1f} s for “{words}”"
    assert BOARD.shot(shot).lead_seconds <= seconds + 1.5, "and no longer than it takes"

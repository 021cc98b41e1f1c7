"""What holds for every scene of the shipped film: its length, its labels, its frames drawn alone or in sequence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import numpy as np
import pytest
from comparator import assert_same_pixels
from every_frame.drawn import Films
from numpy.typing import NDArray
from recording import Drawn, digest, drawn, film_storyboard, recording

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH, MARKER_BASELINE
from moa_anim.model.quality import DRAFT, LECTURE, Quality
from moa_anim.render.draw import draw_frames

Pixels = NDArray[np.uint8]

SHOTS = [shot.id for shot in film_storyboard().shots]
WHOLE = "conformational-change"
"""Drawn frame by frame; of the other shots every fifth frame, to save time."""

LABELS_AT_ONCE, WORDS = 3, 3
"""Labels that may be seen at once, and words in each: a viewer reads no more beside a moving picture."""


def step_of(shot: str) -> int:
    return 1 if shot == WHOLE else 5


def sample(shot: str) -> list[int]:
    """Frames that are drawn alone: the first, the last drawn, and some between, on both sides of the cues' edges."""
    slot = recording(shot).shot
    edges = [slot.relative(cue.slot).start + each for cue in slot.cues[1::2] for each in (-1, 0)]
    last = slot.slot.frames - 1
    wanted = {0, last // 2, last, *edges} if shot == WHOLE else {0, last // 2, last}
    step = step_of(shot)
    return sorted({frame - frame % step for frame in wanted})


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
@pytest.mark.parametrize("shot", SHOTS)
def test_a_scene_plays_every_frame_of_its_shot_once_and_in_order(shot: str, quality: Quality) -> None:
    seen = recording(shot, quality)
    assert [frame.number for frame in seen.frames] == list(range(seen.shot.slot.frames))


def last_of(shot: str, wanted: Collection[int]) -> Pixels:
    """The last of the wanted frames, as it comes out when all of them are drawn."""
    kept: list[Pixels] = []

    def take(frame: int, pixels: Pixels) -> None:
        kept[:] = [pixels.copy()]

    draw_frames(film_storyboard(), shot, DRAFT, wanted, take)
    return kept[0]


@pytest.fixture
def seen_drawn(films: Films | None) -> Callable[[str], Drawn]:
    """A shot drawn in sequence: all its frames if the film is drawn in this run anyway, else some of them."""
    return lambda shot: films.shots["lecture", shot] if films else drawn(shot, step_of(shot))


@pytest.mark.parametrize("shot", SHOTS)
def test_no_frame_depends_on_the_frames_before_it(shot: str, seen_drawn: Callable[[str], Drawn]) -> None:
    sequence = seen_drawn(shot).digests
    for frame in sample(shot):
        alone = last_of(shot, {frame})
        if digest(alone) != sequence[frame]:
            again = last_of(shot, range(0, frame + 1, step_of(shot)))  # to say where
            assert_same_pixels(alone, again, f"{shot}, frame {frame}, alone and in sequence")
            pytest.fail(f"{shot}, frame {frame}: other bytes each time it is drawn")


@pytest.mark.parametrize("shot", SHOTS)
def test_nothing_enters_the_caption_band(shot: str, seen_drawn: Callable[[str], Drawn]) -> None:
    seen = seen_drawn(shot)
    assert seen.digests
    assert not seen.painted_band


def test_frames_that_should_differ_do(seen_drawn: Callable[[str], Drawn]) -> None:
    seen = seen_drawn(WHOLE)
    assert len(set(seen.digests.values())) > 0.95 * len(seen.digests), "a picture that is not frozen trembles"


@pytest.mark.parametrize("shot", SHOTS)
def test_labels_stand_in_the_picture_between_marker_and_band(shot: str) -> None:
    for frame in recording(shot).frames:
        for label in frame.visible_labels:
            left, top, right, bottom = label.box
            where = f"“{label.words}” at {label.box}, frame {frame.number}"
            assert 0 <= left < right <= FRAME_WIDTH, where
            assert MARKER_BASELINE <= top < bottom <= BAND_TOP, where


@pytest.mark.parametrize("shot", SHOTS)
def test_no_label_stands_on_another(shot: str) -> None:
    for frame in recording(shot).frames:
        boxes = [(label.words, label.box) for label in frame.visible_labels]
        for number, (words, box) in enumerate(boxes):
            for other_words, other in boxes[:number]:
                apart = box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
                assert apart, f"“{words}” on “{other_words}” at frame {frame.number}"


@pytest.mark.parametrize("shot", SHOTS)
def test_few_labels_of_few_words_at_once(shot: str) -> None:
    for frame in recording(shot).frames:
        visible = frame.visible_labels
        assert len(visible) <= LABELS_AT_ONCE, f"{[label.words for label in visible]} at frame {frame.number}"
        for label in visible:
            # Numbers, units and single letters are no words: “120° turn, 9.8 Å” has one.
            # A label without a leader is a heading, which stands by itself.
            most = WORDS if label.target is not None else WORDS + 1
            assert len(re.findall(r"[^\W\d_]{2,}", label.words)) <= most, label.words


@pytest.mark.parametrize("shot", SHOTS)
def test_a_label_points_to_something_in_the_picture(shot: str) -> None:
    for frame in recording(shot).frames:
        for label in frame.visible_labels:
            if label.target is not None:
                x, y = label.target
                where = f"“{label.words}” points to ({x:.0f}, {y:.0f}) at frame {frame.number}"
                assert 0 <= x <= FRAME_WIDTH, where
                assert 0 <= y <= BAND_TOP, where


def test_labels_were_seen() -> None:
    words = {label.words for frame in recording(WHOLE).frames for label in frame.visible_labels}
    assert words == set(recording(WHOLE).shot.shot.labels.values()), "every label of the shot is shown once"

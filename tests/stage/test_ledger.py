"""The ledger: frames counted in whole numbers, with Manim really playing (dry)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Mobject
from recording import film_storyboard, play_dry

from moa_anim.errors import ProductionError
from moa_anim.model.clock import FrameRate
from moa_anim.model.quality import Quality
from moa_anim.model.story import Shot
from moa_anim.model.timeline import schedule
from moa_anim.stage.motion import Change, Motion, Stay, Within
from moa_anim.stage.scene import CueClock, MoaScene

RATES = [15, 24, 30, 50, 60]
LENGTHS = [1, 2, 3, 4, 5, 7, 8, 11, 15, 23, 24, 29, 30, 31, 47, 59, 60, 61, 97, 119, 123, 179, 241, 299, 300]
CONFORMATIONAL = film_storyboard().shot("conformational-change")


def size(fps: int) -> Quality:
    return Quality("small", 32, 18, FrameRate(fps))


def play(construct: Callable[[MoaScene], None], shot: Shot, fps: int = 15) -> list[int]:
    """Play a scene that does `construct` as `shot`; the frames that Manim asked to be drawn."""
    drawn: list[int] = []

    class Played(MoaScene):
        def construct(self) -> None:
            construct(self)

    quality = size(fps)
    board = replace(film_storyboard(), shots=(shot,))
    timeline = schedule(board, quality.rate)
    scene = play_dry(
        Played, board, timeline, timeline.shots[0], quality, lambda _, frame: drawn.append(frame)
    )
    assert scene.frame == timeline.frames
    return drawn


def silent(frames: int, fps: int) -> Shot:
    """A shot of `frames` frames without words."""
    return replace(
        CONFORMATIONAL, cues=(), step="", lead_seconds=Fraction(frames, fps), tail_seconds=Fraction(0)
    )


class Thing(Mobject):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """Something with a number that can change."""

    number = 3.0


def assert_counted(lengths: list[int], fps: int) -> None:
    edges: list[int] = []

    def construct(scene: MoaScene) -> None:
        for number, length in enumerate(lengths):
            edges.append(scene.frame)
            scene.play_for(length, Stay()) if number % 2 else scene.hold(
                length, Change(Thing(), "number", 1.0)
            )

    drawn = play(construct, silent(sum(lengths), fps), fps)
    assert drawn == list(range(sum(lengths)))
    assert [stop - start for start, stop in pairwise([*edges, len(drawn)])] == lengths


@pytest.mark.parametrize("fps", RATES)
def test_a_play_is_as_many_frames_as_it_says(fps: int) -> None:
    most = 110 * fps  # a lead is at most two minutes
    batch: list[int] = []
    for length in LENGTHS:
        if sum(batch) + length > most:
            assert_counted(batch, fps)
            batch = []
        batch.append(length)
    assert_counted(batch, fps)


@settings(deadline=None, max_examples=15)
@given(lengths=st.lists(st.integers(1, 60), max_size=6), fps=st.sampled_from(RATES))
def test_plays_one_after_another_neither_drift_nor_leave_gaps(lengths: list[int], fps: int) -> None:
    assert_counted([*lengths, 12], fps)  # at 60 a second 12 frames are the least that a shot may have


@settings(deadline=None)
@given(frames=st.integers(1, 500), of=st.integers(1, 12))
def test_shares_of_a_cue_add_up_to_the_cue(frames: int, of: int) -> None:
    clock = CueClock("cue", frames, None, 0)  # type: ignore[arg-type]  # shares ask nothing of the scene
    shares = [clock.share(number, of) for number in range(1, of + 1)]
    assert sum(shares) == frames
    assert max(shares) - min(shares) <= 1


def test_all_cues_spoken_in_time_make_the_shot() -> None:
    def construct(scene: MoaScene) -> None:
        scene.hold(scene.lead())
        for cue in CONFORMATIONAL.cues:
            with scene.cue(cue.id) as clock:
                assert clock.frames == scene.context.shot.cue(cue.id).slot.frames
                scene.play_for(clock.share(1, 3), Stay())
                assert clock.rest == clock.frames - clock.share(1, 3)
                scene.hold(clock.rest)
                assert clock.rest == 0
        scene.hold(scene.tail())

    for fps in (15, 30):
        drawn = play(construct, CONFORMATIONAL, fps)
        assert drawn == list(range(len(drawn)))


def whole_cues(*names: str) -> Callable[[MoaScene], None]:
    def construct(scene: MoaScene) -> None:
        scene.hold(scene.lead())
        for name in names:
            with scene.cue(name) as clock:
                scene.hold(clock.rest)
        scene.hold(scene.tail())

    return construct


def left(scene: MoaScene) -> None:
    scene.hold(scene.lead())
    with scene.cue("changes") as clock:
        scene.hold(clock.frames - 1)


def overrun(scene: MoaScene) -> None:
    scene.hold(scene.lead())
    with scene.cue("changes") as clock:
        scene.hold(clock.frames + 1)


def too_early(scene: MoaScene) -> None:
    scene.hold(scene.lead() - 1)
    with scene.cue("changes") as clock:
        scene.hold(clock.rest)


def without_tail(scene: MoaScene) -> None:
    scene.hold(scene.lead())
    for cue in CONFORMATIONAL.cues:
        with scene.cue(cue.id) as clock:
            scene.hold(clock.rest)


def no_frames(scene: MoaScene) -> None:
    scene.play_for(0, Stay())


NAMES = [cue.id for cue in CONFORMATIONAL.cues]
FAULTS: list[tuple[Callable[[MoaScene], None], list[str]]] = [
    (left, ["changes", "left"]),
    (overrun, ["changes", "overrun"]),
    (too_early, ["changes", "begun at frame"]),
    (whole_cues("nothing-like-it"), ["nothing-like-it", *NAMES]),
    (whole_cues(*NAMES[:-1]), [NAMES[-1], "unspoken"]),
    (whole_cues(NAMES[1]), [NAMES[1], "begun at frame"]),
    (without_tail, ["frames played"]),
    (no_frames, ["a play of 0 frames"]),
    (lambda scene: scene.hold(-3), ["a play of -3 frames"]),
    (lambda scene: None, ["unspoken", *NAMES]),
    (lambda scene: print(scene.label("no-such-label")), ["no-such-label", "label"]),
]


@pytest.mark.parametrize(("construct", "words"), FAULTS, ids=[" ".join(words) for _, words in FAULTS])
def test_a_scene_that_does_not_keep_to_its_shot_is_told(
    construct: Callable[[MoaScene], None], words: list[str]
) -> None:
    with pytest.raises(ProductionError) as caught:
        play(construct, CONFORMATIONAL)
    message = str(caught.value)
    for word in ("conformational-change", *words):
        assert word in message, message
    assert len(message.splitlines()) == 1


class Noting(Motion):
    """Writes down the shares that it is given."""

    def __init__(self) -> None:
        super().__init__(Mobject(), ease=lambda share: share)
        self.shares: list[float] = []
        self.starts = 0

    def start(self) -> None:
        self.starts += 1

    def move(self, share: float) -> None:
        self.shares.append(share)


def test_a_motion_begins_at_its_beginning_and_ends_at_its_end() -> None:
    motion = Noting()
    play(lambda scene: scene.play_for(20, motion), silent(20, 15))
    assert motion.starts == 1
    assert motion.shares[0] == 0.0
    assert motion.shares[-1] == 1.0
    assert motion.shares == sorted(motion.shares)


def test_a_motion_within_a_part_of_the_time_keeps_to_it() -> None:
    motion = Noting()
    inner = Within(0.25, 0.5, motion)
    for share in (0.0, 0.1, 0.2499):
        inner.move(share)
    assert motion.shares == []
    assert motion.starts == 0
    for share, expected in ((0.25, 0.0), (0.375, 0.5), (0.5, 1.0), (0.9, 1.0)):
        inner.move(share)
        assert motion.shares[-1] == pytest.approx(expected)
    assert motion.starts == 1


def test_two_changes_of_one_number_follow_each_other() -> None:
    thing = Thing()
    first, second = (
        Within(0.0, 0.5, Change(thing, "number", 5.0)),
        Within(0.5, 1.0, Change(thing, "number", 1.0)),
    )
    play(lambda scene: scene.play_for(21, first, second), silent(21, 15))
    assert thing.number == 1.0

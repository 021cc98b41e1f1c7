"""Really drawn segments at draft size: the same bytes however the work was shared out, and none of it lost."""

from __future__ import annotations

import io
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from children import running
from flat_film import write_production
from manim import ManimColor, config, tempconfig
from numpy.typing import NDArray
from recording import FILM, recording

from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import ProductionError, RenderError
from moa_anim.graphics.colours import palette
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT, SEGMENT_FRAMES, CaptionMode
from moa_anim.render.draw import FramePicker, playing_at
from moa_anim.render.encoder import SegmentEncoder, segment_facts
from moa_anim.render.local import draw_into_cache, render_locally
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.rendition import full_rendition
from moa_anim.render.runs import Run, plan_runs
from moa_anim.script.production import Production, load_production

FaultLog = Callable[[str, str, str], None]

SHOT, MOVING = "binding", "conformational-change"


CARD = """
title = "Illustration of the mechanism of action of Elacetrant"
language = "en-US"

[source]
sha256 = "{sha256}"

[[shot]]
id = "title"
scene = "title:Title"
lead_seconds = 5
"""


def ignore(frames: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture(scope="module")
def film() -> Production:
    return load_production(FILM)


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A production of the title alone, two segments long."""
    return write_production(tmp_path_factory.mktemp("card") / "card", CARD)


@pytest.fixture(scope="module")
def title(card: Path) -> RenderPlan:
    plan = plan_render(load_production(card), DRAFT, CaptionMode.OPEN)
    assert [segment.frames for segment in plan.segments] == [60, 15]
    return plan


@pytest.fixture(scope="module")
def speaking(film: Production) -> RenderPlan:
    return plan_render(film, DRAFT, CaptionMode.OPEN, [SHOT])


def stored(plan: RenderPlan, store: SegmentCache) -> dict[str, bytes]:
    found = {segment.key: store.read(segment.key) for segment in plan.segments}
    return {key: data for key, data in found.items() if data is not None}


@pytest.fixture(scope="module")
def once(title: RenderPlan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The title's segments, drawn in one go by one process."""
    store = SegmentCache(tmp_path_factory.mktemp("once"))
    told: list[int] = []
    render_locally([full_rendition(title)], store, jobs=1, progress=told.append)
    assert sum(told) == title.frames
    segments = stored(title, store)
    assert list(segments) == [segment.key for segment in title.segments]
    return segments


def decoded(data: bytes) -> list[NDArray[np.uint8]]:
    with av.open(io.BytesIO(data), "r") as container:
        frames = container.decode(container.streams.video[0])
        return [np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8) for frame in frames]


def test_a_segment_has_its_frames_and_the_films_form(title: RenderPlan, once: dict[str, bytes]) -> None:
    for segment in title.segments:
        with av.open(io.BytesIO(once[segment.key]), "r") as container:
            stream = container.streams.video[0]
            assert (stream.width, stream.height, stream.pix_fmt) == (DRAFT.width, DRAFT.height, "yuv420p")
            assert stream.average_rate == 15
            frames = list(container.decode(stream))
        assert len(frames) == segment.frames
        assert frames[0].key_frame


def test_two_jobs_give_the_bytes_of_one(title: RenderPlan, once: dict[str, bytes], tmp_path: Path) -> None:
    store, told = SegmentCache(tmp_path), list[int]()
    render_locally([full_rendition(title)], store, jobs=2, progress=told.append)
    assert stored(title, store) == once
    assert sum(told) == title.frames


def test_segments_drawn_one_by_one_backwards_give_the_same_bytes(
    title: RenderPlan, once: dict[str, bytes], tmp_path: Path
) -> None:
    store = SegmentCache(tmp_path)
    for segment in reversed(title.segments):
        (run,) = plan_runs([full_rendition(title)], [segment.key], store, 1)
        draw_into_cache(run, ignore)
    assert stored(title, store) == once


def test_what_is_there_is_not_drawn_again(
    title: RenderPlan, once: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SegmentCache(tmp_path)
    for key, data in once.items():
        store.write(key, data)
    monkeypatch.setattr(
        "moa_anim.render.local.draw_into_cache", lambda *arguments: pytest.fail("drawn again")
    )
    told: list[int] = []
    render_locally([full_rendition(title)], store, jobs=1, progress=told.append)
    assert sum(told) == title.frames


def test_a_damaged_segment_is_drawn_again(title: RenderPlan, once: dict[str, bytes], tmp_path: Path) -> None:
    store = SegmentCache(tmp_path)
    for key, data in once.items():
        store.write(key, data)
    path = store.path(title.segments[-1].key)
    path.write_bytes(path.read_bytes()[:-100])
    render_locally([full_rendition(title)], store, jobs=1, progress=ignore)
    assert stored(title, store) == once


def test_a_moving_shot_cut_anywhere_gives_the_same_bytes(film: Production, tmp_path: Path) -> None:
    """Helix 12 swings here: whoever draws a segment must not need to have drawn the one before it."""
    moving = plan_render(film, DRAFT, CaptionMode.OPEN, [MOVING])
    frames = recording(MOVING).frames
    loose = frames[0].trace.part(538, 544).positions
    off = [np.abs(frame.trace.part(538, 544).positions - loose).max() > 5.0 for frame in frames]
    second = next(segment for segment in moving.segments if off[segment.slot.start])
    chosen = [moving.segments[second.number - 1], second]
    assert not off[chosen[0].slot.start], "helix 12 swings in the first of them"
    together, apart = SegmentCache(tmp_path / "together"), SegmentCache(tmp_path / "apart")
    keys = [segment.key for segment in chosen]
    for store, pieces in ((together, [keys]), (apart, [[key] for key in keys])):
        for piece in pieces:
            for run in plan_runs([full_rendition(moving)], piece, store, 1):
                draw_into_cache(run, ignore)
    for segment in chosen:
        one, other = together.read(segment.key), apart.read(segment.key)
        assert one is not None
        assert one == other, f"segment {segment.number} drawn after its neighbour and alone"


def test_the_band_has_words_exactly_while_a_caption_stands(speaking: RenderPlan, tmp_path: Path) -> None:
    store, timeline = SegmentCache(tmp_path), speaking.timeline
    shown = [timeline.caption_at(frame) is not None for frame in range(timeline.frames)]
    turns = [frame for frame in range(1, len(shown)) if shown[frame] != shown[frame - 1]]
    assert len(turns) >= 3, "words come and go in this shot"
    chosen = [
        segment
        for segment in speaking.segments
        if any(segment.slot.start <= turn < segment.slot.stop for turn in (turns[0], turns[-1]))
    ]
    ground = palette()[Role.BAND]
    top = (
        round(BAND_TOP * DRAFT.height / FRAME_HEIGHT) + 2
    )  # two rows: chroma of the picture above reaches down
    both = set()
    for segment in chosen:
        for run in plan_runs([full_rendition(speaking)], [segment.key], store, 1):
            draw_into_cache(run, ignore)
        data = store.read(segment.key)
        assert data is not None
        for frame, picture in enumerate(decoded(data), segment.slot.start):
            band = picture[top:].astype(int)
            words = int((band.min(axis=2) > 200).sum())
            both.add(shown[frame])
            assert (words > 100) is shown[frame], f"frame {frame}: {words} white pixels in the band"
            if not shown[frame]:
                assert np.abs(band - (ground.r, ground.g, ground.b)).max() < 12, f"frame {frame}"
    assert both == {True, False}


def test_other_words_change_only_the_segments_that_show_them(
    film: Production, speaking: RenderPlan, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    shutil.copytree(FILM, folder)
    board = folder / "storyboard.toml"
    text = board.read_text(encoding="utf-8")
    assert text.count('reading = "elacestrant"') == 1
    # As many letters, so that it takes as long to read.
    board.write_text(text.replace('reading = "elacestrant"', 'reading = "ELACESTRANT"'), encoding="utf-8")
    other = plan_render(load_production(folder), DRAFT, CaptionMode.OPEN, [SHOT])
    named = [each.slot for each in speaking.timeline.captions() if "elacestrant" in each.caption.text]
    assert len(named) == 1  # S7 names the drug once in this shot
    for before, after in zip(speaking.segments, other.segments, strict=True):
        assert before.slot == after.slot
        shows = any(slot.start < before.slot.stop and before.slot.start < slot.stop for slot in named)
        assert (before.key != after.key) is shows, f"segment {before.number}"
    closed = (
        plan_render(each, DRAFT, CaptionMode.CLOSED, [SHOT]) for each in (film, load_production(folder))
    )
    one, two = (plan.segments for plan in closed)
    assert one == two, "without burned-in words nothing is drawn again"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_was_finished_before_an_interrupt_is_kept(
    error: type[BaseException], title: RenderPlan, once: dict[str, bytes], tmp_path: Path
) -> None:
    store, done = SegmentCache(tmp_path), [0]

    def stop(frames: int) -> None:
        done[0] += frames
        if done[0] > SEGMENT_FRAMES + 3:
            raise error

    with pytest.raises(error):
        render_locally([full_rendition(title)], store, jobs=1, progress=stop)
    assert list(stored(title, store)) == [title.segments[0].key]
    render_locally([full_rendition(title)], store, jobs=1, progress=ignore)
    assert stored(title, store) == once


def test_an_interrupt_leaves_no_process_behind(title: RenderPlan, tmp_path: Path) -> None:
    store = SegmentCache(tmp_path)
    others = set(multiprocessing.active_children())  # those that draw films for other tests
    drawing: list[multiprocessing.process.BaseProcess] = []

    def stop(frames: int) -> None:
        if frames:
            drawing.extend(set(multiprocessing.active_children()) - others)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_locally([full_rendition(title)], store, jobs=2, progress=stop)
    # A loaded machine may take long to end a process. That it was ended, and has not finished its work, its exit code says.
    deadline = time.monotonic() + 60
    while set(multiprocessing.active_children()) - others and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [process.exitcode for process in drawing] == [-signal.SIGTERM, -signal.SIGTERM]


RENDER = """
import sys
from pathlib import Path
from moa_anim.script.production import load_production
from moa_anim.render.rendition import full_rendition
from moa_anim.render.plan import plan_render
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.local import render_locally
from moa_anim.cache.segments import SegmentCache
plan = plan_render(load_production(Path(sys.argv[1])), DRAFT, CaptionMode.OPEN)
cache = SegmentCache(Path(sys.argv[2]))
render_locally([full_rendition(plan)], cache, jobs=1, progress=lambda frames: print(frames, flush=True))
"""


def test_what_was_finished_before_a_kill_is_kept_and_the_rest_is_drawn(
    card: Path, title: RenderPlan, once: dict[str, bytes], tmp_path: Path
) -> None:
    store = SegmentCache(tmp_path)
    command = [sys.executable, "-c", RENDER, str(card), str(store.root)]
    with running(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        drawn = 0
        while drawn < SEGMENT_FRAMES + 2:
            drawn += int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    kept = stored(title, store)
    assert title.segments[0].key in kept
    assert all(once[key] == data for key, data in kept.items())
    render_locally([full_rendition(title)], store, jobs=1, progress=ignore)
    assert stored(title, store) == once, "another process, killed, and this one: the same bytes"


def test_a_scene_that_fails_in_another_process_is_told_here(tmp_path: Path) -> None:
    """The title plays its lead only; a shot that has a tail as well is not kept to."""
    folder = write_production(tmp_path / "card", CARD + "tail_seconds = 6\n")
    plan = plan_render(load_production(folder), DRAFT, CaptionMode.OPEN)
    assert len(plan.segments) > 1
    for jobs in (1, 2):
        store = SegmentCache(tmp_path / str(jobs))
        with pytest.raises(ProductionError, match="title") as caught:
            render_locally([full_rendition(plan)], store, jobs=jobs, progress=ignore)
        assert "frames played" in str(caught.value)
        assert not store.has(plan.segments[-1].key)


def plan_of(count: int, folder: Path) -> RenderPlan:
    """A plan of the title, so many segments long."""
    board = CARD.replace("lead_seconds = 5", f"lead_seconds = {4 * count}")
    return plan_render(load_production(write_production(folder, board)), DRAFT, CaptionMode.OPEN)


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [1, 2, 5, 13])
def test_runs_hold_every_missing_segment_once(count: int, jobs: int, tmp_path: Path) -> None:
    plan = plan_of(count, tmp_path / "card")
    assert len(plan.segments) == count
    runs: list[Run] = plan_runs(
        [full_rendition(plan)], full_rendition(plan).keys, SegmentCache(tmp_path), jobs
    )
    assert sorted(segment.number for run in runs for segment in run.segments) == list(range(count))
    assert max(len(run.segments) for run in runs) <= max(1, -(-count // jobs)), (
        "nobody draws long while others wait"
    )
    for run in runs:
        numbers = [segment.number for segment in run.segments]
        assert numbers == list(range(numbers[0], numbers[-1] + 1)), "neighbours"
    lengths = [sum(segment.frames for segment in run.segments) for run in runs]
    assert lengths == sorted(lengths, reverse=True), "the longest first"


def leave_out(frames: set[int], patch: pytest.MonkeyPatch) -> None:
    """Have Manim's renderer pass over some frames, as its setting from_animation_number does."""
    render = FramePicker.render

    def some(self: FramePicker, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        if scene.now not in frames:
            render(self, scene, time, moving_mobjects)

    patch.setattr(FramePicker, "render", some)


@pytest.mark.parametrize("left_out", [{0, 1}, {30}, {59}, {74}], ids=str)
def test_a_segment_that_lacks_frames_is_told_and_not_stored(
    left_out: set[int],
    title: RenderPlan,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault_log: FaultLog,
) -> None:
    leave_out(left_out, monkeypatch)
    store = SegmentCache(tmp_path)
    with pytest.raises(RenderError, match=r"shot 'title' in scene title:Title: found .*frame") as caught:
        render_locally([full_rendition(title)], store)
    whole_ones = [
        each for each in title.segments if not left_out & set(range(each.slot.start, each.slot.stop))
    ]
    assert set(stored(title, store)) <= {
        each.key for each in whole_ones[:1] if min(left_out) >= each.slot.stop
    }
    fault_log("frames that Manim passes over", str(caught.value), "no segment that lacks frames is stored")


def test_a_segment_of_which_the_encoder_lost_a_frame_is_told_and_not_stored(
    title: RenderPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_log: FaultLog
) -> None:
    add, given = SegmentEncoder.add, list[VideoFrame]()

    def lose_one(self: SegmentEncoder, frame: VideoFrame) -> None:
        given.append(frame)
        if len(given) != 20:
            add(self, frame)

    monkeypatch.setattr(SegmentEncoder, "add", lose_one)
    store = SegmentCache(tmp_path)
    with pytest.raises(
        RenderError, match=r"video encoder: found 59 frames of 854×480 at 15 .*; expected 60"
    ) as caught:
        render_locally([full_rendition(title)], store)
    assert stored(title, store) == {}
    fault_log("an encoder that loses a frame", str(caught.value), "the segment is not stored")


def test_what_is_no_film_has_no_facts() -> None:
    assert segment_facts(b"") == segment_facts(b"no film") == (0, 0, 0, "0")


def test_manims_settings_return_after_drawing(title: RenderPlan) -> None:
    foreign = {
        "from_animation_number": 1,
        "background_color": "#FF0000",
        "frame_height": 4.0,
        "preview": True,
    }
    with tempconfig(foreign):
        with playing_at(title.quality):
            assert (config.from_animation_number, config.preview, config.frame_height) == (0, False, 8.0)
        assert {name: config[name] for name in foreign} == {
            **foreign,
            "background_color": ManimColor("#FF0000"),
        }

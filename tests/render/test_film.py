from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flat_film import draw_flat_renditions

from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import FilmError, RenderError
from moa_anim.model.story import Caption, Cue
from moa_anim.model.timeline import CaptionSlot, CueSlot
from moa_anim.render import local as render
from moa_anim.render.compose import is_current
from moa_anim.render.film import make_film
from moa_anim.render.plan import RenderPlan


class Watcher:
    """Takes the place of progress bar and messages."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.bars: list[list[int]] = []

    @contextmanager
    def bar(self, total: int) -> Iterator[Callable[[int], None]]:
        self.bars.append([total])
        yield self.bars[-1].append


@pytest.fixture
def watcher(monkeypatch: pytest.MonkeyPatch) -> Watcher:
    monkeypatch.setattr(render, "render_locally", draw_flat_renditions)
    return Watcher()


def make(plan: RenderPlan, store: SegmentCache, out: Path, watcher: Watcher) -> None:
    make_film(plan, store, out, jobs=1, bar=watcher.bar, report=watcher.told.append)


def test_a_film_is_drawn_and_composed(
    plan: RenderPlan, store: SegmentCache, tmp_path: Path, watcher: Watcher
) -> None:
    make(plan, store, tmp_path / "film.mp4", watcher)
    total, *done = watcher.bars[0]
    assert total == sum(done) == plan.frames
    assert (tmp_path / "film.mp4").is_file()
    assert f"{plan.frames} frames" in watcher.told[-1]


def test_again_nothing_is_drawn_or_written_even_without_the_cache(
    plan: RenderPlan, store: SegmentCache, tmp_path: Path, watcher: Watcher
) -> None:
    out = tmp_path / "film.mp4"
    make(plan, store, out, watcher)
    before = out.stat().st_mtime_ns
    make(plan, SegmentCache(tmp_path / "empty"), out, watcher)
    assert len(watcher.bars) == 1
    assert out.stat().st_mtime_ns == before
    assert "already as planned" in watcher.told[-1]


def test_a_damaged_segment_is_drawn_again(
    plan: RenderPlan, store: SegmentCache, tmp_path: Path, watcher: Watcher
) -> None:
    out = tmp_path / "film.mp4"
    make(plan, store, out, watcher)
    first = out.read_bytes()
    out.unlink()
    path = store.path(plan.segments[0].key)
    path.write_bytes(path.read_bytes()[:-30])
    make(plan, store, out, watcher)
    assert out.read_bytes() == first


@pytest.mark.parametrize("place", ["film", "cache"])
def test_what_cannot_be_written_is_told_before_the_work(
    plan: RenderPlan, tmp_path: Path, watcher: Watcher, place: str
) -> None:
    (tmp_path / "file").write_text("")
    folders = {"film": tmp_path, "cache": tmp_path, place: tmp_path / "file" / "deeper"}
    with pytest.raises(RenderError, match="file where a folder should be"):
        make(plan, SegmentCache(folders["cache"]), folders["film"] / "film.mp4", watcher)
    assert watcher.bars == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "production"]


def test_words_that_subrip_cannot_hold_are_told_before_the_work(
    plan: RenderPlan, store: SegmentCache, tmp_path: Path, watcher: Watcher
) -> None:
    caption = Caption(("from here --> to there",))
    shot = plan.timeline.shots[1]
    cue = shot.cues[0]
    slot = CaptionSlot(cue.slot, caption)
    forged = object.__new__(Cue)  # no document has such words: the model would refuse them
    for name, value in (("id", "x"), ("words", None), ("captions", (caption,)), ("least_seconds", 0)):
        object.__setattr__(forged, name, value)
    shots = (plan.timeline.shots[0], replace(shot, cues=(CueSlot(forged, cue.slot, (slot,)), *shot.cues[1:])))
    wrong = replace(plan, timeline=replace(plan.timeline, shots=shots))
    with pytest.raises(FilmError, match="-->"):
        make(wrong, store, tmp_path / "new" / "film.mp4", watcher)
    assert not (tmp_path / "new").exists()


def test_a_render_that_fails_leaves_no_film(
    plan: RenderPlan, store: SegmentCache, tmp_path: Path, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(render, "render_locally", fail)
    with pytest.raises(KeyboardInterrupt):
        make(plan, store, tmp_path / "new" / "film.mp4", watcher)
    assert list((tmp_path / "new").iterdir()) == []
    assert is_current(plan, tmp_path / "new" / "film.mp4") is False

"""Several cuts of a film are drawn once, and each is what it would be alone."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from recording import FILM

from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import ModelError
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.local import render_locally
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.rendition import Rendition, full_rendition
from moa_anim.render.runs import missing_keys, plan_runs
from moa_anim.script.production import load_production

SMALL = 240
SHOTS = ["conformational-change"]


def plan_of(mode: CaptionMode, shots: list[str]) -> RenderPlan:
    return plan_render(load_production(FILM), DRAFT, mode, shots)


@pytest.fixture(scope="module")
def renditions() -> list[Rendition]:
    """Open and clean, each at its own size and small."""
    plans = [plan_of(mode, SHOTS) for mode in (CaptionMode.OPEN, CaptionMode.CLOSED)]
    return [Rendition(plan, height) for plan in plans for height in (DRAFT.height, SMALL)]


@pytest.fixture(scope="module")
def store(renditions: list[Rendition], tmp_path_factory: pytest.TempPathFactory) -> SegmentCache:
    """All four, drawn together by two processes."""
    store, told = SegmentCache(tmp_path_factory.mktemp("cuts")), list[int]()
    render_locally(renditions, store, jobs=2, progress=told.append)
    assert sum(told) == renditions[0].plan.frames, "each frame is counted once"
    return store


def first_frame(store: SegmentCache, key: str) -> NDArray[np.uint8]:
    data = store.read(key)
    assert data is not None
    with av.open(io.BytesIO(data), "r") as container:
        frame = next(container.decode(container.streams.video[0]))
        return np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)


def test_a_cut_drawn_with_others_has_the_bytes_of_one_drawn_alone(
    renditions: list[Rendition], store: SegmentCache, tmp_path: Path
) -> None:
    alone = SegmentCache(tmp_path)
    render_locally(renditions[:1], alone)
    for key in renditions[0].keys:
        assert store.read(key) == alone.read(key)


def test_cuts_lacking_are_drawn_and_those_there_are_left(
    renditions: list[Rendition], store: SegmentCache, tmp_path: Path
) -> None:
    again = SegmentCache(tmp_path)
    render_locally(renditions[3:], again)
    kept = {key: again.path(key).stat().st_mtime_ns for key in renditions[3].keys}
    render_locally(renditions, again)
    assert {key: again.path(key).stat().st_mtime_ns for key in renditions[3].keys} == kept
    assert all(again.read(key) == store.read(key) for rendition in renditions for key in rendition.keys)


def test_the_store_is_asked_once_for_each_segment_and_what_it_lacks_is_planned_once(
    renditions: list[Rendition], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    there = renditions[0].keys[0]

    def has(_: SegmentCache, key: str, suffix: str) -> bool:
        asked.append(key)
        return key == there

    monkeypatch.setattr(SegmentCache, "has", has)
    store, keys = SegmentCache(tmp_path), [key for rendition in renditions for key in rendition.keys]
    runs = plan_runs(renditions, missing_keys(renditions, store), store, 2)
    assert sorted(asked) == sorted(keys)
    planned = [key for run in runs for product in run.products for key in product.keys if key]
    assert sorted(planned) == sorted(set(keys) - {there})


def test_a_clean_cut_has_the_same_picture_and_paper_where_the_band_would_be(
    renditions: list[Rendition], store: SegmentCache
) -> None:
    opened, clean = (
        first_frame(store, rendition.keys[0]).astype(int) for rendition in (renditions[0], renditions[2])
    )
    band = round(DRAFT.height * BAND_TOP / FRAME_HEIGHT)
    assert np.abs(opened[: band - 8] - clean[: band - 8]).mean() < 1.5
    assert opened[band + 8 :].mean() < 60 < 200 < clean[band + 8 :].mean()


def test_a_small_cut_is_the_same_picture_made_small(renditions: list[Rendition], store: SegmentCache) -> None:
    large, small = (first_frame(store, rendition.keys[0]) for rendition in renditions[:2])
    assert small.shape == (SMALL, renditions[1].width, 3)
    assert abs(large.mean() - small.mean()) < 1.0
    assert (
        np.abs(
            large[::2, ::2][:SMALL, : renditions[1].width].astype(int) - small[:, : large.shape[1] // 2]
        ).mean()
        < 9
    )


def test_cuts_of_one_film_never_share_a_key_unless_they_show_the_same(renditions: list[Rendition]) -> None:
    keys = [key for rendition in renditions for key in rendition.keys]
    assert len(keys) == len(set(keys))
    silent = [full_rendition(plan_of(mode, ["credits"])) for mode in (CaptionMode.OPEN, CaptionMode.CLOSED)]
    assert silent[0].keys == silent[1].keys


@pytest.mark.parametrize("height", [0, 241, 482])
def test_a_cut_of_another_height_is_refused(renditions: list[Rendition], height: int) -> None:
    with pytest.raises(ModelError, match="an even number up to 480"):
        Rendition(renditions[0].plan, height)

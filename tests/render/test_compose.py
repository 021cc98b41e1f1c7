from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from moa_anim.cache.segments import SegmentCache
from moa_anim.captions.cues import to_srt, to_vtt
from moa_anim.errors import RenderError
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render import compose as composing
from moa_anim.render.compose import compose, file_sha256, is_current
from moa_anim.render.join import join
from moa_anim.render.manifest import manifest_data
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.probe import probe
from moa_anim.script.production import Production

FILES = ["captions/film.en-US.srt", "captions/film.en-US.vtt", "film.manifest.json", "film.mp4"]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "new" / "dist" / "film.mp4"


def test_a_film_with_all_that_belongs_to_it(plan: RenderPlan, drawn: SegmentCache, out: Path) -> None:
    compose(plan, drawn, out)
    assert files(out.parent) == FILES
    facts = probe(out, decode=True)
    assert facts.frames == facts.decoded_frames == plan.frames
    captions = out.parent / "captions"
    assert (captions / "film.en-US.vtt").read_bytes() == to_vtt(plan.timeline).encode()
    assert (captions / "film.en-US.srt").read_bytes() == to_srt(plan.timeline).encode()


def test_again_gives_the_same_bytes_elsewhere(
    plan: RenderPlan, drawn: SegmentCache, out: Path, tmp_path: Path
) -> None:
    for path in (out, tmp_path / "elsewhere" / "film.mp4"):
        compose(plan, drawn, path)
    for name in FILES:
        assert (out.parent / name).read_bytes() == (tmp_path / "elsewhere" / name).read_bytes()


def test_the_manifest_tells_what_was_made_of_what(
    plan: RenderPlan, production: Production, drawn: SegmentCache, out: Path
) -> None:
    compose(plan, drawn, out)
    text = out.with_suffix(".manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest == manifest_data(plan, "film.mp4", file_sha256(out))
    assert manifest["film"]["frames"] == plan.frames
    assert manifest["document"]["sha256"] == production.source_sha256
    assert [shot["seed"] for shot in manifest["shots"]] == [0, 7]
    assert manifest["emendations"][0]["reading"] == "elacestrant"
    source = production.storyboard.document.text
    for each in manifest["emendations"]:
        assert source[each["span"]["start"] : each["span"]["stop"]] == each["found"]
    for name in ("python", "manim", "numpy", "av", "moa-anim"):
        assert manifest["versions"][name]
    assert str(out.parent) not in text
    # As a word of its own: a machine may be called “vm”, as a part of “llvmlite” is.
    assert not re.search(rf"\b{re.escape(os.uname().nodename)}\b", text)
    assert not re.search(r"20\d\d-\d\d-\d\d", text)


def test_a_film_as_planned_is_current(plan: RenderPlan, drawn: SegmentCache, out: Path) -> None:
    assert not is_current(plan, out)
    compose(plan, drawn, out)
    assert is_current(plan, out)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_file_is_not_current(
    plan: RenderPlan, drawn: SegmentCache, out: Path, name: str, damage: str
) -> None:
    compose(plan, drawn, out)
    path = out.parent / name
    data = path.read_bytes()
    path.unlink()
    if damage == "changed":
        path.write_bytes(data[:-2] + b"!" + data[-1:])
    assert not is_current(plan, out)
    compose(plan, drawn, out)
    assert path.read_bytes() == data


def test_a_film_of_another_plan_is_not_current(
    production: Production, plan: RenderPlan, drawn: SegmentCache, out: Path
) -> None:
    compose(plan, drawn, out)
    for other in (
        plan_render(production, DRAFT, CaptionMode.CLOSED),
        plan_render(production, DRAFT, CaptionMode.OPEN, ["binding"]),
    ):
        assert not is_current(other, out)


def test_a_missing_segment_is_named_and_the_old_film_stays(
    plan: RenderPlan, drawn: SegmentCache, out: Path
) -> None:
    compose(plan, drawn, out)
    before = {name: (out.parent / name).read_bytes() for name in FILES}
    drawn.path(plan.segments[1].key).unlink()
    with pytest.raises(RenderError, match=r"no finished segment.*render again"):
        compose(plan, drawn, out)
    assert {name: (out.parent / name).read_bytes() for name in FILES} == before
    assert files(out.parent) == FILES


@pytest.mark.parametrize("step", ["join", "manifest_json", "probe"])
def test_a_disk_that_fills_up_leaves_nothing(
    plan: RenderPlan, drawn: SegmentCache, out: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*arguments: object) -> None:
        if step == "join":
            Path(str(arguments[-1])).write_bytes(b"half a film")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(composing, step, fill)
    with pytest.raises(RenderError, match="full disk") as caught:
        compose(plan, drawn, out)
    assert caught.value.exit_code == 3
    assert list(out.parent.iterdir()) == []


def test_an_interrupt_leaves_nothing(
    plan: RenderPlan, drawn: SegmentCache, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(composing, "probe", interrupt)
    with pytest.raises(KeyboardInterrupt):
        compose(plan, drawn, out)
    assert list(out.parent.iterdir()) == []


def test_a_film_that_came_out_otherwise_than_planned_is_not_kept(
    plan: RenderPlan, drawn: SegmentCache, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        composing, "join", lambda pieces, fps, path, sounds: join(list(pieces)[:-1], fps, path)
    )
    with pytest.raises(RenderError, match="fault of moa-anim"):
        compose(plan, drawn, out)
    assert list(out.parent.iterdir()) == []

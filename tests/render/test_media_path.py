"""A path with a colon is a path wherever FFmpeg's libraries are given one, not a protocol."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from flat_film import Piece, encode

import moa_anim
from moa_anim.bundle.films import write_webm
from moa_anim.bundle.preview import write_preview
from moa_anim.bundle.tracks import add_tracks
from moa_anim.cli.commands import main
from moa_anim.render import local as render
from moa_anim.render.join import join
from moa_anim.render.plan import RenderPlan
from moa_anim.render.probe import probe

COLON = Path("Week12:Film")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    COLON.mkdir()


@pytest.mark.parametrize("name", ["t.mp4", "file:t.mp4", "concat:t.mp4", "a 100%.mp4"])
def test_films_are_written_and_read_where_the_path_says(name: str, plan: RenderPlan) -> None:
    film = COLON / name
    join([Piece("piece", plan.frames, encode(plan.frames))], Fraction(15), film)
    assert probe(film, decode=True).decoded_frames == plan.frames
    add_tracks(film, COLON / "clean:film.mp4", title="Title", code="eng")
    write_webm(film, COLON / "film:480p.webm")
    write_preview(film, plan.timeline, COLON / "preview:film.webp")
    expected = {name, "clean:film.mp4", "film:480p.webm", "preview:film.webp"}
    assert {path.name for path in COLON.iterdir()} == expected


@pytest.mark.usefixtures("any_cue_fits")
@pytest.mark.parametrize("out", ["Week12:Film/t.mp4", "http:t.mp4", "pipe:1.mp4"])
def test_a_film_is_rendered_and_checked_there(
    out: str, folder: Path, monkeypatch: pytest.MonkeyPatch, fault_log: Callable[[str, str, str], None]
) -> None:
    from flat_film import draw_flat_renditions

    monkeypatch.setattr(render, "render_locally", draw_flat_renditions)
    assert main(["render", out, "--quality", "draft", "--production", str(folder)]) == 0
    assert main(["check", out, "--production", str(folder)]) == 0
    assert Path(out).is_file()
    fault_log(f"a film called {out}", "nothing: it is made and checked", "all")


def test_nothing_else_is_handed_to_ffmpeg() -> None:
    handed = [
        (path.name, each)
        for path in Path(moa_anim.__file__).parent.rglob("*.py")
        for each in re.findall(r"av\.open\(\s*([^,)]*)", path.read_text(encoding="utf-8"))
    ]
    assert len(handed) >= 8
    allowed = r"media_path\(\w+|target|io\.BytesIO\(.*|BytesIO\(.*|self\._buffer|file"  # a file that is open already
    assert [each for each in handed if not re.fullmatch(allowed, each[1])] == []

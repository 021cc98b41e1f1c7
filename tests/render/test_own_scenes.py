"""A production's own scenes are run by the commands that draw, if the user trusts them, and by nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from own_production import own_production
from PIL import Image

from moa_anim.cache.inputs import picture_key
from moa_anim.cache.segments import SegmentCache
from moa_anim.check.checks import check_folder
from moa_anim.cli.commands import main
from moa_anim.errors import ProductionError, RenderError
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.model.story import OwnFile, SceneName
from moa_anim.render.cluster.client import render_on_cluster
from moa_anim.render.draw import draw_frames
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.rendition import full_rendition
from moa_anim.render.scene_classes import own_module, scene_class
from moa_anim.script.production import load_production

COMMANDS = {
    "render": ["render", "out.mp4", "--quality", "draft"],
    "check": ["check"],
    "frame": ["frame", "card@1", "out.png"],
    "stills": ["stills", "out", "--quality", "draft"],
    "preview": ["preview"],
    "bundle": ["bundle", "out", "--quality", "draft"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_draws_refuses_it_and_runs_nothing(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mark = own_production(tmp_path / "film")
    monkeypatch.chdir(tmp_path)
    assert main([*command, "--production", "film"]) == 1
    told = capsys.readouterr()
    lines = [line for line in (told.out + told.err).splitlines() if "scenes/own_card.py" in line]
    assert len(lines) == 1
    assert "--trust-scenes" in lines[0]
    assert not mark.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"film"}


def test_a_plan_plays_nothing_and_needs_no_trust(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mark = own_production(tmp_path / "film")
    assert main(["plan", "--production", str(tmp_path / "film")]) == 0
    assert "own_card:Card" in capsys.readouterr().out
    assert not mark.exists()


def test_trusted_it_is_checked_and_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = own_production(tmp_path / "film")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--production", "film", "--trust-scenes"]) == 0, capsys.readouterr().out
    assert mark.exists()
    assert main(["frame", "card@2", "out.png", "--production", "film", "--trust-scenes"]) == 0
    with Image.open("out.png") as picture:
        colours = picture.convert("RGB").crop((300, 100, 600, 300)).getcolors(10**6)
    assert colours is not None
    assert len(colours) > 1, "the label is drawn"


def test_two_processes_draw_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_production(tmp_path / "film")
    board = tmp_path / "film" / "storyboard.toml"
    second = board.read_text(encoding="utf-8").split("[[shot]]")[1].split("[[shot.cue]]")[0]
    text = board.read_text(encoding="utf-8").replace(
        "[[shot]]", f"[[shot]]{second.replace('card', 'card-2', 1)}[[shot]]"
    )
    board.write_text(
        text.replace(
            "[shot.labels]\nword", '[[shot.cue]]\nid = "says"\nleast_seconds = 1\n[shot.labels]\nword', 1
        )
    )
    monkeypatch.chdir(tmp_path)
    words = ["render", "out.mp4", "--quality", "draft", "--jobs", "2", "--production", "film"]
    assert main([*words, "--trust-scenes"]) == 0
    assert Path("out.mp4").is_file()


def planned(folder: Path) -> RenderPlan:
    return plan_render(load_production(folder, trust_scenes=True), DRAFT, CaptionMode.OPEN)


def test_its_code_is_in_the_key_of_its_pictures(tmp_path: Path) -> None:
    own_production(tmp_path / "film")
    first = planned(tmp_path / "film")
    path = tmp_path / "film" / "scenes" / "own_card.py"
    path.write_text(path.read_text(encoding="utf-8").replace("0.0, 0.1", "0.0, 0.2"), encoding="utf-8")
    second = planned(tmp_path / "film")
    keys = [
        picture_key(plan.timeline.shots[0], 0, plan.production.storyboard, DRAFT, {})
        for plan in (first, second)
    ]
    assert keys[0] != keys[1]
    assert first.pictures != second.pictures


def test_a_failure_names_file_and_line(tmp_path: Path) -> None:
    own_production(tmp_path / "film")
    path = tmp_path / "film" / "scenes" / "own_card.py"
    text = path.read_text(encoding="utf-8").replace("Kind().role", "Kind().rule")
    path.write_text(text, encoding="utf-8")
    line = text.splitlines().index('        self.add_label("word", Kind().rule, on=(700, 400))') + 1
    told = "\n".join(map(str, check_folder(tmp_path / "film", trust_scenes=True)))
    assert f"has no attribute 'rule' (own_card.py line {line})" in told
    board = load_production(tmp_path / "film", trust_scenes=True).storyboard
    with pytest.raises(RenderError, match=rf"own_card\.py line {line}"):
        draw_frames(board, "card", DRAFT, {0}, lambda frame, pixels: None)


def test_the_code_that_was_read_is_run_and_run_again_only_when_it_is_another(tmp_path: Path) -> None:
    path = tmp_path / "counted.py"
    path.write_text("raise SystemExit", encoding="utf-8")  # what the file holds by now
    first = OwnFile(str(path), b"class Own: pass")
    module = own_module("counted", first)
    assert scene_class(SceneName("counted", "Own", first)) is module.Own
    assert own_module("counted", first) is module
    assert own_module("counted", OwnFile(str(path), b"class Own: changed = True")).Own.changed
    with pytest.raises(ZeroDivisionError):
        own_module("counted", OwnFile(str(path), b"1 / 0"))
    assert "moa_production_scenes.counted" not in sys.modules


def test_it_imports_nothing_from_beside_it(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("", encoding="utf-8")
    for code in (b"from . import beside", b"import moa_production_scenes.beside"):
        with pytest.raises(ImportError):
            own_module("importing", OwnFile(str(tmp_path / "importing.py"), code))


def test_a_cluster_does_not_get_it(tmp_path: Path) -> None:
    own_production(tmp_path / "film")
    rendition = full_rendition(planned(tmp_path / "film"))
    with pytest.raises(ProductionError, match=r"--cluster: found shot 'card'.*does not travel"):
        render_on_cluster([rendition], SegmentCache(tmp_path / "store"), "tcp://127.0.0.1:9")


def test_bare_manim_plays_it_in_its_own_production(tmp_path: Path) -> None:
    mark = own_production(tmp_path / "film")
    command = [sys.executable, "-m", "manim", "-ql", "-s", "--dry_run", "film/scenes/own_card.py", "Card"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert mark.exists()

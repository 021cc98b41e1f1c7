"""The two further productions that the package ships: without faults, and drawn from the first frame to the last."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from moa_anim.cache.installed import package_folder
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production

FILMS = {"tamoxifen": "3ERT", "giredestrant": "7MSA"}


def run(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "moa_anim", *arguments], cwd=cwd, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", FILMS)
def test_a_further_film_has_no_faults(name: str, tmp_path: Path) -> None:
    assert json.loads(run("check", "--production", name, "--json", cwd=tmp_path))["passed"]


@pytest.mark.slow
def test_a_further_film_is_drawn_whole(tmp_path: Path) -> None:
    run("render", "film.mp4", "--production", "giredestrant", "--quality", "draft", cwd=tmp_path)
    manifest = json.loads((tmp_path / "film.manifest.json").read_text(encoding="utf-8"))
    board = load_production(package_folder("assets") / "giredestrant").storyboard
    assert manifest["film"]["frames"] == schedule(board, DRAFT.rate).frames


@pytest.mark.parametrize("name", FILMS)
def test_it_says_that_it_is_an_example(name: str) -> None:
    board = load_production(package_folder("assets") / name).storyboard
    assert "An example" in board.shots[-1].labels["statement-1"]
    assert board.reference is not None
    assert FILMS[name] in board.reference.text
    assert 120 <= len(board.document.text.split()) <= 180

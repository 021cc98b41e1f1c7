"""tools/compare_films.py says how many frames of two films are identical, and which one is least alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flat_film import encode

TOOL = Path(__file__).resolve().parent.parent / "tools" / "compare_films.py"
FRAMES, SIZE = 20, (128, 72)

pytestmark = pytest.mark.slow


def compare(*words: str | Path) -> tuple[int, list[str], str]:
    command = [sys.executable, str(TOOL), *map(str, words)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return ran.returncode, ran.stdout.splitlines(), ran.stderr


def film(path: Path, frames: int = FRAMES, seed: int = 1) -> Path:
    path.write_bytes(encode(frames, SIZE, 15, seed))
    return path


def test_a_film_agrees_with_itself(tmp_path: Path) -> None:
    same = film(tmp_path / "a.mp4")
    code, lines, _ = compare(same, same)
    assert code == 0
    assert lines == ["frames:      20 and 20", "identical:   20", "lowest SSIM: 1.000000", "the films agree"]


def test_another_film_differs_and_the_frame_is_named(tmp_path: Path) -> None:
    pair = film(tmp_path / "a.mp4"), film(tmp_path / "b.mp4", seed=9)
    code, lines, _ = compare(*pair)
    assert code == 1
    assert lines[1] == "identical:   0"
    assert " at frame " in lines[2]
    assert compare(*pair, "--least", "-1")[0] == 0


def test_a_shorter_film_differs(tmp_path: Path) -> None:
    longer, shorter = film(tmp_path / "a.mp4"), film(tmp_path / "b.mp4", FRAMES - 1)
    code, lines, _ = compare(longer, shorter)
    assert code == 1
    assert lines[0] == "frames:      20 and 19"


def test_what_is_no_film_is_an_error(tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("no film")
    code, _, complaint = compare(text, text)
    assert code == 2
    assert complaint.startswith("compare_films: ")

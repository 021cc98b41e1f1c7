"""The scene that CONTRIBUTING.md shows can be copied as it is: it plays, and its production has no faults."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from recording import play_dry

from moa_anim.model.clock import FrameRate
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The blocks of code in that language of the section on scenes, in order."""
    section = TEXT.partition("## How to write a scene")[2].partition("## How to look at frames")[0]
    found = re.findall(r"^```(\w*)\n(.*?)^```$", section, flags=re.DOTALL | re.MULTILINE)
    return [code for named, code in found if named == language]


@pytest.mark.parametrize("fps", [15, 60])
def test_the_example_scene_plays_its_example_production(tmp_path: Path, fps: int) -> None:
    source, storyboard, scene = blocks("")[0], blocks("toml")[0], blocks("python")[0]
    hashed = storyboard.replace("…", hashlib.sha256(source.encode()).hexdigest(), 1)
    (tmp_path / "source.txt").write_text(source, encoding="utf-8")
    (tmp_path / "storyboard.toml").write_text(hashed, encoding="utf-8")
    namespace: dict[str, Any] = {"__name__": "settling"}
    exec(compile(scene, "CONTRIBUTING.md", "exec"), namespace)
    board = load_production(tmp_path, {"settling": frozenset({"Settling"})}).storyboard
    timeline = schedule(board, FrameRate(Fraction(fps)))
    (slot,) = timeline.shots
    frames: list[int] = []
    quality = replace(DRAFT, rate=FrameRate(Fraction(fps)))
    played = play_dry(
        namespace["Settling"], board, timeline, slot, quality, lambda _, now: frames.append(now)
    )
    assert played.labels_asked == set(slot.shot.labels)
    assert frames == list(range(timeline.frames))

"""What README.md tells is so: its commands, its options, its example."""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from recording import play_dry

from moa_anim.cache.installed import package_folder
from moa_anim.cli.parser import parser
from moa_anim.model.clock import FrameRate
from moa_anim.model.quality import DRAFT, QUALITIES
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The README's one block of code in that language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
    return str(found)


def commands() -> dict[str, argparse.ArgumentParser]:
    (subparsers,) = (each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return dict(subparsers.choices)


def options() -> Iterator[tuple[str, str]]:
    """Each option that is longer to tell than --json and --help, and a command that has it."""
    for name, command in commands().items():
        for action in command._actions:
            for option in set(action.option_strings) - {"-h", "--help", "--json"}:
                yield option, name


def test_it_lists_every_command() -> None:
    assert re.findall(r"^\| `moa-anim (\w+)", README, flags=re.MULTILINE) == list(commands())


def test_it_lists_every_option_with_its_commands() -> None:
    rows = re.findall(r"^\| `(--[\w-]+)[^`]*` \| ([\w, ]+) \|", README, flags=re.MULTILINE)
    told = {(option, name) for option, names in rows for name in names.split(", ")}
    assert told == set(options())


@pytest.mark.parametrize("quality", QUALITIES.values(), ids=lambda quality: quality.name)
def test_it_tells_the_size_of_every_quality(quality: Any) -> None:
    assert f"{quality.width}×{quality.height} at {quality.rate.fps}" in README


def test_it_links_to_files_that_are_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).is_file()] == []


@pytest.mark.parametrize("fps", [15, 24, 30, 60])
def test_its_example_is_a_scene_that_keeps_to_its_shot(tmp_path: Path, fps: int) -> None:
    namespace: dict[str, Any] = {"__name__": "settling"}
    exec(compile(block("python"), "README.md", "exec"), namespace)
    source = (package_folder("assets") / "elacestrant" / "source.txt").read_bytes()
    (tmp_path / "source.txt").write_bytes(source)
    head = 'title = "Illustration of the mechanism of action of Elacetrant"\n[source]\nsha256 = "{}"\n'
    storyboard = head.format(hashlib.sha256(source).hexdigest()) + block("toml")
    (tmp_path / "storyboard.toml").write_text(storyboard, encoding="utf-8")
    board = load_production(tmp_path, {"settling": frozenset({"Settling"})}).storyboard
    quality = replace(DRAFT, rate=FrameRate(Fraction(fps)))
    timeline = schedule(board, quality.rate)
    frames: list[int] = []
    scene = play_dry(
        namespace["Settling"], board, timeline, timeline.shots[0], quality, lambda _, now: frames.append(now)
    )
    assert frames == list(range(timeline.frames))
    assert scene.frame == timeline.frames

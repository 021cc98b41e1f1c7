"""Changed copies for the benchmark: of the production's words and lengths, of the package's colours and scenes."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = ROOT / "assets" / "elacestrant"

LONGEST_SECONDS = 120.0
"""The longest cue, lead or tail that a storyboard may have (model/story.py)."""

SPRITES_SCENE = "bench_sprites"

_LENGTH = re.compile(r"^(lead_seconds|tail_seconds|least_seconds)\s*=\s*([0-9.]+)\s*$", re.MULTILINE)
_COLOUR = re.compile(r'^(receptor = "#[0-9a-f]{5})([0-9a-f])"', re.MULTILINE)


def write_production(folder: Path, storyboard: str) -> Path:
    """Write the shipped document with another storyboard into `folder`, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PRODUCTION / "source.txt", folder / "source.txt")
    (folder / "storyboard.toml").write_text(storyboard, encoding="utf-8")
    return folder


def shipped_storyboard() -> str:
    """Return the storyboard of the film that ships, as it is written."""
    return (PRODUCTION / "storyboard.toml").read_text(encoding="utf-8")


def lengthened(storyboard: str, factor: int) -> str:
    """Return it with every lead, tail and least length of a cue `factor` times as long, as far as is allowed.

    A cue that lasts as long as its words take to read becomes longer only where the picture's time then exceeds that:
    whoever uses it counts the frames that come of it.
    """

    def longer(match: re.Match[str]) -> str:
        return f"{match[1]} = {min(LONGEST_SECONDS, float(match[2]) * factor):g}"

    return _LENGTH.sub(longer, storyboard)


def reworded(storyboard: str, cues: Collection[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Storyboards with one word of one cue changed to as many letters, and the cue's name, the film's middle first.

    `cues` are from `plan --json`. Not every one need be a storyboard that can be read, nor change one caption alone:
    whoever uses it looks at the plan.
    """
    ordered = sorted(enumerate(cues), key=lambda each: abs(each[0] - len(cues) / 2))
    for _, cue in ordered:
        words = re.findall(r"(?<![\w‑-])[a-z]{6,}(?![\w‑-])", cue["text"])
        for word in (each for each in words if words.count(each) == 1):
            name = f"{cue['shot']}/{cue['cue']}"
            rule = {
                "found": word,
                "reading": word[1:] + word[0],
                "kind": "spelling",
                "reason": "bench",
                "cue": name,
            }
            lines = "".join(f'{key} = "{value}"\n' for key, value in rule.items())
            yield f"{storyboard.rstrip()}\n\n[[emendation]]\n{lines}", name


def changed_captions(before: Mapping[str, Any], after: Mapping[str, Any]) -> int | None:
    """How many captions of two plans (`plan --json`) differ in their words; None if anything else differs too."""

    def times(plan: Mapping[str, Any]) -> list[tuple[int, int]]:
        return [(each["start"], each["stop"]) for cue in plan["cues"] for each in cue["captions"]]

    if before["film"] != after["film"] or times(before) != times(after):
        return None
    lines = [[each["lines"] for cue in plan["cues"] for each in cue["captions"]] for plan in (before, after)]
    return sum(bool(one != other) for one, other in zip(*lines, strict=True))


def copy_package(site: Path, change: Callable[[Path], None]) -> Path:
    """Copy the package to `site`, which goes into PYTHONPATH, and have `change` done to the copied package's folder."""
    package = site / "moa_anim"
    shutil.rmtree(site, ignore_errors=True)
    for name, target in (
        ("src/moa_anim", package),
        ("scenes", package / "scenes"),
        ("assets", package / "assets"),
    ):
        shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
    change(package)
    return site


def change_colour(package: Path) -> None:
    """Make the receptor's blue one step darker or lighter. Raises ValueError if the palette is not written as it was."""
    path = package / "assets" / "palette.toml"
    text, times = _COLOUR.subn(
        lambda match: f'{match[1]}{int(match[2], 16) ^ 1:x}"', path.read_text(encoding="utf-8")
    )
    if times != 1:
        raise ValueError("palette.toml: no receptor’s colour in six small hexadecimal digits")
    path.write_text(text, encoding="utf-8")


def add_sprites_scene(package: Path) -> None:
    """Add the scene that plays the excerpt of `stock_s` and `ours_s`."""
    shutil.copy(ROOT / "tools" / "bench_scene.py", package / "scenes" / f"{SPRITES_SCENE}.py")


def sprites_storyboard(seconds: int) -> str:
    """Return a storyboard whose one shot is the excerpt, without words."""
    title = tomllib.loads(shipped_storyboard())["title"]
    sha256 = hashlib.sha256((PRODUCTION / "source.txt").read_bytes()).hexdigest()
    return (
        f'title = "{title}"\n[source]\nsha256 = "{sha256}"\n[[shot]]\nid = "sprites"\n'
        f'scene = "{SPRITES_SCENE}:Sprites"\nlead_seconds = {seconds}\n'
    )

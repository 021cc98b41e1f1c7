"""A copy of the package with a change in it: what a worker with another version has."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def package_with_other_colour(site: Path) -> Path:
    """Copy the package to `site`, which goes into PYTHONPATH, with the receptor's colour one step from the palette's."""
    package = site / "moa_anim"
    for name, target in (
        ("src/moa_anim", package),
        ("scenes", package / "scenes"),
        ("assets", package / "assets"),
    ):
        shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
    palette = package / "assets" / "palette.toml"
    found = re.compile(r'^(receptor = "#[0-9a-f]{5})([0-9a-f])"', re.MULTILINE)
    text, times = found.subn(
        lambda colour: f'{colour[1]}{int(colour[2], 16) ^ 1:x}"', palette.read_text(encoding="utf-8")
    )
    assert times == 1, "palette.toml: no receptor's colour in six lower-case hexadecimal digits"
    palette.write_text(text, encoding="utf-8")
    return site

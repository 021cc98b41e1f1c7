"""docs/your-own-film.md, followed word by word: its files are saved, its edits made, its commands run in order."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from moa_anim.cache.installed import package_folder

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "your-own-film.md").read_text(encoding="utf-8")
STEPS = re.findall(r"(?:`([\w./-]+)`:\n\n)?^```(\w+)\n(.*?)^```$", TEXT, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_whoever_follows_the_page_has_a_film(tmp_path: Path) -> None:
    entry = package_folder("assets") / "tamoxifen" / "structures" / "3ert.cif.gz"
    (tmp_path / entry.name).write_bytes(entry.read_bytes())
    board = tmp_path / "my-film" / "storyboard.toml"
    for name, kind, content in STEPS:
        if kind in ("text", "python"):
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        elif kind == "toml":
            before, last, credit = board.read_text(encoding="utf-8").rpartition("[[shot]]\n")
            board.write_text(f"{before}{content}\n{last}{credit}", encoding="utf-8")
        elif kind == "replace":
            before, after = content.splitlines()
            text = board.read_text(encoding="utf-8")
            assert text.count(before) == 1
            board.write_text(text.replace(before, after), encoding="utf-8")
        else:
            for line in content.splitlines():
                program, *rest = shlex.split(line)
                assert program == "moa-anim"
                done = subprocess.run(
                    [sys.executable, "-m", "moa_anim", *rest],
                    cwd=tmp_path,
                    capture_output=True,
                    text=True,
                    timeout=900,
                )
                assert done.returncode == 0, done.stderr
    assert (tmp_path / "my-film.mp4").stat().st_size > 100_000
    assert (tmp_path / "blocked.png").is_file()


def test_the_page_has_every_kind_of_step() -> None:
    assert {kind for _, kind, _ in STEPS} == {"text", "sh", "replace", "python", "toml"}
    assert all(name for name, kind, _ in STEPS if kind in ("text", "python"))

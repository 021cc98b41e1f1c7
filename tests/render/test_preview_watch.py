"""A preview tells a saved story or scene, saved colours and saved code of the program apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from own_production import own_production
from package_copy import package_with_other_colour

WATCHING = """
import os, sys
from pathlib import Path
from moa_anim.render.preview.watch import Change, Watch
watch = Watch(Path(sys.argv[1]))
for name in sys.argv[2:]:
    with open(name, "a", encoding="utf-8") as file:
        file.write("\\n")
    print(*(change.name for change in watch.changed(Change)))
    assert not watch.changed(Change)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package as it is installed: the scenes are inside of it."""
    return package_with_other_colour(tmp_path_factory.mktemp("site"))


def test_each_file_is_of_one_kind(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "film"
    own_production(folder)
    (folder / "palette.toml").touch()
    (folder / "structures").mkdir()
    (folder / "structures" / "entry.cif").touch()
    package = site / "moa_anim"
    kinds = {
        folder / "storyboard.toml": "STORY",
        folder / "source.txt": "STORY",
        folder / "scenes" / "own_card.py": "STORY",
        folder / "structures" / "entry.cif": "STORY",
        folder / "palette.toml": "PALETTE",
        package / "scenes" / "title.py": "STORY",
        package / "assets" / "languages" / "en.toml": "STORY",
        package / "assets" / "palette.toml": "PALETTE",
        package / "assets" / "fonts.toml": "PROGRAM",
        package / "stage" / "scene.py": "PROGRAM",
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", WATCHING, str(folder), *map(str, kinds)],
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert dict(zip(kinds, done.stdout.splitlines(), strict=True)) == kinds

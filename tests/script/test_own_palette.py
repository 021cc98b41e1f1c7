"""A production's own colours: read with all faults together, in keys, and chosen once by a process that draws."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from flat_film import write_production
from numpy.typing import NDArray

from moa_anim.cache import arrays
from moa_anim.cache.inputs import picture_key
from moa_anim.errors import ProductionError
from moa_anim.graphics.colours import packaged_palette
from moa_anim.model.palette import Colour, Palette, Role
from moa_anim.model.palette_rules import broken_rules
from moa_anim.model.quality import DRAFT, LECTURE
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production


def with_palette(folder: Path, text: str) -> Path:
    write_production(folder)
    (folder / "palette.toml").write_text(text, encoding="utf-8")
    return folder


def test_its_colours_take_the_place_of_the_packages(tmp_path: Path) -> None:
    production = load_production(with_palette(tmp_path / "film", 'drug = "#106040"\nreceptor = "#804020"\n'))
    own = ((Role.RECEPTOR, Colour.from_hex("#804020")), (Role.DRUG, Colour.from_hex("#106040")))
    assert production.storyboard.colours == own
    assert production.in_edition("lecture").storyboard.colours == own
    assert tmp_path / "film" / "palette.toml" in production.files
    changed = packaged_palette().changed(own)
    assert changed[Role.DRUG].hex == "#106040"
    assert changed[Role.HELIX12] == packaged_palette()[Role.HELIX12]


def test_all_its_faults_are_told_together(tmp_path: Path) -> None:
    folder = with_palette(tmp_path / "film", 'drugs = "#106040"\nreceptor = "blue"\nink = 7\n')
    (folder / "storyboard.toml").write_text("title = 7", encoding="utf-8")
    with pytest.raises(ProductionError) as refused:
        load_production(folder)
    told = str(refused.value)
    for words in (
        "palette.toml: drugs: found",
        "palette.toml: receptor: found colour “blue”; expected #rrggbb",
        "palette.toml: ink: found",
        "storyboard.toml: title: found",
    ):
        assert told.count(words) == 1, told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('drug = "#ffff00"', "drug: found a label of drug on paper with a contrast of"),
        ('ink = "#c0c0c0"', "ink: found ink on paper with a contrast of"),
        ('paper = "#808080"', "paper: found black on paper with a contrast of"),
        ('band = "#ffffff"', "band: found white captions on the band with a contrast of 1.0"),
    ],
    ids=["label", "ink", "paper", "band"],
)
def test_words_that_could_not_be_read_are_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ProductionError) as refused:
        load_production(with_palette(tmp_path / "film", text))
    assert f"palette.toml: {words}" in str(refused.value)


def test_the_packages_palette_breaks_no_rule() -> None:
    assert list(broken_rules(packaged_palette())) == []
    assert list(broken_rules(Palette(dict.fromkeys(Role, Colour(255, 255, 255)))))


def test_a_palette_outside_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.toml").write_text('drug = "#106040"', encoding="utf-8")
    folder = write_production(tmp_path / "film")
    (folder / "palette.toml").symlink_to(tmp_path / "outside.toml")
    with pytest.raises(ProductionError, match=r"palette\.toml: found a path that leads out"):
        load_production(folder)


def test_its_colours_are_in_the_keys_of_pictures(tmp_path: Path) -> None:
    keys = set()
    for number, text in enumerate(("", 'drug = "#106040"', 'drug = "#106041"')):
        board = load_production(with_palette(tmp_path / str(number), text)).storyboard
        keys.add(picture_key(schedule(board, LECTURE.rate).shots[0], 0, board, DRAFT, {}))
    assert len(keys) == 3


CHOOSING = """
import numpy as np
from moa_anim.cache.arrays import cached
from moa_anim.graphics.colours import palette, rgb, use_palette
from moa_anim.model.palette import Colour, Role

def array():
    return cached(lambda: np.round(np.array(rgb(Role.DRUG)) * 255), "a colour")

own = ((Role.DRUG, Colour.from_hex("#106040")),)
"""


@pytest.mark.parametrize(
    "code",
    [
        "use_palette(own); use_palette(own); assert palette()[Role.DRUG].hex == '#106040'",
        "use_palette(own)\ntry: use_palette(())\nexcept RuntimeError: pass\nelse: raise AssertionError",
        "palette()\ntry: use_palette(own)\nexcept RuntimeError: pass\nelse: raise AssertionError",
        "assert array().tolist() == [192, 32, 74]",
        "use_palette(own); assert array().tolist() == [16, 96, 64]",
    ],
    ids=["chosen", "another", "too late", "the package's array", "its own, not from the cache"],
)
def test_a_process_chooses_once_and_cached_arrays_know_it(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", CHOOSING + code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_shapes_of_molecules_are_computed_once_for_all_colours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = []

    def coloured() -> NDArray[np.float64]:
        made.append("coloured")
        return np.zeros(1)

    def shape() -> NDArray[np.float64]:
        made.append("shape")
        return np.zeros(1)

    coloured.__module__, shape.__module__ = "moa_anim.graphics.sprite", "moa_anim.molecule.helix12"
    for digest in ("a", "b"):
        monkeypatch.setattr(arrays, "_colours", digest)
        for make in (coloured, shape):
            arrays.cached(make, "of one name", make.__name__)
    assert made == ["coloured", "shape", "coloured"]

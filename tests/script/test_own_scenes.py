"""A production's own scenes are found without being run, and refused unless they are trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from own_production import own_production

from moa_anim.cache.installed import package_folder
from moa_anim.errors import ProductionError
from moa_anim.script.own_scenes import ALLOW, MOST_FILES
from moa_anim.script.production import load_production


def faults(folder: Path, trust_scenes: bool = True) -> list[str]:
    """What is wrong with the production in `folder`, a line for each fault."""
    with pytest.raises(ProductionError) as refused:
        load_production(folder, trust_scenes=trust_scenes)
    return [str(each) for each in refused.value.faults]


def test_an_own_scene_is_refused_with_one_fault_that_says_what_it_is_and_how_to_allow_it(
    tmp_path: Path,
) -> None:
    mark = own_production(tmp_path / "film")
    told = faults(tmp_path / "film", trust_scenes=False)
    assert len(told) == 1
    for words in ("scenes/own_card.py", "Python code", "shot 'card'", "--trust-scenes", ALLOW):
        assert words in told[0]
    assert not mark.exists()


def test_a_trusted_scene_is_loaded_with_its_code_and_still_not_run(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    mark = own_production(folder)
    production = load_production(folder, trust_scenes=True)
    path = folder / "scenes" / "own_card.py"
    code = path.read_bytes()
    path.write_bytes(b"raise SystemExit")
    for each in (production, production.in_edition("lecture"), production.in_language("en")):
        (shot,) = each.storyboard.shots
        assert shot.scene.file is not None
        assert shot.scene.file.code == code, "the bytes that were read at first"
        assert shot.scene.file.path == str(path)
    assert path in production.files, "no output may replace it"
    assert not mark.exists()


def test_a_folder_with_scenes_that_no_shot_plays_needs_no_trust(tmp_path: Path) -> None:
    own_production(tmp_path / "film", scene="title:Title")
    (shot,) = load_production(tmp_path / "film").storyboard.shots
    assert shot.scene.file is None


@pytest.mark.parametrize("module", ["title", "credits"])
def test_an_own_scene_never_takes_the_name_of_one_of_the_programs(tmp_path: Path, module: str) -> None:
    own_production(tmp_path / "film", scene="title:Title")
    scenes = tmp_path / "film" / "scenes"
    (scenes / "own_card.py").rename(scenes / f"{module}.py")
    (told,) = faults(tmp_path / "film")
    assert told.startswith(f"scenes/{module}.py: found the name of a scene of moa-anim")


def test_all_that_is_wrong_with_the_folder_of_scenes_is_told_together(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    own_production(folder)
    outside = tmp_path / "outside.py"
    outside.write_text("", encoding="utf-8")
    scenes = folder / "scenes"
    (scenes / "broken.py").write_text("x = 1\ndef f(:\n", encoding="utf-8")
    (scenes / "deep.py").write_text("(" * 5000, encoding="utf-8")
    (scenes / "linked.py").symlink_to(outside)
    (scenes / "two-words.py").write_text("", encoding="utf-8")
    (scenes / "zero.py").write_bytes(b"x = 1\0")
    os.mkfifo(scenes / "pipe.py")
    told = "\n".join(faults(folder))
    for words in (
        "scenes/broken.py line 2: found invalid syntax",
        "scenes/deep.py line 1: found",
        "scenes/linked.py: found a path that leads out of the production folder",
        "scenes/two-words.py: found a name that a storyboard cannot give",
        "scenes/zero.py line 1: found",
        "scenes/pipe.py: found a special file",
    ):
        assert told.count(words) == 1, words


def test_a_folder_of_scenes_outside_the_production_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    mark = own_production(folder)
    (folder / "scenes").rename(tmp_path / "elsewhere")
    (folder / "scenes").symlink_to(tmp_path / "elsewhere")
    assert faults(folder)[0].startswith("scenes/: found a link that leads out of the production folder")
    assert not mark.exists()


def test_the_scene_of_a_module_cannot_be_a_path(tmp_path: Path) -> None:
    own_production(tmp_path / "film", scene="../../own_card:Card")
    assert "module:Class" in faults(tmp_path / "film")[0]


def test_too_many_files_are_refused_before_they_are_read(tmp_path: Path) -> None:
    own_production(tmp_path / "film")
    for number in range(MOST_FILES):
        (tmp_path / "film" / "scenes" / f"s{number}.py").touch()
    assert f"found {MOST_FILES + 1} files of code" in faults(tmp_path / "film")[0]


def test_a_misspelt_own_scene_is_suggested(tmp_path: Path) -> None:
    own_production(tmp_path / "film", scene="own_cart:Card")
    assert "own_card:Card" in faults(tmp_path / "film")[0]


def declare(folder: Path, needs: str) -> None:
    """Write a declaration into the own scene."""
    path = folder / "scenes" / "own_card.py"
    code = path.read_text(encoding="utf-8")
    path.write_text(code.replace("(MoaScene):\n", f"(MoaScene):\n    needs = {needs}\n\n"), encoding="utf-8")


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ('{"tables": ["drugs"]}', "scene own_card:Card tables: found “drugs”"),
        ('{"tables": ["../drug"]}', "scene own_card:Card tables: found “../drug”"),
        ('{"cue": {}}', "a declaration `needs` that cannot be read (unknown cue)"),
        ('{"facts": ["injected"]}', "a declaration `needs` that cannot be read"),
    ],
)
def test_a_declaration_that_cannot_be_used_is_refused_at_loading(
    tmp_path: Path, needs: str, words: str
) -> None:
    mark = own_production(tmp_path / "film")
    declare(tmp_path / "film", needs)
    (told,) = faults(tmp_path / "film")
    assert words in told
    assert not mark.exists()


def test_an_own_scene_that_declares_what_is_not_true_of_the_drug_is_refused(tmp_path: Path) -> None:
    own_production(tmp_path / "film")
    declare(tmp_path / "film", '{"facts": ["degrades"]}')
    load_production(tmp_path / "film", trust_scenes=True)  # elacestrant does
    board = tmp_path / "film" / "storyboard.toml"
    entry = package_folder("assets") / "tamoxifen" / "structures" / "3ert.cif.gz"
    (tmp_path / "film" / entry.name).write_bytes(entry.read_bytes())
    drug = f'\n[drug]\nname = "x"\nstructure = "{entry.name}"\nligand = "OHT"\nroute = "oral"\ndegrades = false\n'
    board.write_text(board.read_text(encoding="utf-8") + drug, encoding="utf-8")
    (told,) = faults(tmp_path / "film")
    assert "scene own_card:Card, which is not true of x" in told

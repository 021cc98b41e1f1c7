"""`moa-anim new` and `moa-anim scenes`, as they are called."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from own_production import own_production

from moa_anim.cache.installed import package_folder
from moa_anim.cli.commands import main
from moa_anim.model.cast import Route
from moa_anim.script.production import load_production
from moa_anim.script.scene_needs import packaged_needs

TAMOXIFEN = package_folder("assets") / "tamoxifen"


def arguments(folder: Path, *more: str, ligand: str = "OHT") -> list[str]:
    document, entry = TAMOXIFEN / "source.txt", TAMOXIFEN / "structures" / "3ert.cif.gz"
    given = [
        "--document",
        str(document),
        "--structure",
        str(entry),
        "--drug",
        "tamoxifen",
        "--ligand",
        ligand,
    ]
    return ["new", str(folder), *given, *more]


@pytest.mark.parametrize(("fate", "degrades"), [("--blocks", False), ("--degrades", True)])
@pytest.mark.parametrize("route", list(Route))
def test_new_writes_what_its_options_say(tmp_path: Path, fate: str, degrades: bool, route: Route) -> None:
    assert main(arguments(tmp_path / "film", fate, "--route", route)) == 0
    cast = load_production(tmp_path / "film").storyboard.cast
    assert (cast.drug.name, cast.drug.ligand, cast.route, cast.degrades) == (
        "tamoxifen",
        "OHT",
        route,
        degrades,
    )


def test_without_a_word_on_it_nothing_is_degraded_and_the_storyboard_asks(tmp_path: Path) -> None:
    assert main(arguments(tmp_path / "film")) == 0
    assert not load_production(tmp_path / "film").storyboard.cast.degrades
    text = (tmp_path / "film" / "storyboard.toml").read_text(encoding="utf-8")
    assert "# decide: whether it makes the receptor degrade" in text
    assert main(arguments(tmp_path / "said", "--blocks")) == 0
    text = (tmp_path / "said" / "storyboard.toml").read_text(encoding="utf-8")
    assert "# decide: whether" not in text


def test_the_receptor_is_not_both_blocked_and_degraded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(tmp_path / "film", "--blocks", "--degrades")) != 0
    assert "--degrades" in capsys.readouterr().err
    assert not (tmp_path / "film").exists()


def test_a_refused_entry_is_one_line_and_a_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(tmp_path / "film", "--blocks", ligand="XYZ")) != 0
    error = capsys.readouterr().err
    assert "no ligand XYZ" in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


def test_new_tells_what_it_completed_and_what_it_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = gzip.decompress((TAMOXIFEN / "structures" / "3ert.cif.gz").read_bytes()).decode().splitlines()
    entry = tmp_path / "mine.cif"
    # Column 17 is the author's number of the residue. Too little is left between the two gaps to fit a loop to.
    kept = [
        line for line in lines if not (line.startswith("ATOM") and line.split()[16] in ("396", "397", "400"))
    ]
    entry.write_text("\n".join(kept) + "\n")
    asked = arguments(tmp_path / "film", "--blocks")
    asked[asked.index("--structure") + 1] = str(entry)
    assert main(asked) == 0
    said = capsys.readouterr().err
    assert "mine.cif: completed 396-397, 400: from 1G50 A" in said
    assert "mine.cif: replaced 398-399: from 1G50 A" in said


def test_scenes_are_listed_with_what_each_tells_and_its_cues(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenes"]) == 0
    paragraphs = {each.splitlines()[0]: each for each in capsys.readouterr().out.split("\n\n")}
    needs = packaged_needs()
    assert list(paragraphs) == [str(name) for name in needs]
    for name, each in needs.items():
        assert each.tells in paragraphs[str(name)]
        assert all(word in paragraphs[str(name)] for word in [*each.cues, *each.labels, *each.facts])


def test_scenes_as_json_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenes", "--json"]) == 0
    found = {each["scene"]: each for each in json.loads(capsys.readouterr().out)}
    needs = packaged_needs()
    assert list(found) == [str(name) for name in needs]
    for name, each in needs.items():
        row = found[str(name)]
        seconds = {
            cue: {"least_seconds": float(value.least_seconds), "shows": value.shows}
            for cue, value in each.cues.items()
        }
        assert row["cues"] == ("any" if each.any_cues else seconds)
        assert row["labels"] == each.labels
        assert row["facts"] == list(each.facts)
        assert (row["tells"], row["lead_seconds"], row["tail_seconds"]) == (
            each.tells,
            float(each.lead_seconds),
            float(each.tail_seconds),
        )


NEEDS = """
    needs = {
        "cues": {"says": (2, "word", "A word appears.")},
        "labels": {"word": "{drug} or a word"},
        "tables": ["drug"],
    }

"""


def own_folder(folder: Path, *, declared: bool = True) -> Path:
    """Write a production with an own scene; return the file that exists when its code has been run."""
    mark = own_production(folder)
    if declared:
        path = folder / "scenes" / "own_card.py"
        code = path.read_text(encoding="utf-8").replace("(MoaScene):\n", f"(MoaScene):{NEEDS}")
        path.write_text(code, encoding="utf-8")
    return mark


def test_own_scenes_are_listed_if_trusted_and_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = own_folder(tmp_path / "film")
    assert main(["scenes", "--production", str(tmp_path / "film"), "--trust-scenes"]) == 0
    last = capsys.readouterr().out.rstrip().split("\n\n")[-1]
    for words in ("own_card:Card", "cue says: at least 2 s. A word appears.", "labels: word", "own_card.py"):
        assert words in last
    assert main(["scenes", "--production", str(tmp_path / "film"), "--trust-scenes", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(each["scene"], each["file"]) for each in rows if "file" in each] == [
        ("own_card:Card", "scenes/own_card.py")
    ]
    assert not mark.exists()


def test_own_scenes_that_are_not_trusted_are_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = own_folder(tmp_path / "film")
    assert main(["scenes", "--production", str(tmp_path / "film")]) == 0
    told = capsys.readouterr().out
    assert "scenes/own_card.py: the production's own, not read; --trust-scenes" in told
    assert "own_card:Card" not in told
    assert main(["scenes", "--production", str(tmp_path / "film"), "--json"]) == 0
    streams = capsys.readouterr()
    assert "own_card" not in streams.out
    assert "not read" in streams.err
    assert not mark.exists()


def test_an_own_scene_that_declares_nothing_is_listed_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_folder(tmp_path / "film", declared=False)
    assert main(["scenes", "--production", str(tmp_path / "film"), "--trust-scenes"]) == 0
    assert "cues, labels: not declared" in capsys.readouterr().out.split("own_card:Card")[1]


def test_a_shot_of_an_own_scene_fits_its_production(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_folder(tmp_path / "film")
    chosen = ["scenes", "--toml", "own_card", "--production", str(tmp_path / "film"), "--trust-scenes"]
    assert main(chosen) == 0
    block = capsys.readouterr().out
    assert 'word = "elacestrant or a word"' in block
    board = tmp_path / "film" / "storyboard.toml"
    text = f"{board.read_text(encoding='utf-8')}\n{block}".replace('quote = ""', 'quote = "Ranolimab is"')
    board.write_text(text, encoding="utf-8")
    first, second = load_production(tmp_path / "film", trust_scenes=True).storyboard.shots
    assert (first.id, second.id) == ("card", "own-card")
    assert main(chosen) == 0
    assert 'id = "own-card-2"' in capsys.readouterr().out


def test_a_storyboard_with_faults_still_gets_a_shot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_production(tmp_path / "film", scene="nothing:Nothing")
    assert main(["scenes", "--toml", "told:ToldWithDrug", "--production", str(tmp_path / "film")]) == 0
    streams = capsys.readouterr()
    assert 'ligand = "{drug}"' in streams.out
    assert "1 fault in" in streams.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--production", "nowhere"], 1, "no such folder"),
        (["--toml", "nothing"], 2, "a scene, as module:Class"),
        (["--toml", "title", "--json"], 2, "not allowed with"),
    ],
)
def test_scenes_refuses_what_it_cannot_list(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scenes", *arguments]) == code
    assert words in capsys.readouterr().err

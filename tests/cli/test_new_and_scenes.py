"""`moa-anim new` and `moa-anim scenes`, as they are called."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

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

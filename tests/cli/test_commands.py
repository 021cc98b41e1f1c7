from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flat_film import STORYBOARD, draw_flat_renditions, write_production

import moa_anim
from moa_anim.cli.commands import main

pytestmark = pytest.mark.slow

HEAVY = ("manim", "numpy", "numba", "av", "cairo", "tqdm", "uharfbuzz")
LIGHT_COMMANDS = (
    ["--help"],
    ["--version"],
    ["plan"],
    ["plan", "--json"],
    ["cache"],
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def _flat(monkeypatch: pytest.MonkeyPatch) -> None:
    from moa_anim.render import local as render

    monkeypatch.setattr(render, "render_locally", draw_flat_renditions)


def run(
    *arguments: str, code: str = "import sys; from moa_anim.cli.commands import main; sys.exit(main())"
) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, encoding="utf-8", timeout=60
    ).stdout


@pytest.mark.parametrize("arguments", LIGHT_COMMANDS, ids=" ".join)
def test_light_commands_import_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
from moa_anim.cli.commands import main
try:
    main()
except SystemExit:
    pass
print("heavy:", [name for name in {HEAVY} if name in sys.modules])
"""
    assert run(*arguments, code=code).splitlines()[-1] == "heavy: []"


def test_the_package_is_a_command() -> None:
    command = [sys.executable, "-m", "moa_anim", "--version"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout == f"moa-anim {moa_anim.__version__}\n"


@pytest.mark.parametrize("command", ["plan", "render", "stills", "check", "doctor", "cache"])
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"moa-anim {command}" in capsys.readouterr().out.split("examples:")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "COMMAND"),
        (["dance"], "dance"),
        (["plan", "--edition", "clinics"], "--edition"),
        (["render", "--language", "tlh"], "--language"),
        (["render", "--voice", "none"], "--voice"),
        (["render", "--cluster", "tcp"], "--cluster"),
        (["render", "--qual", "draft"], "--qual"),
        (["render", "--quality", "best"], "best"),
        (["render", "--captions", "loud"], "loud"),
        (["render", "film.mkv"], "film.mkv: found extension “.mkv”"),
        (["render", "film"], "film: found extension “”"),
        (["check", "film.avi"], "film.avi: found extension “.avi”"),
        (["render", "--jobs", "0"], "“0” is not a number from 1"),
        (["render", "--jobs", "many"], "“many” is not a number from 1"),
        (["render", "--shots", "nowhere"], "“nowhere”"),
        (["render", "--shots", ","], "found none; expected ids"),
        (["stills"], "DIR"),
        (["cache", "--prune", "--clear"], "--clear"),
        (["cache", "--limit", "lots"], "“lots” is not a number of GiB"),
        (["cache", "--limit", "-1"], "--limit"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_gives_one_clear_line_and_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert message in printed.err
    assert printed.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["plan"], ["render", "new/film.mp4"], ["stills", "new"]])
def test_a_wrong_production_gives_all_faults_and_1_and_writes_nothing(
    command: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = STORYBOARD.replace("seed = 7", "sede = 7").replace("after entering", "after leaving")
    folder = write_production(tmp_path / "wrong", wrong)
    assert main([*command, "--production", str(folder)]) == 1
    printed = capsys.readouterr().err
    assert "sede" in printed
    assert "nearest passage" in printed
    assert [path.name for path in tmp_path.iterdir()] == ["wrong"]


def test_plan_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--json", "--quality", "draft", "--production", str(folder)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["film"]["fps"] == 15
    assert data["film"]["frames"] == data["shots"][-1]["stop"]


@pytest.mark.usefixtures("_flat", "any_cue_fits")
def test_render_then_check_then_one_letter(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = ["--production", str(folder)]
    assert main(["render", "dist/film.mp4", "--quality", "draft", "--jobs", "1", *own]) == 0
    assert main(["check", "dist/film.mp4", *own]) == 0
    assert main(["render", "dist/film.mp4", "--quality", "draft", *own]) == 0
    assert "already as planned" in capsys.readouterr().err
    vtt = tmp_path / "dist" / "captions" / "film.en-US.vtt"
    vtt.write_text(vtt.read_text(encoding="utf-8").replace("blood", "bloot"), encoding="utf-8")
    assert main(["check", "dist/film.mp4", *own]) == 1
    assert "bloot" in capsys.readouterr().out
    assert main(["check", "dist/film.mp4", "--json", *own]) == 1
    assert json.loads(capsys.readouterr().out)["passed"] is False


@pytest.mark.usefixtures("_flat")
def test_the_cache_is_shown_pruned_and_cleared(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def cache(*words: str) -> dict[str, Any]:
        assert main(["cache", "--json", *words]) == 0
        data: dict[str, Any] = json.loads(capsys.readouterr().out)
        return data

    assert cache()["entries"] == 0
    assert not (tmp_path / "cache").exists()
    assert main(["render", "film.mp4", "--quality", "draft", "--production", str(folder)]) == 0
    full = cache()
    assert full["folder"] == str(tmp_path / "cache" / "moa-anim")
    assert full["kinds"]["segments"]["entries"] == full["entries"] > 2
    pruned = cache("--prune", "--limit", f"{full['bytes'] / 2 / 2**30:.9f}")
    assert 0 < pruned["bytes"] <= full["bytes"] / 2 + 1
    assert pruned["removed"]["bytes"] == full["bytes"] - pruned["bytes"]
    assert main(["cache", "--clear"]) == 0
    printed = capsys.readouterr().out
    assert "size        0 B of at most 8 GiB" in printed
    assert f"removed     {pruned['entries']} entr" in printed


@pytest.mark.parametrize("words", [["render", "film.mp4"], ["cache"]])
def test_a_cache_limit_that_is_no_number_is_told_before_the_work(
    words: list[str],
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MOA_ANIM_CACHE_GIB", "8 GB")
    own = ["--production", str(folder)] if words[0] == "render" else []
    assert main([*words, *own]) == 2
    assert "MOA_ANIM_CACHE_GIB: found “8 GB”" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["production"]


def test_a_cache_folder_that_is_a_file_gives_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "moa-anim").write_text("")
    assert main(["cache"]) == 3
    assert "file where a folder should be" in capsys.readouterr().err


@pytest.mark.usefixtures("_flat")
def test_a_place_that_cannot_be_written_gives_3(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["render", "file/film.mp4", "--production", str(folder)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert main(["stills", "file/stills", "--production", str(folder)]) == 3
    assert not (tmp_path / "cache").exists()


def test_an_interrupt_gives_130(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from moa_anim.render import local as render

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(render, "render_locally", interrupt)
    assert main(["render", "film.mp4", "--production", str(folder)]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_a_missing_package_sends_to_the_doctor(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "moa_anim.render.film", None)
    assert main(["render", "film.mp4", "--production", str(folder)]) == 3
    assert "moa-anim doctor" in capsys.readouterr().err


def test_the_doctor_gives_1_when_something_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["doctor"]) == 0
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert main(["doctor"]) == 1
    assert "FAIL cache folder" in capsys.readouterr().out


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"'{sys.executable}' -m moa_anim plan --json | true"
    ended = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_terminal_without_our_letters_is_no_fault() -> None:
    command = [sys.executable, "-m", "moa_anim", "plan"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"ER\\u03b1" in ended.stdout

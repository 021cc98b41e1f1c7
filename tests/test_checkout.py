"""A checkout of the repository: its bytes on systems that change line ends, and folders in which it cannot be set up."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETUP = ROOT / "tools" / "setup.sh"

FaultLog = Callable[[str, str, str], None]


def git(folder: Path, *words: str) -> None:
    """Run git with no settings but these."""
    variables = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    own = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_")
    }  # set where a hook runs us
    command = ["git", "-c", "user.name=test", "-c", "user.email=test@example.invalid", *words]
    subprocess.run(command, cwd=folder, env=own | variables, check=True, capture_output=True, timeout=60)


def files(folder: Path) -> dict[str, bytes]:
    found = (
        path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What is in the repository, and a clone of it as Git for Windows makes one: with core.autocrlf=true."""
    room = tmp_path_factory.mktemp("clone")
    original = room / "original"
    leave_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("assets", "scenes", "tools", "src", ".ci", "docs"):
        shutil.copytree(ROOT / name, original / name, ignore=leave_out)
    for name in (".gitattributes", "Makefile", "pyproject.toml", "constraints.txt", "README.md"):
        shutil.copy(ROOT / name, original / name)
    picture = next((ROOT / "tests" / "goldens").rglob("*.png"))
    shutil.copy(picture, original / "golden.png")
    (original / "other").mkdir()
    (original / "other" / "source.txt").write_bytes(b"a document\r\nwith line ends\nof its own\r")
    git(original, "init", "--quiet")
    git(original, "-c", "core.autocrlf=false", "add", "--all")
    git(original, "commit", "--quiet", "--message", "as it is")
    git(room, "clone", "--quiet", "-c", "core.autocrlf=true", str(original), "clone")
    return original, room / "clone"


def test_a_clone_that_changes_line_ends_has_the_same_bytes(
    clone: tuple[Path, Path], fault_log: FaultLog
) -> None:
    original, cloned = clone
    assert files(cloned) == files(original)
    fault_log("a clone with core.autocrlf=true", "nothing: .gitattributes says which line ends", "every byte")


def test_in_such_a_clone_the_document_is_the_pinned_one(clone: tuple[Path, Path]) -> None:
    production = clone[1] / "assets" / "elacestrant"
    pinned = tomllib.loads((production / "storyboard.toml").read_text(encoding="utf-8"))["source"]["sha256"]
    assert hashlib.sha256((production / "source.txt").read_bytes()).hexdigest() == pinned


def test_in_such_a_clone_scripts_run(clone: tuple[Path, Path]) -> None:
    for script in (clone[1] / "tools" / "setup.sh", clone[1] / ".ci" / "run"):
        assert b"\r" not in script.read_bytes()
        subprocess.run(["bash", "-n", str(script)], check=True, timeout=60)


def set_up_in(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a copy of setup.sh in `folder` with a Python that is none: what comes before it is asked for is seen."""
    (folder / "tools").mkdir(parents=True)
    shutil.copy(SETUP, folder / "tools")
    command = ["bash", "tools/setup.sh", "render"]
    environment = os.environ | {"PYTHON": "false"} | variables
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("name", "what"),
    [("it's", "an apostrophe"), ("week:12", "a colon"), ("two\nlines", "a line end")],
    ids=repr,
)
def test_a_folder_in_which_setup_would_fail_is_named_first(
    name: str, what: str, tmp_path: Path, fault_log: FaultLog
) -> None:
    folder = tmp_path / name / "moa-anim"
    ended = set_up_in(folder)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"setup: the path of this folder has {what}, with which ")
    assert ended.stderr.endswith(f"rename or move: {folder}\n")
    assert [path.name for path in folder.iterdir()] == ["tools"]
    fault_log(
        f"a checkout in a folder with {what} in its path",
        f"the path of this folder has {what}",
        "nothing is made",
    )


def test_a_folder_behind_a_link_is_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "it's").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "it's")
    assert "has an apostrophe" in set_up_in(tmp_path / "link" / "moa-anim").stderr


@pytest.mark.parametrize(
    "name", ["with spaces", "ümläut", "do$llar", 'quo"te', "back\\slash", "-dash", "a" * 150]
)
def test_other_folders_are_set_up_in(name: str, tmp_path: Path) -> None:
    # In each of these pycairo was built and .venv's programs ran; here it only comes to the question for Python.
    ended = set_up_in(tmp_path / name)
    assert ended.stderr.startswith("setup: Python 3.11 or later is needed, and 'false' is not")


def test_setup_works_in_its_own_folder_whatever_cdpath_says(tmp_path: Path, fault_log: FaultLog) -> None:
    (tmp_path / "else's" / "tools").mkdir(parents=True)
    ended = set_up_in(tmp_path / "here", CDPATH=str(tmp_path / "else's"))
    assert ended.stderr.startswith("setup: Python 3.11")
    fault_log("CDPATH with another folder that has tools/", "nothing: it is not obeyed", "the other folder")

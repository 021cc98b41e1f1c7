"""The wheel holds all that a render needs, and renders away from the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from moa_anim.render.probe import probe

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
BUILT_FROM = ("LICENSE", "NOTICE", "README.md", "pyproject.toml", "assets", "scenes", "src")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of a copy: setuptools leaves folders behind where it builds."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name,
                folder / "tree" / name,
                ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"),
            )
        else:
            (folder / "tree").mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / "tree" / name)
    build = ["wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    run(["-m", "pip", *build, "--wheel-dir", str(folder), str(folder / "tree")], folder, os.environ)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """An empty folder, and the environment in which Python finds the wheel's package before the checkout's."""
    site = tmp_path_factory.mktemp("site")
    install = ["install", "--quiet", "--no-deps", "--no-index", "--target", str(site)]
    run(["-m", "pip", *install, str(wheel)], site, os.environ)
    folder = tmp_path_factory.mktemp("elsewhere")
    return folder, {**os.environ, "PYTHONPATH": str(site), "XDG_CACHE_HOME": str(folder / "cache")}


def run(words: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    """Run Python in `folder` and return what it printed."""
    ran = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**environment, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_it_holds_every_module_and_every_datum(wheel: Path) -> None:
    def names(folder: Path, package: str) -> set[str]:
        files = (path for path in folder.rglob("*") if path.is_file())
        inside = (path.relative_to(folder) for path in files)
        kept = (path for path in inside if not any(part.startswith((".", "__py")) for part in path.parts))
        return {f"{package}/{path.as_posix()}" for path in kept}

    expected = names(ROOT / "src" / "moa_anim", "moa_anim")
    expected |= names(ROOT / "scenes", "moa_anim/scenes") | names(ROOT / "assets", "moa_anim/assets")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = {Path(name).name for name in archive.namelist() if "/licenses/" in name}
    assert held == expected
    assert licences == {"LICENSE", "NOTICE"}


def test_it_plans_and_checks_outside_the_checkout(elsewhere: tuple[Path, Mapping[str, str]]) -> None:
    folder, environment = elsewhere
    found = run(["-c", "import moa_anim; print(moa_anim.__file__)"], folder, environment)
    assert Path(found.strip()).is_relative_to(environment["PYTHONPATH"])
    plan = json.loads(run(["-m", "moa_anim", "plan", "--json"], folder, environment))
    assert plan["film"]["frames"] == sum(shot["frames"] for shot in plan["shots"]) > 0
    assert json.loads(run(["-m", "moa_anim", "check", "--json"], folder, environment))["passed"]


def test_it_renders_outside_the_checkout(elsewhere: tuple[Path, Mapping[str, str]]) -> None:
    folder, environment = elsewhere
    quality = ["--quality", "draft"]
    plan = json.loads(run(["-m", "moa_anim", "plan", "--json", *quality], folder, environment))
    (credits,) = (shot for shot in plan["shots"] if shot["id"] == "credits")
    render = ["-m", "moa_anim", "render", "out/credits.mp4", "--shots", "credits", "--jobs", "1", *quality]
    run(render, folder, environment)
    film = probe(folder / "out" / "credits.mp4", decode=True)
    assert (film.decoded_frames, film.fps, film.width, film.height) == (
        credits["frames"],
        Fraction(15),
        854,
        480,
    )
    assert sorted(path.name for path in (folder / "out").glob("**/credits.*")) == [
        "credits.en-US.srt",
        "credits.en-US.vtt",
        "credits.manifest.json",
        "credits.mp4",
    ]

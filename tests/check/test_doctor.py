from __future__ import annotations

import re
import shutil
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import av
import pytest

from moa_anim.cache.segments import SegmentCache
from moa_anim.check import doctor
from moa_anim.check.doctor import EXTRAS, MODULES, examine, missing_of_extra

ROOT = Path(__file__).resolve().parents[2]


def test_this_machine_is_well(tmp_path: Path) -> None:
    findings = examine(SegmentCache(tmp_path / "cache"))
    assert [str(finding) for finding in findings if not finding.passed] == []
    assert list(tmp_path.iterdir()) == []


def test_every_package_that_a_render_needs_is_looked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[=><]", each)[0] for each in project["dependencies"]]
    looked_for = {normal(name) for module in MODULES for name in packages_distributions()[module]}
    assert {normal(name) for name in names} - looked_for == {"av"}, (
        "which is tried: a package may lack its encoder"
    )
    pinned = [each for each in project["dependencies"] if "==" in each]
    assert all(any(each in command for command in MODULES.values()) for each in pinned)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_a_missing_package_is_told_with_the_command_that_cures_it(tmp_path: Path) -> None:
    findings = examine(SegmentCache(tmp_path), {"no_such_package": "pip install no-such-package"})
    wrong = [str(finding) for finding in findings if not finding.passed]
    assert wrong == ["FAIL no_such_package: not installed; run: pip install no-such-package"]


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wrong = [finding for finding in examine(SegmentCache(tmp_path / "file" / "x")) if not finding.passed]
    assert [finding.what for finding in wrong] == ["cache folder"]
    assert "XDG_CACHE_HOME" in wrong[0].remedy


def test_too_little_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9))
    wrong = [finding for finding in examine(SegmentCache(tmp_path)) if not finding.passed]
    assert [(finding.what, finding.found) for finding in wrong] == [("free disk", "1.0 GB")]


def test_a_missing_encoder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str, mode: str) -> None:
        raise ValueError(f"no codec {name}")

    monkeypatch.setattr(av, "Codec", none)
    wrong = [finding for finding in examine(SegmentCache(tmp_path)) if not finding.passed]
    assert [finding.what for finding in wrong] == ["H.264 encoder"]


def test_an_old_python_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PYTHON", (99, 0))
    assert "install Python 99.0" in str(examine(SegmentCache(tmp_path))[0])


def test_the_doctor_knows_every_package_of_the_extras() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert {*EXTRAS, "dev"} == set(extras)
    for name, (_, modules) in EXTRAS.items():
        assert {normal(each) for each in modules.values()} == {
            normal(re.split(r"[\[=><]", each)[0]) for each in extras[name]
        }
        assert all(
            normal(package) in map(normal, packages_distributions()[module])
            for module, package in modules.items()
        )


def test_an_extra_that_is_missing_is_a_note_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pptx", None)
    assert missing_of_extra("bundle") == ["python-pptx"]
    findings = examine(SegmentCache(tmp_path / "cache"))
    assert all(finding.passed for finding in findings), "a render needs no extra"
    (note,) = (str(finding) for finding in findings if finding.optional)
    assert note == (
        "note extra 'bundle', for `moa-anim bundle` only: not installed (python-pptx); "
        'run: pip install "moa-anim[bundle]"'
    )

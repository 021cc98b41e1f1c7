"""What the files of a production are called: after its storyboard's name or its folder, safe on every file system."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flat_film import STORYBOARD, write_production
from hypothesis import example, given
from hypothesis import strategies as st

from moa_anim.cache.installed import package_folder
from moa_anim.cli.commands import main
from moa_anim.errors import ProductionError
from moa_anim.model.naming import LONGEST_NAME, require_name, safe_name
from moa_anim.render.plan import RenderPlan
from moa_anim.script.production import load_production


@given(st.text())
@example("con")
@example("药")
@example("../../etc/passwd")
@example("a" * 59 + "-b")
def test_any_text_becomes_a_name_that_is_allowed(text: str) -> None:
    name = safe_name(text)
    require_name(name)
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("elacestrant", "elacestrant"),
        ("Tamoxifen (2nd try)", "tamoxifen-2nd-try"),
        ("Ação", "acao"),
        ("药", "film"),
        ("aux", "film-aux"),
    ],
)
def test_a_production_is_called_after_its_folder(folder: str, name: str, tmp_path: Path) -> None:
    assert load_production(write_production(tmp_path / folder)).name == name


def test_a_folder_named_by_a_dot_has_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_production(tmp_path / "week-12"))
    assert load_production(Path()).name == "week-12"


def test_the_film_that_ships_keeps_its_name() -> None:
    for edition in ("lecture", "clinic"):
        assert (
            load_production(package_folder("assets") / "elacestrant", edition=edition).name == "elacestrant"
        )


def test_a_storyboard_may_give_another_name(tmp_path: Path) -> None:
    folder = write_production(tmp_path / "a", f'name = "serd-2026"\n{STORYBOARD}')
    assert load_production(folder).name == "serd-2026"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Upper",
        "a/b",
        "../a",
        "a.b",
        "-a",
        "a--b",
        "nul",
        "com1",
        "a" * (LONGEST_NAME + 1),
        "ä",
        "a b",
        "a\\\\b",
    ],
)
def test_a_name_that_is_not_safe_is_a_fault(
    name: str, tmp_path: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    folder = write_production(tmp_path / "a", f'name = "{name}"\nunknown = 1\n{STORYBOARD}')
    with pytest.raises(ProductionError) as caught:
        load_production(folder)
    told = str(caught.value)
    assert told.count("storyboard.toml: name:") == 1
    assert "storyboard.toml: unknown: found an unknown key" in told, "all faults of a file together"
    fault_log(
        f"name = “{name[:12]}” in a storyboard", "it and what is allowed", "no file is written anywhere"
    )


def test_a_name_that_is_no_string_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(ProductionError) as caught:
        load_production(write_production(tmp_path / "a", f"name = 7\n{STORYBOARD}"))
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("options", "out"),
    [
        (["--production", "other"], "dist/other.mp4"),
        (["--production", "other", "mine.mp4"], "mine.mp4"),
        ([], "dist/elacestrant.mp4"),
        (["--edition", "clinic"], "dist/elacestrant.mp4"),
    ],
)
def test_render_calls_the_film_after_its_production(
    options: list[str], out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_production(tmp_path / "other")
    monkeypatch.chdir(tmp_path)
    found: list[Path] = []

    def made(plan: RenderPlan, store: object, film: Path, **_: object) -> None:
        found.append(film)

    monkeypatch.setattr("moa_anim.render.film.make_film", made)
    assert main(["render", *options]) == 0
    assert found == [Path(out)]
    assert [path.name for path in tmp_path.iterdir()] == ["other"]

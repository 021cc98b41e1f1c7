"""One still for each cue and edition, as near to its golden as the versions here allow. `make goldens` renews them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from comparator import how_far, side_by_side
from every_frame.drawn import Films
from every_frame.editions import EDITIONS
from goldens_kept import (
    BLOCK,
    FOLDER,
    OTHER_VERSIONS,
    SAME_VERSIONS,
    VERSIONS,
    Pixels,
    draw_stills,
    moments,
    read,
    tolerance,
    versions_here,
    write_json,
    write_stills,
)

STILLS = [(edition, name) for edition in EDITIONS for name, _, _ in moments(edition)]

MOST_BYTES = 6_000_000
"""Of all goldens together."""


@pytest.fixture(scope="session")
def stills(goldens_log: list[str] | None, films: Films | None) -> dict[str, dict[str, Pixels]]:
    drawn = {edition: films.stills(edition) if films else draw_stills(edition) for edition in EDITIONS}
    if goldens_log is not None:
        for edition, pictures in drawn.items():
            goldens_log.extend(write_stills(edition, pictures))
        write_json(VERSIONS, versions_here())
    return drawn


@pytest.mark.parametrize(("edition", "name"), STILLS)
def test_a_still_is_like_its_golden(
    stills: dict[str, dict[str, Pixels]], edition: str, name: str, tmp_path: Path
) -> None:
    actual, path = stills[edition][name], FOLDER / edition / f"{name}.png"
    assert path.exists(), f"no golden {path}; `make goldens` makes it"
    expected, bound = read(path), tolerance()
    assert actual.shape == expected.shape
    mean, block = how_far(actual, expected, BLOCK)
    if mean > bound.mean or block > bound.block:
        sheet = side_by_side(actual, expected, tmp_path / f"{edition}-{name}.png")
        pytest.fail(
            f"{edition}, {name}: {mean:.2f} levels from its golden, {block:.1f} at worst; at most {bound.mean} and "
            f"{bound.block} ({bound.name}); expected, actual and difference: {sheet}. If it is meant: make goldens"
        )


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_two_cues_share_a_golden(edition: str) -> None:
    names = [name for name, _, _ in moments(edition)]
    assert len(set(names)) == len(names)


def test_goldens_are_written_when_they_differ_and_removed_with_their_cue(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("goldens_kept.FOLDER", tmp_path)
    grey, red = np.full((24, 24, 3), 200, dtype=np.uint8), np.full((24, 24, 3), (200, 0, 0), dtype=np.uint8)
    invisible = grey.copy()
    invisible[0, 0] = 205
    log = write_stills("lecture", {"shot-one": grey, "shot-two": grey, "shot-three": grey})
    assert list(log) == [f"new     lecture/shot-{name}.png" for name in ("one", "two", "three")]
    (line, other) = write_stills("lecture", {"shot-one": invisible, "shot-two": red})
    assert line == "removed lecture/shot-three.png"
    assert other.startswith("changed lecture/shot-two.png: mean difference 200.00 grey levels")
    assert {path.stem for path in (tmp_path / "lecture").iterdir()} == {"shot-one", "shot-two"}
    assert (read(tmp_path / "lecture" / "shot-one.png") == grey).all(), (
        "an invisible difference is not written"
    )
    assert (read(tmp_path / "lecture" / "shot-two.png") == red).all()


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cue_has_a_golden_and_no_golden_is_left_over(edition: str) -> None:
    assert {path.stem for path in (FOLDER / edition).glob("*.png")} == {
        name for name, _, _ in moments(edition)
    }


def test_goldens_are_kept_for_these_editions_and_for_words_alone() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == {*EDITIONS, "words"}


def test_goldens_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) < MOST_BYTES


def test_another_version_has_a_looser_bound_and_never_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known = json.loads(VERSIONS.read_text())
    assert set(known) == set(versions_here()), "each version that is looked at is written down"
    other = tmp_path / "versions.json"
    monkeypatch.setattr("goldens_kept.VERSIONS", other)
    other.write_text(json.dumps(versions_here()))
    assert tolerance() is SAME_VERSIONS
    for name in versions_here():
        other.write_text(json.dumps(versions_here() | {name: "0.0"}))
        assert tolerance() is OTHER_VERSIONS
    assert SAME_VERSIONS.mean < OTHER_VERSIONS.mean < 255
    assert SAME_VERSIONS.block < OTHER_VERSIONS.block < 255


def moved(picture: Pixels) -> Pixels:
    """The picture with a twelfth of it, in its middle, five pixels to the right."""
    height, width = picture.shape[:2]
    rows, columns = slice(height // 3, height // 2), slice(width // 3, width // 2)
    other = picture.copy()
    other[rows, columns] = np.roll(picture[rows, columns], 5, axis=1)
    return other


@pytest.mark.parametrize(("edition", "name"), STILLS[4:7])
def test_even_the_looser_bound_sees_an_actor_five_pixels_aside(edition: str, name: str) -> None:
    golden = read(FOLDER / edition / f"{name}.png")
    mean, block = how_far(moved(golden), golden, BLOCK)
    assert mean > OTHER_VERSIONS.mean or block > OTHER_VERSIONS.block


def test_a_comparison_shows_expected_actual_and_difference(tmp_path: Path) -> None:
    expected, actual = np.full((20, 30, 3), 200, dtype=np.uint8), np.full((20, 30, 3), 200, dtype=np.uint8)
    actual[5, 7] = (180, 200, 200)
    sheet = read(side_by_side(actual, expected, tmp_path / "sheet.png"))
    assert sheet.shape == (20, 3 * 30 + 2 * 8, 3)
    assert (sheet[:, :30] == expected).all()
    assert (sheet[:, 38:68] == actual).all()
    assert sheet[5, 76 + 7].tolist() == [175, 255, 255]
    assert (np.delete(sheet[5, 76:], 7, axis=0) == 255).all()

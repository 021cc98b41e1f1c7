"""What is kept is what was made; whatever is wrong with the keeping, it is made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from moa_anim.molecule import kept as room
from moa_anim.molecule.kept import kept

MADE = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)


class Maker:
    """Counts how often it was asked."""

    def __init__(self, made: NDArray[np.uint8] = MADE) -> None:
        self.made, self.times = made, 0

    def __call__(self) -> NDArray[np.uint8]:
        self.times += 1
        return self.made


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "moa-anim" / "kept"


def test_it_is_made_once_and_comes_back_the_same() -> None:
    make = Maker()
    once, again = kept(make, "crowd", 3, 1.5), kept(make, "crowd", 3, 1.5)
    assert make.times == 1
    assert np.array_equal(once, again)
    assert again.dtype == once.dtype
    again[0, 0, 0] = 9  # may be written to
    assert kept(make, "crowd", 3, 1.5)[0, 0, 0] == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", 1), ("a", 2)),
        (("a", 1), ("a", 1.0)),
        ((("a", "b"), "c"), ("a", ("b", "c"))),
        ((np.zeros(3),), (np.zeros(3, dtype=np.float32),)),
        ((np.zeros((2, 3)),), (np.zeros((3, 2)),)),
    ],
)
def test_another_key_is_another_array(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    make = Maker()
    kept(make, *one)
    kept(make, *other)
    assert make.times == 2


@pytest.mark.parametrize("damage", [b"", b"moa-kept-1", None])
def test_a_damaged_one_is_made_again(folder: Path, damage: bytes | None) -> None:
    make = Maker()
    kept(make, "x")
    (path,) = folder.glob("*.kept")
    stored = path.read_bytes()
    path.write_bytes(stored[:-3] if damage is None else damage)
    assert np.array_equal(kept(make, "x"), MADE)
    assert make.times == 2
    assert path.read_bytes() == stored


def test_where_nothing_can_be_kept_it_is_made_each_time(folder: Path) -> None:
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("a file where the folder would be", encoding="utf-8")
    make = Maker()
    assert np.array_equal(kept(make, "x"), kept(make, "x"))
    assert make.times == 2


def test_a_failed_write_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert np.array_equal(kept(Maker(), "x"), MADE)
    assert list(folder.iterdir()) == []


def test_other_code_makes_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    kept(make, "x")
    monkeypatch.setattr(room, "_package", lambda: b"other")
    kept(make, "x")
    assert make.times == 2

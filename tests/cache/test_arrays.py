"""What is kept is what was made; whatever is wrong with the keeping, it is made again."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from moa_anim.cache import arrays as room
from moa_anim.cache.arrays import cached

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
    return tmp_path / "moa-anim" / "arrays"


def test_it_is_made_once_and_comes_back_the_same() -> None:
    make = Maker()
    once, again = cached(make, "crowd", 3, 1.5), cached(make, "crowd", 3, 1.5)
    assert make.times == 1
    assert np.array_equal(once, again)
    assert again.dtype == once.dtype
    again[0, 0, 0] = 9  # may be written to
    assert cached(make, "crowd", 3, 1.5)[0, 0, 0] == 0


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
    cached(make, *one)
    cached(make, *other)
    assert make.times == 2


@pytest.mark.parametrize("damage", [b"", b"moa-kept-1", None])
def test_a_damaged_one_is_made_again(folder: Path, damage: bytes | None) -> None:
    make = Maker()
    cached(make, "x")
    (path,) = folder.glob("*.array")
    stored = path.read_bytes()
    path.write_bytes(stored[:-3] if damage is None else damage)
    assert np.array_equal(cached(make, "x"), MADE)
    assert make.times == 2
    assert path.read_bytes() == stored


def test_where_nothing_can_be_kept_it_is_made_each_time(folder: Path) -> None:
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("a file where the folder would be", encoding="utf-8")
    make = Maker()
    assert np.array_equal(cached(make, "x"), cached(make, "x"))
    assert make.times == 2


def test_a_failed_write_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert np.array_equal(cached(Maker(), "x"), MADE)
    assert list(folder.iterdir()) == []


def test_other_code_makes_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    cached(make, "x")
    monkeypatch.setattr(room, "_common_inputs", lambda: b"other")
    cached(make, "x")
    assert make.times == 2


@given(
    made=arrays.arrays(
        dtype=st.sampled_from(["u1", "<f4", ">f8", "i8", "?"]),
        shape=arrays.array_shapes(min_dims=0, min_side=0),
    ),
    key=st.lists(st.one_of(st.integers(), st.floats(), st.text(), st.tuples(st.booleans()))),
)
def test_any_array_under_any_key_comes_back(
    made: NDArray[np.generic], key: list[object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        cached(lambda: made, *key)
        found = cached(lambda: np.zeros(1), *key)
    assert (found.dtype, found.shape, found.tobytes()) == (made.dtype, made.shape, made.tobytes())


def test_arrays_that_were_exchanged_are_made_again(
    folder: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    one, other = Maker(), Maker(MADE + 1)
    cached(one, "one")
    cached(other, "other")
    paths = list(folder.iterdir())
    stored = [path.read_bytes() for path in paths]
    for path, exchanged in zip(paths, reversed(stored), strict=True):
        path.write_bytes(exchanged)
    assert np.array_equal(cached(one, "one"), MADE)
    assert np.array_equal(cached(other, "other"), MADE + 1)
    assert (one.times, other.times) == (2, 2)
    assert sorted(path.read_bytes() for path in folder.iterdir()) == sorted(stored)
    fault_log(
        "two cached arrays exchanged on disk", "nothing: both are computed again", "the film and the cache"
    )


@pytest.mark.parametrize(
    "obstacle", ["a folder with files", "a pipe", "a link to a device", "a link to the folder"]
)
def test_an_obstacle_in_its_place_is_no_array(
    folder: Path, obstacle: str, tmp_path: Path, fault_log: Callable[[str, str, str], None]
) -> None:
    make = Maker()
    cached(make, "x")
    (path,) = folder.iterdir()
    path.unlink()
    if obstacle == "a folder with files":
        path.mkdir()
        (path / "notes").write_text("mine")
    elif obstacle == "a pipe":
        os.mkfifo(path)
    elif obstacle == "a link to a device":
        path.symlink_to("/dev/zero")
    else:
        folder.rename(tmp_path / "elsewhere")
        folder.symlink_to(tmp_path / "elsewhere")
    for times in (2, 2):
        assert np.array_equal(cached(make, "x"), MADE)
        assert make.times == times
    fault_log(
        f"{obstacle} in the place of a cached array", "nothing: the array is computed again", "the film"
    )


def test_where_an_obstacle_cannot_be_renamed_it_is_made_each_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Maker()
    cached(make, "x")
    (path,) = folder.iterdir()
    path.unlink()
    path.mkdir()

    def busy(*_: object) -> None:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "rename", busy)
    assert np.array_equal(cached(make, "x"), cached(make, "x"))
    assert make.times == 3


def test_the_code_of_a_scene_that_makes_an_array_is_in_its_key(tmp_path: Path) -> None:
    times: list[int] = []
    for number, text in enumerate(("1", "1", "2")):
        scene = tmp_path / str(number) / "scene.py"
        scene.parent.mkdir()
        scene.write_text(
            f"import numpy\ndef make():\n    times.append(0)\n    return numpy.full(3, {text})\n"
        )
        names: dict[str, Callable[[], NDArray[np.generic]]] = {"times": times}  # type: ignore[dict-item]
        exec(compile(scene.read_text(), str(scene), "exec"), names)
        assert cached(names["make"], "gene")[0] == int(text)
    assert len(times) == 2


@dataclass(frozen=True)
class Shape:
    places: NDArray[np.float64]


@pytest.mark.parametrize(
    "value",
    [Shape(np.zeros(3)), {"a": 1}, {1, 2}, object(), np.array([object()]), (1, [Shape(np.zeros(9999))])],
)
def test_a_key_whose_text_may_leave_something_out_is_refused(value: object) -> None:
    # The text of an array of more than a thousand numbers has three dots in its middle.
    with pytest.raises(TypeError, match="in a key"):
        cached(Maker(), "x", value)


def test_plain_values_of_every_kind_are_told_apart() -> None:
    make = Maker()
    values = (None, 1, True, 1.0, "1", b"1", Fraction(1), np.float32(1), np.float64(1), (1,), ((1,),))
    for value in values:
        cached(make, value)
    assert make.times == len(values)

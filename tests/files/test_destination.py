"""What the system would refuse at the end is asked at the start."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from moa_anim.errors import RenderError
from moa_anim.files import destination
from moa_anim.files.destination import (
    is_mount_point,
    require_apart,
    require_file_place,
    require_folder_place,
    require_room,
    require_same_file_system,
)
from moa_anim.render.outputs import Outputs

Log = Callable[[str, str, str], None]


class Usage(NamedTuple):
    free: int


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder on another file system than the tests' own."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


@pytest.mark.parametrize("name", [".", "..", "{here}", "link"])
def test_the_working_folder_and_those_it_lies_in_are_not_replaced(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    here = tmp_path / "outer" / "here"
    here.mkdir(parents=True)
    (here / "link").symlink_to(tmp_path / "outer")
    monkeypatch.chdir(here)
    with pytest.raises(RenderError, match="the working folder, or a folder that contains it") as caught:
        require_folder_place(Path(name.format(here=here)))
    fault_log(f"bundle into {name.format(here='the working folder, by its path')}", f"found {caught.value.faults[0].found}",
              "the folder; nothing drawn")  # fmt: skip


def test_a_mount_point_is_not_replaced(fault_log: Log) -> None:
    with pytest.raises(RenderError, match="/proc: found a mount point") as caught:
        require_folder_place(Path("/proc"))
    fault_log("bundle into a mount point", str(caught.value), "the folder; nothing drawn")


def test_what_is_mounted_from_the_same_file_system_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts, place = tmp_path / "mountinfo", tmp_path / "a film.mp4"
    place.touch()
    escaped = str(place).replace(" ", "\\040")
    mounts.write_text(f"36 35 98:0 /x / rw - ext4 /dev/x rw\n37 36 98:0 /y {escaped} rw - ext4 /dev/x rw\n")
    monkeypatch.setattr(destination, "MOUNTS", mounts)
    assert is_mount_point(place)
    assert not is_mount_point(tmp_path)
    with pytest.raises(RenderError, match="a mount point"):
        Outputs(place).require_writable("en-US")
    monkeypatch.setattr(destination, "MOUNTS", tmp_path / "gone")
    assert not is_mount_point(place)


@pytest.mark.parametrize(
    ("number", "told"), [(errno.EBUSY, "a mount point"), (errno.EACCES, "no permission to write")]
)
def test_a_folder_that_the_system_would_not_move_is_told(
    number: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    (tmp_path / "made").mkdir()
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(RenderError, match=told):
        require_folder_place(tmp_path / "made")


def test_the_trial_changes_nothing(tmp_path: Path) -> None:
    for name in ("empty", "full"):
        (tmp_path / name).mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    for name in ("empty", "full", "new"):
        require_folder_place(tmp_path / name)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["empty", "file", "full"]


def test_captions_on_another_file_system_are_told_before_the_work(
    tmp_path: Path, elsewhere: Path, fault_log: Log
) -> None:
    (tmp_path / "captions").symlink_to(elsewhere)
    with pytest.raises(RenderError, match="captions: found another file system") as caught:
        Outputs(tmp_path / "film.mp4").require_writable("en-US")
    assert [path.name for path in tmp_path.iterdir()] == ["captions"]
    assert list(elsewhere.iterdir()) == []
    fault_log(
        "captions/ is a link to another file system", caught.value.faults[0].found, "all; nothing drawn"
    )
    (tmp_path / "captions").unlink()
    (tmp_path / "captions").mkdir()
    require_same_file_system(tmp_path, tmp_path / "captions")
    assert list((tmp_path / "captions").iterdir()) == []


def test_another_users_file_in_a_sticky_folder_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    (tmp_path / "film.mp4").touch()
    require_file_place(tmp_path / "film.mp4")
    tmp_path.chmod(0o1777)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(RenderError, match="another user's file") as caught:
        require_file_place(tmp_path / "film.mp4")
    require_file_place(tmp_path / "other.mp4")
    fault_log(
        "another user's film in a sticky folder", caught.value.faults[0].found, "the file; nothing drawn"
    )


def test_a_disk_that_is_certainly_too_small_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**6))
    with pytest.raises(RenderError, match=r"1\.0 MB free; expected at least 2\.0 MB") as caught:
        require_room(tmp_path / "new" / "deep", 2 * 10**6)
    require_room(tmp_path / "new", 10**6)
    fault_log(
        "less room on the disk than any such film takes", caught.value.faults[0].found, "all; nothing drawn"
    )


def test_a_cache_in_the_folder_that_is_replaced_is_told(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="a folder that contains the cache"):
        require_apart(tmp_path / "lecture", tmp_path / "lecture" / "cache")
    require_apart(tmp_path / "lecture", tmp_path / "lecture-cache")

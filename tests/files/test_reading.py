"""Only regular files of bounded size inside the folder are read, whatever is put in their place and when."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from moa_anim.errors import ProductionError
from moa_anim.files.reading import UnfitFile, read_bounded, read_inside
from moa_anim.script.production import load_production

FILES = ("source.txt", "storyboard.toml")
Log = Callable[[str, str, str], None]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["fifo", "device", "enormous"])
def test_a_production_of_no_plain_files_is_refused_without_waiting(
    folder: Path, name: str, kind: str, fault_log: Log
) -> None:
    path = folder / name
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as file:
            file.truncate(2**36)
    with pytest.raises(ProductionError) as caught:
        load_production(folder)
    parts = {
        "fifo": "a special file",
        "device": "leads out of the production folder",
        "enormous": "68719476736 bytes",
    }
    told = str(caught.value)
    assert f"{name}: found" in told
    assert parts[kind] in told
    fault_log(f"{name} that is a {kind}", parts[kind], "nothing is drawn")


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_link_put_there_between_resolving_and_opening_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, fault_log: Log
) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "production" / "inner"
    for place in (outside, inside):
        place.mkdir(parents=True)
        (place / "words.txt").write_text(place.name)
    assert read_inside(inside.parent, "inner/words.txt", 100) == b"inner"
    plain_open = os.open
    swapped: list[bool] = []

    def swap_and_open(*words: object, **options: object) -> int:
        if not swapped:
            swapped.append(True)
            target = inside / "words.txt" if what == "file" else inside
            target.rename(tmp_path / "moved")
            target.symlink_to(outside / "words.txt" if what == "file" else outside)
        return plain_open(*words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", swap_and_open)
    with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
        read_inside(inside.parent, "inner/words.txt", 100)
    injected = f"a {what} exchanged for a link to outside while it is opened"
    fault_log(injected, "a file that cannot be read", "the outside file unseen")


def test_a_file_that_does_not_tell_its_size_is_read_up_to_the_limit() -> None:
    assert read_bounded(Path("/proc/self/status"), 2**20)
    with pytest.raises(UnfitFile, match="more than 10 bytes"):
        read_bounded(Path("/proc/self/status"), 10)


def test_no_descriptor_stays_open(folder: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - the listing itself is what is counted
    (folder / "fifo").unlink(missing_ok=True)
    os.mkfifo(folder / "fifo")
    for name in (*FILES, "fifo", "missing"):
        for _ in range(3):
            try:
                read_inside(folder, name, 2**20)
            except (UnfitFile, OSError):
                continue
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208

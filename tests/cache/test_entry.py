"""An entry of a cache is what was written under its key, or it is not there."""

from __future__ import annotations

import errno
import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.cache import entry as cache_entry
from moa_anim.cache.entry import MOST_BYTES, TRAILER_BYTES, read_entry, write_entry
from moa_anim.cache.pruning import Cache
from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import RenderError
from moa_anim.files.writing import TEMPORARY_PREFIX

KEY, OTHER_KEY = "ab" * 32, "cd" * 32
DATA = b"what was drawn"
Log = Callable[[str, str, str], None]

keys = st.binary(min_size=32, max_size=32).map(bytes.hex)
kinds = st.from_regex(r"\.[a-z0-9]{1,7}", fullmatch=True)


@given(key=keys, kind=kinds, data=st.binary(max_size=3000))
def test_any_bytes_under_any_key_come_back(
    key: str, kind: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cache") / "folder" / "entry"
    write_entry(path, key, kind, data)
    assert read_entry(path, key, kind) == data


@given(key=keys, other=keys, kind=kinds, other_kind=kinds, data=st.binary(max_size=100))
def test_an_entry_is_read_under_its_own_key_and_kind_alone(
    key: str, other: str, kind: str, other_kind: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cache") / "entry"
    write_entry(path, key, kind, data)
    same = (key, kind) == (other, other_kind)
    assert read_entry(path, other, other_kind) == (data if same else None)
    assert path.exists() is same


@given(data=st.binary(max_size=400), place=st.integers(0, 10**6), change=st.integers(1, 255))
def test_any_single_changed_byte_is_noticed(
    data: bytes, place: int, change: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cache") / "entry"
    write_entry(path, KEY, ".mp4", data)
    stored = bytearray(path.read_bytes())
    stored[place % len(stored)] ^= change
    path.write_bytes(stored)
    assert read_entry(path, KEY, ".mp4") is None
    assert not path.exists()


@given(data=st.binary(max_size=400), rendition=st.integers(0, 10**6), more=st.binary(max_size=4))
def test_any_truncation_or_addition_is_noticed(
    data: bytes, rendition: int, more: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cache") / "entry"
    write_entry(path, KEY, ".mp4", data)
    stored = path.read_bytes()
    damaged = stored[: rendition % len(stored)] if not more else stored + more
    path.write_bytes(damaged)
    assert read_entry(path, KEY, ".mp4") is None


@given(one=st.binary(max_size=300), size=st.integers(0, 300))
def test_entries_that_were_exchanged_are_noticed(
    one: bytes, size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = SegmentCache(tmp_path_factory.mktemp("cache"))
    store.write(KEY, one)
    store.write(OTHER_KEY, bytes(size))
    paths = [store.path(key) for key in (KEY, OTHER_KEY)]
    stored = [path.read_bytes() for path in paths]
    for path, other in zip(paths, reversed(stored), strict=True):
        path.write_bytes(other)
    assert (store.read(KEY), store.read(OTHER_KEY)) == (None, None)


@pytest.mark.parametrize(
    ("key", "kind"), [("short", ".mp4"), (KEY, "mp4"), (KEY, ".toolongs"), (KEY.upper(), ".mp4")]
)
def test_what_cannot_be_named_in_an_entry_is_refused(tmp_path: Path, key: str, kind: str) -> None:
    with pytest.raises(ValueError, match="cache entry"):
        write_entry(tmp_path / "entry", key, kind, b"")


def a_folder(place: Path, outside: Path) -> None:
    place.mkdir()


def a_folder_with_files(place: Path, outside: Path) -> None:
    place.mkdir()
    (place / "notes.txt").write_text("mine")


def a_pipe(place: Path, outside: Path) -> None:
    os.mkfifo(place)


def a_socket(place: Path, outside: Path) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # the name of a socket may have a hundred characters
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(place.name)
    os.chdir(here)


def a_link_to_a_device(place: Path, outside: Path) -> None:
    place.symlink_to("/dev/zero")


def a_link_to_nothing(place: Path, outside: Path) -> None:
    place.symlink_to(outside / "nothing")


def a_link_to_itself(place: Path, outside: Path) -> None:
    place.symlink_to(place)


def a_link_to_an_entry_elsewhere(place: Path, outside: Path) -> None:
    write_entry(outside / "entry", KEY, ".mp4", b"another film")
    place.symlink_to(outside / "entry")


def a_very_large_file(place: Path, outside: Path) -> None:
    with place.open("wb") as file:
        file.truncate(MOST_BYTES + 1)


def an_entry_of_the_former_format(place: Path, outside: Path) -> None:
    place.write_bytes(DATA + b"\0\0\0\x18freemoa1" + len(DATA).to_bytes(8, "big") + b"\1\2\3\4")


OBSTACLES = (
    a_folder,
    a_folder_with_files,
    a_pipe,
    a_socket,
    a_link_to_a_device,
    a_link_to_nothing,
    a_link_to_itself,
    a_link_to_an_entry_elsewhere,
    a_very_large_file,
    an_entry_of_the_former_format,
)


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda each: each.__name__)
def test_what_is_no_entry_is_made_anew(
    obstacle: Callable[[Path, Path], None], store: SegmentCache, tmp_path: Path, fault_log: Log
) -> None:
    path, outside = store.path(KEY), tmp_path / "outside"
    path.parent.mkdir(parents=True)
    outside.mkdir()
    (outside / "bystander").write_text("untouched")
    obstacle(path, outside)
    before = {each: each.read_bytes() for each in outside.iterdir()}
    assert store.read(KEY) is None
    store.write(KEY, DATA)
    assert store.read(KEY) == DATA
    assert stat.S_ISREG(path.lstat().st_mode)
    assert {each: each.read_bytes() for each in outside.iterdir()} == before
    notes = [each.read_text() for each in path.parent.rglob("notes.txt")]
    assert notes == (["mine"] if obstacle is a_folder_with_files else [])
    fault_log(
        f"{obstacle.__name__.replace('_', ' ')} in the place of a cached segment",
        "nothing: the segment is drawn again",
        "the film; files outside the cache; the folder, renamed"
        if "folder" in obstacle.__name__
        else "the film",
    )


def elsewhere(place: Path, outside: Path) -> None:
    place.symlink_to(outside)


def nowhere(place: Path, outside: Path) -> None:
    place.symlink_to(outside / "nothing")


def file(place: Path, outside: Path) -> None:
    place.write_text("mine")


@pytest.mark.parametrize("obstacle", [elsewhere, nowhere, file, a_pipe], ids=lambda each: each.__name__)
def test_what_is_no_folder_of_entries_makes_way(
    obstacle: Callable[[Path, Path], None], store: SegmentCache, tmp_path: Path, fault_log: Log
) -> None:
    path, outside = store.path(KEY), tmp_path / "outside"
    store.root.mkdir()
    outside.mkdir()
    write_entry(outside / path.name, KEY, ".mp4", b"another film")
    before = (outside / path.name).read_bytes()
    obstacle(path.parent, outside)
    kind = stat.S_IFMT(path.parent.lstat().st_mode)
    assert store.read(KEY) is None
    store.write(KEY, DATA)
    assert store.read(KEY) == DATA
    assert [each.name for each in outside.iterdir()] == [path.name]
    assert (outside / path.name).read_bytes() == before
    assert [stat.S_IFMT(each.lstat().st_mode) for each in store.root.glob("ab.obstacle-*")] == [kind]
    assert len(Cache(store.root).entries()) == 1
    fault_log(
        f"a folder of the cache that is a link or a file ({obstacle.__name__.replace('_', ' ')})",
        "nothing: it is renamed, and the segment drawn again",
        "the film, what was there, and the folder that the link names",
    )


def test_an_obstacle_that_cannot_be_renamed_is_reported(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    path = store.path(KEY)
    path.mkdir(parents=True)

    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(RenderError, match="found a folder where a file should be") as caught:
        store.write(KEY, DATA)
    assert caught.value.exit_code == 3
    assert path.is_dir()
    assert list(path.parent.iterdir()) == [path]
    fault_log(
        "a mount point in the place of a cached segment",
        "found a folder where a file should be",
        "the mount; no unfinished file is left",
    )


def test_an_entry_too_large_to_be_read_is_not_written(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_entry, "MOST_BYTES", 1000)
    store.write(KEY, bytes(1000 - TRAILER_BYTES))
    assert store.has(KEY)
    with pytest.raises(RenderError, match="too large"):
        store.write(KEY, bytes(1001 - TRAILER_BYTES))
    assert store.has(KEY)


def give_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let `path` be another user's than the one who reads it; return that user's number."""
    if os.geteuid() == 0:
        os.chown(path, 54321, -1)
        return 54321
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    monkeypatch.setattr(cache_entry, "_owner_in", lambda *_: owner + 1)
    return owner


def test_another_users_entry_is_not_read(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch, fault_log: Log
) -> None:
    store.write(KEY, b"another film")
    path = store.path(KEY)
    owner = give_away(path, monkeypatch)
    assert store.read(KEY) is None
    assert not path.exists()
    store.write(KEY, DATA)
    assert path.stat().st_uid != owner or os.geteuid() != 0
    fault_log(
        "a whole entry of another user's under the right name",
        "nothing: the segment is drawn again",
        "the film",
    )


def test_where_all_new_files_are_another_users_its_entries_are_read(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Some network drives give every file to one user, whoever writes it.
    store.write(KEY, DATA)
    owner = give_away(store.path(KEY), monkeypatch)
    monkeypatch.setattr(cache_entry, "_owner_in", lambda *_: owner)
    assert store.read(KEY) == DATA


def test_no_umask_lets_others_write_into_entries(store: SegmentCache) -> None:
    before = os.umask(0)
    try:
        store.write(KEY, DATA)
    finally:
        os.umask(before)
    path = store.path(KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755


def test_a_file_exchanged_for_a_pipe_after_it_was_looked_at_does_not_hang(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(KEY, DATA)
    path = store.path(KEY)
    look: Any = Path.lstat

    def look_then_exchange(each: Path) -> os.stat_result:
        status: os.stat_result = look(each)
        if each == path and stat.S_ISREG(status.st_mode):
            each.unlink()
            os.mkfifo(each)
        return status

    monkeypatch.setattr(Path, "lstat", look_then_exchange)
    assert store.read(KEY) is None


def test_a_folder_of_another_users_does_not_keep_the_cache_from_its_limit(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(KEY, DATA)
    store.write(OTHER_KEY, DATA)
    closed, scan = str(store.path(KEY).parent), os.scandir

    def refuse(folder: Any) -> Any:
        if str(folder) == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [each.path for each in Cache(store.root).prune(0)] == [store.path(OTHER_KEY)]


def test_sweeping_does_not_follow_a_link_out_of_the_cache(store: SegmentCache, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    unfinished = outside / f"{TEMPORARY_PREFIX}mine"
    unfinished.write_text("mine")
    os.utime(unfinished, (0.0, 0.0))
    store.root.mkdir()
    (store.root / "ab").symlink_to(outside)
    store.sweep()
    assert unfinished.exists()

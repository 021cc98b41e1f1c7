from __future__ import annotations

import errno
import io
import os
import time
from pathlib import Path

import av
import pytest
from flat_film import encode
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.cache.entry import TRAILER_BYTES, read_entry
from moa_anim.cache.segments import SegmentCache, default_segment_cache
from moa_anim.errors import RenderError
from moa_anim.files.writing import TEMPORARY_PREFIX

KEY = "ab" * 32


def names(store: SegmentCache) -> list[str]:
    return sorted(path.name for path in store.root.rglob("*") if path.is_file())


@given(data=st.binary(max_size=2000))
def test_what_is_written_is_read(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = SegmentCache(tmp_path_factory.mktemp("cache"))
    store.write(KEY, data)
    assert store.read(KEY) == data
    assert store.has(KEY)


def test_what_was_never_written_is_absent(store: SegmentCache) -> None:
    assert store.read(KEY) is None
    assert not store.has(KEY)


def test_an_entry_of_another_kind_is_not_read(store: SegmentCache) -> None:
    store.write(KEY, b"film")
    assert read_entry(store.path(KEY), KEY, ".array") is None


@pytest.mark.parametrize("damage", ["truncated", "changed", "foreign", "empty", "longer"])
def test_a_damaged_entry_is_absent_and_removed(store: SegmentCache, damage: str) -> None:
    store.write(KEY, b"x" * 1000)
    path = store.path(KEY)
    stored = path.read_bytes()
    changed = stored[:500] + b"y" + stored[501:]
    damages = {"truncated": stored[:700], "changed": changed, "foreign": b"not ours", "empty": b""}
    path.write_bytes({**damages, "longer": stored + b"z"}[damage])
    assert store.read(KEY) is None
    assert not path.exists()


@pytest.mark.parametrize("cut", range(TRAILER_BYTES))
def test_an_entry_cut_anywhere_in_its_trailer_is_absent(store: SegmentCache, cut: int) -> None:
    store.write(KEY, b"data")
    path = store.path(KEY)
    path.write_bytes(path.read_bytes()[: 4 + cut])
    assert not store.has(KEY)


def test_a_stored_segment_is_still_a_film_that_players_open(store: SegmentCache) -> None:
    store.write(KEY, encode(3))
    with av.open(str(store.path(KEY))) as container:
        assert sum(1 for _ in container.decode(video=0)) == 3


def test_a_full_disk_is_told_and_leaves_nothing(store: SegmentCache, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def fill(path: Path, data: bytes) -> int:
        write(path, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(RenderError, match=r"full disk.*free some space") as caught:
        store.write(KEY, b"x" * 1000)
    assert caught.value.exit_code == 3
    assert names(store) == []


def test_a_cache_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RenderError, match="file where a folder should be"):
        SegmentCache(tmp_path / "file" / "cache").write(KEY, b"x")


def test_sweeping_removes_only_what_was_abandoned_long_ago(store: SegmentCache) -> None:
    store.write(KEY, b"kept")
    for name, age in (("old", 2 * 24 * 3600), ("new", 60)):
        path = store.path(KEY).with_name(f"{TEMPORARY_PREFIX}{name}")
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age,) * 2)
    store.sweep()
    assert names(store) == sorted([f"{TEMPORARY_PREFIX}new", store.path(KEY).name])


@pytest.mark.parametrize("key", ["../" + "a" * 61, "short", KEY.upper()])
def test_keys_that_are_no_digests_are_refused(store: SegmentCache, key: str) -> None:
    with pytest.raises(ValueError, match="segment key"):
        store.path(key)


def test_the_users_store_follows_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_segment_cache().root == tmp_path / "moa-anim"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/cache")
    assert default_segment_cache().root.is_absolute()


def test_the_trailer_is_no_part_of_the_data(store: SegmentCache) -> None:
    data = encode(2)
    store.write(KEY, data)
    assert io.BytesIO(store.read(KEY) or b"").getvalue() == data

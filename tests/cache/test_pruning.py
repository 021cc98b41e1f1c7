"""The cache keeps to its limit, knows what is its own, and goes on while others remove from it."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flat_film import draw_flat_renditions
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.cache import entry as cache_entry
from moa_anim.cache.arrays import cached
from moa_anim.cache.entry import TRAILER_BYTES
from moa_anim.cache.limit import limit_bytes, parse_gib
from moa_anim.cache.listing import GIB, cache_data, cache_text, size
from moa_anim.cache.pruning import ARRAYS, KERNELS, SEGMENTS, UNFINISHED, Cache
from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import CommandLineError, RenderError
from moa_anim.render import compose
from moa_anim.render import local as render
from moa_anim.render.film import make_film
from moa_anim.render.plan import RenderPlan
from moa_anim.render.rendition import full_rendition
from moa_anim.render.runs import missing_keys

HOUR = 3600.0


def key(number: int) -> str:
    return f"{number:064x}"


def put(store: SegmentCache, number: int, size: int, age: float) -> Path:
    """An entry of `size` bytes, trailer and all, last used `age` seconds ago."""
    store.write(key(number), bytes(size - TRAILER_BYTES))
    path = store.path(key(number))
    os.utime(path, (time.time() - age,) * 2)
    return path


def put_file(store: SegmentCache, name: str, age: float = HOUR) -> Path:
    path = store.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(100))
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_both_kinds_are_found_and_nothing_else(store: SegmentCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(store.root.parent))
    own = SegmentCache(store.root.parent / "moa-anim")
    own.write(key(1), b"film")
    cached(lambda: np.zeros(9), "nine")
    put_file(own, "00/.moa-anim-1-ab")
    foreign = [
        put_file(own, name) for name in ("notes.txt", "00/film.mp4", "ab/x.kept", "arrays/a.array", "mine/x")
    ]
    (own.root / "00" / f"{'a' * 62}.mp4").symlink_to(foreign[0])
    entries = Cache(own.root).entries()
    assert sorted(entry.kind for entry in entries) == sorted([SEGMENTS, ARRAYS, UNFINISHED])
    assert sum(entry.bytes for entry in entries) == sum(entry.path.stat().st_size for entry in entries)
    assert [entry.kind for entry in Cache(own.root).clear()].count(UNFINISHED) == 0
    assert all(path.is_file() for path in foreign)
    assert [entry.kind for entry in Cache(own.root).entries()] == [UNFINISHED]


def test_a_cache_that_is_not_there_is_empty(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "nowhere")
    assert (cache.entries(), cache.prune(0), cache.clear()) == ([], [], [])
    assert list(tmp_path.iterdir()) == []


@given(sizes=st.lists(st.integers(TRAILER_BYTES, 500), max_size=12), limit=st.integers(0, 4000))
def test_what_was_not_used_for_longest_goes_first_and_no_more_than_must(
    sizes: list[int], limit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = SegmentCache(tmp_path_factory.mktemp("cache"))
    paths = [put(store, number, size, HOUR * (1 + number)) for number, size in enumerate(sizes)]
    removed = Cache(store.root).prune(limit)
    left = [path for path in paths if path.exists()]
    assert left == paths[: len(left)]  # the first is the newest
    assert {entry.path for entry in removed} == set(paths[len(left) :])
    assert sum(sizes[: len(left)]) <= limit
    assert len(left) == len(sizes) or sum(sizes[: len(left) + 1]) > limit


def test_what_is_spared_stays_even_above_the_limit(store: SegmentCache) -> None:
    oldest, middle, newest = (put(store, number, 100, HOUR * (3 - number)) for number in range(3))
    Cache(store.root).prune(0, {oldest}, unused_since=time.time() - 1.5 * HOUR)
    assert [path.exists() for path in (oldest, middle, newest)] == [True, False, True]


@pytest.mark.parametrize("suffix", [".mp4", ".array"])
def test_reading_marks_a_use_but_not_every_time(
    store: SegmentCache, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(store.root))

    def read() -> object:
        return store.read(key(1)) if suffix == ".mp4" else cached(lambda: np.zeros(3), "three")

    store.write(key(1), b"film")
    read()
    path = next(store.root.rglob(f"*{suffix}"))
    for age, marked in ((HOUR, True), (30.0, False)):
        os.utime(path, (time.time() - age,) * 2)
        read()
        assert (time.time() - path.stat().st_mtime < 10) is marked


def test_an_entry_used_since_it_was_listed_stays(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(store, 1, 100, HOUR)
    entries = Cache(store.root).entries()
    store.read(key(1))
    monkeypatch.setattr(Cache, "entries", lambda _: entries)
    assert Cache(store.root).prune(0) == []
    assert path.exists()


def test_an_entry_that_another_process_removed_counts_as_gone(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = put(store, 1, 100, 2 * HOUR), put(store, 2, 100, HOUR)
    entries = Cache(store.root).entries()
    old.unlink()
    monkeypatch.setattr(Cache, "entries", lambda _: entries)
    Cache(store.root).prune(100)
    assert new.exists()


def test_an_entry_that_cannot_be_removed_is_passed_over(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = put(store, 1, 100, 2 * HOUR), put(store, 2, 100, HOUR)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == old:
            raise PermissionError(errno.EACCES, "not yours")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert [entry.path for entry in Cache(store.root).prune(100)] == [new]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8", 8 * GIB),
        ("0.5", GIB // 2),
        ("0", 0),
        *((wrong, None) for wrong in ("", "-1", "1e9", "inf", "9999999", "8 ", "٨")),
    ],
)
def test_a_number_of_gib(text: str, expected: int | None) -> None:
    assert parse_gib(text) == expected


def test_the_limit_is_8_gib_or_what_the_environment_says() -> None:
    assert limit_bytes({}) == limit_bytes({"MOA_ANIM_CACHE_GIB": ""}) == 8 * GIB
    assert limit_bytes({"MOA_ANIM_CACHE_GIB": "0.25"}) == GIB // 4
    with pytest.raises(CommandLineError, match="MOA_ANIM_CACHE_GIB"):
        limit_bytes({"MOA_ANIM_CACHE_GIB": "much"})


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (2**20, "1 MiB"), (8 * GIB, "8 GiB")]
)
def test_sizes_as_a_reader_wants_them(count: int, text: str) -> None:
    assert size(count) == text


def test_it_is_written_out(store: SegmentCache) -> None:
    put(store, 1, 100, HOUR)
    os.utime(put(store, 2, 1048, HOUR), (0.0, 0.0))
    data = cache_data(Cache(store.root), 2 * GIB)
    assert data["kinds"][SEGMENTS] == {"entries": 2, "bytes": 1148}
    assert data["oldest_use"] == "1970-01-01T00:00:00+00:00"
    assert "removed" not in data
    lines = cache_text(Cache(store.root), 2 * GIB, [])
    assert (
        f"folder      {store.root}\nsize        1.1 KiB of at most 2 GiB\nsegments    2 entries, 1.1 KiB"
        in lines
    )
    assert lines.endswith("removed     0 entries, 0 B")


class Room:
    """Makes a film of flat colours; `meanwhile` happens between drawing and joining, so many times."""

    def __init__(self, plan: RenderPlan, store: SegmentCache, out: Path) -> None:
        self.plan, self.store, self.out = plan, store, out
        self.told: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None
        self.times, self.drawings = 1, 0

    def draw(self, *arguments: Any, **options: Any) -> None:
        draw_flat_renditions(*arguments, **options)
        self.drawings += 1
        if self.drawings <= self.times:
            self.meanwhile()

    def make(self) -> bytes:
        @contextmanager
        def bar(total: int) -> Iterator[Callable[[int], None]]:
            yield lambda done: None

        make_film(self.plan, self.store, self.out, jobs=1, bar=bar, report=self.told.append)
        return self.out.read_bytes()


@pytest.fixture
def room(plan: RenderPlan, store: SegmentCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    made = Room(plan, store, tmp_path / "film.mp4")
    monkeypatch.setattr(render, "render_locally", made.draw)
    return made


def test_a_render_keeps_the_cache_to_its_limit_and_its_own_film(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = put(room.store, 1, 5000, HOUR)
    monkeypatch.setenv("MOA_ANIM_CACHE_GIB", "0")
    room.make()
    assert not old.exists()
    assert all(room.store.has(segment.key) for segment in room.plan.segments)
    assert "cache at its limit of 0 B: removed 1 entry, 4.9 KiB, least recently used" in room.told


def test_what_was_of_use_while_it_was_drawn_stays(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    used, unused = put(room.store, 1, 100, HOUR), put(room.store, 2, 100, HOUR)
    room.meanwhile = lambda: room.store.read(key(1))
    monkeypatch.setenv("MOA_ANIM_CACHE_GIB", "0")
    room.make()
    assert (used.exists(), unused.exists()) == (True, False)


def test_the_films_own_pieces_stay_even_if_their_use_could_not_be_marked(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_entry, "_mark_used", lambda path: None)
    paths = [room.store.path(segment.key) for segment in room.plan.segments]

    def grow_old() -> None:
        for path in paths:
            os.utime(path, (0.0, 0.0))

    room.meanwhile = grow_old
    monkeypatch.setenv("MOA_ANIM_CACHE_GIB", "0")
    room.make()
    assert all(path.exists() for path in paths)


def test_a_render_within_the_limit_removes_nothing(room: Room) -> None:
    old = put(room.store, 1, 5000, 1000 * HOUR)
    room.make()
    assert old.exists()
    assert not any("cache" in line for line in room.told)


def test_a_render_that_fails_keeps_to_the_limit_too(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    old = put(room.store, 1, 5000, HOUR)

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(render, "render_locally", fail)
    monkeypatch.setenv("MOA_ANIM_CACHE_GIB", "0")
    with pytest.raises(KeyboardInterrupt):
        room.make()
    assert not old.exists()


@pytest.mark.parametrize("loss", ["one piece", "all", "the folder", "a truncated piece"])
def test_what_goes_away_between_drawing_and_joining_is_drawn_again(
    room: Room, loss: str, tmp_path: Path
) -> None:
    undisturbed = room.make()
    room.out.unlink()
    room.drawings = 0
    path = room.store.path(room.plan.segments[0].key)
    losses: dict[str, Callable[[], object]] = {
        "one piece": path.unlink,
        "all": Cache(room.store.root).clear,
        "the folder": lambda: shutil.rmtree(room.store.root),
        "a truncated piece": lambda: path.write_bytes(path.read_bytes()[:-9]),
    }
    room.meanwhile = losses[loss]
    assert room.make() == undisturbed
    assert room.drawings == 2
    gone = len(room.plan.segments) if loss in ("all", "the folder") else 1
    assert f"segments removed from the cache since they were drawn: {gone}; drawing them again" in room.told
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".moa-anim-")] == []


def test_what_goes_away_again_and_again_is_told(room: Room) -> None:
    room.times, room.meanwhile = 9, Cache(room.store.root).clear
    with pytest.raises(RenderError, match="no finished segment") as caught:
        room.make()
    assert (room.drawings, caught.value.exit_code) == (2, 3)


def test_another_fault_of_joining_draws_nothing_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(compose, "join", full)
    with pytest.raises(RenderError, match="full disk"):
        room.make()
    assert room.drawings == 1


def test_two_renders_at_once_with_no_room_for_both(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    # The other one ends between our drawing and our joining, and takes what we drew long ago for nobody's.
    monkeypatch.setenv("MOA_ANIM_CACHE_GIB", "0")

    def other() -> None:
        for segment in room.plan.segments[:2]:
            os.utime(room.store.path(segment.key), (0.0, 0.0))
        Cache(room.store.root).prune(0, unused_since=time.time() - HOUR)

    room.meanwhile = other
    room.make()
    assert room.drawings == 2
    assert not missing_keys([full_rendition(room.plan)], room.store)


def test_a_folder_removed_between_being_made_and_written_to_is_made_again(
    store: SegmentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, times = Path.write_bytes, iter([True, False])

    def disturbed(path: Path, data: bytes) -> int:
        if next(times):
            shutil.rmtree(store.root)
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", disturbed)
    store.write(key(1), b"film")
    assert store.read(key(1)) == b"film"


def test_a_damaged_array_is_removed_even_where_it_cannot_be_kept_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cached(lambda: np.zeros(9), "nine")
    (path,) = tmp_path.rglob("*.array")
    stored = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    for damaged in (stored[:-4], stored[:9] + bytes([stored[9] ^ 1]) + stored[10:], b""):
        path.write_bytes(damaged)
        assert cached(lambda: np.ones(9), "nine").sum() == 9
        assert not path.exists()


def test_segments_that_were_exchanged_are_drawn_again(
    room: Room, fault_log: Callable[[str, str, str], None]
) -> None:
    undisturbed = room.make()
    one, other = [each for each in room.plan.segments if each.frames == 60][:2]
    paths = [room.store.path(each.key) for each in (one, other)]

    def exchange() -> None:
        stored = [path.read_bytes() for path in paths]
        for path, other in zip(paths, reversed(stored), strict=True):
            path.write_bytes(other)

    for when in ("before", "meanwhile"):
        room.out.unlink()
        room.drawings = 0
        room.meanwhile = exchange if when == "meanwhile" else lambda: None
        if when == "before":
            exchange()
        assert room.make() == undisturbed
        assert room.drawings == (2 if when == "meanwhile" else 1)
    fault_log(
        "two cached segments of the same length exchanged on disk, before a render and during it",
        "nothing, or “segments removed from the cache since they were drawn: 2; drawing them again”",
        "the film, to the byte",
    )


def test_kernels_are_counted_and_pruned_like_the_rest(store: SegmentCache) -> None:
    path = put_file(store, "kernels/kernels.shade-0123456789abcdef.kernel")
    put_file(store, "kernels/notes.kernel")
    put_file(store, "kernels/.moa-anim-1-ab", HOUR / 2)
    assert [entry.kind for entry in Cache(store.root).entries()] == [KERNELS, UNFINISHED]
    assert [entry.path for entry in Cache(store.root).clear()] == [path]


def test_an_entry_of_the_former_format_is_none_and_is_pruned(store: SegmentCache) -> None:
    name = f"{key(1)[:2]}/{key(1)[2:]}.mp4"
    path = put_file(store, name)
    assert [entry.path for entry in Cache(store.root).prune(0)] == [path]
    former = put_file(store, name)
    former.write_bytes(b"film" + b"\0\0\0\x18freemoa1" + (4).to_bytes(8, "big") + b"\x12\x34\x56\x78")
    assert not store.has(key(1))

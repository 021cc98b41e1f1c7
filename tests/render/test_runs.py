"""Which run a process draws next: of the shot that it has surveyed already, and every run once."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.render.runs import Product, Run, RunQueue


def run(shot_id: str, frames: int) -> Run:
    fake: Any = SimpleNamespace(shot_id=shot_id, segments=(SimpleNamespace(frames=frames),))
    return cast(Run, fake)


def test_processes_begin_with_different_shots_the_longest_first() -> None:
    waiting = RunQueue([run("a", 300), run("b", 360), run("a", 120), run("c", 200)])
    assert [each.shot_id for each in waiting.first(2)] == ["a", "b"]


def test_a_process_goes_on_with_its_shot() -> None:
    waiting = RunQueue([run("a", 300), run("b", 360), run("a", 120), run("c", 200)])
    waiting.first(2)
    following = waiting.after("a", ["b"])
    assert following is not None
    assert (following.shot_id, following.segments[0].frames) == ("a", 120)
    assert waiting.after("a", ["b"]).shot_id == "c"  # type: ignore[union-attr]
    assert waiting.after("c", ["b"]) is None


def test_a_process_without_a_shot_of_its_own_helps_another() -> None:
    waiting = RunQueue([run("a", 360), run("a", 360), run("a", 360), run("b", 60)])
    waiting.first(2)
    helping = waiting.after("b", ["a"])
    assert helping is not None
    assert helping.shot_id == "a"


def long_run(shot_id: str, segments: int) -> Run:
    one: Any = SimpleNamespace(frames=30)
    product = Product(None, 16, 16, tuple(f"{shot_id} {number}" for number in range(segments)))
    nothing: Any = None
    return Run(nothing, shot_id, nothing, (one,) * segments, (product,), Path())


def drawn(runs: list[Run], jobs: int) -> tuple[list[Run], list[int]]:
    """The runs that so many processes draw, equally fast, and after how many frames each process has nothing left."""
    waiting = RunQueue(runs)
    under_way = [(each.frames, each) for each in waiting.first(jobs)]
    done, ended = [], []
    while under_way:
        under_way.sort(key=lambda each: each[0])
        until, finished = under_way.pop(0)
        done.append(finished)
        following = waiting.after(finished.shot_id, [each.shot_id for _, each in under_way])
        if following is None:
            ended.append(until)
        else:
            under_way.append((until + following.frames, following))
    return done, ended


def test_the_last_run_is_shared_by_the_processes() -> None:
    _, ended = drawn([long_run(each, 12) for each in "abc"], 2)
    assert max(ended) - min(ended) <= 3 * 30
    assert max(ended) <= 18 * 30 + 3 * 30


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(1, 4))
def test_parted_runs_have_each_segment_once(lengths: list[int], jobs: int) -> None:
    runs = [long_run(str(number), length) for number, length in enumerate(lengths)]
    done, _ = drawn(runs, jobs)
    keys = [key for each in done for product in each.products for key in product.keys]
    assert sorted(map(str, keys)) == sorted(str(key) for each in runs for key in each.products[0].keys)
    assert sum(each.frames for each in done) == 30 * sum(lengths)


@given(
    shots=st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 360)), max_size=12),
    jobs=st.integers(1, 4),
)
def test_every_run_is_drawn_once(shots: list[tuple[str, int]], jobs: int) -> None:
    runs = [run(shot_id, frames) for shot_id, frames in shots]
    waiting = RunQueue(runs)
    under_way = waiting.first(jobs)
    assert len(under_way) == min(jobs, len(runs))
    done = []
    while under_way:
        done.append(under_way.pop(0))
        following = waiting.after(done[-1].shot_id, [each.shot_id for each in under_way])
        if following is not None:
            under_way.append(following)
    assert sorted(map(id, done)) == sorted(map(id, runs))

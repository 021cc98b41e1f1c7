"""Which run a process draws next: of the shot that it has surveyed already, and every run once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.render.runs import Run, RunQueue


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

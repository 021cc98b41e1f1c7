"""The shorthands of scenes do what the motions do that they stand for."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.stage.motion import Appear, Change, Motion, Stagger, Vanish, Within, change, hide, show, steady

Make = Callable[[Any], Motion]

PAIRS: dict[str, tuple[Make, Make]] = {
    "show": (lambda it: show(it, 0.2, 0.6), lambda it: Within(0.2, 0.6, Appear(it))),
    "show to": (lambda it: show(it, 0.2, 0.6, 0.5), lambda it: Within(0.2, 0.6, Appear(it, 0.5))),
    "hide": (lambda it: hide(it, 0.2, 0.6), lambda it: Within(0.2, 0.6, Vanish(it))),
    "change": (
        lambda it: change(it, "dim", 0.3, 0.2, 0.6, ease=steady),
        lambda it: Within(0.2, 0.6, Change(it, "dim", 0.3, ease=steady)),
    ),
}


@pytest.mark.parametrize("pair", PAIRS)
@given(shares=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5))
def test_a_shorthand_moves_as_the_motion_that_it_stands_for(pair: str, shares: list[float]) -> None:
    seen = []
    for make in PAIRS[pair]:
        actor = SimpleNamespace(opacity=0.4, dim=0.9)
        motion = make(actor)
        motion.begin()
        for share in sorted(shares):
            motion.interpolate(share)
        seen.append(actor)
    assert seen[0] == seen[1]


def played(motion: Motion, shares: list[float]) -> None:
    motion.begin()
    for share in shares:
        motion.interpolate(share)


@given(
    begin=st.floats(0.0, 0.2),
    length=st.floats(0.05, 0.2),
    every=st.floats(0.0, 0.1),
    count=st.integers(1, 5),
    shares=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5),
)
def test_a_stagger_is_the_same_motion_later_and_later(
    begin: float, length: float, every: float, count: int, shares: list[float]
) -> None:
    together: list[Any] = [SimpleNamespace(opacity=0.0) for _ in range(count)]
    by_hand: list[Any] = [SimpleNamespace(opacity=0.0) for _ in range(count)]
    end = begin + length
    played(show(together, begin, end, every=every), sorted(shares))
    for number, each in enumerate(by_hand):
        played(Within(begin + every * number, end + every * number, Appear(each)), sorted(shares))
    assert together == by_hand


@pytest.mark.parametrize("several", [list, tuple])
def test_several_things_are_shown_hidden_and_changed_together(several: Callable[[Any], Any]) -> None:
    things = several([SimpleNamespace(opacity=0.2, dim=0.0) for _ in range(3)])
    played(show(things, 0.0, 0.5), [0.5])
    assert {each.opacity for each in things} == {1.0}
    played(change(things, "dim", 0.4, 0.0, 0.5), [0.5])
    assert {each.dim for each in things} == {0.4}
    played(hide(things, 0.0, 0.5), [0.5])
    assert {each.opacity for each in things} == {0.0}


def test_what_is_shown_until_a_share_fades_out_again() -> None:
    thing: Any = SimpleNamespace(opacity=0.0)
    motion = show(thing, 0.1, 0.2, 0.8, until=(0.6, 0.7))
    seen = []
    motion.begin()
    for share in (0.05, 0.2, 0.5, 0.65, 0.7, 1.0):
        motion.interpolate(share)
        seen.append(thing.opacity)
    assert seen == pytest.approx([0.0, 0.8, 0.8, 0.4, 0.0, 0.0])


def test_a_group_in_a_stagger_moves_together() -> None:
    things: list[Any] = [SimpleNamespace(opacity=0.0) for _ in range(3)]
    first, second, third = things
    groups: list[Motion | list[Motion]] = [[Appear(first), Appear(second)], Appear(third)]
    played(Stagger(0.0, 0.2, groups, every=0.5), [0.3])
    assert (first.opacity, second.opacity, third.opacity) == (1.0, 1.0, 0.0)


def test_a_stagger_that_would_not_end_with_its_play_is_refused() -> None:
    things: list[Any] = [SimpleNamespace(opacity=0.0) for _ in range(4)]
    show(things, 0.0, 0.4, every=0.2)  # ends at 1
    with pytest.raises(ValueError, match=r"would end at 1\.1 of the play"):
        show(things, 0.1, 0.5, every=0.2)

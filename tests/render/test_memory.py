"""Memory is given back, wherever there is something to give it back with."""

from __future__ import annotations

import gc
import weakref

import pytest

from moa_anim.render import memory
from moa_anim.render.memory import give_back, settle


class Scene:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.own = self


def test_what_holds_itself_is_freed() -> None:
    gc.disable()
    try:
        scene = Scene()
        gone = weakref.ref(scene)
        del scene
        assert gone() is not None
        give_back()
        assert gone() is None
    finally:
        gc.enable()


def test_what_was_there_when_a_run_began_is_freed_by_the_next_if_it_is_of_no_use() -> None:
    scene = Scene()
    gone = weakref.ref(scene)
    try:
        settle()
        del scene
        gc.collect()
        assert gone() is not None, "it is passed over"
        settle()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_a_system_without_glibc_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    memory._trim.cache_clear()
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    give_back()
    memory._trim.cache_clear()

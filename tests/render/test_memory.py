"""Memory is given back, wherever there is something to give it back with."""

from __future__ import annotations

import gc
import weakref

import pytest

from moa_anim.render import memory
from moa_anim.render.memory import freeze_loaded_objects, release_memory


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
        release_memory()
        assert gone() is None
    finally:
        gc.enable()


def test_what_was_there_when_a_run_began_is_freed_by_the_next_if_it_is_of_no_use() -> None:
    scene = Scene()
    gone = weakref.ref(scene)
    try:
        freeze_loaded_objects()
        del scene
        gc.collect()
        assert gone() is not None, "it is passed over"
        freeze_loaded_objects()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_a_system_without_glibc_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    memory._malloc_trim.cache_clear()
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    release_memory()
    memory._malloc_trim.cache_clear()

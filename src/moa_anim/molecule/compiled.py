"""Kernels compiled by numba, their machine code kept on disk as entries that prove themselves.

numba's own cache (`cache=True`) unpickles and runs what it finds: a truncated file ends the program, a changed byte may
change pictures. It also fails on import where it can write nowhere. Here such a kernel is compiled again.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import pickle
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba import njit
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.registry import CPUDispatcher
from numba.core.serialize import dumps

from moa_anim.cache.entry import read_entry, write_entry
from moa_anim.cache.folder import cache_folder

SUFFIX = ".kernel"
"""Of a compiled kernel."""

FOLDER = "kernels"
"""In the folder of caches."""

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# numba has types in part.
_CompileResult: Any = CompileResult
_dumps: Callable[[object], bytes] = dumps


def compiled(function: Kernel) -> Kernel:
    """Return `function` compiled by numba for each set of argument types that it is called with.

    It may use values and kernels of its own module only: another module's changes would not be noticed.
    """
    kernel: Any = njit(function)
    if isinstance(kernel, CPUDispatcher):  # not where NUMBA_DISABLE_JIT is set
        vars(kernel)["_cache"] = KernelCache(function)
    return cast(Kernel, kernel)


class KernelCache(NullCache):
    """The compiled forms of one function on disk; numba asks it before it compiles and tells it afterwards."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._source = Path(inspect.getfile(function))
        self._name = f"{self._source.stem}.{function.__qualname__}"
        with suppress(OSError):
            self._code = hashlib.sha256(self._source.read_bytes()).hexdigest()

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """Return the compiled form for a signature; None if there is none, or none that can be used."""
        target_context.refresh()
        for path, key in self._places(signature, target_context.codegen()):
            data = read_entry(path, key, SUFFIX)
            if data is not None:
                with suppress(Exception):  # whatever it is that numba cannot load, it can compile again
                    return _CompileResult._rebuild(target_context, *pickle.loads(data))
        return None

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep a compiled form in the first folder that can be written; where there is none, it is not kept."""
        if result.lifted or result.library.has_dynamic_globals:
            return
        data = _dumps(result._reduce())
        for path, key in self._places(signature, result.library.codegen):
            with suppress(OSError):
                write_entry(path, key, SUFFIX, data)
                return

    def _places(self, signature: Any, codegen: Any) -> Iterator[tuple[Path, str]]:
        """Where the compiled form may be, and its key: where numba is told to, beside the source, in the folder of caches.

        The name changes with the machine and the types, the key with the code and the versions too: the form of an older
        code is replaced, not added to.
        """
        if not hasattr(self, "_code"):
            return
        target = f"{self._source}\n{signature!r}\n{codegen.magic_tuple()!r}\n{sys.implementation.cache_tag}"
        name = f"{self._name}-{hashlib.sha256(target.encode()).hexdigest()[:16]}{SUFFIX}"
        made_by = [f"{each} {version(each)}" for each in ("numba", "llvmlite", "numpy")]
        key = hashlib.sha256(
            "\n".join([target, self._name, self._code, platform.python_version(), *made_by]).encode()
        )
        beside = self._source.parent / "__pycache__"
        told: str = getattr(numba.config, "CACHE_DIR", "")
        if told:
            yield Path(told) / FOLDER / name, key.hexdigest()
        elif not beside.is_symlink() and os.access(self._source.parent, os.W_OK):
            yield beside / name, key.hexdigest()
        with suppress(Exception):  # no home, so no folder of caches
            yield cache_folder() / FOLDER / name, key.hexdigest()

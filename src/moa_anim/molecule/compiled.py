"""Kernels compiled by numba, their machine code cached on disk in entries with a checksum.

numba's own cache (`cache=True`) unpickles and runs any file that it finds: a truncated file ends the program, a changed byte
may change pictures. It also fails on import if no folder is writable. Here the kernel is compiled again in these cases.
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
"""Suffix of a compiled kernel's file."""

FOLDER = "kernels"
"""Name of the kernels' folder in the cache folder."""

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# numba is only partly typed.
_CompileResult: Any = CompileResult
_dumps: Callable[[object], bytes] = dumps


def compiled(function: Kernel) -> Kernel:
    """Return `function`, compiled by numba for each set of argument types that it is called with.

    It may use values and kernels of its own module only: changes of another module would not invalidate the cache.
    """
    # Threads may run kernels at the same time: these touch no Python object.
    kernel: Any = njit(nogil=True)(function)
    if isinstance(kernel, CPUDispatcher):  # not where NUMBA_DISABLE_JIT is set
        vars(kernel)["_cache"] = KernelCache(function)
    return cast(Kernel, kernel)


class KernelCache(NullCache):
    """The compiled forms of one function on disk; numba loads from it before compiling, and saves to it afterwards."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._source = Path(inspect.getfile(function))
        self._name = f"{self._source.stem}.{function.__qualname__}"
        with suppress(OSError):
            self._code = hashlib.sha256(self._source.read_bytes()).hexdigest()

    def load_overload(self, signature: Any, target_context: Any) -> Any:
        """Return the compiled form for a signature; None if there is no valid one."""
        target_context.refresh()
        for path, key in self._places(signature, target_context.codegen()):
            data = read_entry(path, key, SUFFIX)
            if data is not None:
                with suppress(Exception):  # whatever numba cannot load it can compile again
                    return _CompileResult._rebuild(target_context, *pickle.loads(data))
        return None

    def save_overload(self, signature: Any, result: Any) -> None:
        """Save a compiled form in the first writable folder; if there is none, it is not saved."""
        if result.lifted or result.library.has_dynamic_globals:
            return
        data = _dumps(result._reduce())
        for path, key in self._places(signature, result.library.codegen):
            with suppress(OSError):
                write_entry(path, key, SUFFIX, data)
                return

    def _places(self, signature: Any, codegen: Any) -> Iterator[tuple[Path, str]]:
        """Paths of the compiled form, and its key: in numba's folder or beside the source, and in the cache folder.

        The name depends on the machine and the types, the key on the code and the versions too: the compiled form of older
        code is overwritten.
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
        configured: str = getattr(numba.config, "CACHE_DIR", "")
        if configured:
            yield Path(configured) / FOLDER / name, key.hexdigest()
        elif not beside.is_symlink() and os.access(self._source.parent, os.W_OK):
            yield beside / name, key.hexdigest()
        with suppress(Exception):  # without a home folder there is no cache folder
            yield cache_folder() / FOLDER / name, key.hexdigest()

"""Arrays that take long to make and depend on data alone, kept on disk under the hash of all that they depend on.

A crowd, a sprite, helix 12's way: each process that draws a part of the same shot finds them made. Nothing depends on the
keeping: what cannot be read is made again, what cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.entry import read_entry, write_entry
from moa_anim.cache.folder import cache_folder
from moa_anim.cache.inputs import array_inputs, digest_files, digest_json

SUFFIX = ".kept"
"""Of an array in the folder of caches."""

FORMAT = "zlib npy"
"""How an array is written; another way must change the keys."""

COVERED = ("moa_anim.molecule.", "moa_anim.stage.", "moa_anim.model.")
"""Modules whose code is in every array's key (cache_inputs.PICTURE_CODE)."""

_PLAIN = (bool, int, float, str, bytes, type(None), Fraction, Enum, np.generic)
"""Types whose `repr` tells all of a value."""


def cached(make: Callable[[], NDArray[Any]], *key: object) -> NDArray[Any]:
    """Return `make()`, or what it returned when it was made before under the same key, code, data and versions.

    `key` is of numbers, strings, tuples and arrays. The array returned may be written to.

    Raises:
        TypeError: `key` has something in it whose text may leave out a part of it.
    """
    digest = _digest((_code_beside(make), *key))
    path = cache_folder() / "kept" / f"{digest}{SUFFIX}"
    found = read_entry(path, digest, SUFFIX)
    if found is not None:
        with suppress(
            ValueError, EOFError, zlib.error
        ):  # only if it was written by another numpy in another way
            return _unpacked(found)
    made = make()
    with suppress(OSError):
        write_entry(path, digest, SUFFIX, _packed(made))
    return made


@cache
def _package() -> bytes:
    """The digest of the code and data that every kept array depends on, and of what computes it."""
    return f"{FORMAT} {digest_json(array_inputs())}".encode()


def _code_beside(make: Callable[[], NDArray[Any]]) -> str:
    """The digest of the code beside `make`, for one that is not in the code that every array depends on: a scene's."""
    code = getattr(make, "__code__", None)
    if code is None or str(make.__module__).startswith(COVERED):
        return ""
    return _python_files(Path(code.co_filename).parent)


@cache
def _python_files(folder: Path) -> str:
    return digest_files(folder, ("*.py",))


def _digest(key: object) -> str:
    digest = hashlib.sha256(_package())

    def add(value: object) -> None:
        if isinstance(value, np.ndarray):
            if value.dtype.hasobject:
                raise TypeError(f"an array of {value.dtype} in a key: its bytes are addresses")
            digest.update(
                f"array {value.dtype.str} {value.shape} ".encode() + np.ascontiguousarray(value).tobytes()
            )
        elif isinstance(value, tuple | list):
            digest.update(f"{len(value)} of ".encode())
            for each in value:
                add(each)
        elif isinstance(value, _PLAIN):
            digest.update(f"{type(value).__name__} {value!r} ".encode())
        else:
            raise TypeError(f"{type(value).__name__} in a key: its text may leave out a part of it")

    add(key)
    return digest.hexdigest()


def _packed(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return zlib.compress(file.getvalue(), 1)


def _unpacked(data: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(zlib.decompress(data)), allow_pickle=False)
    return array

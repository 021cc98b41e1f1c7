"""Arrays that take long to compute, cached on disk under the hash of all that they depend on.

Examples are a crowd, a sprite, the path of helix 12: processes that draw parts of the same shot share them. The cache is an
optimisation only: what cannot be read is computed again, and a failed write is ignored.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from moa_anim.cache.entry import read_entry, write_entry
from moa_anim.cache.folder import cache_folder
from moa_anim.cache.inputs import PICTURE_ROOMS, array_inputs
from moa_anim.cache.installed import digest_files, digest_json

FOLDER = "arrays"
"""Name of the folder of arrays in the folder of caches."""

SUFFIX = ".array"
"""File name extension of an array, and its kind as an entry."""

_FORMAT = "zstd npy"
"""How an array is written. It is part of every key, so that a change of format is a change of keys."""

_COMPRESSION_LEVEL = 1
"""Of zstandard, from 1 to 22. Pictures take a tenth of the time that zlib's fastest level takes, and no more room."""

_PICTURE_PACKAGES = tuple(f"moa_anim.{room}." for room in PICTURE_ROOMS)
"""Prefixes of the modules whose code is in every array's key already."""

CODE_SHA256 = "__code_sha256__"
"""Name in a module of the SHA-256 of its code, if it was not read from its file when it was loaded."""

_PLAIN = (bool, int, float, str, bytes, type(None), Fraction, Enum, np.generic)
"""Types whose `repr` is different for different values."""


def cached(make: Callable[[], NDArray[Any]], *key: object) -> NDArray[Any]:
    """Return `make()`, or what it returned when it was made before under the same key, code, data and versions.

    `key` consists of numbers, strings, tuples and arrays. The array returned may be written to.

    Raises:
        TypeError: `key` holds a value whose `repr` may leave out a part of it.
    """
    digest = _digest((_scene_code(make), _own_colours(make), *key))
    path = cache_folder() / FOLDER / f"{digest}{SUFFIX}"
    stored = read_entry(path, digest, SUFFIX)
    if stored is not None:
        with suppress(
            ValueError, EOFError, zstandard.ZstdError
        ):  # written by a numpy with another format of arrays
            return _unpacked(stored)
    made = make()
    with suppress(OSError):
        write_entry(path, digest, SUFFIX, _packed(made))
    return made


@cache
def _common_inputs() -> bytes:
    """Return what every array depends on, as text: the format, and the digest of code, data, versions and machine."""
    return f"{_FORMAT} {digest_json(array_inputs())}".encode()


_COLOURLESS_PACKAGE = "moa_anim.molecule."
"""Prefix of the modules that cannot know the film's colours (they are in `graphics`): shapes and paths of molecules."""

_colours = ""
"""Digest of the colours that the film of this process has in place of the package's; "" if it has none."""


def depend_on_colours(digest: str) -> None:
    """Have the key of every array that may have colours depend on the film's own from now on; "" if it has none."""
    global _colours
    _colours = digest


def _scene_code(make: Callable[[], NDArray[Any]]) -> str:
    """Return the digest of the file of `make` if it is not among the code that every array depends on: of a scene's."""
    code = getattr(make, "__code__", None)
    if code is None or str(make.__module__).startswith(_PICTURE_PACKAGES):
        return ""
    # A production's own file may have been saved again since its code was loaded; the module knows what was.
    own = getattr(sys.modules.get(str(make.__module__)), CODE_SHA256, None)
    return own if isinstance(own, str) else _file_digest(Path(code.co_filename))


def _own_colours(make: Callable[[], NDArray[Any]]) -> str:
    return "" if str(make.__module__).startswith(_COLOURLESS_PACKAGE) else _colours


@cache
def _file_digest(path: Path) -> str:
    return digest_files(path.parent, (path.name,))


def _digest(key: object) -> str:
    digest = hashlib.sha256(_common_inputs())

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
    ordered = np.asarray(array, order="C")
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, np.lib.format.header_data_from_array_1_0(ordered))
    # The array's own bytes, not copies of them: it may have 50 MB.
    body = ordered.reshape(-1).view(np.uint8).data
    compressor = zstandard.ZstdCompressor(level=_COMPRESSION_LEVEL).compressobj(
        size=len(head.getvalue()) + len(body)
    )
    return compressor.compress(head.getvalue()) + compressor.compress(body) + compressor.flush()


def _unpacked(data: bytes) -> NDArray[Any]:
    array: NDArray[Any] = np.load(
        io.BytesIO(zstandard.ZstdDecompressor().decompress(data)), allow_pickle=False
    )
    return array

"""Arrays that take long to make and depend on data alone, kept on disk under the hash of all that they depend on.

A crowd, a sprite, helix 12's way: each process that draws a part of the same shot finds them made. Nothing depends on the
keeping: what cannot be read is made again, what cannot be written is not kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache_folder import cache_folder, mark_used

PARTS = ("molecule", "stage", "assets")
"""Folders of the package whose files decide what is made; scenes give their numbers in the key."""

MAGIC = b"moa-kept-1"


def kept(make: Callable[[], NDArray[Any]], *key: object) -> NDArray[Any]:
    """Return `make()`, or what it returned when it was made before under the same key, code, data and versions.

    `key` is of numbers, strings, tuples and arrays. The array returned may be written to.
    """
    path = cache_folder() / "kept" / f"{_digest(key)}.kept"
    try:
        found = _read(path)
    except OSError:
        pass
    except (ValueError, TypeError, zlib.error):  # truncated, or its bytes changed
        with suppress(OSError):
            path.unlink()
    else:
        mark_used(path)
        return found
    made = make()
    with suppress(OSError):
        _write(path, made)
    return made


@cache
def _package() -> bytes:
    """The digest of the code and data that every kept array depends on, and of what computes it."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in ("numpy", "numba")).encode())
    for part in PARTS:
        root = Path(str(files(f"moa_anim.{part}")))
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.digest()


def _digest(key: object) -> str:
    digest = hashlib.sha256(_package())

    def add(value: object) -> None:
        if isinstance(value, np.ndarray):
            digest.update(
                f"array {value.dtype.str} {value.shape} ".encode() + np.ascontiguousarray(value).tobytes()
            )
        elif isinstance(value, tuple | list):
            digest.update(f"{len(value)} of ".encode())
            for each in value:
                add(each)
        else:
            digest.update(f"{type(value).__name__} {value!r} ".encode())

    add(key)
    return digest.hexdigest()


def _read(path: Path) -> NDArray[Any]:
    stored = path.read_bytes()
    head, _, packed = stored.partition(b"\n")
    magic, kind, shape, checksum = head.split(b" ")
    if magic != MAGIC or int(checksum) != zlib.crc32(packed):
        raise ValueError("not a kept array, or damaged")
    sizes = tuple(int(size) for size in shape.split(b",") if size)
    return np.frombuffer(bytearray(zlib.decompress(packed)), dtype=kind.decode()).reshape(sizes)


def _write(path: Path, array: NDArray[Any]) -> None:
    """Write it whole or not at all: another process may be reading, or the disk full."""
    packed = zlib.compress(np.ascontiguousarray(array).tobytes(), 1)
    shape = ",".join(str(size) for size in array.shape)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".moa-anim-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(
                b" ".join([MAGIC, array.dtype.str.encode(), shape.encode(), str(zlib.crc32(packed)).encode()])
            )
            file.write(b"\n" + packed)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

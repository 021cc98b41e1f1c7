"""What is installed on this machine: files of packages as digests, versions of libraries. Nothing is imported to find out.

Planning a film needs the keys of its segments, and must not wait for the libraries that draw it.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

MISSING = "missing"
"""Stands for the version, or the digest, of what is not installed."""


def digest_json(value: object) -> str:
    """Return the SHA-256 (64 hex digits) of `value` as JSON with sorted keys and no spaces."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def digest_files(root: Path, patterns: Iterable[str]) -> str:
    """Return the SHA-256 of the names and bytes of the files under `root` that match any of `patterns`."""
    files = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for pattern in patterns
        for path in root.glob(pattern)
        if path.is_file() and "__pycache__" not in path.parts
    }
    return digest_json(files)


def package_folder(name: str) -> Path:
    """Return the folder of the package `moa_anim.<name>` ("scenes", "assets") without importing it.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    folder = _folder_of(f"moa_anim.{name}")
    if folder is None:
        raise ModuleNotFoundError(f"No module named 'moa_anim.{name}'", name=f"moa_anim.{name}")
    return folder


def distribution_version(name: str) -> str:
    """Return the version of the Python distribution `name`; MISSING if it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return MISSING


@cache
def library_version(package: str, function: str) -> str:
    """Return what the C function `function` says in the library that extension modules of `package` are linked to."""
    for extension in _extensions(package):
        with suppress(OSError, AttributeError):
            ask = getattr(ctypes.CDLL(str(extension)), function)
            ask.restype = ctypes.c_char_p
            return bytes(ask()).decode("ascii", "replace")
    return MISSING


def font_digest(name: str) -> str:
    """Return the SHA-256 of the font file `name` ("package/folder/file.ttf"); MISSING if it cannot be read."""
    package, _, file = name.partition("/")
    folder = _folder_of(package)
    if folder is not None:
        with suppress(OSError), (folder / file).open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    return MISSING


def _folder_of(package: str) -> Path | None:
    with suppress(ImportError, ValueError):
        spec = find_spec(package)
        if spec and spec.submodule_search_locations:
            return Path(next(iter(spec.submodule_search_locations)))
    return None


def _extensions(package: str) -> list[Path]:
    folder = _folder_of(package)
    return sorted(path for path in folder.iterdir() if path.suffix in (".so", ".pyd")) if folder else []

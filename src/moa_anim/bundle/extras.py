"""Libraries that only a bundle needs: imported when they are used, and named with their remedy when they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from moa_anim.errors import Fault, RenderError

INSTALL = 'pip install "moa-anim[bundle]"'


def require(module: str) -> Any:
    """Return the imported module of the extra `bundle`; raise RenderError with the pip command if it is missing."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or module.split(".")[0] != error.name.split(".")[0]:
            raise  # it is there, and something that it needs is not: its own words say more
        library = f"library {module.split('.')[0]}"
        raise RenderError(Fault(library, "not installed", "the extra 'bundle'", f"run: {INSTALL}")) from None

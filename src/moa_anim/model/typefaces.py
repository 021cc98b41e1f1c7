"""The fonts, as `assets/fonts.toml` lists them: where their files are, and which characters each sets."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar


@dataclass(frozen=True)
class Typeface:
    """A font: its common name `title`, its distribution on PyPI, and `value`, the package and the file in it.

    `family` is its name in a document that is set with it. `axes` are those that are set of a variable font. A `wide` font
    sets ideographs; `blocks` are the first and last characters of what else is set in it.
    """

    title: str
    distribution: str
    value: str
    family: str
    axes: tuple[str, ...] = ()
    wide: bool = False
    blocks: tuple[tuple[int, int], ...] = ()

    INTER: ClassVar[Typeface]
    """What text is set in."""

    NOTO_CJK: ClassVar[Typeface]
    """What the source page's notice is set in."""

    def sets(self, mark: str) -> bool:
        """Whether the character is in one of its blocks."""
        return any(first <= ord(mark) <= last for first, last in self.blocks)


@cache
def _by_name() -> dict[str, Typeface]:
    data = tomllib.loads((files("moa_anim.assets") / "fonts.toml").read_text(encoding="utf-8"))
    return {name: _typeface(entry) for name, entry in data.items()}


def _typeface(entry: dict[str, Any]) -> Typeface:
    blocks = [block.partition("-") for block in entry.get("blocks", ())]
    return Typeface(
        entry["title"],
        entry["distribution"],
        entry["file"],
        entry["family"],
        tuple(entry.get("axes", ())),
        entry.get("wide", False),
        tuple((int(first, 16), int(last, 16)) for first, _, last in blocks),
    )


def typefaces() -> tuple[Typeface, ...]:
    """Return all fonts, Inter first."""
    return tuple(_by_name().values())


Typeface.INTER = _by_name()["inter"]
Typeface.NOTO_CJK = _by_name()["noto_cjk"]

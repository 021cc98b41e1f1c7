"""The list of all that a cached array, a segment or a cluster worker's answer depends on, and the keys made of it.

| key of | code | scene | assets | libraries, fonts, machine | the production's own values |
|---|---|---|---|---|---|
| array | `PICTURE_ROOMS`, and the scene that makes it | | yes | yes | the film's own colours, what `cached()` is given |
| segment | `PICTURE_ROOMS`, `ENCODING_MODULES` | its file | yes | yes | `picture_key()`, `segment_key()` |
| worker | all above and `WORKER_CODE` | all | yes | yes | none: a run brings them along |
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

import moa_anim
from moa_anim.cache.installed import (
    digest_files,
    digest_json,
    distribution_version,
    font_digest,
    library_version,
    package_folder,
)
from moa_anim.model.credits import MODULE, credits_of, follow_the_summary
from moa_anim.model.quality import Quality
from moa_anim.model.signal_told import FOLLOWING_MODULES, tells_the_signal
from moa_anim.model.story import SceneName, Storyboard
from moa_anim.model.timeline import CaptionSlot, ShotSlot, Slot
from moa_anim.model.typefaces import typefaces

PICTURE_ROOMS = ("model", "molecule", "graphics", "stage", "actors", "illustrations", "sets")
"""Rooms of the package whose code decides what is drawn, whatever the scene."""

ENCODING_MODULES = (
    "render/draw.py",
    "render/encoder.py",
    "render/colour_conversion.py",
    "render/products.py",
)
"""Modules that decide what becomes of a drawn frame. The other modules of `render` move finished segments about."""

PICTURE_CODE = tuple(f"{room}/**/*.py" for room in PICTURE_ROOMS)
"""Files whose code is in the key of every array, as patterns below the package."""

SEGMENT_CODE = (*PICTURE_CODE, *ENCODING_MODULES)
"""Files whose code is in the key of every segment, as patterns below the package."""

WORKER_ROOMS = ("cache", "captions", "files", "render", "script")
"""Further rooms whose code a worker of a cluster runs or unpickles: it must be the client's, though no key has it."""

WORKER_CODE = (*PICTURE_CODE, *(f"{room}/**/*.py" for room in WORKER_ROOMS), "*.py")
"""Files that a worker and its client must share, as patterns below the package."""

ASSETS = ("palette.toml", "fonts.toml", "structures/**/*")
"""The package's data that decide what a frame looks like."""

DISTRIBUTIONS = (
    "manim",
    "numpy",
    "numba",
    "llvmlite",
    "scipy",
    "networkx",
    "gemmi",
    "pycairo",
    "av",
    "uharfbuzz",
    "python-bidi",
    *(each.distribution for each in typefaces()),
)
"""Python distributions that draw and encode."""

LIBRARIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cairo": ("cairo", "cairo_version_string"),
        "pixman": ("cairo", "pixman_version_string"),
        "ffmpeg": ("av", "av_version_info"),
    }
)
"""C libraries that may be the system's: the Python package whose extension is linked to each, and its version function.

FreeType and Pango are not among them: lines are shaped, and their outlines taken, by the HarfBuzz inside uharfbuzz.
"""

FONTS = tuple(each.value for each in typefaces())
"""Package and file of each font."""


def versions() -> dict[str, str]:
    """Return the versions of Python and of what draws and encodes; "missing" for what is not installed."""
    return {
        "python": ".".join(map(str, sys.version_info[:3])),
        **{name: distribution_version(name) for name in DISTRIBUTIONS},
        **{name: library_version(*each) for name, each in LIBRARIES.items()},
    }


def array_inputs() -> dict[str, Any]:
    """Return what every cached array depends on: the code that draws, the package's data, versions, fonts, machine."""
    return _inputs(PICTURE_CODE)


def segment_inputs() -> dict[str, Any]:
    """Return what every segment depends on: what an array does, and the code that encodes."""
    return _inputs(SEGMENT_CODE)


def worker_inputs() -> dict[str, Any]:
    """Return what a cluster's worker must share with its client: what a segment depends on, all scenes, all code it runs."""
    return {
        **segment_inputs(),
        "scenes": digest_files(package_folder("scenes"), ("*.py",)),
        "worker code": _code_digest(WORKER_CODE),
    }


def picture_key(
    shot: ShotSlot, index: int, storyboard: Storyboard, quality: Quality, package: Mapping[str, Any]
) -> str:
    """Return the key of a shot's pictures without captions: the SHA-256 of all that they depend on.

    `index` counts the shot in `storyboard` from 0 (the rail shows its step among all); `package` is from
    segment_inputs(). The words of captions are left out, so that changing them draws only the segments that
    show them again.
    """
    scene = shot.shot.scene
    return digest_json(
        {
            "package": dict(package),
            "scene": [str(scene), _scene_digest(scene)],
            "quality": [quality.width, quality.height, str(quality.rate.fps)],
            "shot": [shot.shot.id, shot.shot.step, dict(shot.shot.labels), shot.shot.seed],
            "slots": [_pair(shot.relative(shot.lead)), _pair(shot.relative(shot.tail))],
            "cues": [[cue.cue.id, *_pair(shot.relative(cue.slot))] for cue in shot.cues],
            "place": [index, [each.step for each in storyboard.shots]],
            "sparse": storyboard.edition.sparse,
            "colours": [[role.value, colour.hex] for role, colour in storyboard.colours],
            "drug": [
                *storyboard.cast.drug.identity,
                storyboard.cast.route,
                storyboard.cast.degrades,
                *([each.name, *each.identity] for each in storyboard.cast.compared),
            ],
            "mutants": sorted(storyboard.cast.mutants),
            "credited": _credited(scene, storyboard),
            "follows the summary": scene.module == MODULE and follow_the_summary(storyboard),
            "follows the signal": scene.module in FOLLOWING_MODULES and tells_the_signal(storyboard),
            "title": storyboard.shown_title,
            "language": [storyboard.language, storyboard.interface.captions.direction],
            "interface": dict(storyboard.interface.sections.get("film", {})),
            "translation": storyboard.translation.reviewer if storyboard.translation else None,
            "reference": storyboard.reference.text if storyboard.reference else None,
            "notice": storyboard.notice.text if storyboard.notice else None,
            "notice_translation": storyboard.notice_translation.text
            if storyboard.notice_translation
            else None,
        }
    )


def segment_key(
    picture: str, slot: Slot, captions: Sequence[CaptionSlot] | None, levels: Sequence[int] = ()
) -> str:
    """Return the key of one encoded segment: of its frames, of the words burned into them, and of the band's levels.

    `slot` and the captions' slots count frames from the shot's first; `captions` is None when none are burned
    in, so that films with closed captions and with none share their segments. `levels` has the band's level at each frame
    of the shot; only those of the segment are in its key.
    """
    shown: list[object] | None = None
    if captions is not None:
        shown = [
            [
                *_pair(_overlap(each.slot, slot).shifted(-slot.start)),
                list(each.caption.lines),
                str(each.caption.setting.enlargement),
                [[mark.line, mark.start, mark.stop, mark.role] for mark in each.caption.marks],
            ]
            for each in captions
            if each.slot.start < slot.stop and slot.start < each.slot.stop
        ]
    band = [[level, len(list(run))] for level, run in groupby(levels[slot.start : slot.stop])]
    return digest_json({"picture": picture, "slot": _pair(slot), "captions": shown, "band": band})


def _credited(scene: SceneName, storyboard: Storyboard) -> list[list[str]]:
    """Return the scenes that credits are assembled from, with what they declare; none if this scene shows no such credits."""
    if scene.module != MODULE or credits_of(storyboard).sections:
        return []
    return [[str(each.scene), _scene_digest(each.scene)] for each in storyboard.shots]


def _scene_digest(scene: SceneName) -> str:
    """Return the digest of a scene's file. A scene imports no other scene: its own file is all of it."""
    if scene.file is not None:
        return scene.file.sha256
    return digest_files(package_folder("scenes"), (f"{scene.module}.py",))


def _inputs(code: Iterable[str]) -> dict[str, Any]:
    return {
        "code": _code_digest(code),
        "assets": digest_files(package_folder("assets"), ASSETS),
        "versions": versions(),
        "fonts": {name: font_digest(name) for name in FONTS},
        # Not the model of the processor: without AVX2 and AVX-512 the same bytes come out (docs/cluster.md).
        "machine": {"system": f"{platform.system()} {platform.machine()}"},
    }


def _code_digest(patterns: Iterable[str]) -> str:
    return digest_files(Path(moa_anim.__file__).parent, patterns)


def _overlap(one: Slot, other: Slot) -> Slot:
    """Return the frames of both slots, which must have some in common."""
    return Slot(max(one.start, other.start), min(one.stop, other.stop))


def _pair(slot: Slot) -> list[int]:
    return [slot.start, slot.stop]

"""What a picture depends on, as digests: segments with one key are the same, and drawn once."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from moa_anim.cache.inputs import ASSETS as ASSETS
from moa_anim.cache.inputs import CODE as CODE
from moa_anim.cache.inputs import digest_files as digest_files
from moa_anim.cache.inputs import digest_json as digest_json
from moa_anim.cache.inputs import package_folder as package_folder
from moa_anim.cache.inputs import package_inputs as package_inputs
from moa_anim.cache.inputs import versions as versions
from moa_anim.model.quality import Quality
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import CaptionSlot, ShotSlot, Slot
from moa_anim.script.scenes import parsed


def scene_files(module: str, folder: Path) -> tuple[str, ...]:
    """Return the names of the files that scene module `module` consists of: its own and its imports.

    `folder` holds the scenes. Nothing is imported; a module that is not there, or not Python, has no imports.
    """
    found: list[str] = []
    wanted = [module]
    while wanted:
        name = wanted.pop()
        path = folder / f"{name}.py"
        if path.name in found or not path.is_file():
            continue
        found.append(path.name)
        wanted += _scene_imports(path.read_bytes())
    return tuple(sorted(found))


def picture_key(
    shot: ShotSlot, index: int, storyboard: Storyboard, quality: Quality, package: Mapping[str, Any]
) -> str:
    """Return the key of a shot's pictures, captions aside: the SHA-256 of all that they depend on.

    `index` counts the shot in `storyboard` from 0 (the rail shows its step among all); `package` is from
    package_inputs(). The words of captions are not in it, so that changing them draws only the segments that
    show them again.
    """
    scenes = package_folder("scenes")
    return digest_json(
        {
            "package": dict(package),
            "scene": [
                str(shot.shot.scene),
                digest_files(scenes, scene_files(shot.shot.scene.module, scenes)),
            ],
            "quality": [quality.width, quality.height, str(quality.rate.fps)],
            "shot": [shot.shot.id, shot.shot.step, dict(shot.shot.labels), shot.shot.seed],
            "slots": [_pair(shot.relative(shot.lead)), _pair(shot.relative(shot.tail))],
            "cues": [[cue.cue.id, *_pair(shot.relative(cue.slot))] for cue in shot.cues],
            "place": [index, [each.step for each in storyboard.shots]],
            "sparse": storyboard.edition.sparse,
            "title": storyboard.title.text,
            "language": storyboard.language,
            "reference": storyboard.reference.text if storyboard.reference else None,
            "notice": storyboard.notice.text if storyboard.notice else None,
            "notice_translation": storyboard.notice_translation.text
            if storyboard.notice_translation
            else None,
        }
    )


def segment_key(picture: str, slot: Slot, captions: Sequence[CaptionSlot] | None) -> str:
    """Return the key of one encoded segment: of its frames, and of the words burned into them.

    `slot` and the captions' slots count frames from the shot's first; `captions` is None when none are burned
    in, so that films with closed captions and with none share their segments.
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
    return digest_json({"picture": picture, "slot": _pair(slot), "captions": shown})


def _scene_imports(code: bytes) -> list[str]:
    tree = parsed(code)
    if tree is None:
        return []
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name.removeprefix("moa_anim.scenes.").partition(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").removeprefix("moa_anim.scenes").removeprefix(".")
            names += [module.partition(".")[0]] if module else [alias.name for alias in node.names]
    return names


def _overlap(one: Slot, other: Slot) -> Slot:
    """Return the frames of both slots, which must have some in common."""
    return Slot(max(one.start, other.start), min(one.stop, other.stop))


def _pair(slot: Slot) -> list[int]:
    return [slot.start, slot.stop]

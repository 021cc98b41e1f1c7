"""The list of scenes that a storyboard can play: what each tells and needs."""

from __future__ import annotations

from typing import Any

from moa_anim.authoring.listed_scenes import ListedScenes
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.script.own_scenes import FOLDER

NOT_READ = "the production's own, not read; --trust-scenes reads it for its scenes, and does not run it"
"""What is said of an own file that was not read."""


def scenes_data(listed: ListedScenes) -> list[dict[str, Any]]:
    """Return the scenes for JSON: name, what it tells, cues with least seconds, labels, times, facts of the drug.

    An own scene has its `file`.
    """
    return [_data(each) for each in listed.packaged.values()] + [
        {**_data(each), "file": _file(each)} for each in listed.own.values()
    ]


def _data(needs: SceneNeeds) -> dict[str, Any]:
    return {
        "scene": str(needs.scene),
        "tells": needs.tells,
        "cues": "any"
        if needs.any_cues
        else {
            name: {"least_seconds": float(cue.least_seconds), "shows": cue.shows}
            for name, cue in needs.cues.items()
        },
        "labels": dict(needs.labels),
        "lead_seconds": float(needs.lead_seconds),
        "tail_seconds": float(needs.tail_seconds),
        "facts": [str(fact) for fact in needs.facts],
    }


def scenes_text(listed: ListedScenes) -> str:
    """Return the scenes as text for a terminal, a paragraph each; then own files that were not read."""
    paragraphs = [_paragraph(each) for each in listed.packaged.values()]
    paragraphs += [_own_paragraph(each) for each in listed.own.values()]
    return "\n\n".join([*paragraphs, *unread_lines(listed)])


def unread_lines(listed: ListedScenes) -> list[str]:
    """Return a line for each own file that was not read."""
    return [f"{name}: {NOT_READ}" for name in listed.unread]


def _own_paragraph(needs: SceneNeeds) -> str:
    if needs == SceneNeeds(needs.scene, needs.tells):
        lines = [
            str(needs.scene),
            *([f"  {needs.tells}"] if needs.tells else []),
            "  cues, labels: not declared; add `needs` to its class",
        ]
    else:
        lines = _paragraph(needs).splitlines()
    return "\n".join([*lines, f"  the production's own: {_file(needs)}"])


def _file(needs: SceneNeeds) -> str:
    return f"{FOLDER}/{needs.scene.module}.py"


def _paragraph(needs: SceneNeeds) -> str:
    lines = [str(needs.scene), f"  {needs.tells}"]
    if not needs.cues:
        lines.append(f"  cues: {'any' if needs.any_cues else 'none'}")
    for name, cue in needs.cues.items():
        lines.append(
            f"  cue {name}: at least {float(cue.least_seconds):g} s{f'. {cue.shows}' if cue.shows else ''}"
        )
    if needs.labels:
        lines.append(f"  labels: {', '.join(needs.labels)}")
    if needs.facts:
        lines.append(f"  only for a drug of which this is true: {', '.join(needs.facts)}")
    return "\n".join(lines)

"""The list of scenes that a storyboard can play: what each tells and needs."""

from __future__ import annotations

from typing import Any

from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.script.scene_needs import packaged_needs


def scenes_data() -> list[dict[str, Any]]:
    """Return the scenes for JSON: name, what it tells, cues with least seconds, labels, times, facts of the drug."""
    return [
        {
            "scene": str(each.scene),
            "tells": each.tells,
            "cues": "any"
            if each.any_cues
            else {
                name: {"least_seconds": float(cue.least_seconds), "shows": cue.shows}
                for name, cue in each.cues.items()
            },
            "labels": dict(each.labels),
            "lead_seconds": float(each.lead_seconds),
            "tail_seconds": float(each.tail_seconds),
            "facts": [str(fact) for fact in each.facts],
        }
        for each in packaged_needs().values()
    ]


def scenes_text() -> str:
    """Return the scenes as text for a terminal."""
    return "\n\n".join(_paragraph(each) for each in packaged_needs().values())


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

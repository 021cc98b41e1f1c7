"""A shot to paste into a storyboard: all that its scene needs, with room for the words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from moa_anim.authoring.writing import LEAST_TOLD_SECONDS, quoted, seen_in_cue, shot_head
from moa_anim.errors import CommandLineError, Fault
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import SceneName
from moa_anim.script.reading import did_you_mean

CHOICE = "# decide: quote words of the document, or remove the line `quote`: then it is silent."
"""Comment on a cue."""

PLACEHOLDER = 'quote = ""'
"""The line of a cue in which its words are to be written."""

_UNKNOWN = re.compile(r"\{(?:drug|compared|mutants|(?:compared )?(?:entry|moved|turned))\}")


def scene_called(text: str, scenes: Mapping[SceneName, SceneNeeds]) -> SceneNeeds:
    """Return the scene `module:Class`, or the only one of a module.

    Raises CommandLineError if there is no such scene, or the module has several.
    """
    found = [needs for name, needs in scenes.items() if text in (str(name), name.module)]
    if len(found) == 1:
        return found[0]
    names = [str(name) for name in scenes]
    if found:
        expected = f"one of {', '.join(str(each.scene) for each in found)}"
        raise CommandLineError(Fault("--toml", f"“{text}”", expected, "give the class, too"))
    remedy = did_you_mean(text, names) or "see `moa-anim scenes`"
    raise CommandLineError(Fault("--toml", f"“{text}”", "a scene, as module:Class", remedy))


def shot_block(needs: SceneNeeds, known: Mapping[str, str], taken: Collection[str] = ()) -> str:
    """Return a shot as TOML, ready but for the quotes of its cues.

    `known` is what stands for {drug}, {entry} and the like in labels; `taken` are the ids of the storyboard's shots.
    """
    lines = shot_head(_free_id(needs.scene.module.replace("_", "-"), taken), needs, known)
    notes = [f"# Only for a drug of which this is true: {', '.join(needs.facts)}."] if needs.facts else []
    if any(_UNKNOWN.search(line) for line in lines):
        notes.append(
            "# decide: write what stands in braces in the labels; --production DIR fills in what is known."
        )
    lines[1:1] = notes
    cues = {name: float(cue.least_seconds) for name, cue in needs.cues.items()}
    if needs.any_cues:
        lines.append("# The scene plays as many cues as there are, with any ids. With the step of the shot")
        lines.append("# before it (a line `step`), step marker and progress rail stay where they are.")
        cues = {"words-1": float(LEAST_TOLD_SECONDS)}
    for name, seconds in cues.items():
        lines += [
            f"{CHOICE} {seen_in_cue(needs, name)}".rstrip(),
            "[[shot.cue]]",
            f"id = {quoted(name)}",
            PLACEHOLDER,
            f"least_seconds = {seconds:g}",
            "",
        ]
    return "\n".join(lines).rstrip("\n")


def _free_id(identity: str, taken: Collection[str]) -> str:
    number, free = 1, identity
    while free in taken:
        number += 1
        free = f"{identity}-{number}"
    return free

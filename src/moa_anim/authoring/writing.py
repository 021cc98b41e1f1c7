"""The text of a new storyboard: formatted for people, with comments, and `# decide:` where one has to choose."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from moa_anim.authoring.proposal import BY_MOUTH, ProposedCue, ProposedShot
from moa_anim.model.caption_rules import ADVISED_WORDS_PER_MINUTE
from moa_anim.model.cast import Cast
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import SceneName

TITLE_SCENE = SceneName("title", "Title")
CREDITS_SCENE = SceneName("credits", "Credits")
"""The scenes with which a proposed film begins and ends."""

STEPS = {
    "ByMouth": "By mouth",
    "ErSignalling": "Estrogen signal",
    "PocketExchange": "Binding",
    "ConformationalChange": "Change of shape",
    "ComparedPockets": "Comparison",
    "Ubiquitination": "Ubiquitination",
    "ProteasomeClearance": "Proteasome",
}
"""The step that is named at the top left of a shot, by its scene's class."""

STEP_BEFORE = "Estrogen receptor"
STEP_AFTER = "With {drug}"
"""The step of words that are told before the first of these scenes, and after the last."""

LEAST_TOLD_SECONDS = 3
"""Least seconds of a cue in a scene that plays any cues."""

UNEVEN = Fraction(118, 100)
"""Factor on the time of a cue's words: its captions share it by letters, too, so that one of short words has less."""


@dataclass(frozen=True)
class Proposal:
    """What a storyboard is written from: the document, its title (a quote of it), the cast, and the shots.

    `reference` is the document's line on its sources, "" if it has none. `known` is what {drug}, {entry}, {moved} and
    {turned} stand for in proposed labels. `unplayed` are scenes with cues that are true of the drug and that no shot plays.
    Without `fate_known` the storyboard asks whether the receptor is degraded.
    """

    document: str
    title: str
    title_chosen: bool
    cast: Cast
    shots: Sequence[ProposedShot]
    known: Mapping[str, str]
    reference: str = ""
    unplayed: Sequence[str] = ()
    fate_known: bool = True


def storyboard_text(proposal: Proposal, needs: Mapping[SceneName, SceneNeeds]) -> str:
    """Return the storyboard of a proposal as TOML."""
    drug = proposal.cast.drug
    digest = hashlib.sha256(proposal.document.encode()).hexdigest()
    lines = [
        "# A storyboard that `moa-anim new` proposed: the shots of the film in order, and the words of each.",
        "# It renders as it is. Where a comment says “decide”, choose; `moa-anim scenes` lists the scenes there are.",
        "",
    ]
    if not proposal.title_chosen:
        lines.append("# decide: the title, which has to stand in source.txt to the letter.")
    lines += [
        f"title = {quoted(proposal.title)}",
        'language = "en-US"',
        "",
        "# The document. Every quote has to stand in it to the letter; a changed document is found by its hash.",
        "[source]",
        f"sha256 = {quoted(digest)}",
        *([f"reference = {quoted(proposal.reference)}"] if proposal.reference else []),
        "",
        "# The drug: its wwPDB entry in this folder, its ligand’s code, how it is given, whether the receptor is degraded.",
        "[drug]",
        f"name = {quoted(drug.name)}",
        f"structure = {quoted(drug.structure)}",
        f"ligand = {quoted(drug.ligand)}",
        f"route = {quoted(proposal.cast.route)}",
        *(
            []
            if proposal.fate_known
            else ["# decide: whether it makes the receptor degrade; then scenes may show that."]
        ),
        f"degrades = {str(proposal.cast.degrades).lower()}",
        "",
        *(
            line
            for each in proposal.cast.compared
            for line in (
                "# What it is compared with: the package has its table.",
                "[[compared]]",
                f"name = {quoted(each.name)}",
                "",
            )
        ),
        "# Words that are lettered in the colour of what they name: to the letter, so capitals and plurals are listed, too.",
        "[captions.colours]",
        *_coloured(proposal),
        "",
    ]
    opening, closing = needs[TITLE_SCENE], needs[CREDITS_SCENE]
    lines += _shot("title", ProposedShot(opening), proposal)
    used: dict[str, int] = {}
    for shot, step in zip(proposal.shots, _steps(proposal), strict=True):
        name = "by-mouth" if shot.needs.scene == BY_MOUTH else shot.needs.scene.module.replace("_", "-")
        used[name] = used.get(name, 0) + 1
        lines += _shot(name if used[name] == 1 else f"{name}-{used[name]}", shot, proposal, step)
    lines.append("# Credits without sections are assembled from what the scenes draw and where it is from.")
    lines += _shot("credits", ProposedShot(closing), proposal)
    return "\n".join(lines).rstrip("\n") + "\n"


def _coloured(proposal: Proposal) -> list[str]:
    """Return the lines of the coloured words: of each the forms that the document has."""
    cast = proposal.cast
    terms = {
        "receptor": ["estrogen receptor", "receptor", "ERα"],
        "estradiol": ["estrogen", "estradiol"],
        "drug": [cast.drug.name],
        **({"tamoxifen": [cast.compared[0].name]} if cast.compared else {}),
        "helix12": ["helix 12"],
        "coactivator": ["coactivator"],
        "ubiquitin": ["ubiquitin"],
        "proteasome": ["proteasome"],
    }
    found = {
        role: [form for word in words for form in _forms(word, proposal.document)]
        for role, words in terms.items()
    }
    return [f"{role} = [{', '.join(map(quoted, forms))}]" for role, forms in found.items() if forms]


def _forms(word: str, document: str) -> list[str]:
    """Return the forms in which a word stands in a document, in their order: with a capital, or as a plural."""
    return list(dict.fromkeys(re.findall(rf"\b{re.escape(word)}s?\b", document, re.IGNORECASE)))


def _steps(proposal: Proposal) -> list[str]:
    """Return each shot's step. Words told between scenes stay in the step before, so that marker and rail do not blink."""
    own = [STEPS.get(shot.needs.scene.cls, "") for shot in proposal.shots]
    steps: list[str] = []
    for number, step in enumerate(own):
        between = (steps[-1] if steps else STEP_BEFORE) if any(own[number:]) else ""
        steps.append(step or between or STEP_AFTER.replace("{drug}", proposal.cast.drug.name))
    return steps


def _shot(identity: str, shot: ProposedShot, proposal: Proposal, step: str = "") -> list[str]:
    needs = shot.needs
    lines = shot_head(identity, needs, proposal.known, step)
    if needs.any_cues:
        lines[0:0] = [
            f"# decide: no scene was found for these words, which are told over the receptor.{_others(proposal)}"
        ]
    for cue in shot.cues:
        lines += _cue(cue, needs, proposal.document)
    return lines


def shot_head(identity: str, needs: SceneNeeds, known: Mapping[str, str], step: str = "") -> list[str]:
    """Return the lines of a shot up to its cues; words of labels have what is `known` in place of {drug} and the like.

    Without a `step` it is that of the scene, if that has one.
    """
    lines = [
        f"# {needs.tells}",
        "[[shot]]",
        f"id = {quoted(identity)}",
        f"scene = {quoted(str(needs.scene))}",
    ]
    step = step or STEPS.get(needs.scene.cls, "")
    if step:
        lines.insert(3, f"step = {quoted(step)}")
    if needs.seed:
        lines.append(f"seed = {needs.seed}")
    for key, seconds in (("lead_seconds", needs.lead_seconds), ("tail_seconds", needs.tail_seconds)):
        if seconds:
            lines.append(f"{key} = {float(seconds):g}")
    lines.append("")
    if needs.labels:
        lines.append("[shot.labels]")
        lines += [f"{name} = {quoted(_filled(words, known))}" for name, words in needs.labels.items()]
        lines.append("")
    return lines


def _filled(words: str, known: Mapping[str, str]) -> str:
    for name, text in known.items():
        words = words.replace(f"{{{name}}}", text)
    return words


def _others(proposal: Proposal) -> str:
    """Name the scenes that are true of the drug and not yet played."""
    return f" Not yet played: {', '.join(proposal.unplayed)}." if proposal.unplayed else ""


def _cue(cue: ProposedCue, needs: SceneNeeds, document: str) -> list[str]:
    lines = []
    least = needs.cues[cue.id].least_seconds if cue.id in needs.cues else Fraction(LEAST_TOLD_SECONDS)
    if not cue.clauses:
        choice = "# decide: no words were found for this picture; quote some, or leave it silent."
        lines.append(f"{choice} {seen_in_cue(needs, cue.id)}".rstrip())
    lines += ["[[shot.cue]]", f"id = {quoted(cue.id)}"]
    if cue.clauses:
        start, stop = cue.clauses[0].start, cue.clauses[-1].stop
        quote = document[start:stop]
        lines.append(f"quote = {quoted(quote)}")
        if document.count(quote) > 1:
            lines.append(f"occurrence = {document.count(quote, 0, start) + 1}")
        least = max(least, _read_at_ease(quote))
    lines += [f"least_seconds = {float(least):g}", ""]
    return lines


def _read_at_ease(quote: str) -> Fraction:
    """Return the seconds in which each caption of a quote is read at the pace that the check advises, up to a tenth."""
    return Fraction(ceil(len(quote.split()) * Fraction(600, ADVISED_WORDS_PER_MINUTE) * UNEVEN), 10)


def seen_in_cue(needs: SceneNeeds, cue: str) -> str:
    """Return a sentence on what is seen in a cue; "" if its scene does not say."""
    shows = needs.cues[cue].shows if cue in needs.cues else ""
    return f"Seen: {shows[:1].lower()}{shows[1:]}." if shows else ""


def quoted(text: str) -> str:
    """Return a string as TOML: its escapes are among those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

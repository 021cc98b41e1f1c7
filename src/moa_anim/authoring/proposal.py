"""Proposes shots for a document: each clause goes to the cue that it is about, in the order of the document.

Clauses that fit no cue are told over the receptor, so that no word of the document is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from moa_anim.authoring.sentences import Clause
from moa_anim.model.cast import Cast
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import SceneName

BY_MOUTH = SceneName("binding", "ByMouth")
"""The drug's way to a cell: it is told before the hormone's signal, or after it."""

STORY = (
    BY_MOUTH,
    SceneName("er_signalling", "ErSignalling"),
    SceneName("pocket_exchange", "PocketExchange"),
    SceneName("conformational_change", "ConformationalChange"),
    SceneName("compared_pockets", "ComparedPockets"),
    SceneName("ubiquitination", "Ubiquitination"),
    SceneName("proteasome_clearance", "ProteasomeClearance"),
)
"""The scenes that a story is made of, in order; those whose facts do not hold for the drug are left out."""

BINDING = SceneName("pocket_exchange", "PocketExchange")

CORE = frozenset({BINDING, SceneName("conformational_change", "ConformationalChange")})
"""Scenes that are shown even if no clause is about them: how the drug binds is what the film is for."""

BEFORE = SceneName("told", "ToldWithHormone")
AFTER = SceneName("told", "ToldWithDrug")
"""What is seen while clauses are told that fit no scene: the receptor with hormone, and once the drug has bound, with it."""

DRUG = "{drug}"
HORMONE = "{hormone}"
COMPARED = "{compared}"
"""Stand in a cue's words for the drug's name, the hormone's, and that of the first drug that it is compared with."""

HORMONES = ("estrogen", "estradiol", "oestr", "hormone")

LEAST_STEM_LETTERS = 4
LONG_STEM_LETTERS = 6
"""Words are forms of one if they begin alike: in all letters of the shorter but one, at least 4, and 6 are enough."""

MOST_SILENT_SECONDS = 14
MOST_SILENT_BY_MOUTH_SECONDS = 6
"""Length for which the pictures of a scene may go without words: the drug's way to a cell is shown if words follow it."""

COMMON_SCORE = 10
"""Score of a word that clause and cue have in common; a clause that stays with the one before has 1."""


@dataclass(frozen=True)
class ProposedCue:
    """A cue and the clauses that are told in it, which follow on each other in one line; none if it is silent."""

    id: str
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class ProposedShot:
    """A shot of a scene with its cues in order."""

    needs: SceneNeeds
    cues: tuple[ProposedCue, ...] = ()


@dataclass(frozen=True)
class _Slot:
    """A cue of the story that clauses can go to: of scene number `scene` in the story."""

    scene: int
    id: str
    about: frozenset[str]
    names: tuple[str, ...] = ()
    """Names of the drug or the hormone, if the cue is about that, too: by themselves no reason, since any clause may have
    them."""

    def common(self, text: str) -> int:
        """Return how many words of `text` are forms of those that the cue is about."""
        words = {each.casefold() for each in re.findall(r"[\w-]+", text)}
        common = sum(any(_alike(word, each) for each in self.about) for word in words)
        return common + bool(common and any(name in text.casefold() for name in self.names))


def proposed_shots(
    clauses: Sequence[Clause], needs: Mapping[SceneName, SceneNeeds], cast: Cast
) -> tuple[ProposedShot, ...]:
    """Return the shots of the story, with every clause in one of their cues.

    A scene that would be silent for too long is left out, and its clauses go elsewhere. The drug's way comes where fewer
    clauses are left that fit no scene.
    """
    names = [name for name in STORY if not needs[name].broken(cast)]
    stories = [names]
    if BY_MOUTH in names:
        stories.append([names[1], names[0], *names[2:]])
    found = [_told_in(clauses, story, needs, cast) for story in stories]
    return min(found, key=lambda shots: sum(len(cue.clauses) for cue in _cues_told(shots)))


def _cues_told(shots: Sequence[ProposedShot]) -> list[ProposedCue]:
    """Return the cues whose clauses fit no scene."""
    return [cue for shot in shots if shot.needs.any_cues for cue in shot.cues]


def _told_in(
    clauses: Sequence[Clause], story: Sequence[SceneName], needs: Mapping[SceneName, SceneNeeds], cast: Cast
) -> tuple[ProposedShot, ...]:
    """Return the shots of a story, without scenes that would be silent for too long."""
    names = list(story)
    while True:
        shots = _proposed(clauses, [needs[name] for name in names], needs, cast)
        silent = [shot.needs.scene for shot in shots if shot.needs.scene in names and _is_too_silent(shot)]
        if not silent:
            return shots
        names.remove(silent[0])


def _is_too_silent(shot: ProposedShot) -> bool:
    scene, cues = shot.needs.scene, shot.needs.cues
    most = MOST_SILENT_BY_MOUTH_SECONDS if scene == BY_MOUTH else MOST_SILENT_SECONDS
    silent = sum(cues[cue.id].least_seconds for cue in shot.cues if not cue.clauses)
    return scene not in CORE and silent > most


def _proposed(
    clauses: Sequence[Clause], story: Sequence[SceneNeeds], needs: Mapping[SceneName, SceneNeeds], cast: Cast
) -> tuple[ProposedShot, ...]:
    other = cast.compared[0].name if cast.compared else ""
    names = {DRUG: (cast.drug.name.casefold(),), HORMONE: HORMONES}
    slots = [
        _Slot(
            number,
            identity,
            frozenset(each.replace(COMPARED, other).casefold() for each in cue.about if each not in names),
            tuple(name for each in cue.about for name in names.get(each, ())),
        )
        for number, scene in enumerate(story)
        for identity, cue in scene.cues.items()
    ]
    chosen = _joined(clauses, _assigned(clauses, slots), slots)
    shots: list[ProposedShot] = []
    bound = story.index(needs[BINDING])
    told: list[list[Clause]] = [[] for _ in range(len(story) + 1)]
    scene = 0
    for clause, slot in zip(clauses, chosen, strict=True):
        if slot is None:
            told[scene].append(clause)
        else:
            scene = slots[slot].scene + 1
    for number, each in enumerate(story):
        shots += _told(told[number], needs[AFTER if number > bound else BEFORE])
        cues = tuple(
            ProposedCue(
                slot.id,
                tuple(c for c, k in zip(clauses, chosen, strict=True) if k is not None and slots[k] == slot),
            )
            for slot in slots
            if slot.scene == number
        )
        if each.scene in CORE or any(cue.clauses for cue in cues):
            shots.append(ProposedShot(each, cues))
    return (*shots, *_told(told[-1], needs[AFTER]))


def _told(clauses: Sequence[Clause], needs: SceneNeeds) -> list[ProposedShot]:
    """Return one shot in which clauses are told, a cue for each sentence; none without clauses."""
    sentences = [tuple(group) for _, group in groupby(clauses, key=lambda each: (each.sentence, each.line))]
    cues = tuple(ProposedCue(f"words-{number}", group) for number, group in enumerate(sentences, 1))
    return [ProposedShot(needs, cues)] if cues else []


def _assigned(clauses: Sequence[Clause], slots: Sequence[_Slot]) -> list[int | None]:
    """Return the slot of each clause, never an earlier one than that of the clause before, with the most words in common.

    Clauses of one slot follow on each other in one line: they are one quote.
    """
    # best[k] is the best (score, choices) for the clauses so far if the last slot used is k - 1, 0 for none.
    best: list[tuple[int, list[int | None]]] = [(0, []), *[(-1, [])] * len(slots)]
    for number, clause in enumerate(clauses):
        before = clauses[number - 1] if number else None
        following: list[tuple[int, list[int | None]]] = []
        earlier: tuple[int, list[int | None]] = (-1, [])
        for k, (score, choices) in enumerate(best):
            own = (score, [*choices, None]) if score >= 0 else (-1, [])
            common = COMMON_SCORE * slots[k - 1].common(clause.text) if k else 0
            if common and earlier[0] >= 0 and earlier[0] + common > own[0]:
                own = earlier[0] + common, [*earlier[1], k - 1]
            goes_on = (
                before is not None and before.line == clause.line and bool(choices) and choices[-1] == k - 1
            )
            if common and goes_on and before is not None:
                stays = common + (before.sentence == clause.sentence)
                if score + stays > own[0]:
                    own = score + stays, [*choices, k - 1]
            following.append(own)
            if score > earlier[0]:
                earlier = score, choices
        best = following
    return max(best, key=lambda each: each[0])[1]


def _joined(
    clauses: Sequence[Clause], chosen: Sequence[int | None], slots: Sequence[_Slot]
) -> list[int | None]:
    """Give clauses without a slot that of the clause before, if it is of the same sentence, or else of one that goes on.

    What begins a sentence without a slot gets that of the clause after it. Both have to be of one line: a cue's clauses are
    one quote.
    """
    found = list(chosen)
    for number in range(1, len(clauses)):
        before = found[number - 1]
        same = clauses[number].line == clauses[number - 1].line
        if found[number] is None and before is not None and same:
            later = next((k for k in found[number + 1 :] if k is not None), None)
            goes_on = later is not None and slots[later].scene == slots[before].scene
            if goes_on or clauses[number].sentence == clauses[number - 1].sentence:
                found[number] = before
    for number in range(len(clauses) - 2, -1, -1):
        one, other = clauses[number], clauses[number + 1]
        if found[number] is None and (one.sentence, one.line) == (other.sentence, other.line):
            found[number] = found[number + 1]
    return _in_order(found, slots)


def _in_order(chosen: Sequence[int | None], slots: Sequence[_Slot]) -> list[int | None]:
    """Take their slots from clauses that come after one without a slot, but whose scene has begun before it.

    A clause without a slot is told after that scene, so that the order of the document would be broken.
    """
    found: list[int | None] = []
    scene, closed = -1, -1
    for slot in chosen:
        own = None if slot is None or slots[slot].scene <= closed else slot
        if own is None:
            closed = scene
        else:
            scene = slots[own].scene
        found.append(own)
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: bind, binds, binding; unfolds, unfolded."""
    shorter = min(len(one), len(other))
    common = next((k for k in range(shorter) if one[k] != other[k]), shorter)
    return one == other or common >= max(LEAST_STEM_LETTERS, min(shorter - 1, LONG_STEM_LETTERS))

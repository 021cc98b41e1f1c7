"""A beat: a shot that says something, with what a lecturer needs to it; slides and handout are made of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moa_anim.bundle.material import Material, Still
from moa_anim.bundle.text.chapters import shot_title
from moa_anim.errors import Fault, RenderError
from moa_anim.model.source import Span
from moa_anim.model.story import Cue
from moa_anim.model.timeline import ShotSlot


@dataclass(frozen=True)
class Beat:
    """Number `number` (from 1) among the beats; `still` is the settled picture at the end of its last words."""

    number: int
    shot: ShotSlot
    still: Still

    @property
    def title(self) -> str:
        """What the beat is called."""
        return shot_title(self.shot.shot)

    @property
    def spoken(self) -> tuple[Cue, ...]:
        """Its cues that have words."""
        return tuple(cue for cue in self.shot.shot.cues if cue.words)

    @property
    def words(self) -> str:
        """Its words as shown, in one paragraph."""
        return " ".join(cue.words.text for cue in self.spoken if cue.words)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its quotes stand in the document."""
        return tuple(cue.words.quote.span for cue in self.spoken if cue.words)

    @property
    def seen(self) -> str:
        """What is seen in it, from its first cue to its last."""
        return " ".join(cue.seen for cue in self.shot.shot.cues if cue.seen)


def beats(material: Material) -> tuple[Beat, ...]:
    """Return the film's beats in order.

    Raises:
        RenderError: A beat has no still of its last words.
    """
    stills: Mapping[tuple[str, str | None], Still] = {(each.shot, each.cue): each for each in material.stills}
    found: list[Beat] = []
    for shot in material.plan.timeline.shots:
        spoken = [cue.id for cue in shot.shot.cues if cue.words]
        if not spoken:
            continue
        still = stills.get((shot.shot.id, spoken[-1]))
        if still is None:
            where = f"shot '{shot.shot.id}' cue '{spoken[-1]}'"
            raise RenderError(Fault(where, "no still", "one a cue", "make the material again"))
        found.append(Beat(len(found) + 1, shot, still))
    return tuple(found)


def still_description(still: Still, material: Material) -> str:
    """Return a still's alt text: what is seen in it, and the words that stand in it."""
    shot = material.plan.production.storyboard.shot(still.shot)
    cues = {cue.id: cue for cue in shot.cues}
    cue = cues.get(still.cue) if still.cue else None
    if cue is None:
        return f"{shot_title(shot)}: the picture at the end."
    words = f"Caption: “{cue.words.text}”" if cue.words else ""
    return " ".join(filter(None, (cue.seen, words))) or shot_title(shot)

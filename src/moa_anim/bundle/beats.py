"""Beats: the shots that have words, with their still and texts. Each is one slide and one section of the handout."""

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
    """A shot with words. `number` counts beats from 1; `still` is the last frame of its last cue with words."""

    number: int
    shot: ShotSlot
    still: Still

    @property
    def title(self) -> str:
        """The shot's step, or its id in words."""
        return shot_title(self.shot.shot)

    @property
    def spoken(self) -> tuple[Cue, ...]:
        """The cues that have words."""
        return tuple(cue for cue in self.shot.shot.cues if cue.words)

    @property
    def words(self) -> str:
        """All words as shown, as one paragraph."""
        joints = {each.setting.language.joint for cue in self.spoken for each in cue.captions}
        return (joints.pop() if len(joints) == 1 else " ").join(cue.text for cue in self.spoken)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The quotes' spans in the document, in order."""
        return tuple(cue.words.quote.span for cue in self.spoken if cue.words)

    @property
    def seen(self) -> str:
        """The descriptions of all cues, in order."""
        return " ".join(cue.seen for cue in self.shot.shot.cues if cue.seen)


def beats(material: Material) -> tuple[Beat, ...]:
    """Return the film's beats in order.

    Raises:
        RenderError: The material has no still for a beat's last cue with words.
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


def still_description(still: Still, material: Material, *, captioned: bool = True) -> str:
    """Return a still's alt text: what is seen, and the caption if it is in the picture (`captioned`)."""
    board = material.plan.production.storyboard
    shot, interface = board.shot(still.shot), board.interface
    cues = {cue.id: cue for cue in shot.cues}
    cue = cues.get(still.cue) if still.cue else None
    if cue is None:
        return interface.word("text", "still_at_end", title=shot_title(shot))
    words = interface.word("text", "still_caption", words=cue.text) if cue.words and captioned else ""
    return " ".join(filter(None, (cue.seen, words))) or shot_title(shot)

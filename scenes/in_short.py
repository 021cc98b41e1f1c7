"""The mechanism in four panels, each a short scene in its turn, then all of them lit; at the end a quiet nucleus."""

from __future__ import annotations

from moa_anim.sets.mechanism_panels import mechanism_stories
from moa_anim.sets.receptor_field import CLEARING_DONE, ReceptorField, stage_field_crowd
from moa_anim.stage.motion import change, key
from moa_anim.stage.scene import CueClock, Cues, MoaScene

WAITING_DIM = 0.62
"""Share of paper mixed into a panel that is not in focus."""

LIT_SHARE = 0.2
"""Share of a panel's turn in which it is lit and the one before is dimmed."""

FIRST_TURN_SHARE = 0.48
"""Share of the first cue that is the first panel's."""

THIRD_TURN_SHARE = 0.6
"""Share of the second cue that is the third panel's: four ubiquitins are joined in it."""

ALL_LIT_SHARE = 0.3
"""Share of the last cue in which all panels return to full colour."""


class InShort(MoaScene):
    """Binds, changes shape, is marked, is cleared; then the nucleus after it."""

    def stage(self) -> None:
        """Four panels, all waiting."""
        self.stories, self.rules = mechanism_stories(self)
        for story, (begin, end) in zip(self.stories, self.turns(), strict=True):
            story.panel.dim = WAITING_DIM
            story.panel.view.moving = float(self.rate.seconds(begin)), float(self.rate.seconds(end))
        self.add(*self.rules, *(story.panel for story in self.stories))

    def turns(self) -> list[tuple[int, int]]:
        """Return the first frame of each panel's turn and the last in which anything moves in it."""
        overall, blocking = self.start_of("overall"), self.start_of("blocking")
        second = overall + round(FIRST_TURN_SHARE * self.frames_of("overall"))
        fourth = blocking + round(THIRD_TURN_SHARE * self.frames_of("blocking"))
        end = self.start_of("direction") + self.frames_of("direction")
        return [(overall, second), (second, blocking), (blocking, fourth), (fourth, end)]

    def cues(self) -> Cues:
        """Return the cues: two panels, two panels, all of them."""
        return {
            "overall": self.binds_and_changes_shape,
            "blocking": self.is_marked_and_cleared,
            "direction": self.all_lit,
        }

    def binds_and_changes_shape(self, cue: CueClock) -> None:
        """Elacestrant enters the pocket; then helix 12 swings onto the groove."""
        self.turn(0, cue.part(FIRST_TURN_SHARE))
        self.turn(1, cue.rest)

    def is_marked_and_cleared(self, cue: CueClock) -> None:
        """The chain of ubiquitins grows; then the receptor enters the proteasome, which goes on into the next cue."""
        self.turn(2, cue.part(THIRD_TURN_SHARE))
        self.turn(3, cue.rest)

    def all_lit(self, cue: CueClock) -> None:
        """All four panels return to full colour; the proteasome works on."""
        last = self.stories[3]
        self.play_for(
            cue.frames,
            key(change([story.panel for story in self.stories], "dim", 0.0, 0.0, ALL_LIT_SHARE)),
            *last.afterwards,
        )

    def turn(self, number: int, frames: int) -> None:
        """Light panel `number`, dim the others, and play what happens in it, over `frames` frames."""
        story = self.stories[number]
        others = [each.panel for each in self.stories if each is not story]
        self.play_for(
            frames,
            change(others, "dim", WAITING_DIM, 0.0, LIT_SHARE),
            change(story.panel, "dim", 0.0, 0.0, LIT_SHARE),
            *(key(motion) for motion in story.motions),
        )

    def construct(self) -> None:
        """Play the panels, then cut to the quiet nucleus."""
        self.stage()
        self.hold(self.lead())
        self.play_cues(self.cues())
        self.remove(*self.rules, *(story.panel for story in self.stories))
        self.quiet_nucleus(self.tail())

    def quiet_nucleus(self, frames: int) -> None:
        """Few receptors with elacestrant, estradiol that drifts, a gene without polymerase; no words."""
        field = self.field = ReceptorField(self, "", cut_at_frame=self.frame)
        field.gene.leaving = 1.0
        field.clearing = CLEARING_DONE
        stage_field_crowd(self, field.sight)
        self.add(field.world)
        self.hold(frames)

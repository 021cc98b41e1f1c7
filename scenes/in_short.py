"""The mechanism in four panels, each a short scene in its turn, then all of them lit; at the end a quiet nucleus.

The camera goes from panel to panel, and draws back until all four are in the picture.
"""

from __future__ import annotations

import math

from moa_anim.sets.mechanism_panels import mechanism_stories
from moa_anim.sets.panels import LOOKED_AT, StripCamera
from moa_anim.sets.quiet_nucleus import QuietNucleus
from moa_anim.stage.motion import Motion, Riding, Within, change, gentle, hide, key, show
from moa_anim.stage.reframing import Reframe
from moa_anim.stage.scene import CueClock, Cues, MoaScene

WAITING_DIM = 0.72
"""Share of paper mixed into a panel that is not in focus."""

LIT_SHARE = 0.2
"""Share of a panel's turn in which it is lit and the one before is dimmed."""

FIRST_TURN_SHARE = 0.48
"""Share of the first cue that is the first panel's."""

THIRD_TURN_SHARE = 0.6
"""Share of the second cue that is the third panel's: four ubiquitins are joined in it."""

DIMMED_SHARE = 0.06
AGAIN_SHARES = (0.06, 0.14)
AGAIN_EVERY_SHARE = 0.16
"""Shares of the last cue: the fourth panel is dimmed; the first is lit again between two; each other so much later."""

NEAR = ((686.0, 520.0, 1.4), (815.0, 587.0, 1.14), (1200.0, 560.0, 1.3), (1031.0, 571.0, 1.08))
"""What the camera looks at in each panel's turn: x, y (pixels of the strip of panels), magnification. It goes along the
strip, and draws back until all four are in the picture."""

TRACKING_SHARE = 0.5
"""Share of a panel's turn in which the camera comes to it."""

FINENESS = 1.4
"""How much finer than the frame the panels are drawn while the camera is near."""

TOLD_SHARES = (0.1, 0.3)
"""Shares of a panel's turn in which its heading appears."""

DRAWN_BACK_SHARE = 0.22
"""Share of the last cue after which all panels are seen as they are."""

HANDED_OVER_SHARE = 0.06
GONE_SHARE = 0.14
"""Shares of the tail: the receptor stands over that of the second panel, its equal; the panels have vanished."""

GROUND_OPACITY = 0.45
"""Opacity of the crowd behind the panels."""

FADES_SHARES = (0.7, 0.96)
"""Shares of the tail between which the estradiols fade that the credits' words would be over."""

ARRIVAL_SHARE = 0.5
SLOW_PART = 0.06
"""The receptor has come near after this share of the tail; this part of its way it goes slowly, up to the end."""


def arriving(share: float) -> float:
    """Ease of the way to the quiet nucleus: most of it at first, then slowly on."""
    return (1.0 - SLOW_PART) * gentle(min(1.0, share / ARRIVAL_SHARE)) + SLOW_PART * share


class InShort(MoaScene):
    """Binds, changes shape, is marked, is cleared; then the nucleus after it."""

    needs = {
        "cues": {
            "overall": (3.0,),
            "blocking": (3.4,),
            "direction": (3.0,),
        },
        "labels": {
            "panel-1": "Binds",
            "panel-2": "Changes shape",
            "panel-3": "Is marked",
            "panel-4": "Is cleared",
        },
        "lead_seconds": 0.2,
        "tail_seconds": 3.0,
        "seed": 12,
        "facts": ["degrades"],
    }

    def stage(self) -> None:
        """Four panels, all waiting, in front of a faint crowd."""
        self.quiet = QuietNucleus(self, joins_at=self.length_seconds)
        self.quiet.crowd.opacity = GROUND_OPACITY
        self.stories, self.rules = mechanism_stories(self)
        for story, spans in zip(self.stories, self.spans(), strict=True):
            story.panel.dim = WAITING_DIM
            story.panel.view.moving = [
                (float(self.rate.seconds(begin)), float(self.rate.seconds(end))) for begin, end in spans
            ]
        self.panels = [story.panel for story in self.stories]
        self.strip = StripCamera()
        self.strip.look(*NEAR[0])
        for panel in self.panels:
            panel.camera, panel.view.fineness = self.strip, FINENESS
            panel.told = 1.0 if panel is self.panels[0] else 0.0
        self.panels[0].dim = 0.0
        for rule in self.rules:
            rule.opacity = 0.0
        self.quiet.view.view = self.panels[1].view.view
        self.quiet.view.opacity = 0.0
        self.add(*self.rules, *self.panels)

    def spans(self) -> list[list[tuple[int, int]]]:
        """Return for each panel the frames, first and last, between which anything moves in it: its turn, and the last cue.

        The first panel is lit from the first frame; in it estradiol turns away in the second one’s turn, too.
        """
        overall, blocking = self.start_of("overall"), self.start_of("blocking")
        second = overall + round(FIRST_TURN_SHARE * self.frames_of("overall"))
        fourth = blocking + round(THIRD_TURN_SHARE * self.frames_of("blocking"))
        again, end = self.start_of("direction"), self.context.shot.slot.frames
        return [
            [(0, blocking), (again, end)],  # its molecules tremble from the first frame
            [(second, blocking), (again, end)],
            [(blocking, fourth), (again, end)],
            [(fourth, end)],
        ]

    def cues(self) -> Cues:
        """Return the cues: two panels, two panels, all of them."""
        return {
            "overall": self.binds_and_changes_shape,
            "blocking": self.is_marked_and_cleared,
            "direction": self.all_lit,
        }

    def binds_and_changes_shape(self, cue: CueClock) -> None:
        """Elacestrant enters the pocket; then helix 12 swings onto the groove, and estradiol turns away from both."""
        self.turn(0, cue.part(FIRST_TURN_SHARE))
        self.turn(1, cue.rest, stays_lit=0)

    def is_marked_and_cleared(self, cue: CueClock) -> None:
        """The chain of ubiquitins grows; then the receptor enters the proteasome, which goes on into the next cue."""
        self.turn(2, cue.part(THIRD_TURN_SHARE))
        self.turn(3, cue.rest)

    def all_lit(self, cue: CueClock) -> None:
        """The panels are lit once more, one after another; the proteasome works on."""
        for panel in self.panels:
            panel.view.fineness = 1.0
        self.play_for(
            cue.frames,
            *self.looks_at(*LOOKED_AT, 1.0, 0.0, DRAWN_BACK_SHARE),
            show(self.rules, 0.5 * DRAWN_BACK_SHARE, 1.5 * DRAWN_BACK_SHARE),
            change(self.panels, "told", 1.0, 0.0, DRAWN_BACK_SHARE),
            change(self.panels[3], "dim", WAITING_DIM, 0.0, DIMMED_SHARE),
            key(change(self.panels, "dim", 0.0, *AGAIN_SHARES, every=AGAIN_EVERY_SHARE)),
            *self.stories[3].afterwards,
        )

    def turn(self, number: int, frames: int, *, stays_lit: int | None = None) -> None:
        """Light panel `number`, dim the others, and play what happens in it, over `frames` frames.

        Panel `stays_lit` is not dimmed: estradiol turns away in both.
        """
        story = self.stories[number]
        others = [panel for each, panel in enumerate(self.panels) if each not in (number, stays_lit)]
        hormones = (
            [] if stays_lit is None else [*self.stories[stays_lit].while_estrogen, *story.while_estrogen]
        )
        x, y, magnification = NEAR[number]
        self.play_for(
            frames,
            *self.looks_at(x, y, magnification, 0.0, TRACKING_SHARE),
            change(story.panel, "told", 1.0, *TOLD_SHARES),
            change(
                [each for each in self.panels if each is not story.panel], "told", 0.0, 0.0, TOLD_SHARES[1]
            ),
            change(others, "dim", WAITING_DIM, 0.0, LIT_SHARE),
            change(story.panel, "dim", 0.0, 0.0, LIT_SHARE),
            *(key(motion) for motion in story.motions),
            *hormones,
        )

    def looks_at(self, x: float, y: float, magnification: float, begin: float, end: float) -> list[Motion]:
        """Return the motions of the camera to a point of the strip (its pixels), magnified."""
        to = (("x", x), ("y", y), ("nearness", math.log(magnification)))
        return [change(self.strip, name, value, begin, end) for name, value in to]

    def construct(self) -> None:
        """Play the panels, then go to the quiet nucleus."""
        self.stage()
        self.hold(self.lead())
        self.play_cues(self.cues())
        self.quiet_nucleus(self.tail())

    def quiet_nucleus(self, frames: int) -> None:
        """The panels vanish but for the second one's receptor, which comes near among estradiol that drifts by; no words."""
        first, second, third, last = self.panels
        self.add(self.quiet.view, self.quiet.floor)
        self.play_for(
            frames,
            show(self.quiet.floor, HANDED_OVER_SHARE, ARRIVAL_SHARE),
            show(self.quiet.view, 0.0, HANDED_OVER_SHARE),
            hide([first, third, last, *self.rules], 0.0, GONE_SHARE),
            change(second, "told", 0.0, 0.0, GONE_SHARE),
            change(second, "marked", 0.0, 0.0, HANDED_OVER_SHARE),
            change(second, "pointed", 0.0, 0.0, HANDED_OVER_SHARE),
            hide(second, HANDED_OVER_SHARE, GONE_SHARE),
            Within(HANDED_OVER_SHARE, 1.0, Reframe(self.quiet.view, self.quiet.at_the_join, ease=arriving)),
            show(self.quiet.crowd, HANDED_OVER_SHARE, ARRIVAL_SHARE),
            change(self.quiet.behind_words, "dim", 1.0, *FADES_SHARES),
            Riding(self.quiet.without_what_is_gone),
        )

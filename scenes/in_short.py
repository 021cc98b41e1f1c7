"""The mechanism in four panels, each a short scene in its turn, then all of them lit; at the end a quiet nucleus.

The camera is near the first two, and draws back once, until all four are in the picture. Binding and change of shape are the
blocking, marking and clearing the removal: two brackets say so when the words do.
"""

from __future__ import annotations

from moa_anim.graphics.colours import readable
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.sets.mechanism_panels import LEFTS_PIXELS, RIGHTS_PIXELS, mechanism_stories
from moa_anim.sets.panels import LOOKED_AT, Bracket, DrawBack, StripCamera
from moa_anim.sets.quiet_nucleus import QuietNucleus
from moa_anim.stage.motion import Motion, Riding, Within, change, gentle, hide, key, passage, show
from moa_anim.stage.reframing import Reframe
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.text_block import Line, TextBlock

WAITING_DIM = 0.72
"""Share of paper mixed into a panel that is not in focus."""

LIT_SHARE = 0.2
"""Share of a panel's turn in which it is lit and the one before is dimmed."""

FIRST_TURN_SHARE = 0.48
"""Share of the first cue that is the first panel's."""

BLOCKED_SHARE = 0.26
THIRD_TURN_SHARE = 0.7
"""Shares of the second cue: the words say “blocking”, of the first two panels; then the third panel's turn ends."""

NAMED_SHARES = (0.0, 0.3)
"""Shares of the turn whose words a bracket has, in which it appears."""

AGAIN_SHARES = (0.1, 0.2)
AGAIN_EVERY_SHARE = 0.2
"""Shares of the last cue: the first panel is lit again between two; the second so much later."""

NEAR = (742.0, 574.0, 1.13)
"""What the camera looks at in the first two panels' turns: x, y (pixels of the strip of panels), magnification."""

FINENESS = 1.13
"""How much finer than the frame the panels are drawn while the camera is near."""

TOLD_SHARES = (0.1, 0.3)
"""Shares of a panel's turn in which its heading appears."""

TOLD_ALL_SHARES = (0.02, 0.12)
"""Shares of the last cue in which all headings appear again."""

OUTLINED_SHARE = 0.06
OTHERS_GONE_SHARE = 0.11
GONE_SHARE = 0.16
QUIET_SHARES = (0.08, 0.26)
"""Shares of the tail: the second panel's receptor is outlined; the other panels have vanished; it has, and the outline
remains; between the last two the quiet nucleus appears about it, so that the picture is never empty."""

UNSETTLED_ENDS_AT = (1430.0, 836.0)
UNSETTLED_PIXELS = 34.0
"""Where the words about the mark end (baseline; design pixels), in the third panel, and the size of their letters."""

UNSETTLED_COMES_SHARES = (0.12, 0.24)
"""Shares of the last cue between which they fade in: the camera is at rest then."""

FEWER_AT = (1160.0, 620.0)
FEWER_PIXELS = 46.0
"""Middle and baseline, in the empty outline, and letter size of the words in the tail (design pixels)."""

FEWER_COMES_SHARES = (0.36, 0.44)
FEWER_GOES_SHARES = (0.88, 0.97)
"""Shares of the tail in which they appear, once the outline has come near, and vanish: the credits begin without them."""

GROUND_OPACITY = 0.45
"""Opacity of the crowd behind the panels."""

ARRIVAL_SHARE = 0.36
SLOW_PART = 0.06
"""The outline has come near after this share of the tail; this part of its way it goes slowly, up to the end."""


def arriving(share: float) -> float:
    """Ease of the way to the quiet nucleus: most of it at first, then slowly on."""
    return (1.0 - SLOW_PART) * gentle(min(1.0, share / ARRIVAL_SHARE)) + SLOW_PART * share


class InShort(MoaScene):
    """Binds, changes shape, is marked, is cleared; then the nucleus after it."""

    needs = {
        "tables": [
            "era_lbd_estradiol",
            "drug",
            "coactivator_helix",
            "ubiquitin",
            "ligase_scaffold",
            "ligase_charged_e2",
            "proteasome_20s",
            "proteasome_20s_open_gate",
            "proteasome_cap",
        ],
        "schematic": "the E3's adaptors and moves; the cap's ubiquitin site and channel, unfolding, threading",
        "cues": {
            "overall": (3.0, "", "Two pictures: the drug binds, helix 12 swings"),
            "blocking": (3.4, "", "Two more: the receptor is marked, and cleared"),
            "direction": (3.0, "", "All four side by side, under “blocked” and “removed”"),
        },
        "labels": {
            "panel-1": "Binds",
            "panel-2": "Changes shape",
            "panel-3": "Is marked",
            "panel-4": "Is cleared",
            "blocked": "blocked",
            "removed": "removed",
            "fewer": "fewer receptors",
            "unsettled": "why: not settled",
        },
        "lead_seconds": 0.2,
        "tail_seconds": 4.8,
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
        self.strip.look(*NEAR)
        for panel in self.panels:
            panel.camera, panel.view.fineness = self.strip, FINENESS
            panel.told = 1.0 if panel is self.panels[0] else 0.0
        self.panels[0].dim = 0.0
        ends = ((LEFTS_PIXELS[0], RIGHTS_PIXELS[1]), (LEFTS_PIXELS[2], RIGHTS_PIXELS[3]))
        self.blocked, self.removed = (
            Bracket(self.label(name), *each, self.strip)
            for name, each in zip(("blocked", "removed"), ends, strict=True)
        )
        for hidden in (*self.rules, self.blocked, self.removed):
            hidden.opacity = 0.0
        self.quiet.view.view = self.panels[1].view.view
        for hidden in (self.quiet.view, *self.quiet.outlines, *self.quiet.remaining):
            hidden.opacity = 0.0
        self.add(*self.rules, *self.panels, self.blocked, self.removed)

    def spans(self) -> list[list[tuple[int, int]]]:
        """Return for each panel the frames, first and last, between which anything moves in it: its turn, and the last cue.

        The first panel is lit from the first frame; in it estradiol turns away in the second one’s turn, too. Both go on
        trembling while the words say “blocking”.
        """
        overall, blocking = self.start_of("overall"), self.start_of("blocking")
        second = overall + round(FIRST_TURN_SHARE * self.frames_of("overall"))
        third, fourth = (
            blocking + round(share * self.frames_of("blocking"))
            for share in (BLOCKED_SHARE, THIRD_TURN_SHARE)
        )
        again, end = self.start_of("direction"), self.context.shot.slot.frames
        return [
            [(0, third), (again, end)],  # its molecules tremble from the first frame
            [(second, third), (again, end)],
            [(third, fourth), (again, end)],
            [(fourth, end)],
        ]

    def cues(self) -> Cues:
        """Return the cues: two panels, two panels, all of them."""
        return {
            "overall": self.binds_and_changes_shape,
            "blocking": self.blocked_and_removed,
            "direction": self.all_lit,
        }

    def binds_and_changes_shape(self, cue: CueClock) -> None:
        """Elacestrant enters the pocket; then helix 12 swings onto the groove, and estradiol turns away from both."""
        self.turn(0, cue.part(FIRST_TURN_SHARE))
        self.turn(1, cue.rest, stays_lit=0)

    def blocked_and_removed(self, cue: CueClock) -> None:
        """Two pictures stand under “blocked”; under “removed” the chain grows, and the receptor enters the proteasome.

        Meanwhile the camera draws back. The proteasome goes on into the next cue.
        """
        blocked, third = BLOCKED_SHARE, THIRD_TURN_SHARE
        self.play_for(
            cue.part(blocked),
            DrawBack(self.strip, NEAR, ease=passage(0.0, blocked)),
            key(show(self.blocked, *NAMED_SHARES)),
        )
        self.turn(
            2,
            cue.part(third - blocked),
            DrawBack(self.strip, NEAR, ease=passage(blocked, third)),
            hide(self.blocked, 0.0, LIT_SHARE),
            show(self.removed, *NAMED_SHARES),
        )
        self.turn(3, cue.rest, DrawBack(self.strip, NEAR, ease=passage(third, 1.0)), stays_lit=2)

    def all_lit(self, cue: CueClock) -> None:
        """The first two panels are lit once more under their bracket; the proteasome works on."""
        for panel in self.panels:
            panel.view.fineness = 1.0
        self.unsettled = self.written("unsettled", UNSETTLED_ENDS_AT, UNSETTLED_PIXELS, 1.0, Role.LIGASE)
        self.add(self.unsettled)
        self.play_for(
            cue.frames,
            show(self.unsettled, *UNSETTLED_COMES_SHARES),
            show(self.rules, *TOLD_ALL_SHARES),
            change(self.panels, "told", 1.0, *TOLD_ALL_SHARES),
            show(self.blocked, *AGAIN_SHARES),
            key(change(self.panels[:2], "dim", 0.0, *AGAIN_SHARES, every=AGAIN_EVERY_SHARE)),
            *self.stories[3].afterwards,
        )

    def turn(self, number: int, frames: int, *more: Motion, stays_lit: int | None = None) -> None:
        """Light panel `number`, dim the others, and play what happens in it and what is `more`, over `frames` frames.

        Panel `stays_lit` is not dimmed, and if estradiol turns away in the panel, it does in both.
        """
        story = self.stories[number]
        others = [panel for each, panel in enumerate(self.panels) if each not in (number, stays_lit)]
        hormones = [
            motion
            for each in (story, *([] if stays_lit is None else [self.stories[stays_lit]]))
            for motion in (each.while_estrogen if stays_lit is not None else ())
        ]
        self.play_for(
            frames,
            change(story.panel, "told", 1.0, *TOLD_SHARES),
            change(
                [each for each in self.panels if each is not story.panel], "told", 0.0, 0.0, TOLD_SHARES[1]
            ),
            change(others, "dim", WAITING_DIM, 0.0, LIT_SHARE),
            change(story.panel, "dim", 0.0, 0.0, LIT_SHARE),
            *(key(motion) for motion in story.motions),
            *hormones,
            *more,
        )

    def construct(self) -> None:
        """Play the panels, then go to the quiet nucleus."""
        self.stage()
        self.hold(self.lead())
        self.play_cues(self.cues())
        self.quiet_nucleus(self.tail())

    def written(self, label: str, at: Point, pixels: float, share: float, role: Role) -> TextBlock:
        """Return a label's words, not yet visible, at a baseline (design pixels); `share` of their width is left of `at`."""
        words, (x, baseline) = self.label(label), at
        begin = x - share * width_of(words, pixels, Weight.BOLD)
        text = TextBlock([Line(words, begin, baseline, pixels, Weight.BOLD, colour=readable(role))])
        text.opacity = 0.0
        return text

    def quiet_nucleus(self, frames: int) -> None:
        """The second panel's receptor is outlined, and the panels vanish; the empty outline, with words, comes near."""
        outlines = list(self.quiet.outlines)
        remaining = self.quiet.remaining
        second = self.panels[1]
        others = [*(each for each in self.panels if each is not second), self.blocked, self.removed]
        fewer = self.written("fewer", FEWER_AT, FEWER_PIXELS, 0.5, Role.RECEPTOR)
        self.add(self.quiet.floor, *remaining, *outlines, self.quiet.view, fewer)
        self.play_for(
            frames,
            show(outlines, 0.0, OUTLINED_SHARE),
            hide([*self.rules, self.unsettled], 0.0, OUTLINED_SHARE),
            hide(others, OUTLINED_SHARE, OTHERS_GONE_SHARE),
            change(second, "told", 0.0, OUTLINED_SHARE, OTHERS_GONE_SHARE),
            hide(second, OUTLINED_SHARE, GONE_SHARE),
            Within(OUTLINED_SHARE, 1.0, Reframe(self.quiet.view, self.quiet.at_the_join, ease=arriving)),
            Riding(self.strip_goes_along),
            show([self.quiet.view, self.quiet.crowd, self.quiet.floor, *remaining], *QUIET_SHARES),
            show(fewer, *FEWER_COMES_SHARES, until=FEWER_GOES_SHARES),
        )

    def strip_goes_along(self) -> None:
        """The camera over the panels goes as the outline's does: the second panel's receptor stays within its outline."""
        (x, y), (to_x, to_y) = self.panels[1].view.view.place, self.quiet.view.view.place
        size = self.quiet.view.view.scale / self.panels[1].view.view.scale
        at_x, at_y = LOOKED_AT
        self.strip.look(x + (at_x - to_x) / size, y + (at_y - to_y) / size, size)

"""The mechanism in four panels, each a short scene in its turn, then all of them lit: they are the last picture.

The camera is near the first two, and draws back once, until all four are in the picture. Binding and change of shape are the
blocking, marking and clearing the removal: two brackets say so when the words do. At last the second says what comes of the
removal: fewer receptors, not none.
"""

from __future__ import annotations

from moa_anim.graphics.colours import readable
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.sets.mechanism_panels import FINENESS, LEFTS_PIXELS, NEAR, RIGHTS_PIXELS, mechanism_stories
from moa_anim.sets.panels import Bracket, DrawBack, StripCamera
from moa_anim.sets.quiet_nucleus import QuietNucleus
from moa_anim.stage.motion import Motion, Within, change, hide, key, passage, show
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.text_block import Line, TextBlock

WAITING_DIM = 0.72
"""Share of paper mixed into a panel that is not in focus."""

LIT_SHARE = 0.2
"""Share of a panel's turn in which it is lit and the one before is dimmed."""

FIRST_TURN_SHARE = 0.48
"""Share of the first cue that is the first panel's."""

BLOCKED_SHARE = 0.26
"""Share of the second cue in which the words say “blocking”, of the first two panels; the third panel has the rest."""

FOURTH_TURN_SHARE = 0.52
"""Share of the last cue that is the fourth panel's; in the rest all are lit."""

NAMED_SHARES = (0.0, 0.3)
"""Shares of the turn whose words a bracket has, in which it appears."""

AGAIN_SHARES = (0.0, 0.14)
AGAIN_EVERY_SHARE = 0.1
"""Shares of the rest of the last cue: the first panel is lit again between two; the second so much later."""

COME_SHARES = (0.02, 0.24)
"""Shares of the first panel's turn in which the others appear: the shot begins with its picture alone."""

TOLD_SHARES = (0.1, 0.3)
"""Shares of a panel's turn in which its heading appears."""

TOLD_ALL_SHARES = (0.0, 0.14)
"""Shares of that rest in which all headings appear again."""

RESULT_SHARES = (0.26, 0.42)
"""Shares of it in which the second bracket says what comes of the removal."""

AT_REST_SHARE = 0.6
"""Share of it after which nothing is threaded any more: the picture is at rest."""

CLEARS_SECONDS = 0.3
"""At the end of the tail the panels vanish in so long, and their crowd becomes plainer: the credits begin with it."""

UNSETTLED_ENDS_AT = (1430.0, 836.0)
UNSETTLED_PIXELS = 34.0
"""Where the words about the mark end (baseline; design pixels), in the third panel, and the size of their letters."""

UNSETTLED_COMES_SHARES = (0.1, 0.24)
"""Shares of that rest between which they fade in: the camera is at rest then."""


class InShort(MoaScene):
    """Binds, changes shape, is marked, is cleared; then all four."""

    needs = {
        "tables": [
            "era_lbd_estradiol",
            "drug",
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
            "blocking": (3.4, "", "One more: the receptor is marked, to be cleared"),
            "direction": (3.0, "", "The last one goes on; then all four, under “blocked” and “removed”"),
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
        "tail_seconds": 1.6,
        "seed": 12,
        "facts": ["degrades"],
    }

    def stage(self) -> None:
        """Four panels in front of a faint crowd: the first alone, the others not yet seen."""
        self.quiet = QuietNucleus(self, joins_at=self.length_seconds)
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
            panel.told = 0.0
            panel.opacity = 1.0 if panel is self.panels[0] else 0.0
        self.panels[0].dim = 0.0
        ends = ((LEFTS_PIXELS[0], RIGHTS_PIXELS[1]), (LEFTS_PIXELS[2], RIGHTS_PIXELS[3]))
        self.blocked, self.removed = (
            Bracket(self.label(name), *each, self.strip)
            for name, each in zip(("blocked", "removed"), ends, strict=True)
        )
        self.removed.result = self.label("fewer")
        for hidden in (*self.rules, self.blocked, self.removed):
            hidden.opacity = 0.0
        self.add(self.quiet.floor, *self.rules, *self.panels, self.blocked, self.removed)

    def spans(self) -> list[list[tuple[int, int]]]:
        """Return for each panel the frames, first and last, between which anything moves in it: its turn, and the last cue.

        The first panel is lit from the first frame; in it estradiol turns away in the second one’s turn, too. Both go on
        trembling while the words say “blocking”.
        """
        overall, blocking = self.start_of("overall"), self.start_of("blocking")
        second = overall + round(FIRST_TURN_SHARE * self.frames_of("overall"))
        third = blocking + round(BLOCKED_SHARE * self.frames_of("blocking"))
        fourth, end = self.start_of("direction"), self.context.shot.slot.frames
        again = fourth + round(FOURTH_TURN_SHARE * self.frames_of("direction"))
        return [
            [(0, third), (again, end)],  # its molecules tremble from the first frame
            [(second, third), (again, end)],
            [(third, fourth), (again, end)],
            [(fourth, end)],
        ]

    def cues(self) -> Cues:
        """Return the cues: two panels, one more, the last and all of them."""
        return {
            "overall": self.binds_and_changes_shape,
            "blocking": self.blocked_then_marked,
            "direction": self.cleared_then_all,
        }

    def binds_and_changes_shape(self, cue: CueClock) -> None:
        """Elacestrant enters the pocket; then helix 12 swings onto the groove, and estradiol turns away from both."""
        self.turn(0, cue.part(FIRST_TURN_SHARE), show(self.panels[1:], *COME_SHARES))
        self.turn(1, cue.rest, stays_lit=0)

    def blocked_then_marked(self, cue: CueClock) -> None:
        """Two pictures stand under “blocked”; under “removed” the chain grows. Meanwhile the camera draws back."""
        blocked = BLOCKED_SHARE
        self.play_for(
            cue.part(blocked),
            DrawBack(self.strip, NEAR, ease=passage(0.0, blocked)),
            key(show(self.blocked, *NAMED_SHARES)),
        )
        self.turn(
            2,
            cue.rest,
            DrawBack(self.strip, NEAR, ease=passage(blocked, 1.0)),
            hide(self.blocked, 0.0, LIT_SHARE),
            show(self.removed, *NAMED_SHARES),
        )

    def cleared_then_all(self, cue: CueClock) -> None:
        """The receptor enters the proteasome; then the first two panels are lit once more, and all comes to rest."""
        for panel in self.panels:
            panel.view.fineness = 1.0
        self.turn(3, cue.part(FOURTH_TURN_SHARE), stays_lit=2)
        self.unsettled = self.written("unsettled", UNSETTLED_ENDS_AT, UNSETTLED_PIXELS, 1.0, Role.LIGASE)
        self.add(self.unsettled)
        self.play_for(
            cue.rest,
            show(self.unsettled, *UNSETTLED_COMES_SHARES),
            show(self.rules, *TOLD_ALL_SHARES),
            change(self.panels, "told", 1.0, *TOLD_ALL_SHARES),
            show(self.blocked, *AGAIN_SHARES),
            key(change(self.panels[:2], "dim", 0.0, *AGAIN_SHARES, every=AGAIN_EVERY_SHARE)),
            change(self.removed, "told", 1.0, *RESULT_SHARES),
            *(Within(0.0, AT_REST_SHARE, each) for each in self.stories[3].afterwards),
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
        """Play the panels; let all four stand."""
        self.stage()
        self.hold(self.lead())
        self.play_cues(self.cues())
        self.stand(self.tail())

    def stand(self, frames: int) -> None:
        """All four stand; at the very end they vanish."""
        clears = min(frames // 2, round(CLEARS_SECONDS * float(self.rate.fps)))
        if frames > clears:
            self.play_for(frames - clears, show(self.quiet.floor, 0.0, 0.4))
        if clears:
            shown = [*self.rules, *self.panels, self.blocked, self.removed, self.unsettled]
            self.play_for(clears, hide(shown, 0.0, 1.0), change(self.quiet.crowd, "opacity", 1.0, 0.0, 1.0))

    def written(self, label: str, at: Point, pixels: float, share: float, role: Role) -> TextBlock:
        """Return a label's words, not yet visible, at a baseline (design pixels); `share` of their width is left of `at`."""
        words, (x, baseline) = self.label(label), at
        begin = x - share * width_of(words, pixels, Weight.BOLD)
        text = TextBlock([Line(words, begin, baseline, pixels, Weight.BOLD, colour=readable(role))])
        text.opacity = 0.0
        return text

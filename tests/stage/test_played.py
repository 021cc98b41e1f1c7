"""What a scene notes of its motions: when they run, in which cue, and which are key events."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from recording import film_storyboard, play_dry

from moa_anim.model.clock import FrameRate
from moa_anim.model.quality import Quality
from moa_anim.model.timeline import schedule
from moa_anim.stage.motion import Change, Piece, Riding, Stagger, Stay, Within, change, key
from moa_anim.stage.played import Played, played
from moa_anim.stage.scene import CueClock, Cues, MoaScene

SMALL = Quality("small", 64, 36, FrameRate(15))


def turn() -> Change:
    return Change(SimpleNamespace(dim=0.0), "dim", 1.0)


def test_pieces_are_where_they_are_in_their_play() -> None:
    assert Within(0.2, 0.6, Within(0.5, 1.0, turn())).pieces() == [Piece(0.4, 0.6, False, "Change")]
    staggered = Within(0.5, 1.0, Stagger(0.0, 0.2, [turn(), [turn(), turn()]], every=0.4)).pieces()
    assert [(each.begin, each.end) for each in staggered] == [(0.5, 0.6), (0.7, 0.8), (0.7, 0.8)]
    assert Stay().pieces() == Riding(lambda: None).pieces() == []


def test_what_is_marked_is_key_with_all_its_parts_and_nothing_else() -> None:
    marked, plain = key(Within(0.1, 0.5, turn())), Within(0.5, 0.9, turn())
    assert isinstance(marked, Within)
    assert [each.is_key for each in (*marked.pieces(), *plain.pieces())] == [True, False]
    assert all(each.is_key for each in key(change([SimpleNamespace(dim=0.0)] * 3, "dim", 1.0, 0, 1)).pieces())
    assert [each.is_key for each in Stagger(0.0, 1.0, [key(turn()), turn()]).pieces()] == [True, False]


def test_frames_are_those_of_the_shot() -> None:
    notes = played("binds", 30, 20, [key(Within(0.25, 0.5, turn())), Stay()])
    assert notes == [Played("binds", 35, 40, True, "Change")]


class Marked(MoaScene):
    """Two cues, the first in two plays."""

    def stage(self) -> None:
        self.thing = SimpleNamespace(dim=0.0)

    def during_lead(self) -> list[Change]:
        return [Change(self.thing, "dim", 0.5)]

    def cues(self) -> Cues:
        return {"changes": self.twice, "receptor": [key(Change(self.thing, "dim", 0.2))]}

    def twice(self, cue: CueClock) -> None:
        self.play_for(cue.part(0.5), Change(self.thing, "dim", 1.0))
        self.play_for(cue.rest, key(Change(self.thing, "dim", 0.0)))


def test_a_scene_notes_what_it_plays_in_which_cue() -> None:
    shot = film_storyboard().shot("conformational-change")
    timeline = schedule(replace(film_storyboard(), shots=(shot,)), SMALL.rate)
    slot = timeline.shots[0]
    scene = play_dry(
        Marked, replace(film_storyboard(), shots=(shot,)), timeline, slot, SMALL, lambda *_: None
    )
    lead, first, second, third = scene.played
    changes, receptor = (slot.relative(cue.slot) for cue in slot.cues)
    assert (lead.cue, lead.begin, lead.end) == ("", 0, changes.start)
    assert (first.cue, first.is_key, second.cue, second.is_key) == ("changes", False, "changes", True)
    assert (first.begin, first.end, second.end) == (changes.start, second.begin, changes.stop)
    assert (third.cue, third.begin, third.end, third.is_key) == (
        "receptor",
        receptor.start,
        receptor.stop,
        True,
    )

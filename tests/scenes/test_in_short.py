"""The four panels by numbers taken at every frame: when each is lit, that it moves in its turn, that nothing is cut off."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from recording import film_storyboard, play_shot

from moa_anim.actors.dashed_outline import DashedOutline
from moa_anim.actors.ligands import BindingPartner
from moa_anim.actors.nuclear_receptors import NuclearReceptors
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.sets.panels import Panel
from moa_anim.stage.actor import Part
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted

SHOT = "in-short"

WELL_INSIDE_PIXELS = 2.0
"""Room for outlines about a body."""


@dataclass
class Watched:
    """The shot at every frame: number, opacity and dimming of each panel, and where its actors are."""

    slot: ShotSlot
    panels: list[tuple[tuple[int, float, float], ...]] = field(default_factory=list)
    places: list[dict[int, bytes]] = field(default_factory=list)
    quiet: list[tuple[tuple[float, float], float] | None] = field(default_factory=list)
    brackets: list[tuple[float, float]] = field(default_factory=list)
    last: list[Any] = field(default_factory=list)
    second_panel: tuple[tuple[float, float], float] | None = None
    hormones: list[dict[int, tuple[float, float]]] = field(default_factory=list)
    cut_off: list[str] = field(default_factory=list)

    def of(self, cue: str) -> slice:
        """The frames of a cue."""
        slot = self.slot.relative(self.slot.cue(cue).slot)
        return slice(slot.start, slot.stop)


def parts_of(panel: Panel) -> list[Part]:
    view = panel.view
    return [part for actor in view.actors for part in actor.parts(view.seconds)]


@pytest.fixture(scope="module")
def watched() -> Watched:
    slots = schedule(film_storyboard(), LECTURE.rate).shots
    result = Watched(next(slot for slot in slots if slot.shot.id == SHOT))

    def note(scene: Any, number: int) -> None:
        panels = [each for each in scene.mobjects if isinstance(each, Panel) and each.opacity > 0.0]
        result.panels.append(tuple((each.number, each.opacity, each.dim) for each in panels))
        places = {}
        for panel in panels if number % 6 == 0 else ():
            parts = parts_of(panel)
            places[panel.number] = b"".join(part.body.beads.positions.tobytes() for part in parts)
            result.cut_off += cut_off(panel, parts)
        result.places.append(places)
        (outline,), quiet = scene.quiet.outlines, scene.quiet.view
        shown = outline in scene.mobjects and outline.opacity > 0.0
        result.quiet.append((quiet.view.place, quiet.view.scale) if shown else None)
        result.brackets.append((scene.blocked.opacity, scene.removed.opacity))
        result.last[:] = [each for each in scene.mobjects if isinstance(each, Painted) and each.opacity > 0.0]
        second = scene.panels[1].view.view
        result.second_panel = second.place, second.scale
        result.hormones.append(
            {
                panel.number: panel.view.point(actor.pose[:3])
                for panel in panels
                for actor in panel.view.actors
                if isinstance(actor, BindingPartner) and actor.role is Role.ESTRADIOL
            }
        )

    play_shot(SHOT, LECTURE, note)
    return result


def cut_off(panel: Panel, parts: list[Part]) -> list[str]:
    """What extends beyond a panel's box, but for E2s, which come and leave across its edge."""
    left, top, right, bottom = panel.view.box
    found = []
    for part in parts:
        beads = part.body.beads
        spots = panel.view.view.pixels(beads.positions)
        reach = (beads.radii * panel.view.view.scale)[:, None] + WELL_INSIDE_PIXELS
        low, high = (spots - reach).min(axis=0), (spots + reach).max(axis=0)
        if panel.number != 3 and not (
            left <= low[0] and high[0] <= right and top <= low[1] and high[1] <= bottom
        ):
            found.append(f"panel {panel.number}: {low.round()} to {high.round()}")
    return found


def test_panels_are_lit_in_order_with_the_words(watched: Watched) -> None:
    spoken = watched.panels[: watched.of("direction").stop]
    assert {tuple(panel[0] for panel in each) for each in spoken} == {(1, 2, 3, 4)}, (
        "all from the first frame"
    )
    lit = [tuple(panel[0] for panel in each if panel[2] == 0.0) for each in spoken]
    order = [numbers for n, numbers in enumerate(lit) if numbers and (n == 0 or numbers != lit[n - 1])]
    assert order == [(1,), (1, 2), (3,), (3, 4), (1, 3, 4), (1, 2, 3, 4)]
    assert lit[watched.of("overall").stop - 1] == (1, 2)
    assert lit[watched.of("blocking").stop - 1] == (3, 4)
    assert lit[-1] == (1, 2, 3, 4)


def test_blocked_and_removed_are_named_with_the_words_over_their_panels_only(watched: Watched) -> None:
    """The cue’s words: “by blocking / and destroying the ER receptor,”."""
    words = watched.of("blocking")
    full = [tuple(opacity > 0.999 for opacity in each) for each in watched.brackets]
    lit = [{panel[0] for panel in each if panel[2] == 0.0} for each in watched.panels]
    said = [n for n in range(words.start, words.stop) if full[n] == (True, False)]
    assert said
    assert said[-1] < words.start + 0.35 * (words.stop - words.start), "while the words say it"
    assert all(lit[n] == {1, 2} for n in said)
    then = [n for n in range(words.start, words.stop) if full[n] == (False, True)]
    assert len(then) > 0.5 * (words.stop - words.start)
    assert all(lit[n] <= {3, 4} for n in then)
    assert not any(any(each) for each in watched.brackets[: words.start]), "not before"
    assert full[watched.of("direction").stop - 1] == (True, True)


def test_a_panel_moves_in_its_turn_and_all_in_the_last_cue(watched: Watched) -> None:
    again = watched.of("direction").start
    stop = watched.of("direction").stop
    seen = [(n, places) for n, places in enumerate(watched.places[:stop]) if places]
    for (frame, before), (later, after) in pairwise(seen):
        moving = {number for number in before if before[number] != after[number]}
        lit = {number for each in watched.panels[frame : later + 12] for number, _, dim in each if dim < 0.6}
        assert moving, f"nothing moves from frame {frame}"
        assert moving <= lit or frame >= again - 6, f"a panel moves that is not lit, from frame {frame}"
        if frame > again:
            assert moving == {1, 2, 3, 4}, f"a panel stands still, from frame {frame}"


def test_nothing_of_the_panels_is_cut_off(watched: Watched) -> None:
    assert watched.cut_off == []


def test_estradiol_comes_near_and_turns_away_while_the_words_name_it(watched: Watched) -> None:
    from moa_anim.sets.mechanism_panels import TURNED_AWAY_PIXELS

    overall = watched.of("overall")
    for number, nearest_planned in ((1, TURNED_AWAY_PIXELS[0][2]), (2, TURNED_AWAY_PIXELS[1][2])):
        spots = [(frame, spot) for frame, all_ in enumerate(watched.hormones) if (spot := all_.get(number))]
        far = [float(np.hypot(x - nearest_planned[0], y - nearest_planned[1])) for _, (x, y) in spots]
        nearest = int(np.argmin(far))
        assert far[nearest] < 70.0, "comes near"
        assert overall.start + 0.5 * (overall.stop - overall.start) < spots[nearest][0] < overall.stop
        assert far[-1] > far[nearest] + 50.0, "turns away"


def test_the_film_ends_on_an_empty_outline_for_about_four_seconds(watched: Watched) -> None:
    """In silence, once the panels are gone; a few receptors remain: fewer, not none."""
    tail = watched.quiet[watched.of("direction").stop :]
    alone = [number for number, panels in enumerate(watched.panels) if not panels]
    assert len(alone) >= 3.9 * float(LECTURE.rate.fps)
    (remaining,) = [each for each in watched.last if isinstance(each, NuclearReceptors)]
    assert 1 <= remaining.count <= 5
    assert all(view is not None for view in tail[1:])
    assert not any(watched.panels[watched.of("direction").stop + round(0.8 * float(LECTURE.rate.fps)) :])


def test_the_last_picture_is_an_empty_outline_among_estradiol(watched: Watched) -> None:
    """A film about removal does not end on a receptor that is there."""
    (outline,) = [each for each in watched.last if isinstance(each, DashedOutline)]
    (view,) = [each for each in watched.last if isinstance(each, MoleculeView)]
    assert {actor.role for actor in view.actors if actor.shown} == {Role.ESTRADIOL}
    line = outline.seen()
    low, high = line.min(axis=0), line.max(axis=0)
    for actor in view.actors:
        x, y = view.point(actor.positions(0.0).mean(axis=0))
        assert not (low[0] < x < high[0] and low[1] < y < high[1]), "about it, not in it"
        assert 0.0 < x < FRAME_WIDTH
        assert y < BAND_TOP


def test_the_outline_of_the_second_panels_receptor_is_what_comes_near(watched: Watched) -> None:
    begin = watched.of("direction").stop
    first, last = watched.quiet[begin + 1], watched.quiet[-1]
    assert first is not None
    assert last is not None
    assert first == watched.second_panel, "same view: the pictures are equal"
    assert last[1] > 1.4 * first[1], "nearer"
    steps = [
        float(np.hypot(after[0][0] - before[0][0], after[0][1] - before[0][1]))
        for before, after in pairwise(watched.quiet[begin:])
        if before and after
    ]
    assert max(steps) * float(LECTURE.rate.fps) <= 1300.0


def test_the_credits_begin_with_the_last_picture(watched: Watched) -> None:
    views = []

    def note(scene: Any, number: int) -> None:
        view = next((each for each in scene.mobjects if isinstance(each, MoleculeView)), None)
        views.append((view.view.place, view.view.scale, view.opacity) if view else None)

    play_shot("credits", LECTURE, note)
    end, first = watched.quiet[-1], views[0]
    assert end is not None
    assert first is not None
    assert np.hypot(first[0][0] - end[0][0], first[0][1] - end[0][1]) < 3.0
    assert first[1] == pytest.approx(end[1], rel=0.01)
    assert first[2] > 0.9


def test_panels_end_above_the_band(watched: Watched) -> None:
    from moa_anim.sets.mechanism_panels import BOTTOM_PIXELS, LEFTS_PIXELS, RIGHTS_PIXELS

    assert BOTTOM_PIXELS <= BAND_TOP
    assert all(np.diff(np.ravel(list(zip(LEFTS_PIXELS, RIGHTS_PIXELS, strict=True)))) > 0)

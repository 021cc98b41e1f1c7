"""The four panels by numbers taken at every frame: when each is lit, that it moves in its turn, that nothing is cut off."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from recording import film_storyboard, play_shot

from moa_anim.actors.ligands import BindingPartner
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.palette import Role
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.sets.panels import Panel
from moa_anim.stage.actor import Part

SHOT = "in-short"

WELL_INSIDE_PIXELS = 2.0
"""Room for outlines about a body."""


@dataclass
class Watched:
    """The shot at every frame: number, opacity and dimming of each panel, and where its actors are."""

    slot: ShotSlot
    panels: list[tuple[tuple[int, float, float], ...]] = field(default_factory=list)
    places: list[dict[int, bytes]] = field(default_factory=list)
    result: list[float] = field(default_factory=list)
    crowd: list[float] = field(default_factory=list)
    brackets: list[tuple[float, float]] = field(default_factory=list)
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
        result.brackets.append((scene.blocked.opacity, scene.removed.opacity))
        result.result.append(scene.removed.told)
        result.crowd.append(scene.quiet.crowd.opacity)
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
    assert {panel[0] for panel in spoken[0]} == {1}, "the first alone, as the shot before leaves it"
    second = round(float(LECTURE.rate.fps))
    assert all(len(each) == 4 for each in spoken[second:]), "then all"
    lit = [tuple(panel[0] for panel in each if panel[2] == 0.0) for each in spoken]
    order = [numbers for n, numbers in enumerate(lit) if numbers and (n == 0 or numbers != lit[n - 1])]
    assert order == [(1,), (1, 2), (3,), (3, 4), (1, 3, 4), (1, 2, 3, 4)]
    assert lit[watched.of("overall").stop - 1] == (1, 2)
    assert lit[watched.of("blocking").stop - 1] == (3,)
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
    again = next(
        n for n, each in enumerate(watched.panels) if n > watched.of("direction").start and each[0][2] < 0.6
    )
    stop = watched.of("direction").stop
    seen = [(n, places) for n, places in enumerate(watched.places[:stop]) if places]
    for (frame, before), (later, after) in pairwise(seen):
        moving = {number for number in before if before[number] != after[number]}
        lit = {number for each in watched.panels[frame : later + 12] for number, _, dim in each if dim < 0.6}
        assert moving, f"nothing moves from frame {frame}"
        assert moving <= lit or frame >= again - 6, f"a panel moves that is not lit, from frame {frame}"
        if frame > again:
            assert moving >= {1, 2, 3}, f"a panel stands still, from frame {frame}"


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


def test_each_step_has_time(watched: Watched) -> None:
    """From when a panel is lit to when the next one is."""
    lit = [{number for number, _, dim in each if dim == 0.0} for each in watched.panels]
    comes = [next(n for n, each in enumerate(lit) if number in each) for number in (1, 2, 3, 4)]
    steps = np.diff([*comes, next(n for n, each in enumerate(lit) if each == {1, 2, 3, 4})])
    assert steps.min() / float(LECTURE.rate.fps) >= 2.5


def test_the_film_ends_on_all_four_pictures_at_rest(watched: Watched) -> None:
    """And on what comes of it: fewer receptors."""
    end = watched.of("direction").stop
    full = [
        n
        for n, panels in enumerate(watched.panels)
        if len(panels) == 4 and all(panel[1:] == (1.0, 0.0) for panel in panels) and watched.result[n] == 1.0
    ]
    assert full == list(range(full[0], full[-1] + 1))
    assert len(full) >= 2.0 * float(LECTURE.rate.fps)
    assert full[-1] >= end + 1.0 * float(LECTURE.rate.fps), "in silence, too"
    assert len(watched.panels) - full[-1] <= 0.35 * float(LECTURE.rate.fps), (
        "then it makes way for the credits"
    )


def test_no_coactivator_stands_beside_the_blocked_receptor() -> None:
    """None is bound in that state; one that stood there would look bound."""
    roles: set[Role] = set()

    def note(scene: Any, number: int) -> None:
        if number == 0:
            roles.update(
                actor.role
                for panel in scene.panels
                for actor in panel.view.actors
                if isinstance(actor, BindingPartner)
            )

    play_shot(SHOT, LECTURE, note)
    assert roles == {Role.DRUG, Role.ESTRADIOL}


def test_the_credits_begin_with_the_crowd_that_is_left(watched: Watched) -> None:
    crowds = []

    def note(scene: Any, number: int) -> None:
        crowds.append(scene.ground._quiet.crowd.opacity)

    play_shot("credits", LECTURE, note)
    assert watched.crowd[-1] > 0.8
    assert crowds[0] > 0.8
    assert crowds[-30] < 0.3


def test_panels_end_above_the_band(watched: Watched) -> None:
    from moa_anim.sets.mechanism_panels import BOTTOM_PIXELS, LEFTS_PIXELS, RIGHTS_PIXELS

    assert BOTTOM_PIXELS <= BAND_TOP
    assert all(np.diff(np.ravel(list(zip(LEFTS_PIXELS, RIGHTS_PIXELS, strict=True)))) > 0)

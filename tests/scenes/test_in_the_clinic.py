"""The footnote, the time line and the receptors in the cells, by numbers taken at every frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import film_storyboard, play_shot

from moa_anim.graphics.colours import palette, readable, rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.outline import GAP
from moa_anim.model.palette import Role, contrast_ratio
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.stage.text_block import TextBlock

SHOT = "in-the-clinic"
S10 = ("patients", "after", "strategy")

FASTEST_PIXELS = 25.0
"""Most that a body may go from one frame to the next at 30 a second ."""


@dataclass(frozen=True)
class Seen:
    """One frame: the words on stage with their boxes, bodies by name with their places, receptors drawn."""

    footnote: tuple[str, float] | None
    words: dict[str, Box]
    places: dict[str, Point]
    receptors: int | None
    cells: tuple[tuple[float, float, float], ...]
    arrived: float
    cleared: float
    spread: float | None
    taken: float | None


@dataclass
class Watched:
    """The shot at every frame, and the scene as it was at its end."""

    slot: ShotSlot
    frames: list[Seen] = field(default_factory=list)
    footnote_lines: tuple[Any, ...] = ()

    def of(self, *cues: str) -> list[Seen]:
        """The frames of these cues."""
        slots = [self.slot.relative(self.slot.cue(cue).slot) for cue in cues]
        return [self.frames[frame] for slot in slots for frame in range(slot.start, slot.stop)]


@pytest.fixture(scope="module")
def watched() -> Watched:
    slots = schedule(film_storyboard(), LECTURE.rate).shots
    result = Watched(next(slot for slot in slots if slot.shot.id == SHOT))

    def note(scene: Any, number: int) -> None:
        on_stage = set(map(id, scene.mobjects))

        def there(name: str) -> Any:
            thing = getattr(scene, name, None)
            return thing if thing is not None and id(thing) in on_stage and thing.opacity > 0.0 else None

        words: dict[str, Box] = {
            label.words: label.box
            for label in scene.labels_made
            if id(label) in on_stage and label.opacity > 0
        }
        footnote, timeline, tissue, drug, tablets = map(
            there, ("footnote", "timeline", "tissue", "drug", "tablets")
        )
        if footnote is not None:
            words["the footnote"] = footnote.obstacles()[0]
            result.footnote_lines = footnote.lines
        if timeline is not None:
            words |= {f"the time line {n}": box for n, box in enumerate(timeline.obstacles())}
        places: dict[str, Point] = {}
        if drug is not None:
            places |= {f"elacestrant {n}": drug.place(n) for n in range(len(drug.members))}
        if tissue is not None:
            places |= {
                f"receptor {n}": tissue.receptors.place(n) for n in range(len(tissue.receptors.members))
            }
        if tablets is not None:
            places |= {f"tablet {n}": tablets.at(n)[:2] for n in tablets.in_picture()}
        result.frames.append(
            Seen(
                (" ".join(line.words for line in footnote.lines), footnote.opacity)
                if footnote is not None
                else None,
                words,
                places,
                tissue.receptors.count if tissue is not None else None,
                tuple((cell.x, cell.radius, cell.division) for cell in tissue.cells)
                if tissue is not None
                else (),
                tissue.arrived if tissue is not None else 0.0,
                tissue.cleared if tissue is not None else 0.0,
                scene.body.spread if tablets is not None else None,
                tablets.taken if tablets is not None else None,
            )
        )

    play_shot(SHOT, LECTURE, note)
    return result


def shot_clock() -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(seconds=0.0)


def label(name: str) -> str:
    return next(shot for shot in film_storyboard().shots if shot.id == SHOT).labels[name]


def test_the_footnote_is_on_screen_word_for_word_from_the_arrival_to_the_end_of_s10(watched: Watched) -> None:
    from moa_anim.scenes.in_the_clinic import (  # type: ignore[import-not-found,unused-ignore]
        COMING_OUT_SHARE,
        FOOTNOTE_OPACITY,
    )

    frames = watched.of(*S10)
    arrived = round(COMING_OUT_SHARE * len(watched.of("patients")))
    for seen in frames[arrived:]:
        assert seen.footnote == (label("footnote"), FOOTNOTE_OPACITY)
    assert len(frames) - arrived >= 6 * LECTURE.rate.fps, "time to read it"


def test_the_view_comes_out_of_a_nucleus_in_one_move() -> None:
    from types import SimpleNamespace

    from moa_anim.scenes.in_the_clinic import FIELD_MIDDLE, ComingOut

    from moa_anim.illustrations.cell.cell import Cell
    from moa_anim.sets.receptor_field import FieldSight, FieldWorld
    from moa_anim.sets.tumor_mass import TumorMass

    origin = (2940.0, 0.0)
    field = SimpleNamespace(sight=FieldSight(), world=FieldWorld([], FieldSight(), origin))
    field.world.sight = field.sight
    cell = Cell(700.0, 500.0, 160.0, seed=1)
    tissue = SimpleNamespace(cells=[cell])
    out = ComingOut(field, tissue, cell, TumorMass(shot_clock()))  # stand in for a field and a tissue
    assert field.world.at_rest, "the shot begins with the picture as it is"
    assert (out.field_seen.opacity, out.field_seen.soft) == (1.0, 0.0)
    for share in (0.0, 0.2, 0.6, 1.0):
        out.set_at(share)
        nucleus = np.array([cell.x, cell.y])
        seen = np.array(out.cells.about) + np.exp(out.cells.nearness) * (nucleus - out.cells.about)
        assert seen == pytest.approx(field.world.seen(FIELD_MIDDLE), abs=0.5)
    assert out.cells.nearness == 0.0, "the cells are at last as they are"


def test_the_nucleus_is_never_empty_while_the_view_comes_out() -> None:
    from moa_anim.scenes.in_the_clinic import CELLS_COME, FIELD_GOES, RECEPTORS_COME

    from moa_anim.stage.dive import passing

    for share in np.linspace(CELLS_COME[1], 1.0, 50).tolist():
        assert (1.0 - passing(share, *FIELD_GOES)) + passing(share, *RECEPTORS_COME) > 0.9


def test_the_cells_are_never_on_the_bare_breast() -> None:
    from moa_anim.scenes.in_the_clinic import (
        BODY_HEIGHT_PIXELS,
        CELLS,
        CELLS_MIDDLE,
        GROWN_RADIUS_PIXELS,
        PUSHED_PIXELS,
        SMALLEST,
    )

    from moa_anim.illustrations.body_outline import HEIGHT, TUMOR_RADIUS

    tumor = TUMOR_RADIUS * BODY_HEIGHT_PIXELS / HEIGHT / SMALLEST
    farthest = max(abs(x - CELLS_MIDDLE[0]) for x, _ in CELLS) + PUSHED_PIXELS + GROWN_RADIUS_PIXELS
    assert farthest < 0.9 * tumor


def test_the_footnote_can_be_read(watched: Watched) -> None:
    from moa_anim.scenes.in_the_clinic import FOOTNOTE_OPACITY, ROOM_OPACITY

    for line in watched.footnote_lines:
        assert line.pixels >= 30
        assert line.baseline + 0.25 * line.pixels <= 890
        assert line.x + width_of(line.words, line.pixels, line.weight) <= FRAME_WIDTH - line.x
        assert line.role is Role.INK
    ink, paper = np.array(rgb(Role.INK)), np.array(rgb(Role.PAPER))
    ground = np.array(tinted(Role.DNA, 0.46, Role.PAPER)) * ROOM_OPACITY + paper * (1.0 - ROOM_OPACITY)
    words = ink * FOOTNOTE_OPACITY + ground * (1.0 - FOOTNOTE_OPACITY)
    lighter, darker = luminance(ground), luminance(words)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5, "even where the backdrop is darkest"


def luminance(colour: NDArray[np.float64]) -> float:
    """Relative luminance of an sRGB colour (WCAG 2)."""
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_words_stand_on_no_other_words(watched: Watched) -> None:
    for number, seen in enumerate(watched.frames):
        boxes = list(seen.words.items())
        for place, (one, box) in enumerate(boxes):
            assert box[3] <= BAND_TOP, one
            for other, beside in boxes[:place]:
                apart = (
                    box[2] <= beside[0] or beside[2] <= box[0] or box[3] <= beside[1] or beside[3] <= box[1]
                )
                assert apart, f"“{one}” on “{other}” at frame {number}"


def test_the_words_of_the_time_line_fit_and_can_be_read() -> None:
    from moa_anim.scenes.in_the_clinic import (  # type: ignore[import-not-found,unused-ignore]
        AXIS_PIXELS,
        BAR_PIXELS,
        BARS,
        TIME_BASELINE_PIXELS,
        TIME_PIXELS,
    )

    spans = (("earlier", BARS[0]), ("progress", (BARS[0][1], BARS[1][0])), ("now", BARS[1]))
    for name, (begin, end) in spans:
        assert width_of(label(name), TIME_PIXELS, Weight.BOLD) <= end - begin - 40, name
    assert TIME_BASELINE_PIXELS + 0.25 * TIME_PIXELS <= AXIS_PIXELS - BAR_PIXELS / 2, "above its line"
    assert contrast_ratio(palette()[Role.INK], palette()[Role.PAPER]) >= 4.5
    paper, drug = luminance(np.array(rgb(Role.PAPER))), luminance(np.array(readable(Role.DRUG)))
    assert (paper + 0.05) / (drug + 0.05) >= 4.5


def test_cells_divide_before_elacestrant_and_do_not_shrink_with_it(watched: Watched) -> None:
    assert all(division == 0.0 for _, _, division in watched.of("patients")[-1].cells)
    assert sum(division == 1.0 for _, _, division in watched.of("after")[-1].cells) == 2
    before = watched.of("strategy")[0].cells
    assert all(seen.cells == before for seen in watched.of("strategy"))


def test_receptors_become_fewer_only_after_elacestrant_has_come(watched: Watched) -> None:
    counts = [seen.receptors for seen in watched.of("strategy")]
    assert all(b <= a for a, b in pairwise(counts) if a is not None and b is not None)
    assert counts[0] == 20
    assert counts[-1] == 6  # one in each nucleus
    for seen in watched.of("strategy"):
        assert seen.cleared == 0.0 or seen.arrived == 1.0


def test_elacestrant_ends_at_a_receptor_and_missed_it_once(watched: Watched) -> None:
    frames = watched.of("strategy")
    drugs = [name for name in frames[-1].places if name.startswith("elacestrant")]
    assert len(drugs) == 14
    for name in drugs:
        receptor = name.replace("elacestrant", "receptor")
        gaps = [
            float(np.hypot(*(np.array(seen.places[name]) - seen.places[receptor])))
            for seen in frames
            if name in seen.places
        ]
        assert gaps[-1] < 45.0, name
        inside = [n for n, gap in enumerate(gaps) if gap < 130.0]
        turned = any(b > a + 1.0 for a, b in pairwise(gaps[inside[0] :]))
        assert turned, f"{name} comes as if drawn"


def test_nothing_goes_too_fast(watched: Watched) -> None:
    for number, (before, after) in enumerate(pairwise(watched.frames)):
        for name in before.places.keys() & after.places.keys():
            step = float(np.hypot(*(np.array(after.places[name]) - before.places[name])))
            assert step <= FASTEST_PIXELS, f"{name} by {step:.0f} pixels at frame {number}"


def test_elacestrant_keeps_off_the_words(watched: Watched) -> None:
    for seen in watched.of("strategy"):
        for name, (_, y) in seen.places.items():
            assert 245 <= y <= 705, name


def test_receptors_are_in_nuclei(watched: Watched) -> None:
    for seen in (watched.of("patients")[-1], watched.of("strategy")[-1]):
        nuclei: list[float] = []
        for x, radius, division in seen.cells:
            if division:
                nuclei += [x - GAP * radius * 0.707, x + GAP * radius * 0.707]
            else:
                nuclei.append(x)
        for name, (x, _) in seen.places.items():
            if name.startswith("receptor"):
                assert min(abs(x - nucleus) for nucleus in nuclei) < 75, name


def test_the_cells_shrink_to_the_breast_that_they_are_in() -> None:
    from moa_anim.scenes.in_the_clinic import CELLS_MIDDLE, DrawBack

    from moa_anim.illustrations.body import BodyFigure
    from moa_anim.illustrations.body_outline import TUMOR, TUMOR_RADIUS
    from moa_anim.sets.tumor_mass import TumorMass
    from moa_anim.stage.dive import Nearing
    from moa_anim.stage.painted import Painted

    body = BodyFigure(300.0, 178.0, 690.0)
    cells, mass = Nearing(Painted(), (0.0, 0.0)), TumorMass(shot_clock())
    moved = DrawBack(body, cells, mass)
    for share in (0.0, 0.3, 0.7, 1.0):
        moved.interpolate(share)
        assert (mass.nearness, mass.about) == (cells.nearness, cells.about), "cells and tissue shrink as one"
        assert mass.middle == pytest.approx(body.sight.seen(body.place(TUMOR)))
        size = np.exp(cells.nearness)
        middle = np.array(cells.about) + size * (np.array(CELLS_MIDDLE) - cells.about)
        assert middle == pytest.approx(body.sight.seen(body.place(TUMOR)), abs=0.5)
    assert mass.radius == pytest.approx(TUMOR_RADIUS * body.unit, rel=0.2), "at last it is the tumor"
    assert body.sight.magnification == pytest.approx(1.0)
    assert body.sight.seen(body.place((0.0, 76.0))) == pytest.approx(body.place((0.0, 76.0)), abs=0.01)


def test_the_cells_are_in_the_tissue_before_the_body_is_seen_and_gone_into_it_before_it_is_the_tumor() -> (
    None
):
    from moa_anim.scenes.in_the_clinic import CELLS_GO, MASS_GOES

    assert CELLS_GO[1] < MASS_GOES[0], "no row of cells on the tumor's lump"


def test_one_tablet_after_another_goes_to_the_mouth_and_the_row_does_not_end() -> None:
    from moa_anim.illustrations.tablet_row import NEXT_AT, SWALLOWED_PIXELS, TabletRow

    mouth = (400.0, 310.0)
    row = TabletRow(lambda: mouth)
    lengths = [row.at(number)[2] for number in row.in_picture()]
    assert lengths == sorted(lengths, reverse=True), "what is farther away looks smaller"
    assert row.at(0)[:2] == NEXT_AT
    count = len(lengths)
    for taken in np.linspace(0.0, 9.0, 46).tolist():
        row.taken = taken
        assert len(row.in_picture()) >= count
        places = [row.at(number) for number in row.in_picture()]
        for (x, _, length), (after, *_) in pairwise(places[1:]):
            assert after - x > 0.6 * length, "each is seen"
    row.taken = 1.0
    assert row.at(0) == pytest.approx((*mouth, SWALLOWED_PIXELS))


def test_elacestrant_comes_to_the_tumor_only_after_tablets_are_swallowed(watched: Watched) -> None:
    spread = [seen.spread for seen in watched.frames if seen.spread is not None]
    taken = [seen.taken for seen in watched.frames if seen.taken is not None]
    assert spread[-1] == 1.0
    first = next(number for number, each in enumerate(spread) if each > 0.0)
    assert taken[first] > 0.5, "a tablet is at the mouth"
    assert all(after >= before for before, after in pairwise(taken))


def test_a_text_block_is_what_the_footnote_is() -> None:
    from moa_anim.scenes.in_the_clinic import Footnote

    assert issubclass(Footnote, TextBlock)

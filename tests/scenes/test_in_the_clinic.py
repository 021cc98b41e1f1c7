"""The indication, the lens, the receptors in the cells and the days, by numbers taken at every frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import film_storyboard, play_shot

from moa_anim.graphics.colours import rgb
from moa_anim.graphics.fonts import width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.cell.outline import GAP
from moa_anim.model.palette import Role
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import ShotSlot, schedule

SHOT = "in-the-clinic"
S10 = ("patients", "after", "strategy")

FASTEST_PIXELS = 25.0
"""Most that a body may go from one frame to the next at 30 a second ."""


@dataclass(frozen=True)
class Seen:
    """One frame: the words on stage with their boxes, bodies by name with their places, receptors drawn."""

    indication: tuple[float, ...]
    words: dict[str, Box]
    places: dict[str, Point]
    receptors: int | None
    cells: tuple[tuple[float, float, float, float], ...]
    arrived: float
    cleared: float
    swallowed: float | None
    days: float | None


@dataclass
class Watched:
    """The shot at every frame, and the scene as it was at its end."""

    slot: ShotSlot
    frames: list[Seen] = field(default_factory=list)
    lines: tuple[Any, ...] = ()

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
        tablet, calendar = map(there, ("tablet", "calendar"))
        tissue = scene.tissue if scene.tissue in scene.lens.contents and there("lens") else None
        drug = getattr(scene, "drug", None) if tissue else None
        for line in scene.indication:
            if line.opacity > 0.0 and id(line) in on_stage:
                words[line.lines[0].words] = line.obstacles()[0]
        result.lines = tuple(line.lines[0] for line in scene.indication)
        places: dict[str, Point] = {}
        if drug is not None:
            places |= {f"elacestrant {n}": drug.place(n) for n in range(len(drug.members))}
        if tissue is not None:
            places |= {
                f"receptor {n}": tissue.receptors.place(n) for n in range(len(tissue.receptors.members))
            }
        if tablet is not None:
            places["tablet"] = tablet.at()[:2]
        result.frames.append(
            Seen(
                tuple(line.opacity if id(line) in on_stage else 0.0 for line in scene.indication),
                words,
                places,
                tissue.receptors.count if tissue is not None else None,
                tuple((cell.x, cell.y, cell.radius, cell.division) for cell in tissue.cells)
                if tissue is not None
                else (),
                tissue.arrived if tissue is not None else 0.0,
                tissue.cleared if tissue is not None else 0.0,
                scene.tablet.taken if calendar is not None else None,
                calendar.taken if calendar is not None else None,
            )
        )

    play_shot(SHOT, LECTURE, note)
    return result


def shot_clock(seconds: float = 0.0) -> Any:
    from types import SimpleNamespace

    return SimpleNamespace(seconds=seconds, rate=LECTURE.rate, shot_frames=600)


def label(name: str) -> str:
    return next(shot for shot in film_storyboard().shots if shot.id == SHOT).labels[name]


def test_the_indication_is_told_in_three_lines_and_whole_to_the_end_of_s10(watched: Watched) -> None:
    assert [line.words for line in watched.lines] == [label(n) for n in ("who", "disease", "progression")]
    for cue, shown in (
        ("patients", (1.0, 1.0, 0.0)),
        ("after", (1.0, 1.0, 1.0)),
        ("strategy", (1.0, 1.0, 1.0)),
    ):
        assert watched.of(cue)[-1].indication == shown
    rate = float(LECTURE.rate.fps)
    for number, line in enumerate(watched.lines):
        stands = sum(seen.indication[number] == 1.0 for seen in watched.of(*S10)) / rate
        assert stands >= 0.5 + len(line.words.split()) / (160 / 60), "time to read it, at a slow pace"


def test_what_the_indication_must_say_is_in_it() -> None:
    """US prescribing information, section 1."""
    said = " ".join(label(n) for n in ("who", "disease", "progression"))
    for part in (
        "US indication",
        "postmenopausal women or adult men",
        "ER-positive, HER2-negative, ESR1-mutated",
        "advanced or metastatic breast cancer",
        "disease progression after at least one line of endocrine therapy",
    ):
        assert part in said


def test_the_view_comes_out_of_a_nucleus_in_one_move() -> None:
    from types import SimpleNamespace

    from moa_anim.illustrations.cell.cell import Cell
    from moa_anim.sets.clinic_lens import FIELD_MIDDLE, LENS_MIDDLE, LENS_RADIUS, ComingOut
    from moa_anim.sets.receptor_field import FieldSight, FieldWorld
    from moa_anim.sets.tumor_mass import TumorMass

    origin = (2940.0, 0.0)
    # Stand in for a field and a tissue.
    field: Any = SimpleNamespace(sight=FieldSight(), world=FieldWorld([], FieldSight(), origin))
    field.gene = field.particle = SimpleNamespace()
    field.world.sight = field.sight
    cell = Cell(700.0, 500.0, 160.0, seed=1)
    tissue: Any = SimpleNamespace(cells=[cell])
    out = ComingOut(field, tissue, cell, TumorMass(shot_clock()), beam_from=lambda: (860.0, 560.0))
    assert field.world.at_rest, "the shot begins with the picture as it is"
    assert out.field_seen.opacity == 1.0
    for share in (0.0, 0.2, 0.6, 1.0):
        out.set_at(share)
        nucleus = np.array([cell.x, cell.y])
        seen = np.array(out.cells.about) + np.exp(out.cells.nearness) * (nucleus - out.cells.about)
        assert seen == pytest.approx(field.world.seen(FIELD_MIDDLE), abs=0.5)
    assert out.cells.nearness == 0.0, "the cells are at last as they are"
    assert out.lens.radius == LENS_RADIUS
    assert out.lens.middle == LENS_MIDDLE


def test_the_fields_receptors_are_those_of_the_nucleus() -> None:
    """Where the field fades, each is where one of the cell's appears, and as large; no one is lost on the way."""
    from moa_anim.sets.clinic_lens import FIELD_GOES, FIELD_SHRUNK, NUCLEUS_PART
    from moa_anim.sets.receptor_field_layout import FIELD_SCALE

    checked = []

    def note(scene: Any, number: int) -> None:
        if number:
            return
        out, receptors = scene.coming_out, scene.field.receptors
        shown = [n for n in range(len(receptors.members)) if receptors.is_shown(n)]
        assert len(out.cells.come_from) == len(shown) == 3
        now = sum(FIELD_GOES) / 2
        out.set_at(FIELD_GOES[0] * NUCLEUS_PART)
        of_cell = sorted(out.cells.receptor_at(n) for n in out.cells.come_from)
        of_field = sorted(scene.field.world.seen(receptors.place(n)) for n in shown)
        assert np.abs(np.array(of_cell) - of_field).max() < 1.0
        size = FIELD_SCALE * FIELD_SHRUNK**now
        assert size == pytest.approx(scene.tissue.receptors.first_scale, rel=0.1)
        out.set_at(1.0)
        for n in out.cells.come_from:
            assert out.cells.receptor_at(n) == pytest.approx(scene.tissue.seat(n))
        out.set_at(0.0)
        checked.append(number)

    play_shot(SHOT, LECTURE, note)
    assert checked == [0]


def test_the_lens_goes_back_to_the_place_that_it_shows() -> None:
    from moa_anim.sets.clinic_lens import SHUT_RADIUS, Lens

    lens = Lens([], lambda: (860.0, 560.0))
    lens.closed = 1.0
    away = []
    for shut in np.linspace(0.0, 1.0, 11).tolist():
        lens.shut = shut
        away.append(float(np.hypot(lens.middle[0] - 860.0, lens.middle[1] - 560.0)))
    assert all(after < before for before, after in pairwise(away))
    assert away[-1] == pytest.approx(0.0, abs=0.01)
    assert lens.radius == pytest.approx(SHUT_RADIUS)


def test_the_cells_are_in_the_lens_at_all_times(watched: Watched) -> None:
    from moa_anim.sets.clinic_lens import LENS_MIDDLE, LENS_RADIUS

    for seen in watched.of(*S10):
        for x, y, radius, _ in seen.cells:
            assert np.hypot(x - LENS_MIDDLE[0], y - LENS_MIDDLE[1]) + radius < LENS_RADIUS


def test_the_nucleus_is_never_empty_while_the_view_comes_out() -> None:
    from moa_anim.sets.clinic_lens import CELLS_COME, FIELD_GOES, RECEPTORS_COME
    from moa_anim.stage.dive import passing

    for share in np.linspace(CELLS_COME[1], 1.0, 50).tolist():
        assert (1.0 - passing(share, *FIELD_GOES)) + passing(share, *RECEPTORS_COME) > 0.9


def test_the_indication_can_be_read(watched: Watched) -> None:
    from moa_anim.illustrations.indication_panel import PANEL
    from moa_anim.sets.clinic_lens import LENS_MIDDLE, LENS_RADIUS

    for line in watched.lines:
        assert line.pixels >= 36
        assert line.baseline + 0.25 * line.pixels <= 864
        assert line.baseline - line.pixels >= PANEL[1] + 10.0, "well inside its panel"
        assert line.x + width_of(line.words, line.pixels, line.weight) <= FRAME_WIDTH - line.x
        assert line.role is Role.INK
    assert PANEL[1] > LENS_MIDDLE[1] + LENS_RADIUS, "below the lens"
    ink, paper = (np.array(rgb(role)) for role in (Role.INK, Role.PAPER))
    assert (luminance(paper) + 0.05) / (luminance(ink) + 0.05) >= 4.5


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


def test_cells_divide_before_elacestrant_and_then_most_stop_and_one_goes_on(watched: Watched) -> None:
    assert all(division == 0.0 for *_, division in watched.of("patients")[-1].cells)
    assert sum(division == 1.0 for *_, division in watched.of("after")[-1].cells) == 2
    first, last = watched.of("strategy")[0].cells, watched.of("strategy")[-1].cells
    changed = [
        number for number, (before, after) in enumerate(zip(first, last, strict=True)) if before != after
    ]
    assert changed == [2], "of six cells one, by its division"


def test_receptors_become_fewer_only_after_elacestrant_has_come(watched: Watched) -> None:
    seen = watched.of("strategy")
    counts = [each.receptors for each in seen if each.receptors is not None]
    assert counts[0] == 20
    assert counts[-1] == 7 + 2, (
        "one in each nucleus, and those that the daughters of the cell that goes on have made"
    )
    for each in seen:
        assert each.cleared == 0.0 or each.arrived == 1.0


def test_elacestrant_ends_at_a_receptor_and_missed_it_once(watched: Watched) -> None:
    frames = watched.of("strategy")
    drugs = [name for name in frames[-1].places if name.startswith("elacestrant")]
    assert len(drugs) == 13
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
            assert 62 <= y <= 715, name


def test_receptors_are_in_nuclei(watched: Watched) -> None:
    for seen in (watched.of("patients")[-1], watched.of("strategy")[-1]):
        nuclei: list[Point] = []
        for x, y, radius, division in seen.cells:
            across = GAP * radius * 0.707 if division else 0.0
            nuclei += [(x, y - across), (x, y + across)]
        for name, (x, y) in seen.places.items():
            if name.startswith("receptor"):
                assert min(np.hypot(x - u, y - v) for u, v in nuclei) < 60, name


def test_a_day_is_marked_only_after_its_tablet_was_taken_and_the_page_is_never_full(watched: Watched) -> None:
    from moa_anim.illustrations.calendar_page import COLUMNS, ROWS

    days = [(seen.days, seen.swallowed) for seen in watched.frames if seen.days is not None]
    assert days
    assert all(swallowed == 1.0 for marked, swallowed in days if marked > 0.0)
    assert all(after[0] >= before[0] for before, after in pairwise(days))
    assert 7 < days[-1][0] < COLUMNS * ROWS, "weeks, and no end"


def test_the_tablet_goes_from_beside_the_food_to_the_mouth() -> None:
    from moa_anim.illustrations.meal import Meal
    from moa_anim.illustrations.people import TABLE_PIXELS, People
    from moa_anim.illustrations.tablet_taken import LENGTH_PIXELS, LIES_AT, TabletTaken

    people = People(shot_clock())
    tablet = TabletTaken(lambda: people.mouth)
    assert tablet.at() == (*LIES_AT, LENGTH_PIXELS)
    assert all(right < LIES_AT[0] - LENGTH_PIXELS / 2 for _, _, right, _ in Meal().obstacles())
    trunks = [box for box in people.obstacles() if box[3] == TABLE_PIXELS]
    for tablet.taken in np.linspace(0.0, 1.0, 50).tolist():
        x, y, length = tablet.at()
        assert not any(
            left < x + length / 2 and x - length / 2 < right and y > top for left, top, right, _ in trunks
        )
    tablet.taken = 1.0
    assert tablet.at()[:2] == pytest.approx(people.mouth)


def test_people_keep_apart_from_lens_and_words(watched: Watched) -> None:
    from moa_anim.illustrations.people import TABLE_PIXELS, People
    from moa_anim.sets.clinic_lens import LENS_MIDDLE, LENS_RADIUS

    boxes = [box for seconds in (0.0, 20.0) for box in People(shot_clock(seconds)).obstacles()]
    assert max(right for _, _, right, _ in boxes) < LENS_MIDDLE[0] - LENS_RADIUS
    assert max(bottom for *_, bottom in boxes) <= TABLE_PIXELS


def test_people_breathe_blink_and_turn_their_heads_a_little_and_never_jerk() -> None:
    from moa_anim.illustrations.people import CROWNS, People
    from moa_anim.illustrations.people_moves import closed

    rate = float(LECTURE.rate.fps)
    for name in CROWNS:
        eyes = np.array([People(shot_clock(frame / rate)).place(name, (0.0, 50.0)) for frame in range(600)])
        steps = np.hypot(*np.diff(eyes, axis=0).T)
        assert np.ptp(eyes[:, 0]) > 3.0, "the head turns"
        assert steps.max() < 2.0, "slowly"
        waist = np.array([People(shot_clock(frame / rate)).place(name, (0.0, 250.0)) for frame in range(600)])
        assert np.ptp(waist[:, 1]) > 0.3, "breathing"
        shut = np.array([closed(name, frame / rate) for frame in range(600)])
        assert shut.max() == pytest.approx(1.0, abs=0.02)
        assert 0.02 < (shut > 0.5).mean() < 0.08, "now and then"
        assert np.abs(np.diff(shut)).max() < 0.6


def test_a_lens_opens_at_the_end_on_the_first_picture_of_the_summary() -> None:
    """It comes out of the tumor, slowly enough to be followed, and fills the picture when the shot ends."""
    from moa_anim.illustrations.body_outline import TUMOR
    from moa_anim.sets.look_inside import FULL_RADIUS, OPENS_SECONDS, LookInside

    seen: list[tuple[float, Point, Point]] = []
    places: list[Point] = []

    def note(scene: Any, number: int) -> None:
        for look in scene.mobjects:
            if isinstance(look, LookInside):
                seen.append((look.radius, look.middle, scene.people.place("woman", TUMOR)))
                camera = look._panel.camera
                assert camera is not None
                places[:] = [camera.seen(look._panel.view.view.place)]

    play_shot(SHOT, LECTURE, note)
    rate = float(LECTURE.rate.fps)
    opening = [each for each in seen if each[0] > 10.0]
    assert len(opening) <= OPENS_SECONDS * rate
    assert np.hypot(*np.subtract(opening[0][1], opening[0][2])) < 5.0
    steps = np.abs(np.diff([radius for radius, *_ in seen]))
    assert steps.max() * rate <= 1300.0
    assert seen[-1][0] == pytest.approx(FULL_RADIUS, abs=6.0)
    first: list[Point] = []

    def begins(scene: Any, number: int) -> None:
        if number == 0:
            panel = scene.panels[0]
            first.append(panel.camera.seen(panel.view.view.place))
            assert [each.opacity for each in scene.panels] == [1.0, 0.0, 0.0, 0.0]

    play_shot("in-short", LECTURE, begins)
    assert first == places, "the same picture"

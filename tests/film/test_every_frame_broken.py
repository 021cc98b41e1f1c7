"""The walk through every frame finds what is broken on purpose, each by its own rule, and says where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from every_frame.allowances import ALLOWANCES, Allowance, Law
from every_frame.film import Film
from every_frame.rules.caption_band import OnlyCaptionsInTheBand
from every_frame.rules.caption_words import CaptionOfTheTrack
from every_frame.rules.counts import CountsAreTrue
from every_frame.rules.label_contrast import LabelContrast
from every_frame.rules.label_off_actor import LabelOffItsActor
from every_frame.rules.label_stays import LabelStays
from every_frame.rules.labels_apart import LabelsApart
from every_frame.rules.never_still import MOST_SECONDS, NeverStill
from every_frame.rules.settled import Settled
from every_frame.rules.steady_pace import SteadyPace
from every_frame.rules.whole_in_frame import WholeInFrame
from every_frame.stage import AT_FRAME, CARD_FRAMES, CUE, SHOT, Break, Things, walk_broken
from every_frame.walk import Walked
from PIL import Image

from moa_anim.graphics import caption_band
from moa_anim.graphics.canvas import Canvas
from moa_anim.model.quality import DRAFT
from moa_anim.render import colour_conversion as frames
from moa_anim.render import products
from moa_anim.render.outputs import Outputs


def nothing(things: Things) -> None:
    """All is left as it is."""


def second_label_on_the_first(things: Things) -> None:
    things.second._at = (700.0, 430.0)
    things.second.opacity = float(things.broken)


def label_on_what_it_names(things: Things) -> None:
    things.second.target, things.second._at = things.ball.rim, (510.0, 512.0)
    things.second.opacity = float(things.broken)


def label_leaps(things: Things) -> None:
    things.label._at = (660.0, 420.0) if not things.broken else (664.0, 420.0)


def label_shows_for_a_moment(things: Things) -> None:
    things.second.opacity = float(AT_FRAME - 4 <= things.frame < AT_FRAME)


def dark_behind_a_label(things: Things) -> None:
    things.second.opacity = 1.0
    things.dark.opacity = float(things.broken)


def ball_at_the_edge(things: Things) -> None:
    things.other.x, things.other.opacity = 1880.0, float(things.broken)


def ball_under_the_band(things: Things) -> None:
    things.other.y, things.other.opacity = 870.0, float(things.broken)


def ball_leaps(things: Things) -> None:
    things.ball.x = 500.0 + 70.0 * things.broken


def ball_goes_too_fast(things: Things) -> None:
    things.other.opacity = 1.0
    away = max(0, things.frame - AT_FRAME + 6)
    things.other.x = 300.0 + min(3.0 * away**2, 1200.0)


def one_drifts_out_of_the_picture(things: Things) -> None:
    place = (2100.0, 760.0) if things.broken else (300.0, 760.0)
    things.many.moved = lambda number: place if number == 0 else (300.0 + 150 * number, 760.0)


def a_number_too_many(things: Things) -> None:
    if not things.broken:
        return

    def paint(canvas: Canvas) -> None:
        canvas.lettering(*things.count.figure(things.many.count + 1, canvas.scale))

    things.count.paint = paint  # type: ignore[method-assign]  # this one count lies


def one_that_has_nearly_faded_is_counted(things: Things) -> None:
    if not things.broken:
        return
    things.many.left = 4.3

    def paint(canvas: Canvas) -> None:
        canvas.lettering(*things.count.figure(5, canvas.scale))

    things.count.paint = paint  # type: ignore[method-assign]  # this one count lies


def one_is_counted_and_not_drawn(things: Things) -> None:
    if not things.broken:
        return
    whole = type(things.many).paint_member

    def paint(canvas: Canvas, number: int) -> None:
        if number != 2:
            whole(things.many, canvas, number)

    things.many.paint_member = paint  # type: ignore[method-assign]  # this one leaves a molecule out


def label_comes_back_elsewhere(things: Things) -> None:
    things.second._at = (1350.0, 312.0) if not things.broken else (1350.0, 340.0)
    things.second.opacity = float(not AT_FRAME - 2 <= things.frame < AT_FRAME)


def label_into_the_band(things: Things) -> None:
    things.second._at = (300.0, 898.0)
    things.second.opacity = float(things.broken)


BREAKS: list[tuple[Break, type[Any]]] = [
    (label_into_the_band, OnlyCaptionsInTheBand),
    (second_label_on_the_first, LabelsApart),
    (label_on_what_it_names, LabelOffItsActor),
    (label_leaps, LabelStays),
    (label_shows_for_a_moment, LabelStays),
    (label_comes_back_elsewhere, LabelStays),
    (ball_at_the_edge, WholeInFrame),
    (ball_under_the_band, WholeInFrame),
    (ball_leaps, SteadyPace),
    (one_drifts_out_of_the_picture, CountsAreTrue),
    (a_number_too_many, CountsAreTrue),
    (one_that_has_nearly_faded_is_counted, CountsAreTrue),
    (one_is_counted_and_not_drawn, CountsAreTrue),
]


def assert_told(walked: Walked, rule: type[Any], frame: int = AT_FRAME, cue: str = CUE) -> None:
    """Only that rule was broken; rule, shot, cue, frame and picture are named."""
    # On the band's soft edge a label is hard to read as well.
    also = {LabelContrast.name} if rule is OnlyCaptionsInTheBand else set()
    assert {rule.name} <= {each.rule for each in walked.violations} <= {rule.name} | also
    first = min((each for each in walked.violations if each.rule == rule.name), key=lambda each: each.frame)
    assert (first.shot, first.cue, first.frame, first.film_frame) == (SHOT, cue, frame, CARD_FRAMES + frame)
    told = str(first)
    for word in (rule.name, SHOT, cue, str(frame), str(CARD_FRAMES + frame), str(first.picture)):
        assert word in told
    with Image.open(first.picture) as picture:
        assert picture.size == (DRAFT.width, DRAFT.height)


def test_where_nothing_is_broken_nothing_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    walked = walk_broken(monkeypatch, tmp_path, nothing)
    assert walked.violations == []
    assert walked.frames > 2 * AT_FRAME


@pytest.mark.parametrize(("break_it", "rule"), BREAKS, ids=lambda each: each.__name__)
def test_a_thing_broken_on_purpose_is_found_and_told(
    break_it: Break, rule: type[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    walked = walk_broken(monkeypatch, tmp_path, break_it)
    if break_it is one_drifts_out_of_the_picture:  # it leaps there, too
        walked.violations[:] = [each for each in walked.violations if each.rule != SteadyPace.name]
    assert_told(walked, rule)


def test_a_pace_that_grows_gently_is_found_when_it_is_too_fast(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    walked = walk_broken(monkeypatch, tmp_path, ball_goes_too_fast)
    assert {each.rule for each in walked.violations} == {SteadyPace.name}
    assert "goes too fast" in walked.violations[0].about


def test_dark_behind_a_label_without_its_halo_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("moa_anim.stage.label.HALO_PIXELS", 0.0)
    assert_told(walk_broken(monkeypatch, tmp_path, dark_behind_a_label), LabelContrast)


def test_a_halo_makes_a_label_read_on_what_is_dark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert walk_broken(monkeypatch, tmp_path, dark_behind_a_label).violations == []


def test_a_line_one_pixel_thick_in_the_band_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lay, laid = caption_band.lay_caption, []

    def with_a_line(pixels: frames.Pixels, caption: Any, level: int) -> None:
        lay(pixels, caption, level)
        laid.append(caption)
        if len(laid) > AT_FRAME:
            pixels[460, 20:60, :3] = 240

    monkeypatch.setattr(products, "lay_caption", with_a_line)
    assert_told(walk_broken(monkeypatch, tmp_path, nothing), OnlyCaptionsInTheBand)


def test_a_caption_that_comes_a_frame_late_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lay, before = caption_band.lay_caption, [None]

    def late(pixels: frames.Pixels, caption: Any, level: int) -> None:
        lay(pixels, before[-1], level)
        before.append(caption)

    monkeypatch.setattr(products, "lay_caption", late)
    walked = walk_broken(monkeypatch, tmp_path, nothing)
    walked.violations[:] = [each for each in walked.violations if each.rule != OnlyCaptionsInTheBand.name]
    assert_told(walked, CaptionOfTheTrack, frame=6)


def test_other_words_in_the_track_than_on_screen_are_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def reword(film: Film) -> None:
        vtt = Outputs(film.path).vtt(film.storyboard.language)
        vtt.write_text(vtt.read_text().replace("high affinity", "low affinity"))

    walked = walk_broken(monkeypatch, tmp_path, nothing, reword)
    walked.violations[:] = [each for each in walked.violations if each.rule != OnlyCaptionsInTheBand.name]
    assert_told(walked, CaptionOfTheTrack, frame=6)


def test_what_is_moved_at_the_very_end_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def creep(things: Things) -> None:
        things.ball.x = 500.0 + max(0.0, 0.3 * (things.frame - 45))

    walked = walk_broken(monkeypatch, tmp_path, creep)
    assert {(each.rule, each.cue) for each in walked.violations} == {(Settled.name, "tail")}
    assert walked.violations[0].last == walked.frames - 1


def test_a_picture_in_which_nothing_moves_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stand_still(things: Things) -> None:
        things.many.moved = lambda number: (300.0 + 150 * number, 760.0)
        things.many.opacity = 0.0
        things.count.opacity = 0.0

    monkeypatch.setattr("every_frame.rules.never_still.CARDS", frozenset())
    walked = walk_broken(monkeypatch, tmp_path, stand_still)
    assert {each.rule for each in walked.violations} == {NeverStill.name}
    assert walked.violations[0].frame == round(MOST_SECONDS * float(DRAFT.rate.fps)) + 1


def test_what_goes_by_the_clock_at_the_end_and_is_no_tremble_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def glide(things: Things) -> None:
        things.many.moved = lambda number: (
            300.0 + 150 * number + 200 * max(0.0, things.scene.seconds - 3.0),
            760.0,
        )

    walked = walk_broken(monkeypatch, tmp_path, glide)
    assert {each.rule for each in walked.violations} == {Settled.name}
    assert all("trembles too far" in each.about for each in walked.violations)


def test_what_a_scene_allows_is_not_told_and_what_it_allows_in_vain_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    needed = Allowance(Law.WHOLE, "Ball", "it comes in", (CUE, "tail"))
    vain = Allowance(Law.PACE, "Ball", "it might be thrown", (), 2000.0)
    elsewhere = Allowance(Law.WHOLE, "Ball", "not now", ("lead",))
    monkeypatch.setitem(ALLOWANCES, "Title", (needed, vain, elsewhere))
    walked = walk_broken(monkeypatch, tmp_path, ball_at_the_edge)
    assert walked.violations == []
    assert walked.idle == (vain, elsewhere)


def test_an_allowance_has_a_reason_and_for_a_pace_a_bound() -> None:
    for law, reason, pace in ((Law.WHOLE, " ", 0.0), (Law.PACE, "fast", 0.0), (Law.WHOLE, "wide", 9.0)):
        with pytest.raises(ValueError, match="give a reason"):
            Allowance(law, "Ball", reason, (), pace)


def test_every_rule_is_broken_here() -> None:
    from every_frame.walk import RULES

    broken = {rule for _, rule in BREAKS} | {LabelContrast, CaptionOfTheTrack, Settled, NeverStill}
    assert broken == set(RULES)
    assert len({rule().name for rule in RULES}) == len(RULES)

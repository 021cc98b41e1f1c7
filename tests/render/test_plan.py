from __future__ import annotations

import json
import pickle
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from flat_film import STORYBOARD, write_production
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moa_anim.errors import CommandLineError
from moa_anim.model.quality import DRAFT, LECTURE, QUALITIES, SEGMENT_FRAMES, CaptionMode
from moa_anim.model.timeline import Slot
from moa_anim.render.listing import plan_data, plan_text
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.production import Production, load_production


def assert_segments_fill(plan: RenderPlan) -> None:
    for shot in plan.timeline.shots:
        own = [segment for segment in plan.segments if segment.shot_id == shot.shot.id]
        edges = [0, *(segment.slot.stop for segment in own)]
        assert [segment.slot for segment in own] == [Slot(*pair) for pair in pairwise(edges)]
        assert edges[-1] == shot.slot.frames
        assert all(1 <= segment.frames <= SEGMENT_FRAMES for segment in own)
        assert [segment.number for segment in own] == list(range(len(own)))
    assert plan.frames == plan.timeline.frames
    assert len({segment.key for segment in plan.segments}) == len(plan.segments)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tenths=st.integers(2, 300), quality=st.sampled_from(list(QUALITIES.values())))
def test_segments_fill_the_film_in_order(production: Production, tenths: int, quality: object) -> None:
    board = production.storyboard
    first = replace(board.shots[0], lead_seconds=Fraction(tenths, 10))
    changed = replace(production, storyboard=replace(board, shots=(first, *board.shots[1:])))
    assert isinstance(quality, type(DRAFT))
    assert_segments_fill(plan_render(changed, quality, CaptionMode.OPEN))


def test_a_plan_can_be_sent_to_another_process(plan: RenderPlan) -> None:
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_the_same_production_gives_the_same_plan(folder: Path, plan: RenderPlan) -> None:
    assert plan_render(load_production(folder), DRAFT, CaptionMode.OPEN) == plan


def test_a_shot_alone_is_the_same_segments(production: Production, plan: RenderPlan) -> None:
    alone = plan_render(production, DRAFT, CaptionMode.OPEN, ["binding"])
    assert alone.segments == tuple(each for each in plan.segments if each.shot_id == "binding")
    assert alone.timeline.shots[0].slot.start == 0
    assert {segment.shot_index for segment in alone.segments} == {1}  # its place in the storyboard
    assert_segments_fill(alone)


def test_shots_come_in_film_order_and_once(production: Production, plan: RenderPlan) -> None:
    chosen = plan_render(production, DRAFT, CaptionMode.OPEN, ["binding", "opening", "binding"])
    assert chosen.segments == plan.segments


@pytest.mark.parametrize(("shots", "message"), [(["bindin"], "did you mean “binding”"), ([], "found none")])
def test_unknown_shots_are_told(production: Production, shots: list[str], message: str) -> None:
    with pytest.raises(CommandLineError, match=message) as caught:
        plan_render(production, DRAFT, CaptionMode.OPEN, shots)
    assert caught.value.exit_code == 2


def changed_keys(first: RenderPlan, second: RenderPlan) -> set[tuple[str, int]]:
    assert len(first.segments) == len(second.segments)
    pairs = zip(first.segments, second.segments, strict=True)
    return {(one.shot_id, one.number) for one, other in pairs if one.key != other.key}


def test_other_words_of_one_length_change_only_the_segments_that_show_them(
    tmp_path: Path, plan: RenderPlan
) -> None:
    other = STORYBOARD.replace('reading = "elacestrant"', 'reading = "ELACESTRANT"')
    second = plan_render(load_production(write_production(tmp_path / "b", other)), DRAFT, CaptionMode.OPEN)
    cue = plan.timeline.shots[1].relative(plan.timeline.shots[1].cue("binds").captions[-1].slot)
    showing = {
        (each.shot_id, each.number)
        for each in plan.segments
        if each.shot_id == "binding" and each.slot.start < cue.stop and cue.start < each.slot.stop
    }
    assert changed_keys(plan, second) == showing
    assert 0 < len(showing) < len(plan.segments)


def test_another_seed_changes_its_shot_alone(tmp_path: Path, plan: RenderPlan) -> None:
    other = load_production(write_production(tmp_path / "b", STORYBOARD.replace("seed = 7", "seed = 8")))
    changed = changed_keys(plan, plan_render(other, DRAFT, CaptionMode.OPEN))
    assert changed == {(each.shot_id, each.number) for each in plan.segments if each.shot_id == "binding"}


def test_closed_and_none_share_their_segments_and_open_shares_shots_without_words(
    production: Production, plan: RenderPlan
) -> None:
    closed, none = (plan_render(production, DRAFT, mode) for mode in (CaptionMode.CLOSED, CaptionMode.NONE))
    assert closed.segments == none.segments
    assert {shot for shot, _ in changed_keys(plan, closed)} == {"binding"}


def test_the_listing_has_the_films_numbers(production: Production) -> None:
    plan = plan_render(production, LECTURE, CaptionMode.OPEN)
    data = json.loads(json.dumps(plan_data(plan)))
    assert data["film"]["frames"] == plan.timeline.frames == sum(shot["frames"] for shot in data["shots"])
    assert data["film"]["fps"] == 30
    assert data["film"]["seconds"] == pytest.approx(plan.timeline.frames / 30)
    binds, changes = data["cues"]
    text = production.storyboard.document.text
    assert text[binds["span"]["start"] : binds["span"]["stop"]].startswith("Specifically, after entering")
    assert binds["text"].endswith("elacestrant binds with high affinity ERα,")
    assert changes["start"] == binds["stop"]
    for cue in (binds, changes):
        assert 0 < cue["cps"] <= 17
        assert cue["cps"] == max(each["cps"] for each in cue["captions"])
        assert " ".join(line for each in cue["captions"] for line in each["lines"]) == cue["text"]


def test_the_text_names_every_shot_cue_and_caption(plan: RenderPlan) -> None:
    text = plan_text(plan)
    for expected in ("opening", "binding", "binds", "changes", "elacestrant binds with high affinity ERα,"):
        assert expected in text
    assert text.splitlines()[-1].startswith(f"{plan.frames} frames")

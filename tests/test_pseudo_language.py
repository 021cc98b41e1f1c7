"""A further language needs files only: a pseudo-language, accented, 30 % longer and written from right to left, proves it."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import srt
import webvtt
from bundle_material import tellings_of, tiny_material
from lxml import etree
from pptx import Presentation
from pseudo_language import GROWTH, TAG, pseudo, pseudo_production

from moa_anim.bundle.print.handout import handout_pdf
from moa_anim.bundle.slides.deck import slides_pptx
from moa_anim.bundle.text.transcript import transcript_html
from moa_anim.bundle.text.ttml import to_ttml
from moa_anim.bundle.web.page import served_page
from moa_anim.captions.cues import parse_vtt, to_srt, to_vtt
from moa_anim.check.checks import check_folder
from moa_anim.graphics.bidi import visual_runs
from moa_anim.graphics.caption_band import caption_band
from moa_anim.graphics.fonts import Weight, shape, width_of
from moa_anim.model.direction import RIGHT_TO_LEFT_MARK, Direction, direction_of
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.model.story import Caption
from moa_anim.model.typefaces import Typeface
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.production import load_production

pytestmark = pytest.mark.slow

RTL = Direction.RIGHT_TO_LEFT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pseudo_production(tmp_path_factory.mktemp("pseudo") / "production")


@pytest.fixture(scope="module")
def plan(folder: Path) -> RenderPlan:
    return plan_render(load_production(folder, language=TAG), DRAFT, CaptionMode.OPEN)


def captions(plan: RenderPlan) -> Iterator[Caption]:
    for each in plan.timeline.captions():
        yield each.caption


def test_the_pseudo_language_is_accented_longer_and_from_right_to_left() -> None:
    text = "Elacestrant binds ERα, and helix 12 moves."
    translated = pseudo(text)
    assert "ERα" in translated
    assert "12" in translated
    assert direction_of(translated) is RTL
    letters = [mark for mark in translated if unicodedata.category(mark) != "Mn"]
    assert len(letters) >= (1 + GROWTH) * len(text) - 8, "numbers and names do not grow"
    assert any(unicodedata.category(mark) == "Mn" for mark in translated)


def test_all_checks_pass_in_both_editions_and_nothing_overflows(folder: Path) -> None:
    checks = check_folder(folder, language=TAG)
    assert [str(check) for check in checks if not check.passed] == []
    assert {f"scenes, {TAG}", f"scenes, clinic, {TAG}", f"caption rules, {TAG}"} <= {
        each.name for each in checks
    }


def test_captions_are_broken_within_the_limits_and_after_arabic_punctuation(plan: RenderPlan) -> None:
    lines = [line for each in captions(plan) for line in each.lines]
    language = plan.production.storyboard.interface.captions
    assert all(language.characters(line) <= language.line_characters for line in lines)
    assert all(len(each.lines) <= 2 for each in captions(plan))
    inside = [mark for line in lines for mark in line[:-1] if mark in "،؛"]
    at_end = [line[-1] for line in lines if line[-1] in "،؛"]
    assert len(at_end) > 2 * len(inside), "lines end after commas"


def test_caption_files_are_read_from_right_to_left_by_other_readers(plan: RenderPlan, tmp_path: Path) -> None:
    vtt, subrip = to_vtt(plan.timeline), to_srt(plan.timeline)
    read = webvtt.from_string(vtt).captions
    assert [each.text for each in read] == [each.content for each in srt.parse(subrip)]
    assert len(read) == len(list(captions(plan)))
    lines = [line for each in parse_vtt(vtt) for line in each.lines]
    assert all(direction_of(line) is RTL for line in lines), (
        "a player takes a line's direction from its first letter"
    )
    assert any(line.startswith(RIGHT_TO_LEFT_MARK) for line in lines), "some lines begin with a Latin name"
    ttml = etree.fromstring(to_ttml(plan.timeline, TAG, RTL).encode())
    (style,) = ttml.iterfind(".//{*}style")
    assert style.get("{http://www.w3.org/ns/ttml#styling}direction") == "rtl"


def test_page_transcript_and_slides_say_that_they_are_read_from_right_to_left(
    plan: RenderPlan, tmp_path: Path
) -> None:
    board, timeline = plan.production.storyboard, plan.timeline
    for page in (served_page(tellings_of(timeline, board), "film.mp4"), transcript_html(board, timeline)):
        assert f'<html lang="{TAG}" dir="rtl">' in page
    material = tiny_material(plan, tmp_path / "material")
    deck = Presentation(io.BytesIO(slides_pptx(material)))
    title = deck.slides[1].shapes.title.text_frame.paragraphs[0]
    assert title._p.pPr.get("rtl") == "1"
    assert title._p.pPr.get("algn") == "r"
    with pikepdf.open(io.BytesIO(handout_pdf(material))) as pdf:
        assert str(pdf.Root.Lang).startswith("ar")
        assert str(pdf.Root.ViewerPreferences.get("/Direction")) == "/R2L"


def test_an_english_page_and_deck_have_no_direction(tmp_path: Path) -> None:
    production = load_production(package_film())
    plan = plan_render(production, DRAFT, CaptionMode.OPEN)
    assert 'dir="rtl"' not in transcript_html(production.storyboard, plan.timeline)
    assert "tts:direction" not in to_ttml(plan.timeline, "en")


def package_film() -> Path:
    from recording import FILM

    return FILM


def test_letters_join_and_stand_from_right_to_left() -> None:
    (run,) = shape("سلام", Weight.REGULAR, 40.0, Typeface.INTER)
    assert run.buffer.direction == "rtl"
    clusters = [info.cluster for info in run.buffer.glyph_infos]
    assert clusters == sorted(clusters, reverse=True)
    alone = sum(width_of(letter, 40.0) for letter in "سلام")
    assert run.advance < 0.9 * alone, "letters that join are narrower than letters alone"


def test_a_latin_name_in_a_line_stays_readable_and_stands_where_its_turn_is() -> None:
    line = "دواء ERα (1G50) جسم"
    runs = [(line[run.start : run.stop], run.direction) for run in visual_runs(line)]
    assert runs == [
        (" جسم", RTL),
        ("ERα (1G50)", Direction.LEFT_TO_RIGHT),
        ("دواء ", RTL),
    ]
    fonts = [typeface for run in shape(line, Weight.REGULAR, 40.0, Typeface.INTER) for typeface in [run.font]]
    assert len(set(map(id, fonts))) == 2, "Arabic letters and Latin ones have their own fonts"


def test_a_caption_begins_at_the_right_and_its_coloured_word_is_where_it_is_read(plan: RenderPlan) -> None:
    marked = next(each for each in captions(plan) if len(each.marks) == 1 and len(each.lines) == 1)
    plain = replace(marked, marks=())
    with_colour, without = caption_band(marked, 1920, 1080), caption_band(plain, 1920, 1080)
    columns = np.flatnonzero((with_colour != without).any(axis=(0, 2)))
    line, (mark,) = marked.lines[0], marked.marks
    width = width_of(line, 52.0, base=RTL)
    right = (1920 + width) / 2
    before = width_of(line[: mark.start], 52.0, base=RTL)
    after = width_of(line[: mark.stop], 52.0, base=RTL)
    assert right - after - 12 <= columns.min() <= columns.max() <= right - before + 12

"""One storyboard, two cuts: what an edition may change is changed, what it may not is a fault; the words are the same."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from flat_film import STORYBOARD, draw_flat, write_production
from hypothesis import given
from hypothesis import strategies as st
from recording import FILM, film_storyboard

from moa_anim.cache.segments import SegmentCache
from moa_anim.captions.cues import parse_vtt, to_vtt
from moa_anim.captions.line_breaking import break_captions
from moa_anim.check.checks import check_folder
from moa_anim.errors import ModelError, ProductionError
from moa_anim.graphics.caption_band import caption_band
from moa_anim.graphics.fonts import width_of
from moa_anim.graphics.layout import CAPTION_PIXELS, FRAME_WIDTH
from moa_anim.model.caption_rules import (
    LEAST_SECONDS,
    LINE_CHARACTERS,
    MOST_SECONDS,
    Setting,
    characters_per_second,
    words_per_minute,
)
from moa_anim.model.clock import FrameRate
from moa_anim.model.edition import EDITIONS, Edition
from moa_anim.model.quality import DRAFT, LECTURE, CaptionMode, Quality
from moa_anim.model.source import EmendedQuote, SourceDocument
from moa_anim.model.story import Caption, Cue, SceneName, Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.render.compose import compose
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.production import load_production
from moa_anim.stage.shipped import shipped_context

CLINIC_SETTING = Setting(Fraction(12), Fraction(130, 60), Fraction(6, 5))

TABLE = """
[edition.clinic]
characters_per_second = 12
words_per_minute = 130
caption_size = 1.2
slower = 1.5
sparse = true

[[glossary]]
term = "Lid"
meaning = "It closes."
source = "nobody"

[[shot]]
id = "card"
scene = "glossary:Lid"
editions = ["clinic"]
explains = "Lid"
lead_seconds = 4

"""
LABELS = """
[shot.labels]
helix12 = "helix 12"
turn = "120°"

[shot.clinic]
step = "It holds on"
leave_out = ["turn"]

[shot.clinic.labels]
helix12 = "the lid"

[[shot.cue]]
id = "binds"
"""
BOARD = STORYBOARD.replace("[[emendation]]", TABLE + "[[emendation]]", 1).replace(
    '\n[[shot.cue]]\nid = "binds"\n', LABELS, 1
)
WHERE = "storyboard.toml: "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_production(tmp_path / "production", BOARD)


def test_the_clinic_has_its_own_cards_steps_labels_and_time(folder: Path) -> None:
    lecture, clinic = (load_production(folder, edition=name).storyboard for name in EDITIONS)
    assert [shot.id for shot in lecture.shots] == ["opening", "binding"]
    assert [shot.id for shot in clinic.shots] == ["card", "opening", "binding"]
    usual, plain = lecture.shot("binding"), clinic.shot("binding")
    assert (usual.step, usual.labels) == ("It binds", {"helix12": "helix 12", "turn": "120°"})
    assert (plain.step, plain.labels) == ("It holds on", {"helix12": "the lid", "turn": ""})
    assert plain.lead_seconds == Fraction(3, 2) * usual.lead_seconds
    assert plain.cues[0].least_seconds == Fraction(3, 2) * usual.cues[0].least_seconds
    card = clinic.shot("card")
    assert card.lead_seconds == 4, "its time is its own"
    assert dict(card.labels) == {"term": "Lid", "meaning": "It closes."}
    assert clinic.edition == Edition("clinic", CLINIC_SETTING, Fraction(3, 2), True)
    assert lecture.edition == Edition()


def test_a_production_knows_its_editions(folder: Path, tmp_path: Path) -> None:
    assert load_production(folder).editions == EDITIONS
    assert load_production(write_production(tmp_path / "plain")).editions == ("lecture",)


def faults(folder: Path, edition: str = "lecture") -> str:
    with pytest.raises(ProductionError) as caught:
        load_production(folder, edition=edition)
    return "\n".join(map(str, caught.value.faults))


def test_an_edition_that_a_storyboard_does_not_have_is_told(tmp_path: Path) -> None:
    told = faults(write_production(tmp_path), "clinic")
    assert (
        told
        == f"{WHERE}edition clinic: found nothing; expected a table, [edition.clinic]; add it, or choose the lecture"
    )


def test_an_edition_that_nobody_knows_is_told(folder: Path) -> None:
    assert "edition: found edition “clinics”; expected one of lecture, clinic" in faults(folder, "clinics")


FAULTS: dict[str, tuple[str, str, str]] = {
    "another edition": ("[edition.clinic]", "[edition.clinics]", "edition clinics: found an unknown key"),
    "an unknown key": ("slower", "slow", "edition clinic slow: found an unknown key"),
    "a pace too fast": (
        "_second = 12",
        "_second = 16",
        "edition clinic: found 16 characters a second; expected 6 to 15",
    ),
    "a pace too slow": ("_second = 12", "_second = 5", "edition clinic: found 5 characters a second"),
    "words too fast": ("minute = 130", "minute = 160", "edition clinic: found 2.66667 words a second"),
    "captions too large": (
        "size = 1.2",
        "size = 1.4",
        "edition clinic: found 1.4 times the usual size; expected 1 to 1.2",
    ),
    "a pace that is a string": (
        "_second = 12",
        '_second = "12"',
        "characters_per_second: found a string; expected a number",
    ),
    "faster pictures": (
        "slower = 1.5",
        "slower = 0.9",
        "edition clinic: found slower = 0.9; expected 1 to 3",
    ),
    "pictures without end": ("slower = 1.5", "slower = 30", "edition clinic: found slower = 30"),
    "a sparseness in numbers": (
        "sparse = true",
        "sparse = 1",
        "sparse: found a whole number; expected true or false",
    ),
    "a shot of no edition": (
        'editions = ["clinic"]',
        "editions = []",
        "shot 'card' editions: found no edition",
    ),
    "a shot of an unknown edition": ('["clinic"]', '["clinics"]', "editions: found “clinics”"),
    "words of one edition only": (
        'step = "It binds"',
        'editions = ["clinic"]\nstep = "It binds"',
        "cues in a shot of some",
    ),
    "a term that nobody explains": (
        'explains = "Lid"',
        'explains = "Lids"',
        "explains: found “Lids”; expected a term of",
    ),
    "a label that the shot lacks": (
        'helix12 = "the lid"',
        'helix = "the lid"',
        "clinic labels: found “helix”",
    ),
    "a label left out that is not there": ('["turn"]', '["turns"]', "clinic leave_out: found “turns”"),
    "an unknown key in a shot": ("leave_out", "leave", "clinic leave: found an unknown key"),
    "a step where the shot has none": ('step = "It binds"\n', "", "clinic step: found “It holds on”"),
    "an empty label": ('helix12 = "the lid"', 'helix12 = ""', "clinic labels helix12: found no words"),
}


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_wrong_with_an_edition_is_told_whichever_is_wanted(
    tmp_path: Path, edition: str, old: str, new: str, told: str
) -> None:
    assert BOARD.count(old) == 1, old
    assert told in faults(write_production(tmp_path, BOARD.replace(old, new)), edition)


@pytest.mark.parametrize("number", [Fraction(5), Fraction(16)])
def test_a_pace_that_nobody_reads_at_is_no_setting(number: Fraction) -> None:
    with pytest.raises(ModelError, match="characters a second"):
        Setting(characters_per_second=number)


WORDS = [
    "the",
    "of",
    "receptor",
    "estrogen",
    "degradation",
    "a",
    "ubiquitin‑proteasome",
    "HER2−",
    "cells,",
    "on.",
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), st.sampled_from([10, 15, 24, 25, 30, 50, 60])
)
def test_captions_for_the_clinic_are_whole_and_can_be_read_at_its_pace(words: list[str], fps: int) -> None:
    captions = break_captions(" ".join(words), (), CLINIC_SETTING)
    assert " ".join(caption.text for caption in captions) == " ".join(words)
    for caption in captions:
        assert max(map(len, caption.lines)) <= LINE_CHARACTERS
        seconds = FrameRate(fps).seconds(FrameRate(fps).frames(caption.reading_seconds))
        assert LEAST_SECONDS <= seconds <= MOST_SECONDS
        assert characters_per_second(caption, seconds) <= 12
        assert words_per_minute(caption, seconds) <= 130


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def test_every_caption_of_the_clinic_film_stands_long_enough(quality: Quality) -> None:
    captions = list(schedule(film_storyboard("clinic"), quality.rate).captions())
    assert captions
    for each in captions:
        seconds = quality.rate.seconds(each.slot.frames)
        assert characters_per_second(each.caption, seconds) <= 12, each.caption.text
        assert LEAST_SECONDS <= seconds <= MOST_SECONDS


def test_larger_captions_fit_into_the_width() -> None:
    for shot in film_storyboard("clinic").shots:
        for line in (line for cue in shot.cues for caption in cue.captions for line in caption.lines):
            assert width_of(line, CAPTION_PIXELS * 1.2) <= 0.82 * FRAME_WIDTH, line


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def test_the_clinic_film_takes_270_to_340_seconds(quality: Quality) -> None:
    assert 270 <= schedule(film_storyboard("clinic"), quality.rate).seconds <= 340


def test_facts_order_and_words_are_the_same_in_both_editions() -> None:
    def told(edition: str) -> list[tuple[str, str, str]]:
        shots = film_storyboard(edition).shots
        return [(shot.id, cue.id, cue.words.text if cue.words else "") for shot in shots for cue in shot.cues]

    lecture, clinic = (film_storyboard(name) for name in EDITIONS)
    assert told("lecture") == told("clinic")
    assert lecture.emendations == clinic.emendations
    assert (lecture.title, lecture.notice, lecture.reference) == (
        clinic.title,
        clinic.notice,
        clinic.reference,
    )
    vtts = [parse_vtt(to_vtt(schedule(board, LECTURE.rate))) for board in (lecture, clinic)]
    spoken = [" ".join(line for caption in captions for line in caption.lines) for captions in vtts]
    assert spoken[0] == spoken[1]


def test_a_word_changed_in_the_storyboard_changes_both(tmp_path: Path) -> None:
    changed = (FILM / "storyboard.toml").read_text(encoding="utf-8")
    changed = changed.replace('reading = "elacestrant"', 'reading = "elacestrant (ELA)"')
    folder = write_production(tmp_path, changed)
    for name in EDITIONS:
        vtt = to_vtt(schedule(load_production(folder, edition=name).storyboard, LECTURE.rate))
        assert "elacestrant (ELA)" in " ".join(vtt.split())


def test_a_new_idea_is_explained_before_the_shot_that_has_it() -> None:
    shots = [shot.id for shot in film_storyboard("clinic").shots]
    assert shots[0] == "welcome"
    assert "questions" in shots[-2:]
    first = {
        "word-receptor": "opening",
        "word-serd": "opening",
        "word-lid": "er-signalling",
        "word-mutation": "resistance",
        "word-proteasome": "different-approach",
        "word-ubiquitin": "ubiquitination",
    }
    assert all(shots.index(card) < shots.index(shot) for card, shot in first.items())
    assert len(film_storyboard("clinic").glossary) == len(first)


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_an_edition_decides_is_in_the_key_of_its_pictures(folder: Path, edition: str) -> None:
    production = load_production(folder, edition=edition)
    before = plan_render(production, DRAFT, CaptionMode.OPEN)
    thinned = planned(folder.parent / "thin", BOARD.replace("sparse = true", "sparse = false"), edition)
    smaller = planned(
        folder.parent / "small", BOARD.replace("caption_size = 1.2", "caption_size = 1.1"), edition
    )
    same = edition == "lecture"
    assert (before.pictures == thinned.pictures) is same
    assert before.pictures == smaller.pictures
    assert ([each.key for each in before.segments] == [each.key for each in smaller.segments]) is same


def planned(folder: Path, text: str, edition: str) -> RenderPlan:
    return plan_render(
        load_production(write_production(folder, text), edition=edition), DRAFT, CaptionMode.OPEN
    )


def test_a_check_looks_at_both_editions(folder: Path) -> None:
    names = [check.name for check in check_folder(folder)]
    looked_at = ["source fidelity", "caption rules", "SubRip"], ["lettering", "scenes"]
    assert names[1:] == [
        f"{name}{edition}" for names in looked_at for edition in ("", ", clinic") for name in names
    ]


@pytest.mark.parametrize("enlargement", [Fraction(11, 10), Fraction(6, 5)])
def test_letters_are_as_many_times_as_large_as_the_edition_says(enlargement: Fraction) -> None:
    def width_and_height(setting: Setting) -> tuple[int, int]:
        band = caption_band(Caption(("estrogen binds to it",), setting=setting), 1920, 1080)
        inked = np.argwhere((band[..., :3] != band[0, 0, :3]).any(axis=2))
        height, width = np.ptp(inked, axis=0) + 1
        return int(width), int(height)

    usual, larger = width_and_height(Setting()), width_and_height(Setting(enlargement=enlargement))
    for one, other in zip(usual, larger, strict=True):
        assert other == pytest.approx(one * float(enlargement), rel=0.03)


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), min_size=1, max_size=3),
    st.sampled_from([0, 1, 6, 20]),
    st.sampled_from([10, 15, 24, 25, 30, 50, 60]),
)
def test_a_timeline_for_the_clinic_gives_every_caption_its_time(
    texts: list[list[str]], least: int, fps: int
) -> None:
    document = SourceDocument("\n".join(" ".join(words) for words in texts), "")
    cues = []
    for number, words in enumerate(texts):
        quote = EmendedQuote(document.quote(" ".join(words), 1))
        captions = break_captions(quote.text, (), CLINIC_SETTING)
        cues.append(Cue(f"c{number}", quote, captions, Fraction(least)))
    shot = Shot("s", SceneName("a", "A"), tuple(cues))
    title = EmendedQuote(document.quote(" ".join(texts[0]), 1))
    rate = FrameRate(fps)
    edition = Edition("clinic", CLINIC_SETTING, Fraction(1), True)
    timeline = schedule(Storyboard(title, "en", document, (), (shot,), edition=edition), rate)
    for each in timeline.captions():
        seconds = rate.seconds(each.slot.frames)
        assert LEAST_SECONDS <= seconds <= MOST_SECONDS
        assert characters_per_second(each.caption, seconds) <= 12
        assert words_per_minute(each.caption, seconds) <= 130


@pytest.mark.parametrize(
    ("name", "edition"), [("glossary:Lid", "clinic"), ("er_signalling:ErSignalling", "lecture")]
)
def test_a_scene_run_by_bare_manim_finds_the_edition_that_plays_it(name: str, edition: str) -> None:
    module, cls = name.split(":")
    scene = getattr(import_module(f"moa_anim.scenes.{module}"), cls)
    assert shipped_context(scene, LECTURE.rate).storyboard.edition.name == edition


@pytest.mark.usefixtures("any_cue_fits")
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_film_is_checked_against_the_edition_that_its_manifest_names(
    folder: Path, tmp_path: Path, edition: str
) -> None:
    plan = plan_render(load_production(folder, edition=edition), DRAFT, CaptionMode.OPEN)
    store, film = SegmentCache(tmp_path / "cache"), tmp_path / "dist" / "film.mp4"
    draw_flat(plan, store, progress=lambda frames: None)
    compose(plan, store, film)
    assert [str(check) for check in check_folder(folder, film) if not check.passed] == []
    other = next(name for name in EDITIONS if name != edition)
    manifest = film.with_name("film.manifest.json")
    told = manifest.read_text(encoding="utf-8")
    assert f'"edition": "{edition}"' in told
    for wrong in (other, "nobody's"):
        manifest.write_text(
            told.replace(f'"edition": "{edition}"', f'"edition": "{wrong}"'), encoding="utf-8"
        )
        assert "manifest" in [check.name for check in check_folder(folder, film) if not check.passed]

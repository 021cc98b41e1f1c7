"""The translated films: every rule of labels, places and pace at every frame, and a still of each card's words."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from comparator import how_far, side_by_side
from every_frame.seen import LabelSeen, Seen
from every_frame.words import (
    EDITIONS,
    LANGUAGES,
    WordsSeen,
    _Reader,
    cards_of,
    look_at_words,
    names_of,
    production_in,
    shots_of,
)
from goldens_kept import BLOCK, FOLDER, read, tolerance, write_stills

from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule

RENDITIONS = [(language, edition) for language in LANGUAGES for edition in EDITIONS]
SHOTS = [(*each, shot) for each in RENDITIONS for shot in shots_of(*each)]
STILLS = [(*each, name) for each in RENDITIONS for name in names_of(*each)]

Words = dict[tuple[str, str, str], WordsSeen]


@pytest.fixture(scope="session")
def cards(goldens_log: list[str] | None, film_processes: ProcessPoolExecutor) -> Words:
    """The cards, which have no labels: what is read on each."""
    waiting = {
        (*each, shot): film_processes.submit(look_at_words, *each, shot)
        for each in RENDITIONS
        for shot in cards_of(*each)
    }
    found = {key: future.result() for key, future in waiting.items()}
    if goldens_log is not None:
        for language, edition in RENDITIONS:
            stills = {
                name: picture
                for (own, other, _), seen in found.items()
                if (own, other) == (language, edition)
                for name, picture in seen.stills.items()
            }
            goldens_log.extend(write_stills(f"words/{language}/{edition}", stills))
    return found


@pytest.fixture(scope="session")
def words(cards: Words, film_processes: ProcessPoolExecutor) -> Words:
    """Every shot, its labels looked at."""
    waiting = {each: film_processes.submit(look_at_words, *each) for each in SHOTS if each not in cards}
    return cards | {key: future.result() for key, future in waiting.items()}


WITHOUT_LABELS = {"in-short"}
"""Shots whose words are headings, which stand where the scene puts them and are checked as its other lines are."""


@pytest.mark.parametrize(("language", "edition", "name"), STILLS)
def test_the_words_of_a_card_are_like_their_golden(
    cards: Words, language: str, edition: str, name: str, tmp_path: Path
) -> None:
    stills = {
        still: picture
        for (own, other, _), seen in cards.items()
        if (own, other) == (language, edition)
        for still, picture in seen.stills.items()
    }
    path, bound = FOLDER / "words" / language / edition / f"{name}.png", tolerance()
    assert path.exists(), f"no golden {path}; `make goldens` makes it"
    expected, actual = read(path), stills[name]
    mean, block = how_far(actual, expected, BLOCK)
    if mean > bound.mean or block > bound.block:
        sheet = side_by_side(actual, expected, tmp_path / f"{language}-{edition}-{name}.png")
        pytest.fail(
            f"{mean:.2f} levels from its golden, {block:.1f} at worst: {sheet}. If it is meant: make goldens"
        )


@pytest.mark.parametrize(("language", "edition"), RENDITIONS)
def test_no_golden_of_words_is_left_over(language: str, edition: str) -> None:
    kept = {path.stem for path in (FOLDER / "words" / language / edition).glob("*.png")}
    assert kept == set(names_of(language, edition))


@pytest.mark.parametrize(("language", "edition", "shot"), SHOTS)
def test_every_rule_of_labels_places_and_pace_holds_at_every_frame(
    words: Words, language: str, edition: str, shot: str
) -> None:
    assert words[language, edition, shot].findings == []


@pytest.mark.parametrize(("language", "edition"), RENDITIONS)
def test_every_frame_was_looked_at_and_labels_were_drawn(words: Words, language: str, edition: str) -> None:
    for slot in schedule(production_in(language, edition).storyboard, DRAFT.rate).shots:
        shot = slot.shot
        seen = words[language, edition, shot.id]
        named = shot.cues and shot.id not in WITHOUT_LABELS
        assert seen.frames == slot.slot.frames
        assert not named or (seen.labelled > 0 and seen.drawn > 0), shot.id


def label(number: int, box: tuple[float, float, float, float] = (100.0, 200.0, 300.0, 240.0)) -> LabelSeen:
    return LabelSeen(number, f"word {number}", Role.INK, (box[0], box[3]), box, 1.0, None, 38.0)


def found(*frames: tuple[int, tuple[LabelSeen, ...]]) -> list[str]:
    """What the rules of labels find in some frames of a shot."""
    production = production_in("es", "lecture")
    reader = _Reader(production, schedule(production.storyboard, DRAFT.rate).shots[0])
    findings = []
    for number, labels in frames:
        seen = Seen(number, labels, (), (), ())
        findings += [each.about for each in reader._rules_of_labels(seen)]
        reader._before = seen
    return findings


def test_four_labels_at_once_are_too_many() -> None:
    assert found((0, tuple(map(label, range(3))))) == []
    (told,) = found((0, tuple(map(label, range(4)))))
    assert told.startswith("4 labels at once: word 0, word 1")


@pytest.mark.parametrize(
    "box", [(-5.0, 200.0, 90.0, 240.0), (1800.0, 200.0, 1930.0, 240.0), (9.0, 880.0, 99.0, 920.0)]
)
def test_a_label_that_leaves_the_picture_is_found(box: tuple[float, float, float, float]) -> None:
    assert found((0, (label(7, box),))) == ["“word 7” leaves the picture"]


def test_a_label_that_is_gone_at_once_is_found() -> None:
    long, short = 2 * round(float(DRAFT.rate.fps)), 1
    assert found((0, (label(1),)), (long, ())) == []
    (told,) = found((0, (label(1),)), (short, ()))
    assert told == "“word 1” is seen for 0.1 s"


def test_the_reader_of_a_little_scene_draws_nothing_without_labels() -> None:
    production = production_in("es", "lecture")
    reader = _Reader(production, schedule(production.storyboard, DRAFT.rate).shots[0])
    reader.render(SimpleNamespace(now=0, mobjects=[], labels_made=[]), 0.0)
    assert (reader.end().labelled, reader.end().drawn) == (0, 0)

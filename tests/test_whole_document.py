"""The film holds the whole document: every sentence in order, nothing left out and nothing added."""

from __future__ import annotations

from itertools import pairwise

import pytest
from recording import film_storyboard

from moa_anim.captions.cues import parse_vtt, to_vtt
from moa_anim.model.quality import DRAFT, LECTURE, Quality
from moa_anim.model.source import EmendationKind, EmendedQuote
from moa_anim.model.timeline import schedule

FIRST, LAST = "Elacestrant is an oral", "drug-resistant endocrine therapy."
"""The first words of S1, the last of S12."""

LEAST_SECONDS, MOST_SECONDS = 200, 250
"""Shortest and longest lecture edition."""

SHOTS = [
    "opening",
    "er-signalling",
    "resistance",
    "different-approach",
    "binding",
    "conformational-change",
    "ubiquitination",
    "proteasome-clearance",
    "signal-lost",
    "in-the-clinic",
    "in-short",
]
"""The eleven shots that tell the document, in their order."""

BEATS = {
    "resistance": "Especially in tumors",
    "binding": "Specifically",
    "conformational-change": "inducing changes",
    "ubiquitination": "marking it",
    "proteasome-clearance": "and being cleared",
    "signal-lost": "This means",
    "in-the-clinic": "For for patients",
    "in-short": "Overall",
}
"""With which words of the document a shot begins."""


def words() -> list[EmendedQuote]:
    return [cue.words for shot in film_storyboard().shots for cue in shot.cues if cue.words]


def test_the_captions_are_the_documents_twelve_sentences_whole_and_in_order() -> None:
    text = film_storyboard().document.text
    spans = [each.quote.span for each in words()]
    assert spans[0].start == text.index(FIRST)
    assert spans[-1].stop == text.index(LAST) + len(LAST)
    for before, after in pairwise(spans):
        between = text[before.stop : after.start]
        assert between, f"“{text[before.start : after.stop]}” overlaps"
        assert not between.strip(), f"“{between}” is left out"
    body = text[spans[0].start : spans[-1].stop]
    assert body.replace(' "', " ").count(". ") + body.count(".\n") + 1 == 12


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def test_the_caption_file_holds_these_words_and_no_others(quality: Quality) -> None:
    captions = parse_vtt(to_vtt(schedule(film_storyboard(), quality.rate)))
    shown = " ".join(line for caption in captions for line in caption.lines)
    text = film_storyboard().document.text
    start, stop = words()[0].quote.span.start, words()[-1].quote.span.stop
    for each in sorted(film_storyboard().emendations, key=lambda e: e.span, reverse=True):
        if each.span.start >= start:
            text = text[: each.span.start] + each.displayed + text[each.span.stop :]
            stop += len(each.displayed) - len(each.found)
    assert shown == " ".join(text[start:stop].split())


def test_only_the_place_of_the_receptor_is_corrected_for_all_to_see() -> None:
    corrections = [each for each in film_storyboard().emendations if each.kind is EmendationKind.CORRECTION]
    assert [each.displayed for each in corrections] == ["[in]"]


def test_every_emendation_has_a_reason_and_a_source() -> None:
    assert all(each.reason and each.source for each in film_storyboard().emendations)


def test_the_ten_shots_are_there_and_begin_with_their_words() -> None:
    shots = film_storyboard().shots
    assert [shot.id for shot in shots if shot.cues] == SHOTS
    for shot in shots:
        if shot.id in BEATS:
            first = shot.cues[0].words
            assert first is not None
            assert first.quote.text.startswith(BEATS[shot.id])


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def test_the_film_is_as_long_as_a_lecture_takes(quality: Quality) -> None:
    assert LEAST_SECONDS <= schedule(film_storyboard(), quality.rate).seconds <= MOST_SECONDS

"""A quote exists only if it is in the document; an emendation only inside a quote."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.errors import ModelError
from moa_anim.model.nearest import nearest_passage
from moa_anim.model.source import (
    Emendation,
    EmendationKind,
    EmendationOutsideQuote,
    EmendedQuote,
    OccurrenceMissing,
    Quote,
    QuoteAmbiguous,
    QuoteNotFound,
    SourceDocument,
    Span,
)

TEXT = (
    "For for patients, elastran binds with high affinity ERα.\n"
    "Then elastran leaves the cells, on the surface of which"
)
DOCUMENT = SourceDocument(TEXT, "0" * 64)


def emendation(found: str, reading: str, kind: EmendationKind = EmendationKind.SPELLING) -> Emendation:
    start = TEXT.index(found)
    return Emendation(Span(start, start + len(found)), found, reading, kind, "a reason")


def test_a_quote_is_the_slice_of_the_document_at_its_span() -> None:
    quote = DOCUMENT.quote("binds with high affinity ERα.")
    assert TEXT[quote.span.start : quote.span.stop] == quote.text


@given(st.data(), st.text(min_size=1, max_size=60))
def test_every_slice_that_can_be_quoted_is_found_where_it_stands(data: st.DataObject, text: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    stop = data.draw(st.integers(start + 1, len(text)))
    document = SourceDocument(text, "")
    places = document.occurrences(text[start:stop])
    assert Span(start, stop) in places
    try:
        quote = document.quote(text[start:stop], places.index(Span(start, stop)) + 1)
    except ModelError:
        return  # control characters, or space at an edge
    assert quote == document.quote(text[start:stop], places.index(Span(start, stop)) + 1)
    assert quote.span == Span(start, stop)


def test_words_that_are_not_there_are_refused_and_the_nearest_passage_is_named() -> None:
    with pytest.raises(QuoteNotFound) as caught:
        DOCUMENT.quote("elastran binds with low affinity ERα.")
    assert caught.value.nearest == "elastran binds with high affinity ERα."


@pytest.mark.parametrize("changed", ["Elastran", "ERa", "binds  with", "leaves the cells ,"])
def test_case_letters_and_spaces_all_count(changed: str) -> None:
    with pytest.raises(QuoteNotFound):
        DOCUMENT.quote(changed)


def test_words_found_twice_need_an_occurrence() -> None:
    with pytest.raises(QuoteAmbiguous) as caught:
        DOCUMENT.quote("elastran")
    assert caught.value.count == 2
    assert DOCUMENT.quote("elastran", 2).span.start == TEXT.rindex("elastran")


@pytest.mark.parametrize("occurrence", [-1, 0, 3])
def test_an_occurrence_that_is_not_there_is_refused(occurrence: int) -> None:
    with pytest.raises(OccurrenceMissing):
        DOCUMENT.quote("elastran", occurrence)


@pytest.mark.parametrize("text", ["", " ", "patients, ", "ERα.\nThen", "a\x07b", "a\u202eb", "\ufefffor"])
def test_what_cannot_be_shown_cannot_be_quoted(text: str) -> None:
    with pytest.raises(ModelError):
        SourceDocument(f"{TEXT} {text}", "").quote(text)


def test_a_quote_has_no_other_maker() -> None:
    quote = DOCUMENT.quote("patients")
    with pytest.raises(TypeError):
        Quote(quote.span, "patients")
    with pytest.raises(TypeError):
        dataclasses.replace(quote, text="patience")
    assert pickle.loads(pickle.dumps(quote)) == copy.deepcopy(quote) == quote


def test_nothing_is_near_to_words_of_another_alphabet() -> None:
    assert nearest_passage(TEXT, "免责声明") == ""
    assert nearest_passage("", "word") == ""


def test_a_spelling_is_silent_and_a_correction_stands_in_brackets() -> None:
    quote = DOCUMENT.quote("Then elastran leaves the cells, on the surface of which")
    start = TEXT.rindex("elastran")
    spelling = Emendation(
        Span(start, start + 8), "elastran", "elacestrant", EmendationKind.SPELLING, "its name"
    )
    correction = emendation("on the surface of", "in", EmendationKind.CORRECTION)
    assert EmendedQuote(quote, (correction, spelling)).text == "Then elacestrant leaves the cells, [in] which"


def test_a_quote_without_emendations_is_shown_as_it_is() -> None:
    assert EmendedQuote(DOCUMENT.quote("high affinity ERα.")).text == "high affinity ERα."


@pytest.mark.parametrize(
    "found", ["For for", "patients, elastran", "elastran binds", "ERα.\nThen elastran leaves"]
)
def test_an_emendation_outside_its_quote_is_refused(found: str) -> None:
    quote = DOCUMENT.quote("binds with high affinity ERα.")
    with pytest.raises(EmendationOutsideQuote):
        EmendedQuote(quote, (emendation(found, "x"),))


def test_an_emendation_of_other_words_than_stand_there_is_refused() -> None:
    quote = DOCUMENT.quote("binds with high affinity")
    with pytest.raises(EmendationOutsideQuote):
        EmendedQuote(
            quote, (Emendation(Span(32, 36), "high", "low", EmendationKind.SPELLING, "wrong place"),)
        )


def test_two_emendations_of_one_word_are_refused() -> None:
    quote = DOCUMENT.quote("For for patients")
    with pytest.raises(ModelError, match="on the same words"):
        EmendedQuote(quote, (emendation("For for", "For"), emendation("for patients", "for people")))


@pytest.mark.parametrize(
    ("reading", "reason"), [("", "why"), ("patients", "why"), (" people", "why"), ("people", " ")]
)
def test_an_emendation_needs_another_reading_and_a_reason(reading: str, reason: str) -> None:
    with pytest.raises(ModelError):
        Emendation(Span(8, 16), "patients", reading, EmendationKind.SPELLING, reason)


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (3, 3), (4, 2)])
def test_a_span_has_characters_in_it(start: int, stop: int) -> None:
    with pytest.raises(ModelError):
        Span(start, stop)

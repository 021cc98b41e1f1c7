"""A translation calls each term what was agreed: whole words, the longer term first, no avoided form."""

from __future__ import annotations

import pytest

from moa_anim.errors import ModelError
from moa_anim.model.agreed_terms import AgreedTerm, Departure, departures

RECEPTOR = AgreedTerm(
    ("estrogen receptor",), ("receptor de estrógenos",), ("receptor de estrógeno",), "a source"
)
ESTROGEN = AgreedTerm(("estrogen",), ("estrógenos",), (), "a source")
ER = AgreedTerm(("ER",), ("RE",), (), "a source")
POCKET = AgreedTerm(("pocket",), ("口袋",), ("空穴",), "a source")
TERMS = (ESTROGEN, RECEPTOR, ER, POCKET)


def found(original: str, translation: str) -> list[Departure]:
    return list(departures(original, translation, TERMS))


def test_words_that_use_the_agreed_terms_are_no_departure() -> None:
    assert found("Estrogen receptors bind", "Los Receptor de estrógenos se unen") == []
    assert found("The pocket is open.", "受体的口袋打开了") == []
    assert found("nothing of the kind", "nada") == []


def test_a_term_that_is_called_otherwise_is_a_departure() -> None:
    assert found("estrogen binds", "la hormona se une") == [Departure("estrogen", ("estrógenos",))]
    assert found("the pocket", "凹处") == [Departure("pocket", ("口袋",))]


def test_a_shorter_term_is_not_looked_for_within_a_longer_one() -> None:
    assert found("the estrogen receptor", "el receptor") == [
        Departure("estrogen receptor", ("receptor de estrógenos",))
    ]
    assert found("estrogen and the estrogen receptor", "el receptor de estrógenos") == []


def test_an_abbreviation_is_a_word_of_its_own_in_capitals() -> None:
    assert found("where her number is", "nada") == []
    assert found("ER", "el receptor") == [Departure("ER", ("RE",))], "“re” in “receptor” is not RE"
    assert found("ER+", "RE+") == []


def test_an_avoided_form_is_a_departure_and_not_within_a_longer_word() -> None:
    assert found("x", "un receptor de estrógeno") == [
        Departure("estrogen receptor", ("receptor de estrógenos",), "receptor de estrógeno")
    ]
    assert found("x", "un receptor de estrógenos") == []
    assert found("x", "受体的空穴是") == [Departure("pocket", ("口袋",), "空穴")]


def test_a_term_needs_words_in_both_languages() -> None:
    with pytest.raises(ModelError):
        AgreedTerm((), ("a",), (), "a source")
    with pytest.raises(ModelError):
        AgreedTerm(("a",), (), (), "a source")

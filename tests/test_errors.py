"""Errors say where, what, what instead and what next, a line a fault, and survive the way between processes."""

from __future__ import annotations

import pickle

import pytest

from moa_anim.captions.line_breaking import WordTooLong
from moa_anim.errors import (
    CommandLineError,
    Fault,
    FilmError,
    MoaError,
    ModelError,
    ProductionError,
    RenderError,
)
from moa_anim.model.source import EmendationOutsideQuote, OccurrenceMissing, QuoteAmbiguous, QuoteNotFound

FAULT = Fault("storyboard.toml: line 3", "“a”", "“b”", "write “b”")


def test_a_fault_is_one_line_with_all_four_parts() -> None:
    assert str(FAULT) == "storyboard.toml: line 3: found “a”; expected “b”; write “b”"


def test_a_fault_stays_one_line_whatever_was_found() -> None:
    assert str(Fault("x", "a\nb\u2028\x07", "b", "c")) == "x: found a\\nb\\u2028\\x07; expected b; c"


def test_an_error_prints_every_fault_on_its_own_line() -> None:
    assert str(ProductionError([FAULT, FAULT])) == f"{FAULT}\n{FAULT}"


def test_an_error_without_faults_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ProductionError needs at least one fault"):
        ProductionError([])


@pytest.mark.parametrize(
    ("kind", "code"),
    [(MoaError, 1), (ProductionError, 1), (FilmError, 1), (CommandLineError, 2), (RenderError, 3)],
)
def test_errors_keep_their_faults_and_exit_code_through_pickling(kind: type[MoaError], code: int) -> None:
    error = pickle.loads(pickle.dumps(kind(FAULT)))
    assert (type(error), error.faults, error.exit_code) == (kind, (FAULT,), code)


@pytest.mark.parametrize(
    "error",
    [
        ModelError("a", "b", "c"),
        QuoteNotFound("a", "b"),
        QuoteAmbiguous("a", 2),
        OccurrenceMissing("a", 3, 2),
        EmendationOutsideQuote("a", "b"),
        WordTooLong("a" * 50),
    ],
)
def test_what_the_model_refuses_keeps_its_data_through_pickling(error: ModelError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.__dict__, str(again)) == (type(error), error.__dict__, str(error))
    assert again.fault("here").where == "here"

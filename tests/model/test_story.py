"""Captions, cues, shots and storyboards refuse what could not be filmed."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest

from moa_anim.errors import ModelError
from moa_anim.model.source import EmendedQuote, SourceDocument
from moa_anim.model.story import Caption, Cue, SceneName, Shot, Storyboard

DOCUMENT = SourceDocument("inducing changes in the tertiary structure of the receptor,", "")
WORDS = EmendedQuote(DOCUMENT.quote(DOCUMENT.text))
CAPTIONS = (Caption(("inducing changes", "in the tertiary structure of the receptor,")),)
SCENE = SceneName("changes", "Changes")


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("a", "b", "c"),
        ("a" * 43,),
        ("",),
        ("a ",),
        (" a",),
        ("a\nb",),
        ("a\u2028b",),
        ("a " * 20 + "a", "b"),  # 22 words: 8.8 s
    ],
)
def test_a_caption_is_one_or_two_lines_that_can_be_read_in_time(lines: tuple[str, ...]) -> None:
    with pytest.raises(ModelError):
        Caption(lines)


def test_a_caption_may_fill_both_lines() -> None:
    assert Caption(("a" * 42, "b" * 42)).text == "a" * 42 + " " + "b" * 42


def test_the_captions_of_a_cue_are_its_words() -> None:
    cue = Cue("changes", WORDS, CAPTIONS)
    assert cue.seconds == Fraction(len(DOCUMENT.text), 15)
    with pytest.raises(ModelError, match="found captions"):
        Cue("changes", WORDS, (Caption(("inducing a change",)),))
    with pytest.raises(ModelError, match="found captions"):
        Cue("changes", None, CAPTIONS, Fraction(2))
    with pytest.raises(ModelError, match="found captions"):
        Cue("changes", WORDS, ())


def test_a_cue_lasts_as_long_as_its_picture_needs() -> None:
    assert Cue("changes", WORDS, CAPTIONS, Fraction(9)).seconds == 9


def test_a_cue_has_words_or_a_length() -> None:
    assert Cue("pause", None, (), Fraction(1)).seconds == 1
    with pytest.raises(ModelError, match="without words or length"):
        Cue("pause", None, ())


@pytest.mark.parametrize("seconds", [Fraction(-1), Fraction(1, 10), Fraction(121), Fraction(5000)])
def test_lengths_are_sensible(seconds: Fraction) -> None:
    with pytest.raises(ModelError, match="to 120 seconds"):
        Cue("changes", WORDS, CAPTIONS, seconds)
    with pytest.raises(ModelError, match="to 120 seconds"):
        Shot("changes", SCENE, lead_seconds=seconds)
    with pytest.raises(ModelError, match="to 120 seconds"):
        Shot("changes", SCENE, lead_seconds=Fraction(1), tail_seconds=seconds)


@pytest.mark.parametrize("identity", ["", "Binds", "a b", "a/b", "../a", "-a", "a--b", "a_b", "é"])
def test_ids_are_slugs(identity: str) -> None:
    with pytest.raises(ModelError, match="found id"):
        Cue(identity, None, (), Fraction(1))
    with pytest.raises(ModelError, match="found id"):
        Shot(identity, SCENE, lead_seconds=Fraction(1))


def test_a_shot_has_something_in_it_and_each_cue_once() -> None:
    cue = Cue("binds", None, (), Fraction(1))
    with pytest.raises(ModelError, match="without cues or length"):
        Shot("empty", SCENE)
    with pytest.raises(ModelError, match="cue “binds” 2 times"):
        Shot("twice", SCENE, (cue, cue))
    with pytest.raises(ModelError, match="seed"):
        Shot("seeded", SCENE, (cue,), seed=-1)


@pytest.mark.parametrize(
    "text", ["", "title", "title:", ":Title", "a.b:C", "a:b:C", "a/b:C", "../a:C", "a :C"]
)
def test_a_scene_is_named_module_colon_class(text: str) -> None:
    with pytest.raises(ModelError, match="module:Class"):
        SceneName.parse(text)


def test_a_scene_name_reads_back() -> None:
    assert str(SceneName.parse("er_signalling:ErSignalling")) == "er_signalling:ErSignalling"


def board(document: SourceDocument = DOCUMENT, *shots: Shot, language: str = "en-US") -> Storyboard:
    return Storyboard(WORDS, language, document, (), shots)


def test_a_storyboard_has_shots_each_once_and_its_own_documents_words() -> None:
    shot = Shot("changes", SCENE, (Cue("changes", WORDS, CAPTIONS),), labels={"helix12": "helix 12"})
    assert board(DOCUMENT, shot).shot("changes") is shot
    with pytest.raises(ModelError, match="no shots"):
        board(DOCUMENT)
    with pytest.raises(ModelError, match="shot “changes” 2 times"):
        board(DOCUMENT, shot, shot)
    with pytest.raises(ModelError, match="the storyboard's document"):
        board(SourceDocument("something else", ""), shot)
    with pytest.raises(ModelError, match="language"):
        board(DOCUMENT, shot, language="english!")


def test_a_storyboard_travels_between_processes() -> None:
    shot = Shot("changes", SCENE, (Cue("changes", WORDS, CAPTIONS),), labels={"helix12": "helix 12"})
    assert pickle.loads(pickle.dumps(board(DOCUMENT, shot))) == board(DOCUMENT, shot)
    assert hash(board(DOCUMENT, shot)) == hash(board(DOCUMENT, shot))

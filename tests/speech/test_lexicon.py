from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from moa_anim.script.reading import Notes
from moa_anim.speech.lexicon import Lexicon, Part, read_lexicon

LEXICON = Lexicon(
    say={"ERα": "E R alpha", "ER": "E R", "ER+": "E R positive", "CDK4/6": "C D K four six"},
    ipa={"elacestrant": "ˌɛləkˈɛstɹənt"},  # noqa: RUF001 - stress marks are meant
)


def spoken(text: str) -> str:
    return "".join(part.text for part in LEXICON.parts(text))


def test_words_are_said_as_other_words_the_longest_first() -> None:
    assert spoken("ER+ or ERα, ER.") == "E R positive or E R alpha, E R."


def test_words_become_sounds_whatever_their_first_letter() -> None:
    assert LEXICON.parts("Elacestrant binds") == [
        Part(LEXICON.ipa["elacestrant"], True),
        Part(" binds", False),
    ]


def test_a_word_within_a_longer_one_stays() -> None:
    assert spoken("SERD, elacestrants, ERK") == "SERD, elacestrants, ERK"


def test_han_characters_beside_a_word_do_not_hide_it() -> None:
    assert spoken("与ER受体") == "与E R受体"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="eErRdDcC"), max_size=40))
def test_words_that_the_lexicon_lacks_are_spoken_as_written(text: str) -> None:
    assert spoken(text) == (text if text.strip() else "")


def test_all_faults_of_a_lexicon_are_noted() -> None:
    notes = Notes()
    read_lexicon(b'[say]\nER = 3\n"" = "x"\n[sounds]\n', "pronunciation.en.toml", notes)
    places = [fault.where for fault in notes.faults]
    assert len(places) >= 3
    assert all(place.startswith("pronunciation.en.toml") for place in places)


def test_a_lexicon_in_another_encoding_is_one_fault() -> None:
    notes = Notes()
    read_lexicon("[say]\nER = “é”".encode("utf-16"), "pronunciation.en.toml", notes)
    (fault,) = notes.faults
    assert re.search("UTF-8|byte order", str(fault))

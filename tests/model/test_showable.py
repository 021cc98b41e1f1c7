"""What can be shown leaves something to see, whichever characters are mixed into it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.errors import ModelError
from moa_anim.model.emphasis import Term
from moa_anim.model.guide import GlossaryEntry, Guide
from moa_anim.model.palette import Role
from moa_anim.model.showable import is_control, is_visible, require_showable, spell_out
from moa_anim.model.source import Emendation, EmendationKind, SourceDocument, Span
from moa_anim.model.story import SceneName, Shot, Translation

INVISIBLE = [
    "\u200b",
    "\u2060",
    "\u00ad",
    "\u0301",
    "\u034f",
    "\u115f\u1160",
    "\u3164",
    "\uffa0",
    "\u2800",
    "\ufe0f",
    "\U000e0100",
]
REFUSED = ["a\u202eb", "a\x1b[2J", "a\ufff9b", "a\U000e0041", "a\u206a", "\u0301a", "a" * 2001]


@pytest.mark.parametrize("text", [*INVISIBLE, *REFUSED], ids=ascii)
def test_text_that_shows_nothing_or_turns_what_follows_is_held_by_no_part_of_the_model(text: str) -> None:
    scene = SceneName("a", "A")
    quote = SourceDocument("words", "").quote("words")
    makers: tuple[Callable[[], object], ...] = (
        lambda: Shot("s", scene, step=text, lead_seconds=Fraction(1)),
        lambda: Shot("s", scene, lead_seconds=Fraction(1), labels={"a": text}),
        lambda: Term(text, Role.RECEPTOR),
        lambda: GlossaryEntry(text, "b", "c"),
        lambda: Guide(text),
        lambda: Translation(quote, "en", text),
        lambda: Emendation(Span(0, 5), "words", text, EmendationKind.SPELLING, "why"),
    )
    for make in makers:
        with pytest.raises(ModelError):
            make()


SHOWN = [
    "ERα",
    "e\u0301",
    "👩\u200d🔬",
    "❤\ufe0f",
    "\u0645\u06cc\u200c\u062e",
    "ubiquitin‑proteasome",
    "免责",
    "12",
    "…",
]


@pytest.mark.parametrize("text", SHOWN)
def test_marks_inside_visible_words_stay_allowed(text: str) -> None:
    require_showable(text)


@given(st.text(st.characters(categories=["Cf", "Mn", "Me", "Zs", "Cn", "Co"]), min_size=1, max_size=8))
def test_no_mixture_of_invisible_characters_can_be_shown(text: str) -> None:
    assert not any(map(is_visible, text))
    with pytest.raises(ModelError):
        require_showable(text)


@given(st.text())
def test_spelled_out_text_has_no_control_characters_and_loses_no_others(text: str) -> None:
    shown = spell_out(text)
    assert not any(is_control(mark) and mark not in "\n\t\u2028\u2029" for mark in shown)
    kept = [mark for mark in text if not is_control(mark)]
    assert [mark for mark in kept if mark in shown] == kept
    assert spell_out(shown) == shown

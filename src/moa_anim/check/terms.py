"""Checks that a translation calls each term what its glossary agrees on."""

from __future__ import annotations

from collections.abc import Iterator

from moa_anim.check.outcome import Check
from moa_anim.errors import Fault, join_names, shorten
from moa_anim.model.agreed_terms import departures
from moa_anim.model.story import Storyboard
from moa_anim.script.agreed_terms import glossary_file
from moa_anim.script.interface import english_interface
from moa_anim.script.production import Production


def agreed_terms(original: Production, translated: Production) -> Check:
    """Check the words of `translated`, and its interface words, against the same words in `original`, of the same edition."""
    board = translated.storyboard
    faults = dict[Fault, None]()
    for where, words, translation in word_pairs(original.storyboard, board):
        for each in departures(words, translation, translated.terms):
            agreed = join_names(f"“{form}”" for form in each.agreed)
            what = f"“{each.used}”" if each.used else "no agreed term"
            found = f"{what} for “{each.original}” in “{shorten(translation, 120)}”"
            remedy = f"correct the translation, or add a form to {glossary_file(board.language)}"
            faults[Fault(where, found, f"one of {agreed}", remedy)] = None
    return Check("glossary", tuple(faults))


def word_pairs(original: Storyboard, translated: Storyboard) -> Iterator[tuple[str, str, str]]:
    """Yield place, words and translation of everything that a film and its documents say in both languages."""
    yield "title", original.shown_title, translated.shown_title
    for shot, other in zip(original.shots, translated.shots, strict=True):
        place = f"shot '{shot.id}'"
        yield f"{place} step", shot.step, other.step
        yield f"{place} point_at", shot.guide.point_at, other.guide.point_at
        yield f"{place} nuance", shot.guide.nuance, other.guide.nuance
        for name, words in shot.labels.items():
            yield f"{place} label '{name}'", words, other.labels[name]
        for cue, same in zip(shot.cues, other.cues, strict=True):
            yield f"cue '{shot.id}/{cue.id}'", cue.text, same.text
            yield f"cue '{shot.id}/{cue.id}' seen", cue.seen, same.seen
    for entry, alike in zip(original.glossary, translated.glossary, strict=True):
        yield f"glossary '{entry.term}' term", entry.term, alike.term
        yield f"glossary '{entry.term}' meaning", entry.meaning, alike.meaning
    table = translated.interface.sections
    for section, name, words in english_interface().entries():
        if section in table:
            yield f"interface {section} {name}", words, table[section][name]

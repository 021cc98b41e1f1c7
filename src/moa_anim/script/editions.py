"""Reads what a storyboard says about editions: the table of each edition, and the changes of shots in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from moa_anim.errors import join_names
from moa_anim.model.caption_rules import USUAL, Setting
from moa_anim.model.edition import EDITIONS, LECTURE_EDITION, Edition
from moa_anim.script.reading import Table

OTHERS = tuple(name for name in EDITIONS if name != LECTURE_EDITION)
"""The editions that have a table of their own in a storyboard; the lecture is the storyboard without changes."""


def read_edition(board: Table, requested: str) -> Edition:
    """Return the edition `requested` of a storyboard; the tables of all editions are checked.

    Faults are noted, also if there is no table for the requested edition; then the default edition is returned.
    """
    tables, chosen = board.table("edition"), Edition()
    for name in OTHERS:
        if tables.has(name):
            read = _edition(tables.table(name), name)
            chosen = read if read and name == requested else chosen
        elif name == requested:
            board.notes.add(
                board.at(f"edition {name}"),
                "nothing",
                f"a table, [edition.{name}]",
                "add it, or choose the lecture",
            )
    tables.finish()
    return chosen


def available_editions(board: Table) -> tuple[str, ...]:
    """Return the names of the editions of a storyboard: the default one, and those with a table."""
    tables = board.table("edition")
    return (LECTURE_EDITION, *(name for name in OTHERS if tables.has(name)))


def _edition(table: Table, name: str) -> Edition | None:
    notes = table.notes
    pace = table.number("characters_per_second", USUAL.characters_per_second)
    words = table.number("words_per_minute", 60 * USUAL.words_per_second) / 60
    size, slower = table.number("caption_size", USUAL.enlargement), table.number("slower", Fraction(1))
    sparse = table.flag("sparse")
    table.finish()
    count = notes.count
    # Each value is checked by itself, so that one fault does not hide the others.
    each_alone: tuple[Callable[[], object], ...] = (
        lambda: Setting(characters_per_second=pace),
        lambda: Setting(words_per_second=words),
        lambda: Setting(enlargement=size),
        lambda: Edition(name, slower=slower),
    )
    for make in each_alone:
        notes.attempt(table.where, make)
    return Edition(name, Setting(pace, words, size), slower, sparse) if notes.count == count else None


def is_part_of(table: Table, edition: Edition) -> tuple[bool, bool]:
    """Return whether a shot is in `edition`, and whether it is in all editions.

    The shot's key `editions` names the editions that it is in; without it, it is in all.
    """
    named = table.string_list("editions")
    if not table.has("editions"):
        return True, True
    for name in named:
        if name not in EDITIONS:
            remedy = table.notes.suggestion(name, EDITIONS) or "name one of these"
            table.notes.add(table.at("editions"), f"“{name}”", f"one of {', '.join(EDITIONS)}", remedy)
    if not named:
        table.notes.add(table.at("editions"), "no edition", f"one of {', '.join(EDITIONS)}", "name one")
    everywhere = set(named) >= set(EDITIONS)
    if not everywhere and table.has("cue"):
        expected = "no cues: the document’s words are the same in every edition"
        table.notes.add(table.at("editions"), "cues in a shot of some editions only", expected, "remove them")
    return edition.name in named, everywhere


def read_changes(
    table: Table, edition: Edition, step: str, labels: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """Return a shot's step and labels in `edition`: with the edition's own words, and "" for labels that it leaves out."""
    result = step, dict(labels)
    for name in OTHERS:
        own = table.table(name)
        own_step, own_labels = own.string("step", step) or "", own.table("labels").all_strings()
        left_out = own.string_list("leave_out")
        own.finish()
        for key, names in (("labels", tuple(own_labels)), ("leave_out", left_out)):
            for label in names:
                if label not in labels:
                    remedy = table.notes.suggestion(label, labels) or "remove it"
                    expected = f"a label of the shot ({join_names(sorted(labels)) or 'it has none'})"
                    table.notes.add(own.at(key), f"“{label}”", expected, remedy)
        if bool(own_step) != bool(step):
            table.notes.add(own.at("step"), f"“{own_step}”", "a step where the shot has one", "remove it")
        if name == edition.name:
            result = own_step, {**labels, **own_labels, **dict.fromkeys(left_out, "")}
    return result

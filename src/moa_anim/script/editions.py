"""What a storyboard says of its editions: the table of each, and what a shot changes in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from moa_anim.errors import join_names
from moa_anim.model.caption_rules import USUAL, Setting
from moa_anim.model.edition import EDITIONS, LECTURE_EDITION, Edition
from moa_anim.script.reading import Table

OTHERS = tuple(name for name in EDITIONS if name != LECTURE_EDITION)
"""The editions that a storyboard describes in a table of their own; the lecture is the storyboard as it stands."""


def read_edition(board: Table, wanted: str) -> Edition:
    """Return the edition `wanted` of a storyboard; every edition's table is proved, whichever is wanted.

    What is wrong is noted: a storyboard without a table for what is wanted, too. The usual edition is returned then.
    """
    tables, chosen = board.table("edition"), Edition()
    for name in OTHERS:
        if tables.has(name):
            read = _edition(tables.table(name), name)
            chosen = read if read and name == wanted else chosen
        elif name == wanted:
            board.notes.add(
                board.at(f"edition {name}"),
                "nothing",
                f"a table, [edition.{name}]",
                "add it, or take the lecture",
            )
    tables.finish()
    return chosen


def described(board: Table) -> tuple[str, ...]:
    """Return the editions that a storyboard has: the usual one, and those it has a table for."""
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
    each_alone: tuple[
        Callable[[], object], ...
    ] = (  # each by itself, so that one fault does not hide the others
        lambda: Setting(characters_per_second=pace),
        lambda: Setting(words_per_second=words),
        lambda: Setting(enlargement=size),
        lambda: Edition(name, slower=slower),
    )
    for make in each_alone:
        notes.attempt(table.where, make)
    return Edition(name, Setting(pace, words, size), slower, sparse) if notes.count == count else None


def is_part_of(table: Table, edition: Edition) -> tuple[bool, bool]:
    """Return whether a shot is in `edition`, and whether it is in all: `editions` names those that it is in."""
    named = table.strings("editions")
    if not table.has("editions"):
        return True, True
    for name in named:
        if name not in EDITIONS:
            remedy = table.notes.meant(name, EDITIONS) or "name one of these"
            table.notes.add(table.at("editions"), f"“{name}”", f"one of {', '.join(EDITIONS)}", remedy)
    if not named:
        table.notes.add(table.at("editions"), "no edition", f"one of {', '.join(EDITIONS)}", "name one")
    everywhere = set(named) >= set(EDITIONS)
    if not everywhere and table.has("cue"):
        expected = "no cues: the document’s words are the same in every edition"
        table.notes.add(
            table.at("editions"), "cues in a shot of some editions only", expected, "take them out"
        )
    return edition.name in named, everywhere


def changed(
    table: Table, edition: Edition, step: str, labels: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """Return a shot's step and labels as `edition` has them: its own words for some, "" for those it leaves out."""
    result = step, dict(labels)
    for name in OTHERS:
        own = table.table(name)
        own_step, own_labels = own.words("step", step) or "", own.table("labels").texts()
        left_out = own.strings("leave_out")
        own.finish()
        for key, names in (("labels", tuple(own_labels)), ("leave_out", left_out)):
            for label in names:
                if label not in labels:
                    remedy = table.notes.meant(label, labels) or "take it out"
                    expected = f"a label of the shot ({join_names(sorted(labels)) or 'it has none'})"
                    table.notes.add(own.at(key), f"“{label}”", expected, remedy)
        if bool(own_step) != bool(step):
            table.notes.add(own.at("step"), f"“{own_step}”", "a step where the shot has one", "take it out")
        if name == edition.name:
            result = own_step, {**labels, **own_labels, **dict.fromkeys(left_out, "")}
    return result

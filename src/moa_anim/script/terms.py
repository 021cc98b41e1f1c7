"""Reads the glossary of a storyboard, the term that a shot explains, and the words that captions show in colour."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from moa_anim.model.emphasis import Term
from moa_anim.model.guide import GlossaryEntry
from moa_anim.model.palette import Role
from moa_anim.script.reading import Table


def read_glossary(board: Table) -> tuple[GlossaryEntry, ...]:
    """Return the entries of the glossary in the order of the file; faults are noted."""
    entries: list[GlossaryEntry] = []
    for table in board.tables("glossary", lambda number, data: f"glossary {number}"):
        term, meaning, source = (table.string(key) for key in ("term", "meaning", "source"))
        table.finish()
        if term and meaning and source:
            entry = table.notes.attempt(table.where, partial(GlossaryEntry, term, meaning, source))
            entries += [entry] if entry else []
    return tuple(entries)


def read_explained(table: Table, glossary: Sequence[GlossaryEntry]) -> dict[str, str]:
    """Return the labels `term` and `meaning` for the glossary entry that a shot `explains`; none if it explains none."""
    term = table.string("explains", "")
    if not term:
        return {}
    meanings = {entry.term: entry.meaning for entry in glossary}
    if term not in meanings:
        remedy = table.notes.suggestion(term, meanings) or "add a [[glossary]] entry"
        table.notes.add(table.at("explains"), f"“{term}”", "a term of the glossary", remedy)
        return {}
    return {"term": term, "meaning": meanings[term]}


def read_coloured(table: Table) -> tuple[Term, ...]:
    """Return the words that captions show in a role's colour, from a table of arrays of words by role."""
    terms: list[Term] = []
    for role in Role:
        if table.has(role.value):
            terms += [Term(words, role) for words in table.string_list(role.value)]
    table.finish()
    return tuple(terms)

"""Reads the glossary of a translation: what the document's terms are called in its language, and who agreed on it."""

from __future__ import annotations

from functools import partial

from moa_anim.model.agreed_terms import AgreedTerm
from moa_anim.script.files import decode, parse
from moa_anim.script.reading import Notes


def glossary_file(tag: str) -> str:
    """Return the name of the file in a production folder that has the agreed terms of the language `tag`."""
    return f"glossary.{tag}.toml"


def read_agreed_terms(data: bytes, name: str, tag: str, notes: Notes) -> tuple[AgreedTerm, ...]:
    """Return the agreed terms in the bytes of the file `name`; faults are noted."""
    text = decode(data, name, notes)
    table = parse(text, name, notes) if text is not None else None
    if table is None:
        return ()
    language = table.string("language")
    if language is not None and language != tag:
        expected = f"“{tag}”, as in the file's name"
        notes.add(table.at("language"), f"“{language}”", expected, "correct the one or the other")
    terms = []
    for entry in table.tables("term", lambda number, _: f"term {number}"):
        originals, agreed, avoided = (entry.string_list(key) for key in ("of", "agreed", "avoided"))
        source = entry.string("source") or ""
        entry.finish()
        terms.append(notes.attempt(entry.where, partial(AgreedTerm, originals, agreed, avoided, source)))
    table.finish()
    return tuple(term for term in terms if term)

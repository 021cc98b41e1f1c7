"""Reads the table of a language: the interface words in it, and how its captions are set. One file a language."""

from __future__ import annotations

import re
from dataclasses import fields
from fractions import Fraction
from functools import cache, partial

from moa_anim.errors import ProductionError
from moa_anim.model.caption_language import ENGLISH, CaptionLanguage
from moa_anim.model.direction import Direction, directed
from moa_anim.model.interface import UNDETERMINED, Interface, Sections, places
from moa_anim.model.limits import require_language
from moa_anim.model.word_lists import Punctuation, WordLists, words
from moa_anim.script.files import decode, parse
from moa_anim.script.reading import Notes, Table

DEFAULT = "en"
"""The language whose table has all interface words; every other table must have the same."""

SECTIONS = ("film", "cast", "text", "page", "slides", "handout", "readme", "notice")
"""Sections of interface words: on screen, on the key to the colours, and in each kind of file of a bundle."""


def interface_file(tag: str) -> str:
    """Return the name of the file that has the table of the language `tag`."""
    return f"{tag}.toml"


@cache
def packaged_interface(tag: str) -> Interface | None:
    """Return the table of the language `tag` that comes with the program, or that of its primary language; None if neither.

    Raises:
        ProductionError: The table has faults.
    """
    from importlib.resources import files  # imported here because its import is slow

    folder = files("moa_anim.assets") / "languages"
    for name in (tag, tag.partition("-")[0]):
        path = folder / interface_file(name)
        if path.is_file():
            notes = Notes()
            table = read_interface(path.read_bytes(), f"languages/{interface_file(name)}", name, notes)
            if notes.faults or table is None:
                raise ProductionError(notes.faults)
            return table
    return None


def english_interface() -> Interface:
    """Return the English table, which comes with the program."""
    table = packaged_interface(DEFAULT)
    if table is None:
        raise FileNotFoundError("languages/en.toml of moa_anim.assets")
    return table


@cache
def regional_tag(tag: str) -> str:
    """Return a tag with a region for a language, from the program's first table of it; `tag` if there is none."""
    from importlib.resources import files

    primary = tag.partition("-")[0].lower()
    names = sorted(path.name for path in (files("moa_anim.assets") / "languages").iterdir())
    tables = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    same = (table for table in tables if table.partition("-")[0].lower() == primary)
    found = next((packaged_interface(each) for each in same), None) if "-" not in tag else None
    return (found.regional if found else "") or tag


def read_interface(data: bytes, file: str, tag: str, notes: Notes) -> Interface | None:
    """Return the table in the bytes of `file`; None, with every fault noted, if something is wrong."""
    count = notes.count
    text = decode(data, file, notes)
    table = parse(text, file, notes) if text is not None else None
    if table is None:
        return None
    name = table.string("name")
    direction = _direction(table)
    code, regional = table.string("iso_639_2", UNDETERMINED), table.string("regional", "")
    if code is not None and not re.fullmatch("[a-z]{3}", code):
        notes.add(table.at("iso_639_2"), f"“{code}”", "three letters of ISO 639-2", "write them, as “spa”")
    if regional:
        notes.attempt(table.at("regional"), partial(require_language, regional))
    captions = ENGLISH if tag == DEFAULT else _captions(table.table("captions"), direction)
    interface = table.table("interface")
    sections = {
        section: {
            name: directed(text, direction) for name, text in interface.table(section).all_strings().items()
        }
        for section in SECTIONS
        if interface.has(section)
    }
    interface.finish()
    table.finish()
    if notes.count == count and tag != DEFAULT:
        _require_same(sections, interface)
    if notes.count > count or name is None or captions is None:
        return None
    return Interface(tag, name, sections, captions, code or UNDETERMINED, regional or "")


def _direction(table: Table) -> Direction:
    """Return the language's writing direction; one that is unknown is noted."""
    usual = Direction.LEFT_TO_RIGHT
    written = table.string("direction", usual.value)
    known = {each.value: each for each in Direction}
    if written is not None and written not in known:
        expected = " or ".join(f"“{value}”" for value in known)
        table.notes.add(table.at("direction"), f"“{written}”", expected, "change the value")
    return known.get(written or "", usual)


def _captions(table: Table, direction: Direction) -> CaptionLanguage | None:
    usual = CaptionLanguage()
    spaced = table.flag("spaced")
    line = table.integer("line_characters", usual.line_characters)
    pace = table.number("characters_per_second", usual.characters_per_second)
    most = table.number("most_characters_per_second", Fraction(usual.most_characters_per_second))
    lists = _word_lists(table.table("words"))
    marks = _punctuation(table.table("punctuation"))
    table.finish()
    line = line or usual.line_characters
    make = partial(CaptionLanguage, spaced, line, pace, most, lists, marks, direction)
    return table.notes.attempt(table.where, make)


def _punctuation(table: Table) -> Punctuation:
    usual = Punctuation()
    marks = Punctuation(
        *((table.string(each.name, getattr(usual, each.name)) or "") for each in fields(usual))
    )
    table.finish()
    return marks


def _word_lists(table: Table) -> WordLists:
    def listed(key: str) -> frozenset[str]:
        return words(table.string(key, "") or "")

    lists = WordLists(
        articles=listed("articles"),
        coordinators=listed("coordinators"),
        clause_openers=listed("clause_openers"),
        prepositions=listed("prepositions"),
        genitives=listed("genitives"),
        infinitives=listed("infinitives"),
        auxiliaries=listed("auxiliaries"),
        verbs=listed("verbs"),
        adverbs=listed("adverbs"),
        pronouns=listed("pronouns"),
        pairs=listed("pairs"),
        adverb_endings=tuple(sorted(listed("adverb_endings"))),
    )
    table.finish()
    return lists


def _require_same(sections: Sections, interface: Table) -> None:
    """Note every interface word that is missing, unknown, or has other places for values than the English one."""
    english = english_interface().sections
    notes = interface.notes
    for section, expected in english.items():
        found = sections.get(section, {})
        where = interface.at(section)
        for name, text in expected.items():
            if name not in found:
                notes.add(f"{where} {name}", "nothing", f"“{text}” in this language", f"add {name} = …")
            elif _places(found[name]) != places(text):
                wanted = ", ".join(f"{{{each}}}" for each in sorted(places(text))) or "no braces"
                notes.add(
                    f"{where} {name}", f"“{found[name]}”", f"{wanted}, as in “{text}”", "correct the braces"
                )
        for name in found:
            if name not in expected:
                remedy = notes.suggestion(name, expected) or "remove it"
                notes.add(f"{where} {name}", "an unknown key", "a name of the English table", remedy)


def _places(text: str) -> frozenset[str]:
    try:
        return places(text)
    except ValueError:  # unbalanced braces
        return frozenset("{")

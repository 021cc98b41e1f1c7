"""All keys of a storyboard, as its reader reads them: for the reference page and the JSON schema.

They are recorded while the reader reads a storyboard that has every table once; what each key means is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moa_anim.model.source import SourceDocument
from moa_anim.script.files import parse
from moa_anim.script.production import given_name
from moa_anim.script.reading import KeyRead, Notes
from moa_anim.script.storyboard import StoryboardReader

Path = tuple[str, ...]

ANY = "*"
"""Stands for any key of a table."""

COLOURS = ("captions", "colours")
"""The table of coloured words, whose keys are the palette's roles."""

EVERY_TABLE = """
[source]
[drug]
structure = "x"
[[compared]]
[[mutant]]
[edition.clinic]
[captions.colours]
[[emendation]]
cue = "x"
[[glossary]]
[[shot]]
[shot.labels]
[shot.clinic.labels]
[[shot.cue]]
quote = "x"
occurrence = 1
"""
"""A storyboard that has each table once. It is full of faults, which do not matter: every key is read."""

MEANINGS: Mapping[Path, str] = {
    ("title",): "The film’s title: a passage of the document, to the letter.",
    ("name",): "Names films and bundles: lower-case letters, digits, hyphens. Without it they are named after the folder.",
    ("language",): "Language of the document, as a tag: `en-US`, the default.",
    ("source",): "The document, `source.txt`.",
    ("source", "sha256"): "Its SHA-256, by which a changed document is found: what `sha256sum source.txt` prints.",
    ("source", "reference"): "A passage of it that says where it is from; shown with the credits.",
    ("source", "notice"): "A passage of it that has to be shown, such as a disclaimer.",
    ("source", "notice_language"): "Language of the notice, if it is another.",
    ("source", "notice_translation"): "The notice in the document’s language.",
    ("drug",): "The film’s drug. Without the table it is elacestrant.",
    ("drug", "name"): "Its name in words.",
    ("drug", "structure"): "File in the folder: a wwPDB entry of ERα with the drug. Without it, the package’s own table. "
    "No key is needed for how the entry numbers its residues: that is found from the sequence.",
    ("drug", "ligand"): "The ligand’s code in that entry.",
    ("drug", "route"): "How it is given: `oral` or `injection`.",
    ("drug", "degrades"): "Whether it makes the receptor degrade.",
    ("compared",): "A drug that it is compared with: fitted and checked as the film’s is. "
    "The scene `compared_pockets` shows the first beside it.",
    ("compared", "name"): "The drug’s name in words.",
    ("compared", "structure"): "File in the folder. Without it, the package’s table: `elacestrant`, `4-hydroxytamoxifen`.",
    ("compared", "ligand"): "The ligand’s code in that entry.",
    ("mutant",): "An ESR1 mutant that scenes of mutants show; without one, both that are measured.",
    ("mutant", "name"): "`Y537S` (PDB 2B23) or `D538G` (4Q13); what it is called on screen are labels of the shots.",
    ("edition",): "Other cuts of the film, by name.",
    ("edition", "clinic"): "The cut for patients, told more slowly.",
    ("edition", "clinic", "characters_per_second"): "Reading speed of its captions.",
    ("edition", "clinic", "words_per_minute"): "Reading speed in words.",
    ("edition", "clinic", "caption_size"): "Size of its captions; 1 is the usual.",
    ("edition", "clinic", "slower"): "Factor on the lengths of its shots.",
    ("edition", "clinic", "sparse"): "Whether its pictures show only what the story needs.",
    ("captions",): "How captions are set.",
    ("captions", "keep_together"): "Terms that a line break must not split.",
    ("captions", "colours"): "Words that are lettered in the colour of what they name: whole words, to the letter. "
    "“Receptor” and “receptors” are other words than “receptor”, and have to be listed, too.",
    ("emendation",): "A change to the document’s words.",
    ("emendation", "found"): "What the document has.",
    ("emendation", "reading"): "What is shown instead.",
    ("emendation", "kind"): "`spelling`, shown without a mark, or `correction`, in brackets.",
    ("emendation", "reason"): "Why.",
    ("emendation", "source"): "What it rests on.",
    ("emendation", "cue"): "Only in this cue, as `shot/cue`.",
    ("glossary",): "A term for the page, the handout and a card.",
    ("glossary", "term"): "The term.",
    ("glossary", "meaning"): "What it means, in plain words.",
    ("glossary", "source"): "What that rests on.",
    ("shot",): "A shot, in the order of the film.",
    ("shot", "id"): "Its id: lower-case letters, digits, hyphens.",
    ("shot", "scene"): "The scene that it plays, as `module:Class`; `moa-anim scenes` lists them.",
    ("shot", "step"): "What is lettered in the upper left. Without it, no step marker and no progress rail. "
    "Shots that follow each other and have the same step share its number and its segment of the rail.",
    ("shot", "seed"): "Decides every random movement of the shot.",
    ("shot", "lead_seconds"): "Length before the first cue.",
    ("shot", "tail_seconds"): "Length after the last cue.",
    ("shot", "editions"): "The editions that it is part of; all, without the key.",
    ("shot", "explains"): "The term of the glossary that a card explains.",
    ("shot", "point_at"): "For the lecturer’s notes: where to point.",
    ("shot", "nuance"): "For the lecturer’s notes: what the picture leaves out.",
    ("shot", "labels"): "Words on screen, by the names that the scene gives them.",
    ("shot", "labels", ANY): "The words; at most three.",
    ("shot", "clinic"): "Other words in the edition for patients.",
    ("shot", "clinic", "step"): "Its step there.",
    ("shot", "clinic", "leave_out"): "Names of labels that are left out there.",
    ("shot", "clinic", "labels"): "Other words of labels there.",
    ("shot", "clinic", "labels", ANY): "The words.",
    ("shot", "cue"): "A part of the words, and what is seen meanwhile.",
    ("shot", "cue", "id"): "Its id, by which the scene knows it.",
    ("shot", "cue", "quote"): "A passage of the document, to the letter. Without it the cue is silent.",
    ("shot", "cue", "occurrence"): "Which one, from 1, if the passage occurs more than once.",
    ("shot", "cue", "least_seconds"): "What the picture needs; longer if the words take longer to read.",
    ("shot", "cue", "seen"): "What is seen, for audio description and the transcript.",
}  # fmt: skip
"""What each key means."""


@dataclass(frozen=True)
class Key:
    """A key of a storyboard; `path` has the names of its tables, and its own last."""

    path: Path
    expected: str
    optional: bool
    meaning: str


def storyboard_keys() -> tuple[Key, ...]:
    """Return all keys, in the order of MEANINGS. Raises KeyError for a key that is read and has no meaning written."""
    read = _read()
    roles = {
        path: "Words that are lettered in the colour of this role."
        for path in read
        if path[:2] == COLOURS and len(path) > len(COLOURS)
    }
    meanings = {**MEANINGS, **roles}
    missing = sorted(".".join(path) for path in read if path not in meanings)
    if missing:
        raise KeyError(f"keys that are read and not explained: {', '.join(missing)}")
    return tuple(
        Key(path, read[path].expected, read[path].optional, meaning)
        for path, meaning in meanings.items()
        if path in read
    )


def _read() -> dict[Path, KeyRead]:
    notes = Notes()
    table = parse(EVERY_TABLE, "storyboard.toml", notes)
    assert table is not None  # it is TOML
    given_name(table)
    StoryboardReader(table, SourceDocument("", ""), {}, "clinic").storyboard()
    # The words of a role are read if there are any.
    colours = {
        path: KeyRead("an array of strings", optional=True)
        for path in notes.read
        if path[:2] == COLOURS and len(path) > len(COLOURS)
    }
    return {path: key for path, key in {**notes.read, **colours}.items() if key.expected}


_TYPES: Mapping[str, dict[str, Any]] = {
    "a string": {"type": "string"},
    "a whole number": {"type": "integer"},
    "a number": {"type": "number"},
    "a number of seconds": {"type": "number"},
    "true or false": {"type": "boolean"},
    "an array of strings": {"type": "array", "items": {"type": "string"}},
}


def storyboard_schema() -> dict[str, Any]:
    """Return the JSON schema of a storyboard, for editors: which keys there are, of which types."""
    schema = _object("A storyboard of moa-anim", ())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "storyboard.toml", **schema}


def _object(description: str, path: Path) -> dict[str, Any]:
    keys = [key for key in storyboard_keys() if key.path[:-1] == path]
    named = [key for key in keys if key.path[-1] != ANY]
    made: dict[str, Any] = {"type": "object", "description": description}
    made["properties"] = {key.path[-1]: _value(key) for key in named}
    required = [key.path[-1] for key in named if not key.optional]
    if required:
        made["required"] = required
    others = [key for key in keys if key.path[-1] == ANY]
    made["additionalProperties"] = _value(others[0]) if others else False
    return made


def _value(key: Key) -> dict[str, Any]:
    if key.expected in _TYPES:
        return {**_TYPES[key.expected], "description": key.meaning}
    inside = _object(key.meaning, key.path)
    return {"type": "array", "items": inside} if key.expected.startswith("tables") else inside


def storyboard_reference() -> str:
    """Return the reference page of the storyboard, as Markdown."""
    keys = storyboard_keys()
    lines = [
        "# The storyboard, key by key",
        "",
        "`storyboard.toml` in a production folder is TOML. This page is made from the reader’s own code (`make docs`);",
        "editors that know JSON schemas for TOML take `assets/storyboard.schema.json`. A key that is not here is refused,",
        "and the most similar one is named.",
        "",
    ]
    tables = [(), *(key.path for key in keys if key.expected.startswith(("a table", "tables")))]
    for path in tables:
        inside = [
            key
            for key in keys
            if key.path[:-1] == path and not key.expected.startswith(("a table", "tables"))
        ]
        if path:
            own = next(key for key in keys if key.path == path)
            name = ".".join(path)
            lines += [
                f"## `{f'[[{name}]]' if own.expected.startswith('tables') else f'[{name}]'}`",
                "",
                own.meaning,
                "",
            ]
        if inside:
            lines += ["| key | value | | meaning |", "|---|---|---|---|"]
            lines += [
                f"| {'any' if key.path[-1] == ANY else f'`{key.path[-1]}`'} | {key.expected} | "
                f"{'' if key.optional else 'required'} | {key.meaning} |"
                for key in inside
            ]
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"

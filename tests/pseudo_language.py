"""A pseudo-language of the whole production, as files only: accented, 30 % longer, written from right to left.

Its tag is that of the pseudo-locale for right-to-left text of Android and Windows programs, ar-XB. Each English word becomes
a word of Arabic letters, which join, with vowel signs above and below and more letters at its end; names and numbers stay
Latin, so that lines are mixed. What it proves: that a further language needs no code.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Mapping
from math import ceil
from pathlib import Path

from moa_anim.cache.installed import package_folder

TAG = "ar-XB"
GROWTH = 0.3
"""Share of letters that is added to each word."""

_LETTERS = dict(
    zip("abcdefghijklmnopqrstuvwxyz", "ابجدهفغحيشكلمنوصقرستثخطظعز", strict=True)  # one for one, no meaning
)
_VOWELS = "\u064e\u064f\u0650"
_MORE = "نمل"
_MARKS = str.maketrans({",": "،", ";": "؛", "?": "؟", "“": "«", "”": "»"})
_WORD = re.compile(r"\{[a-z_]+\}|[^\W_]+")


def pseudo(text: str) -> str:
    """`text` in the pseudo-language; places for values and words with capitals inside, digits or Greek stay as they are."""
    return _WORD.sub(lambda match: _word(match[0]), text).translate(_MARKS)


def _word(word: str) -> str:
    plain = word[0].lower() + word[1:]
    if not all(mark in _LETTERS for mark in plain) or (len(word) < 3 and word.isupper()):
        return word
    letters = [_LETTERS[mark] for mark in plain]
    letters += [_MORE[number % len(_MORE)] for number in range(ceil(GROWTH * len(letters)))]
    vowels = [_VOWELS[number % len(_VOWELS)] if number % 2 else "" for number in range(len(letters))]
    return "".join(letter + vowel for letter, vowel in zip(letters, vowels, strict=True))


def pseudo_production(folder: Path) -> Path:
    """Copy the package's production to `folder`, and add the two files of the pseudo-language, and no code."""
    assets = package_folder("assets")
    shutil.copytree(assets / "elacestrant", folder)
    spanish = tomllib.loads((folder / "translation.es.toml").read_text("utf-8"))
    board = tomllib.loads((folder / "storyboard.toml").read_text("utf-8"))
    (folder / f"translation.{TAG}.toml").write_text(_translation(spanish, board), encoding="utf-8")
    english = tomllib.loads((assets / "languages" / "en.toml").read_text("utf-8"))
    (folder / f"language.{TAG}.toml").write_text(_language(english), encoding="utf-8")
    return folder


def _language(english: Mapping[str, Mapping[str, Mapping[str, str]]]) -> str:
    lines = [
        'name = "Pseudo"',
        'direction = "rtl"',
        'iso_639_2 = "ara"',
        "[captions]",
        "spaced = true",
        "[captions.punctuation]",
        'sentence_ends = ".!؟"',
        'clause_ends = "،؛:"',
        'closing = "»)]"',
    ]
    for section, words in english["interface"].items():
        lines.append(f"[interface.{section}]")
        lines += [f"{name} = {_quoted(pseudo(text))}" for name, text in words.items()]
    return "\n".join(lines) + "\n"


def _translation(spanish: dict[str, object], board: dict[str, object]) -> str:
    """The Spanish file with each text replaced by the pseudo-translation of its English."""
    lines = [f'language = "{TAG}"', 'translator = "a test"', "[captions.colours]"]
    captions = board["captions"]
    assert isinstance(captions, dict)
    lines += [
        f"{role} = {json.dumps([pseudo(term) for term in terms], ensure_ascii=False)}"
        for role, terms in captions["colours"].items()
    ]
    source = board["source"]
    assert isinstance(source, dict)
    for name in ("title", "notice"):
        table = spanish[name]
        assert isinstance(table, dict)
        of = table.get("of") or source["notice_translation"]
        lines.append(f"[{name}]")
        lines += _pinned(table, str(of))
    for key in ("cue", "prose"):
        tables = spanish[key]
        assert isinstance(tables, list)
        for table in tables:
            lines.append(f"[[{key}]]")
            lines += _pinned(table, table["of"])
    words = spanish["words"]
    assert isinstance(words, dict)
    lines.append("[words]")
    lines += [f"{_quoted(of)} = {_quoted(pseudo(of))}" for of in words]
    return "\n".join(lines) + "\n"


def _pinned(table: Mapping[str, object], of: str) -> list[str]:
    kept = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items() if key != "text"
    ]
    return [*kept, f"text = {_quoted(pseudo(of))}"]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

"""The pronunciation lexicon of a production: how words are said that a voice would say wrongly."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from moa_anim.script.files import decode, parse
from moa_anim.script.reading import Notes

_LETTER = r"[^\W\d_\u4e00-\u9fff]"
"""A letter of a script with spaces between words; Han characters stand next to each other."""


def lexicon_file(tag: str) -> str:
    """Return the name of the file in a production folder that has the lexicon of the language `tag`."""
    return f"pronunciation.{tag}.toml"


@dataclass(frozen=True)
class Part:
    """A part of a spoken text: words as they are written, or sounds in the International Phonetic Alphabet."""

    text: str
    phonetic: bool


@dataclass(frozen=True)
class Lexicon:
    """Words and what is said for them: other words (`say`), or sounds (`ipa`); `sha256` is of the file, "" for none."""

    say: Mapping[str, str] = field(default_factory=dict)
    ipa: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    def parts(self, text: str) -> list[Part]:
        """Return `text` as it is spoken: first the words of `say` are replaced, then those of `ipa` become sounds.

        A word is found as written, except that its first letter may be a capital. It is not found within a longer word.
        """
        spoken = _words(self.say).sub(lambda match: self.say[_entry(match[0], self.say)], text)
        parts, done = [], 0
        for match in _words(self.ipa).finditer(spoken):
            parts.append(Part(spoken[done : match.start()], False))
            parts.append(Part(self.ipa[_entry(match[0], self.ipa)], True))
            done = match.end()
        parts.append(Part(spoken[done:], False))
        return [part for part in parts if part.text.strip()]


def read_lexicon(data: bytes, name: str, notes: Notes) -> Lexicon:
    """Return the lexicon in the bytes of the file `name`; faults are noted.

    The file has two tables of words, `[say]` and `[ipa]`, both of which may be missing.
    """
    text = decode(data, name, notes)
    table = parse(text, name, notes) if text is not None else None
    if table is None:
        return Lexicon()
    say, ipa = table.table("say").all_strings(), table.table("ipa").all_strings()
    table.finish()
    for section, words in (("say", say), ("ipa", ipa)):
        for word, spoken in words.items():
            if not word.strip() or not spoken.strip():
                notes.add(
                    f"{name}: {section}", f"“{word}” = “{spoken}”", "a word and what is said", "write both"
                )
    return Lexicon(say, ipa, hashlib.sha256(data).hexdigest())


def _words(entries: Mapping[str, str]) -> re.Pattern[str]:
    """Return a pattern of the entries, longest first, none of them within a longer word."""
    if not entries:
        return re.compile(r"(?!)")
    ordered = sorted(entries, key=len, reverse=True)
    return re.compile("|".join(_alone(entry) for entry in ordered))


def _alone(entry: str) -> str:
    first, rest = entry[0], re.escape(entry[1:])
    begin = f"[{re.escape(first.lower())}{re.escape(first.upper())}]" if first.isalpha() else re.escape(first)
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, entry[0]) else ""
    after = rf"(?!{_LETTER})" if re.match(_LETTER, entry[-1]) else ""
    return f"{before}{begin}{rest}{after}"


def _entry(found: str, entries: Mapping[str, str]) -> str:
    """Return the entry that was found as `found`: with the same first letter, or with a small or large one."""
    return next(
        each
        for each in (found, found[0].lower() + found[1:], found[0].upper() + found[1:])
        if each in entries
    )

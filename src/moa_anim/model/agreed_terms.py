"""Terms whose translation is agreed, and where a translation departs from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from moa_anim.errors import ModelError
from moa_anim.model.wide_text import is_wide

_LETTER = r"[^\W_\u4e00-\u9fff]"
"""A letter or digit of a script with spaces between words; Han characters stand next to each other."""


@dataclass(frozen=True)
class AgreedTerm:
    """What a term of the document's language is called in another.

    `originals` are the forms of the term, found as whole words, capitals or not, with or without a final s. A translation of
    words that have one of them has one of `agreed`, and none of `avoided`. `source` says where the usage is from.
    """

    originals: tuple[str, ...]
    agreed: tuple[str, ...]
    avoided: tuple[str, ...]
    source: str

    def __post_init__(self) -> None:
        if not self.originals or not self.agreed:
            raise ModelError(
                "a term without words", "words in both languages", "write them, or remove the term"
            )


@dataclass(frozen=True)
class Departure:
    """A term in some words that is not called in their translation what was agreed; `used` is an avoided form, or ""."""

    original: str
    agreed: tuple[str, ...]
    used: str = ""


def departures(original: str, translation: str, terms: Sequence[AgreedTerm]) -> Iterator[Departure]:
    """Yield each departure of a `translation` from the agreed `terms`.

    A longer term goes first: “estrogen” is not looked for within “estrogen receptor”.
    """
    taken = [False] * len(original)
    forms = [(form, term) for term in terms for form in term.originals]
    for form, term in sorted(forms, key=lambda each: -len(each[0])):
        spans = [match.span() for match in _whole_word(form, "s?").finditer(original)]
        spans = [(start, stop) for start, stop in spans if not any(taken[start:stop])]
        for start, stop in spans:
            taken[start:stop] = [True] * (stop - start)
        if spans and not any(_whole_word(each).search(translation) for each in term.agreed):
            yield Departure(form, term.agreed)
    for term in terms:
        for form in term.avoided:
            if _whole_word(form).search(translation):
                yield Departure(term.originals[0], term.agreed, form)


@cache
def _whole_word(form: str, ending: str = "") -> re.Pattern[str]:
    """Return the pattern of a form that is not part of a longer word; beside ideographs it never is.

    Letters may be large or small, but those of an abbreviation are as written. `ending` is a pattern that may follow.
    """
    word = f"{re.escape(form)}{ending}"
    if not form.isupper():
        word = f"(?i:{word})"  # this part alone: compiling a range of ideographs in either case takes long
    before = "" if is_wide(form[0]) else rf"(?<!{_LETTER})"
    after = "" if is_wide(form[-1]) else rf"(?!{_LETTER})"
    return re.compile(f"{before}{word}{after}")

"""The words of the program itself, as apart from the document's and the storyboard's, in one language."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from moa_anim.model.caption_language import ENGLISH, CaptionLanguage

Sections = Mapping[str, Mapping[str, str]]
"""Words by section and name."""

UNDETERMINED = "und"
"""The code of ISO 639-2 for a language that is not known."""


@dataclass(frozen=True)
class Interface:
    """The interface words in a language: by section (where they appear) and name; and how its captions are set.

    `name` is what the language calls itself. Words may have places for values, as “{count} frames” has.
    `iso_639_2` is the language's code of three letters (ISO 639-2/T), by which an MP4 names it, and `regional` a tag with a
    region, for programs that choose fonts and voices by it; "" if the language's own tag does.
    """

    tag: str = "en"
    name: str = "English"
    sections: Sections = field(default_factory=dict, hash=False)
    captions: CaptionLanguage = ENGLISH
    iso_639_2: str = UNDETERMINED
    regional: str = ""

    def word(self, section: str, name: str, **values: object) -> str:
        """Return the words `name` of `section` with `values` put in; raise KeyError if there are none."""
        return self.sections[section][name].format(**values)

    def section(self, name: str) -> Mapping[str, str]:
        """Return the words of a section by name; raise KeyError if there is no such section."""
        return self.sections[name]

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Iterate over section, name and words of all entries."""
        for section, names in self.sections.items():
            for name, text in names.items():
                yield section, name, text


def places(text: str) -> frozenset[str]:
    """Return the names of the places for values in `text`; raise ValueError if its braces are unbalanced."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)

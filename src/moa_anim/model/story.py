"""A film as a story: captions in cues, cues in shots, shots in a storyboard proved against its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from moa_anim.errors import ModelError, decimal, join_names
from moa_anim.model.caption_rules import LINE_CHARACTERS, LINES, MOST_SECONDS, USUAL, Setting, reading_seconds
from moa_anim.model.edition import Edition
from moa_anim.model.emphasis import Mark
from moa_anim.model.guide import GlossaryEntry, Guide
from moa_anim.model.showable import require_showable
from moa_anim.model.source import Emendation, EmendedQuote, Quote, SourceDocument

LONGEST_SECONDS = Fraction(120)
"""No cue, lead or tail is longer: a slip of the pen (12 for 1.2, milliseconds for seconds) shows as a fault.
"""

SHORTEST_SECONDS = Fraction(1, 5)
"""A cue, lead or tail that is there at all is at least this long: two frames at ten a second, so never a
flash."""

LONGEST_FILM_SECONDS = Fraction(3600)
"""Upper limit of a film's length; a longer one is probably a mistake, and would be drawn for days."""

MOST_SHOTS = 200
MOST_CUES = 200
"""Upper limit of the cues of a shot."""
MOST_LABELS = 100
"""Upper limit of the labels of a shot; at most three are on screen at once."""

MOST_ID = 64
"""Characters of an id at most: it becomes part of file names."""

MOST_LANGUAGE = 35
"""Characters of a language tag at most (the length that RFC 5646, 4.4.1, has every program support)."""

MOST_SEED = 2**32 - 1
"""Seeds fit into 32 bits: numpy's random generators take no others alike in every version."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Caption:
    """One or two lines of at most 42 characters that stand on screen together; `marks` are its coloured words.

    `setting` is that of the audience it is for.
    """

    lines: tuple[str, ...]
    marks: tuple[Mark, ...] = ()
    setting: Setting = USUAL

    def __post_init__(self) -> None:
        if not 1 <= len(self.lines) <= LINES:
            raise ModelError(
                f"{len(self.lines)} lines in a caption", f"1 to {LINES}", "cut it into more captions"
            )
        for line in self.lines:
            if not line or line != line.strip() or len(line.splitlines()) != 1:
                raise ModelError(f"caption line {line!r}", "words without space around them", "mend the line")
            if len(line) > LINE_CHARACTERS:
                expected = f"at most {LINE_CHARACTERS}"
                raise ModelError(
                    f"{len(line)} characters in line “{line}”", expected, "break the line earlier"
                )
        if self.reading_seconds > MOST_SECONDS:
            found = f"“{self.text}”, which takes {float(self.reading_seconds):.1f} s to read"
            raise ModelError(found, f"at most {MOST_SECONDS} s", "cut it into more captions")

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(self.lines)

    @property
    def reading_seconds(self) -> Fraction:
        """How long it takes its audience to read."""
        return reading_seconds(self, self.setting)


@dataclass(frozen=True)
class Cue:
    """Something that happens, for `least_seconds` or more, while the viewer reads `words`, if any.

    `seen` tells what is seen to those who do not see it; "" for nothing.
    """

    id: str
    words: EmendedQuote | None
    captions: tuple[Caption, ...]
    least_seconds: Fraction = Fraction(0)
    seen: str = ""

    def __post_init__(self) -> None:
        require_slug(self.id)
        require_seconds(self.least_seconds)
        shown, spoken = (
            " ".join(caption.text for caption in self.captions),
            self.words.text if self.words else "",
        )
        if shown != spoken:
            raise ModelError(
                f"captions “{shown}”", f"the words “{spoken}”", "make the captions from the words"
            )
        if not self.seconds:
            raise ModelError(
                "a cue without words or length", "a quote, least_seconds, or both", "give one of them"
            )
        if self.seconds > LONGEST_SECONDS:
            found = f"words that take {decimal(self.seconds)} s to read"
            raise ModelError(found, f"at most {LONGEST_SECONDS} s in a cue", "divide the quote into more cues")

    @property
    def seconds(self) -> Fraction:
        """How long the cue lasts: as long as its captions take to read, or its picture needs."""
        return max(self.least_seconds, sum((each.reading_seconds for each in self.captions), Fraction(0)))


@dataclass(frozen=True)
class SceneName:
    """The name of a scene: class `cls` in module `module` of the scenes folder.

    A name only: nothing is imported.
    """

    module: str
    cls: str

    def __post_init__(self) -> None:
        if not (self.module.isidentifier() and self.cls.isidentifier()):
            raise ModelError(f"“{self}”", "module:Class", "name a file of scenes/ and a class in it")

    def __str__(self) -> str:
        return f"{self.module}:{self.cls}"

    @classmethod
    def parse(cls, text: str) -> SceneName:
        """Return the name written as `module:Class`; raise ModelError if it is not written so."""
        module, colon, name = text.partition(":")
        if not (colon and module.isidentifier() and name.isidentifier()):
            raise ModelError(f"“{text}”", "module:Class", "name a file of scenes/ and a class in it")
        return cls(module, name)


@dataclass(frozen=True)
class Shot:
    """A scene and what is said in it: a lead without words, the cues one after another, a tail without.

    `step` is the text of the step marker ("" for none); `seed` decides every random walk in it; `labels` maps
    the names that the scene gives its labels to their words; `guide` is for who shows the film.
    """

    id: str
    scene: SceneName
    cues: tuple[Cue, ...] = ()
    step: str = ""
    lead_seconds: Fraction = Fraction(0)
    tail_seconds: Fraction = Fraction(0)
    seed: int = 0
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    guide: Guide = field(default_factory=Guide)

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", dict(self.labels))
        require_slug(self.id)
        require_seconds(self.lead_seconds)
        require_seconds(self.tail_seconds)
        require_unlike("cue", (cue.id for cue in self.cues))
        require_at_most("cues", len(self.cues), MOST_CUES)
        require_at_most("labels", len(self.labels), MOST_LABELS)
        require_seed(self.seed)
        for text in (self.step, *self.labels.values()):
            if text:  # "" is a label that an edition leaves out
                require_showable(text)
        if not (self.cues or self.lead_seconds or self.tail_seconds):
            raise ModelError(
                "a shot without cues or length", "cues, lead_seconds or tail_seconds", "give one of them"
            )

    @property
    def seconds(self) -> Fraction:
        """How long the shot lasts, before it is rounded up to a whole frame."""
        return self.lead_seconds + sum((cue.seconds for cue in self.cues), Fraction(0)) + self.tail_seconds


@dataclass(frozen=True)
class Translation:
    """What a quote says in another language. It is somebody's rendering and never a quote."""

    of: Quote
    language: str
    text: str

    def __post_init__(self) -> None:
        require_language(self.language)
        require_showable(self.text)


@dataclass(frozen=True)
class Storyboard:
    """The whole film, its words proved against `document`.

    `reference` and `notice` are the document's own, or None; `notice_translation` renders the notice for the audience.
    `glossary` explains terms of the film in plain words, in the order in which they come; `edition` is whom it is for.
    """

    title: EmendedQuote
    language: str
    document: SourceDocument
    emendations: tuple[Emendation, ...]
    shots: tuple[Shot, ...]
    reference: Quote | None = None
    notice: Quote | None = None
    notice_translation: Translation | None = None
    glossary: tuple[GlossaryEntry, ...] = ()
    edition: Edition = field(default_factory=Edition)

    def __post_init__(self) -> None:
        require_language(self.language)
        if not self.shots:
            raise ModelError("no shots", "at least one", "add a [[shot]]")
        require_at_most("shots", len(self.shots), MOST_SHOTS)
        require_film_seconds(sum((shot.seconds for shot in self.shots), Fraction(0)))
        require_unlike("shot", (shot.id for shot in self.shots))
        require_unlike("glossary term", (entry.term for entry in self.glossary))
        words = [cue.words for shot in self.shots for cue in shot.cues if cue.words]
        quotes = [each.quote for each in (self.title, *words)]
        quotes += [quote for quote in (self.reference, self.notice) if quote]
        for quote in quotes:
            if self.document.text[quote.span.start : quote.span.stop] != quote.text:
                raise ModelError(
                    f"“{quote.text}”", "words of this storyboard's document", "quote that document"
                )

    def shot(self, identity: str) -> Shot:
        """Return the shot with that id; KeyError if there is none."""
        return {shot.id: shot for shot in self.shots}[identity]


def require_seconds(seconds: Fraction) -> None:
    """Raise ModelError unless `seconds` is 0, or from 0.2 to 120."""
    if seconds and not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        expected = f"0, or from {float(SHORTEST_SECONDS)} to {LONGEST_SECONDS} seconds"
        raise ModelError(f"{decimal(seconds)} seconds", expected, "give a length in seconds")


def require_film_seconds(seconds: Fraction) -> None:
    """Raise ModelError if a film of `seconds` is longer than an hour."""
    if seconds > LONGEST_FILM_SECONDS:
        expected = f"at most {LONGEST_FILM_SECONDS} s"
        raise ModelError(f"a film of {decimal(seconds)} s", expected, "shorten it, or divide it into several films")


def require_at_most(what: str, number: int, most: int) -> None:
    """Raise ModelError if there are more than `most` things named `what`."""
    if number > most:
        raise ModelError(f"{number} {what}", f"at most {most}", "take some out, or divide them")


def require_seed(seed: int) -> None:
    """Raise ModelError unless `seed` fits into 32 bits."""
    if not 0 <= seed <= MOST_SEED:
        raise ModelError(f"seed {decimal(seed)}", f"0 to {MOST_SEED}", "give a smaller number")


def require_language(language: str) -> None:
    """Raise ModelError unless `language` is a tag of BCP 47."""
    if len(language) > MOST_LANGUAGE or not _LANGUAGE.fullmatch(language):
        raise ModelError(f"language “{language}”", "a language tag such as en-US", "give one (BCP 47)")


def require_slug(identity: str) -> None:
    """Raise ModelError unless `identity` is an id: small letters, digits and single hyphens, at most 64."""
    if len(identity) > MOST_ID or not _SLUG.fullmatch(identity):
        expected = f"at most {MOST_ID} small letters, digits and single hyphens"
        raise ModelError(f"id “{identity}”", expected, "give another id")


def require_unlike(what: str, identities: Iterable[str]) -> None:
    """Raise ModelError if one of `identities`, ids of a `what`, is given twice; all that are, are named."""
    repeated = [(identity, count) for identity, count in Counter(identities).items() if count > 1]
    if repeated:
        found = join_names(f"{what} “{identity}” {count} times" for identity, count in repeated)
        raise ModelError(found, f"each {what} id once", f"rename one {what}")

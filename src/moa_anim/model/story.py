"""The content of a film: captions in cues, cues in shots, shots in a storyboard that is proved against its document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from moa_anim.errors import ModelError, decimal
from moa_anim.model import limits
from moa_anim.model.caption_rules import LINES, MOST_SECONDS, USUAL, Setting, reading_seconds
from moa_anim.model.cast import SHIPPED_CAST, Cast
from moa_anim.model.edition import Edition
from moa_anim.model.emphasis import Mark
from moa_anim.model.guide import GlossaryEntry, Guide
from moa_anim.model.interface import UNDETERMINED, Interface
from moa_anim.model.palette import OwnColours
from moa_anim.model.showable import require_showable
from moa_anim.model.source import Emendation, EmendedQuote, Quote, SourceDocument

REGION_LETTERS = 2
"""Letters of a region in a language tag, as in en-US (ISO 3166-1)."""


def primary_language(tag: str) -> str:
    """Return the language of a tag without script and region, in lower case: "zh" of "zh-Hans"."""
    return tag.partition("-")[0].lower()


@dataclass(frozen=True)
class Caption:
    """One or two lines that are shown together, of at most 42 characters in English; `marks` are its coloured words.

    `setting` is the reading speed and letter size for its audience, and the rules of its language. `spoken_seconds` is the
    time that a voice needs for it, with the pause after it; 0 in a silent film.
    """

    lines: tuple[str, ...]
    marks: tuple[Mark, ...] = ()
    setting: Setting = USUAL
    spoken_seconds: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if not 1 <= len(self.lines) <= LINES:
            raise ModelError(
                f"{len(self.lines)} lines in a caption", f"1 to {LINES}", "divide it into more captions"
            )
        for line in self.lines:
            if not line or line != line.strip() or len(line.splitlines()) != 1:
                raise ModelError(f"caption line {line!r}", "words without space around them", "fix the line")
            length, most = self.setting.language.characters(line), self.setting.language.line_characters
            if length > most:
                found = f"{decimal(length)} characters in line “{line}”"
                raise ModelError(found, f"at most {most}", "break the line earlier")
        if self.reading_seconds > MOST_SECONDS:
            found = f"“{self.text}”, which takes {float(self.reading_seconds):.1f} s to read"
            raise ModelError(found, f"at most {MOST_SECONDS} s", "divide it into more captions")
        if self.spoken_seconds > MOST_SECONDS:
            found = f"“{self.text}”, which takes {float(self.spoken_seconds):.1f} s to say"
            raise ModelError(found, f"at most {MOST_SECONDS} s", "divide it into more captions")

    @property
    def text(self) -> str:
        """The words in one line."""
        return self.setting.language.joint.join(self.lines)

    @property
    def reading_seconds(self) -> Fraction:
        """The seconds that its audience needs to read it."""
        return reading_seconds(self, self.setting)

    @property
    def seconds(self) -> Fraction:
        """The least time for which it is shown: what its audience needs to read it, or the voice to say it."""
        return max(self.reading_seconds, self.spoken_seconds)


@dataclass(frozen=True)
class Translation:
    """A translation of a quote. Its words are not the document's, so it is not a quote itself."""

    of: Quote
    language: str
    text: str

    def __post_init__(self) -> None:
        limits.require_language(self.language)
        require_showable(self.text)


@dataclass(frozen=True)
class Cue:
    """A part of a shot that lasts `least_seconds` or more, while the viewer reads `words` (None for none).

    If the film is in another language than the document, its captions are the `translation` of those words.
    `seen` describes the picture for viewers who cannot see it; "" for no description. `described_seconds` is the time that a
    voice needs for it after the captions, with the pause after it; 0 where it is not spoken.
    """

    id: str
    words: EmendedQuote | None
    captions: tuple[Caption, ...]
    least_seconds: Fraction = Fraction(0)
    seen: str = ""
    translation: Translation | None = None
    described_seconds: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        limits.require_slug(self.id)
        limits.require_seconds(self.least_seconds)
        if self.translation and (self.words is None or self.translation.of != self.words.quote):
            found = f"a translation of “{self.translation.of.text}”"
            raise ModelError(found, "one of the cue's own quote", "translate that quote")
        joint = self.captions[0].setting.language.joint if self.captions else ""
        shown = joint.join(caption.text for caption in self.captions)
        if shown != self.text:
            raise ModelError(
                f"captions “{shown}”", f"the words “{self.text}”", "make the captions from the words"
            )
        limits.require_content_of_cue(bool(self.seconds))
        limits.require_reading_seconds(self.seconds - self.described_seconds)
        limits.require_described_seconds(self.seconds, self.described_seconds, self.seen)

    @property
    def text(self) -> str:
        """The words that the viewer reads: the document's, or their translation; "" for none."""
        if self.translation:
            return self.translation.text
        return self.words.text if self.words else ""

    @property
    def seconds(self) -> Fraction:
        """The length in seconds: that of its captions and its spoken description, or `least_seconds` if that is longer."""
        shown = sum((each.seconds for each in self.captions), Fraction(0))
        return max(self.least_seconds, shown + self.described_seconds)


@dataclass(frozen=True)
class OwnFile:
    """A file of python code in a production's folder: where it was read, and its bytes. It is code, and only that: not run.

    The bytes that were read are those that are run and stand in keys: the file may be replaced at any time.
    """

    path: str
    code: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the code (64 hex digits)."""
        return hashlib.sha256(self.code).hexdigest()


@dataclass(frozen=True)
class SceneName:
    """The name of a scene: class `cls` in module `module` of the scenes folder; the module is not imported.

    `file` is the production's own file that has the scene; None for a scene of the program.
    """

    module: str
    cls: str
    file: OwnFile | None = None

    def __post_init__(self) -> None:
        if not (self.module.isidentifier() and self.cls.isidentifier()):
            raise ModelError(f"“{self}”", "module:Class", "name a file of scenes/ and a class in it")

    def __str__(self) -> str:
        return f"{self.module}:{self.cls}"

    @classmethod
    def parse(cls, text: str) -> SceneName:
        """Return the name written as `module:Class`; raise ModelError for any other text."""
        module, colon, name = text.partition(":")
        if not (colon and module.isidentifier() and name.isidentifier()):
            raise ModelError(f"“{text}”", "module:Class", "name a file of scenes/ and a class in it")
        return cls(module, name)


@dataclass(frozen=True)
class Shot:
    """A scene with its content: a lead without captions, the cues one after another, a tail without captions.

    `step` is the text of the step marker ("" for none), and `name` a title for lists where there is no step; `seed` seeds
    the scene's random numbers; `labels` maps the scene's names of its labels to their words ("": the label is not shown);
    `guide` is the lecturer's notes.
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
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", dict(self.labels))
        limits.require_slug(self.id)
        limits.require_seconds(self.lead_seconds)
        limits.require_seconds(self.tail_seconds)
        limits.require_unlike("cue", (cue.id for cue in self.cues))
        limits.require_at_most("labels", len(self.labels), limits.MOST_LABELS)
        limits.require_seed(self.seed)
        for text in (self.step, self.name, *self.labels.values()):
            if text:  # "": no step, or a label that the edition does not show
                require_showable(text)
        limits.require_content_of_shot(bool(self.cues or self.lead_seconds or self.tail_seconds))

    @property
    def title(self) -> str:
        """Its title for readers: its step or its name, or else its id in words ("credits" becomes "Credits")."""
        return self.step or self.name or self.id.replace("-", " ").capitalize()

    @property
    def seconds(self) -> Fraction:
        """The length in seconds, before it is rounded up to a whole frame."""
        return self.lead_seconds + sum((cue.seconds for cue in self.cues), Fraction(0)) + self.tail_seconds


@dataclass(frozen=True)
class TranslationStatus:
    """What is known of a film's translation: the document's language, who translated, who of medicine reviewed it.

    `reviewer` is "" while no medical translator has reviewed it. `second_reader` compared it with the original sentence by
    sentence, "" for nobody; that is no medical review. `sha256` (64 hex digits) is of the file that has the words.
    """

    source_language: str
    translator: str
    reviewer: str
    sha256: str
    second_reader: str = ""


@dataclass(frozen=True)
class Storyboard:
    """The content of the whole film; its words are proved against `document`.

    `reference` and `notice` are quotes of the document, or None; `notice_translation` is for an audience that cannot read
    the notice. `glossary` explains terms in plain words, in the order in which they occur in the film.

    `language` is what the film is in. A film in another language than its document's has a `translation`, a
    `title_translation`, and a translation of the words of each cue. `colours` are those that it has in place of the
    package's. `drug_translation` is what the film's language calls the drug, if it has another name there.
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
    translation: TranslationStatus | None = None
    title_translation: Translation | None = None
    interface: Interface = field(default_factory=Interface)
    colours: OwnColours = ()
    cast: Cast = SHIPPED_CAST
    drug_translation: str = ""

    def __post_init__(self) -> None:
        limits.require_language(self.language)
        if not self.shots:
            raise ModelError("no shots", "at least one", "add a [[shot]]")
        limits.require_at_most("shots", len(self.shots), limits.MOST_SHOTS)
        limits.require_at_most("cues", sum(len(shot.cues) for shot in self.shots), limits.MOST_CUES)
        limits.require_film_seconds(sum((shot.seconds for shot in self.shots), Fraction(0)))
        limits.require_unlike("shot", (shot.id for shot in self.shots))
        limits.require_unlike("glossary term", (entry.term for entry in self.glossary))
        for shot in self.shots:
            for cue in shot.cues:
                if cue.words and bool(cue.translation) != bool(self.translation):
                    found = f"cue “{cue.id}” in the document's language and others in another"
                    raise ModelError(found, "one language", "translate all cues, or none")
        words = [cue.words for shot in self.shots for cue in shot.cues if cue.words]
        quotes = [each.quote for each in (self.title, *words)]
        quotes += [quote for quote in (self.reference, self.notice) if quote]
        for quote in quotes:
            if self.document.text[quote.span.start : quote.span.stop] != quote.text:
                raise ModelError(
                    f"“{quote.text}”", "words of the storyboard's document", "quote that document"
                )

    @property
    def shown_title(self) -> str:
        """The title in the film's language."""
        return self.title_translation.text if self.title_translation else self.title.text

    @property
    def shown_drug(self) -> str:
        """The drug's name in the film's language, as within a sentence."""
        return self.drug_translation or self.cast.drug.name

    @property
    def document_language(self) -> str:
        """The language tag of the document."""
        return self.translation.source_language if self.translation else self.language

    @property
    def language_name(self) -> str:
        """What the film's language calls itself, or its tag, if the program has no table of it."""
        return self.interface.name if self._has_own_table else self.language

    @property
    def language_code(self) -> str:
        """The code of three letters by which an MP4 names the film's language (ISO 639-2/T)."""
        return self.interface.iso_639_2 if self._has_own_table else UNDETERMINED

    @property
    def regional_language(self) -> str:
        """The film's language as a tag with a region, if one is known."""
        *_, last = self.language.split("-")
        has_region = len(last) == REGION_LETTERS and last.isupper()
        return (
            self.language if has_region or not self._has_own_table else self.interface.regional
        ) or self.language

    @property
    def _has_own_table(self) -> bool:
        """Whether the interface words are in the film's language, and not in English for want of a table."""
        return primary_language(self.interface.tag) == primary_language(self.language)

    def shot(self, identity: str) -> Shot:
        """Return the shot with the id `identity`; raise KeyError if there is none."""
        return {shot.id: shot for shot in self.shots}[identity]

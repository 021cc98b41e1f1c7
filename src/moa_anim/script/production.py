"""Loads a production folder: its storyboard proved against its document, or all faults of its files together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from moa_anim.errors import CommandLineError, Fault, ProductionError
from moa_anim.model.agreed_terms import AgreedTerm
from moa_anim.model.edition import LECTURE_EDITION, require_edition
from moa_anim.model.interface import Interface
from moa_anim.model.naming import require_name, safe_name
from moa_anim.model.palette import OwnColours, palette_of
from moa_anim.model.source import SourceDocument
from moa_anim.model.story import Storyboard
from moa_anim.script.agreed_terms import glossary_file, read_agreed_terms
from moa_anim.script.drug_scenes import note_untrue_scenes
from moa_anim.script.editions import available_editions
from moa_anim.script.files import MOST_BYTES, MOST_STRUCTURE_BYTES, decode, parse, read_inside
from moa_anim.script.interface import english_interface, interface_file, packaged_interface, read_interface
from moa_anim.script.own_scenes import own_scene_files, own_scenes, scenes_with_own, with_own_scenes
from moa_anim.script.palette import PALETTE, read_palette
from moa_anim.script.reading import Notes, Table
from moa_anim.script.scenes import Scenes, packaged_scenes
from moa_anim.script.storyboard import SOURCE, STORYBOARD, StoryboardReader
from moa_anim.script.translation import Translator, translation_file, translation_tags


@dataclass(frozen=True)
class Files:
    """The bytes of a production's files, each read once, so that later checks see the same bytes.

    `others` are those of structures, of a translation and of its language's table, if they were read, by name.
    """

    source: bytes
    storyboard: bytes
    others: Mapping[str, bytes] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Files({len(self.source)} bytes, {len(self.storyboard)} bytes)"


@dataclass(frozen=True)
class Production:
    """A folder without faults: its storyboard, and the SHA-256 (64 hex digits) of its two files."""

    storyboard: Storyboard
    folder: Path
    source_sha256: str
    storyboard_sha256: str
    editions: tuple[str, ...] = (LECTURE_EDITION,)
    """Names of the editions that the storyboard has, the default first."""
    read: Files = field(default_factory=lambda: Files(b"", b""), compare=False)
    """The bytes of the files. The files are not read again, because they may have been replaced."""
    given_name: str = ""
    """The name that the storyboard gives to its films; "" if it gives none."""
    translations: tuple[str, ...] = ()
    """Language tags of the translation files in the folder."""
    terms: tuple[AgreedTerm, ...] = ()
    """What terms are called in the film's language, if it is translated and the folder has a glossary for it."""
    own_scenes: tuple[str, ...] = ()
    """Names of the files of the production's own scenes, such as `scenes/binding.py`."""
    scenes_trusted: bool = False
    """Whether the own scenes may be run."""

    @property
    def name(self) -> str:
        """The default name of films and bundles: the storyboard's `name`, or else one made from the folder's name."""
        return self.given_name or safe_name(self.folder.resolve().name)

    @property
    def film_name(self) -> str:
        """The default name of a film: that of the production, with the language's tag if the film is translated."""
        board = self.storyboard
        return f"{self.name}-{board.language}" if board.translation else self.name

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read."""
        return (
            self.folder / SOURCE,
            self.folder / STORYBOARD,
            *(self.folder / name for name in self.read.others),
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags that films can be made in: the document's, then those of the translation files."""
        own = self.storyboard.document_language
        return (own, *(tag for tag in self.translations if tag.casefold() != own.casefold()))

    def in_edition(self, edition: str, scenes: Scenes | None = None) -> Production:
        """Return another edition of the same files in the same language, without reading them again.

        Raises:
            ProductionError: Something is wrong; it carries every fault.
        """
        notes = Notes()
        notes.attempt("edition", lambda: require_edition(edition))
        language = self.storyboard.language if self.storyboard.translation else ""
        return _prove(self._folder, self.read.source, self.read.storyboard, scenes, edition, language, notes)

    def in_language(self, language: str) -> Production:
        """Return the same edition in another language; its translation file is read.

        Raises:
            CommandLineError: There is no translation into that language.
            ProductionError: Something is wrong; it carries every fault.
        """
        if not self.storyboard.translation and _is_own(language, self.storyboard.language):
            return self  # it is in this language, and proved
        edition = self.storyboard.edition.name
        return _prove(self._folder, self.read.source, self.read.storyboard, None, edition, language, Notes())

    @property
    def _folder(self) -> _Folder:
        return _Folder(self.folder, self.translations, self.own_scenes, self.scenes_trusted, self.read)


class _Folder:
    """Further files of a production folder, each read at most once.

    `tags` are those of its translation files, `own_scenes` the names of the files of its own scenes, which may be run if
    they are `trusted`.
    """

    def __init__(
        self,
        path: Path,
        tags: tuple[str, ...],
        own_scenes: tuple[str, ...] = (),
        trusted: bool = False,
        read: Files | None = None,
    ) -> None:
        self.path = path
        self.tags = tags
        self.own_scenes = own_scenes
        self.trusted = trusted
        self.read = dict(read.others) if read else {}

    def bytes_of(self, name: str, notes: Notes) -> bytes | None:
        """Return the bytes of a file; None, with a fault noted, if it cannot be read."""
        return self._bytes_of(name, notes, MOST_BYTES)

    def structure(self, name: str, notes: Notes) -> bytes | None:
        """Return the bytes of a structure's file; None, with a fault noted, if it cannot be read."""
        return self._bytes_of(name, notes, MOST_STRUCTURE_BYTES)

    def _bytes_of(self, name: str, notes: Notes, most_bytes: int) -> bytes | None:
        if name not in self.read:
            data = read_inside(self.path, name, notes, most_bytes)
            if data is None:
                return None
            self.read[name] = data
        return self.read[name]

    def has(self, name: str) -> bool:
        """Whether the folder has a file of that name, or it was read from there."""
        return name in self.read or (self.path / name).exists()


def load_production(
    folder: Path,
    scenes: Scenes | None = None,
    *,
    edition: str = LECTURE_EDITION,
    language: str = "",
    trust_scenes: bool = False,
) -> Production:
    """Read and prove `edition` of the production in `folder`; `scenes` are by default those of the package.

    `language` is the tag of a translation, or "" or the tag of the document's own language for the document's words.
    Nothing in the folder is run. A storyboard that plays scenes of its own folder is refused unless `trust_scenes`.

    Raises:
        CommandLineError: There is no translation into `language`.
        ProductionError: Something is wrong; it carries every fault of the files that were read.
    """
    notes = Notes()
    notes.attempt("edition", lambda: require_edition(edition))
    if not folder.is_dir():
        notes.add(
            str(folder), "no such folder", f"a folder with {SOURCE} and {STORYBOARD}", "give another folder"
        )
        raise ProductionError(notes.faults)
    source, board = (read_inside(folder, name, notes) for name in (SOURCE, STORYBOARD))
    found = _Folder(folder, _translations(folder), own_scene_files(folder, notes), trust_scenes)
    return _prove(found, source, board, scenes, edition, language, notes)


def _translations(folder: Path) -> tuple[str, ...]:
    """Return the tags of the translation files in `folder`; none if it cannot be listed."""
    try:
        return translation_tags([path.name for path in folder.iterdir()])
    except OSError:
        return ()


def _prove(
    folder: _Folder,
    source: bytes | None,
    board: bytes | None,
    scenes: Scenes | None,
    edition: str,
    language: str,
    notes: Notes,
) -> Production:
    """Return the production in these bytes; None stands for a file that could not be read, a fault already noted."""
    text = decode(source, SOURCE, notes) if source is not None else None
    toml = decode(board, STORYBOARD, notes) if board is not None else None
    table = parse(toml, STORYBOARD, notes) if toml is not None else None
    document = SourceDocument(text, _sha256(source)) if text is not None and source is not None else None
    storyboard = None
    editions: tuple[str, ...] = ()
    name = ""
    packaged = scenes if scenes is not None else packaged_scenes() if table is not None else {}
    code = {each: data for each in folder.own_scenes if (data := folder.bytes_of(each, notes)) is not None}
    own_files = own_scenes(folder.path, code, packaged, notes)
    known = scenes_with_own(packaged, own_files)
    colours = _own_colours(folder, notes)
    notice_language = ""
    if table is not None:
        name = given_name(table)
        reader = StoryboardReader(table, document, known, edition, folder.structure)
        storyboard = reader.storyboard()
        if storyboard is not None:
            storyboard = with_own_scenes(storyboard, own_files, folder.trusted, notes)
            storyboard = replace(storyboard, colours=colours)
            note_untrue_scenes(storyboard, notes)
        notice_language = reader.notice_language
        editions = available_editions(table)
    if notes.faults or storyboard is None or board is None or source is None or toml is None:
        raise ProductionError(notes.faults)
    own = storyboard.language
    storyboard = replace(storyboard, interface=packaged_interface(own) or english_interface())
    terms: tuple[AgreedTerm, ...] = ()
    if language and not _is_own(language, own):
        tag = _translated_tag(language, own, folder.tags)
        others = [
            other
            for each in editions
            if each != edition
            and (parsed := parse(toml, STORYBOARD, Notes())) is not None
            and (other := StoryboardReader(parsed, document, known, each, folder.structure).storyboard())
            is not None
        ]
        storyboard = _translated(folder, tag, storyboard, others, notice_language, notes)
        terms = _agreed_terms(folder, tag, notes)
        if notes.faults or storyboard is None:
            raise ProductionError(notes.faults)
    hashes = storyboard.document.sha256, _sha256(board)
    files = Files(source, board, folder.read)
    return Production(
        storyboard,
        folder.path,
        *hashes,
        editions,
        files,
        name,
        folder.tags,
        terms,
        folder.own_scenes,
        folder.trusted,
    )


def _is_own(language: str, own: str) -> bool:
    """Whether `language` names the document's language, by its tag or its primary language."""
    return language.casefold() in (own.casefold(), own.partition("-")[0].casefold())


def _translated_tag(language: str, own: str, tags: tuple[str, ...]) -> str:
    """Return the tag of the translation into `language`, as its file writes it."""
    for tag in tags:
        if tag.casefold() == language.casefold():
            return tag
    expected = f"one of {', '.join((own.partition('-')[0], *tags))}"
    remedy = f"choose one of these, or add {translation_file('TAG')} to the production folder"
    raise CommandLineError(Fault("--language", f"“{language}”", expected, remedy))


def _translated(
    folder: _Folder,
    tag: str,
    storyboard: Storyboard,
    others: list[Storyboard],
    notice_language: str,
    notes: Notes,
) -> Storyboard | None:
    """Return `storyboard` in the language `tag`; None, with every fault noted, if the translation has faults.

    `others` are the other editions; one file translates all of them, and its faults are noted together.
    """
    name = translation_file(tag)
    data = folder.bytes_of(name, notes)
    text = decode(data, name, notes) if data is not None else None
    table = parse(text, name, notes) if text is not None else None
    interface = _interface(folder, tag, notes)
    if table is None or data is None or interface is None:
        return None
    translator = Translator(table, tag, interface, _sha256(data))
    translated = translator.storyboard(storyboard, notice_language)
    for other in others:
        translator.storyboard(other, notice_language)
    translator.finish()
    return translated


def _agreed_terms(folder: _Folder, tag: str, notes: Notes) -> tuple[AgreedTerm, ...]:
    """Return the terms of the glossary of the language `tag`; none if the folder has no such file, or it has faults."""
    name = glossary_file(tag)
    data = folder.bytes_of(name, notes) if folder.has(name) else None
    return read_agreed_terms(data, name, tag, notes) if data is not None else ()


def _own_colours(folder: _Folder, notes: Notes) -> OwnColours:
    """Return the production's own colours; none if it has no palette, or its palette has faults."""
    data = folder.bytes_of(PALETTE, notes) if folder.has(PALETTE) else None
    if data is None:
        return ()
    from importlib.resources import files  # imported here because its import is slow

    packaged = palette_of((files("moa_anim.assets") / PALETTE).read_bytes())
    return read_palette(data, packaged, notes)


def _interface(folder: _Folder, tag: str, notes: Notes) -> Interface | None:
    """Return the table of the language `tag`: the production's own, `language.TAG.toml`, or else the program's."""
    name = f"language.{interface_file(tag)}"
    if folder.has(name):
        data = folder.bytes_of(name, notes)
        return read_interface(data, name, tag, notes) if data is not None else None
    found = packaged_interface(tag)
    if found is None:
        remedy = "add it, as the program's own languages/es.toml"
        notes.add(name, "no such file", f"the interface words of “{tag}”", remedy)
    return found


def given_name(table: Table) -> str:
    """Return the storyboard's `name`; "" if it has none. A name that files cannot have is noted."""
    faults = len(table.notes.faults)
    name = table.string("name", "") or ""
    if table.has("name") and len(table.notes.faults) == faults:
        table.notes.attempt(table.at("name"), lambda: require_name(name))
    return name


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

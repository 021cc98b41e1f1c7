"""A production without fault is proved; every fault is named with its place, and all of them together."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from moa_anim.errors import ModelError, ProductionError
from moa_anim.model.source import EmendationKind
from moa_anim.model.story import SceneName
from moa_anim.script.production import load_production
from moa_anim.script.scenes import known_scenes, require_scene

SCENES = {"title": frozenset({"Title"}), "change": frozenset({"Change", "Other"})}
SOURCE = (
    "The mechanism of Elacetrant\n"
    "For for patients, elastran binds with high affinity ERα, inducing changes in the structure. "
    "Then elastran leaves the surface of the cells.\n"
    "References:https://example.org/a.html\n"
)
BOARD = f"""\
title = "The mechanism of Elacetrant"
language = "en-US"

[source]
sha256 = "{hashlib.sha256(SOURCE.encode()).hexdigest()}"
reference = "https://example.org/a.html"

[captions]
keep_together = ["high affinity"]

[[emendation]]
found = "elastran"
reading = "elacestrant"
kind = "spelling"
reason = "The drug's name."
source = "label"

[[emendation]]
found = "leaves the surface of"
reading = "leaves"
kind = "correction"
reason = "ERα is inside the cell."
cue = "change/leaves"

[[emendation]]
found = "Elacetrant"
reading = "Elacestrant"
kind = "spelling"
reason = "The drug's name."

[[shot]]
id = "title"
scene = "title:Title"
lead_seconds = 5

[[shot]]
id = "change"
step = "Conformational change"
scene = "change:Change"
seed = 538
lead_seconds = 1.1
tail_seconds = 0.7

[shot.labels]
helix12 = "helix 12"

[[shot.cue]]
id = "binds"
quote = "elastran binds with high affinity ERα,"
least_seconds = 9

[[shot.cue]]
id = "leaves"
quote = "Then elastran leaves the surface of the cells."

[[shot.cue]]
id = "still"
least_seconds = 2.5
"""

Mutate = Callable[[Path], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    production = tmp_path / "production"
    production.mkdir()
    (production / "source.txt").write_bytes(SOURCE.encode())
    (production / "storyboard.toml").write_bytes(BOARD.encode())
    return production


def board(old: str, new: str, count: int = 1) -> Mutate:
    """The storyboard with `old` written as `new`."""

    def mutate(folder: Path) -> None:
        assert old in BOARD
        (folder / "storyboard.toml").write_bytes(BOARD.replace(old, new, count).encode())

    return mutate


def raw(name: str, data: bytes | Callable[[bytes], bytes]) -> Mutate:
    """The file `name` with other bytes."""

    def mutate(folder: Path) -> None:
        path = folder / name
        path.write_bytes(data if isinstance(data, bytes) else data(path.read_bytes()))

    return mutate


def linked(name: str, inside: bool = False) -> Mutate:
    """The file `name` moved away, and a symlink to it in its place."""

    def mutate(folder: Path) -> None:
        target = (folder if inside else folder.parent) / f"real-{name}"
        (folder / name).rename(target)
        (folder / name).symlink_to(target)

    return mutate


def removed(name: str) -> Mutate:
    return lambda folder: (folder / name).unlink()


def circle(folder: Path) -> None:
    (folder / "source.txt").unlink()
    (folder / "source.txt").symlink_to(folder / "source.txt")


def directory(folder: Path) -> None:
    (folder / "source.txt").unlink()
    (folder / "source.txt").mkdir()


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ProductionError) as caught:
        load_production(folder, SCENES)
    assert caught.value.exit_code == 1
    return [str(fault) for fault in caught.value.faults]


def test_a_production_without_fault_is_proved(folder: Path) -> None:
    production = load_production(folder, SCENES)
    title, change = production.storyboard.shots
    assert production.storyboard.title.text == "The mechanism of Elacestrant"
    assert production.storyboard.reference is not None
    assert (title.scene, title.lead_seconds, title.cues) == (SceneName("title", "Title"), Fraction(5), ())
    assert (change.seed, change.step, change.labels) == (
        538,
        "Conformational change",
        {"helix12": "helix 12"},
    )
    assert [cue.words.text if cue.words else None for cue in change.cues] == [
        "elacestrant binds with high affinity ERα,",
        "Then elacestrant [leaves] the cells.",
        None,
    ]
    assert [emendation.kind for emendation in production.storyboard.emendations] == [
        EmendationKind.SPELLING,
        EmendationKind.SPELLING,
        EmendationKind.SPELLING,
        EmendationKind.CORRECTION,
    ]
    assert [path.read_bytes() for path in production.files] == [SOURCE.encode(), BOARD.encode()]
    assert production.source_sha256 == hashlib.sha256(SOURCE.encode()).hexdigest()
    assert production.storyboard_sha256 == hashlib.sha256(BOARD.encode()).hexdigest()


def test_seconds_are_exactly_their_decimals(folder: Path) -> None:
    change = load_production(folder, SCENES).storyboard.shots[1]
    assert (change.lead_seconds, change.tail_seconds) == (Fraction(11, 10), Fraction(7, 10))
    assert (change.cues[0].least_seconds, change.cues[2].least_seconds) == (Fraction(9), Fraction(5, 2))


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    linked("source.txt", inside=True)(folder)
    assert load_production(folder, SCENES).source_sha256 == hashlib.sha256(SOURCE.encode()).hexdigest()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "nowhere")
    assert "nowhere: found no such folder; expected a folder with source.txt and storyboard.toml" in fault


QUOTE = 'quote = "elastran binds with high affinity ERα,"'
SPELLING = 'found = "elastran"\nreading = "elacestrant"\nkind = "spelling"'
SHOTS = BOARD[BOARD.index("[[shot]]") :]
BINDS = "storyboard.toml: shot 'change' cue 'binds'"

FAULTS: dict[str, tuple[Mutate, str, str]] = {
    "a source changed by a byte": (
        raw("source.txt", lambda data: data.replace(b"patients", b"patience")),
        "source.txt: found sha256 ",
        ", pinned in storyboard.toml",
    ),
    "a source with a line end more": (
        raw("source.txt", lambda data: data + b"\n"),
        "source.txt: found sha256",
        "",
    ),
    "a source that is not UTF-8": (
        raw("source.txt", lambda data: data[:7] + b"\xff" + data[8:]),
        "source.txt: byte 7: found 0xff, which is not UTF-8",
        "expected UTF-8 text",
    ),
    "a storyboard that is not UTF-8": (
        raw("storyboard.toml", lambda data: b"# \xe9\n" + data),
        "storyboard.toml: byte 2: found 0xe9",
        "save the file as UTF-8",
    ),
    "a storyboard with a byte order mark": (
        raw("storyboard.toml", lambda data: b"\xef\xbb\xbf" + data),
        "storyboard.toml: byte 0: found a byte order mark",
        "",
    ),
    "invalid TOML": (
        board("[captions]", "[captions"),
        "storyboard.toml: line 8, column 10: found invalid TOML",
        "",
    ),
    "a key written twice": (
        board("seed = 538", "seed = 538\nseed = 539"),
        "storyboard.toml: line ",
        "invalid TOML",
    ),
    "an unfinished file": (board(BOARD, 'title = "a'), "storyboard.toml: ", "invalid TOML"),
    "nesting without end": (board(BOARD, "a = " + "[" * 100_000), "storyboard.toml: found brackets", ""),
    "a whole number without end": (
        board("538", "9" * 5000),
        "storyboard.toml: found a value that cannot be read",
        "",
    ),
    "a source that is missing": (removed("source.txt"), "source.txt: found no such file", ""),
    "a storyboard that is missing": (removed("storyboard.toml"), "storyboard.toml: found no such file", ""),
    "a source that is a folder": (directory, "source.txt: found a folder", ""),
    "a source that is a link to outside": (
        linked("source.txt"),
        "source.txt: found a path that leads out of the production folder",
        "",
    ),
    "a storyboard that is a link to outside": (
        linked("storyboard.toml"),
        "storyboard.toml: found a path that leads out",
        "",
    ),
    "a source that is a link to itself": (circle, "source.txt: found", ""),
    "a source of five megabytes": (
        raw("source.txt", b"a" * 5 * 2**20),
        "source.txt: found 5242880 bytes",
        "",
    ),
    "a quote that is not there": (
        board("with high affinity ERα", "with low affinity ERα"),
        f"{BINDS} quote: found “elastran binds with low affinity ERα,”",
        "the nearest passage is “elastran binds with high affinity ERα,”",
    ),
    "a quote that is there twice": (
        board(QUOTE, 'quote = "elastran"'),
        f"{BINDS} quote: found “elastran” 2 times in the document",
        "give occurrence = 1 … 2",
    ),
    "an occurrence that is not there": (
        board(QUOTE, 'quote = "elastran"\noccurrence = 3'),
        f"{BINDS} quote: found occurrence = 3",
        "a number from 1 to 2",
    ),
    "a quote over two paragraphs": (
        board(QUOTE, 'quote = "cells.\\nReferences"'),
        f"{BINDS} quote: found a line end",
        "words of one paragraph",
    ),
    "a control character": (
        board(QUOTE, 'quote = "a\\u0007b"'),
        f"{BINDS} quote: found control character U+0007",
        "",
    ),
    "a noncharacter, which no XML may hold": (
        board(QUOTE, 'quote = "a\\uffffb"'),
        f"{BINDS} quote: found control character U+FFFF",
        "",
    ),
    "an override of direction": (
        board(QUOTE, 'quote = "a\\u202eb"'),
        f"{BINDS} quote: found control character U+202E",
        "",
    ),
    "an empty quote": (board(QUOTE, 'quote = ""'), f"{BINDS} quote: found no words", ""),
    "a quote that is a number": (
        board(QUOTE, "quote = 3"),
        f"{BINDS} quote: found a whole number",
        "a string",
    ),
    "a word longer than a line": (
        board('reading = "leaves"', f'reading = "{"e" * 43}"'),
        f"storyboard.toml: shot 'change' cue 'leaves' quote: found “[{'e' * 43}]”, 45 characters",
        "at most 42",
    ),
    "a title that is not there": (
        board("mechanism of", "mechanisms of"),
        "storyboard.toml: title: found",
        "nearest",
    ),
    "no title": (
        board('title = "The mechanism of Elacetrant"', ""),
        "storyboard.toml: title: found nothing",
        "",
    ),
    "a reference that is not there": (
        board("a.html", "b.html"),
        "storyboard.toml: source reference: found",
        "nearest",
    ),
    "a hash that is none": (
        board('sha256 = "', 'sha256 = "x'),
        "storyboard.toml: source sha256: found “x",
        "64 hex",
    ),
    "no hash": (board("sha256 =", "# sha256 ="), "storyboard.toml: source sha256: found nothing", ""),
    "a language that is none": (
        board("en-US", "english!"),
        "storyboard.toml: found language “english!”",
        "en-US",
    ),
    "an unknown key at the top": (
        board("language =", "langauge ="),
        "storyboard.toml: langauge: found an unknown key",
        "did you mean “language”?",
    ),
    "an unknown key of a shot": (
        board("lead_seconds = 1.1", "lead = 1.1"),
        "storyboard.toml: shot 'change' lead: found an unknown key",
        "one of clinic, cue, editions, explains, id, labels, lead_seconds, nuance, point_at, scene, seed, step, tail_seconds",
    ),
    "an unknown key of a cue": (
        board("least_seconds = 9", "seconds = 9"),
        f"{BINDS} seconds: found an unknown key",
        "did you mean “least_seconds”?",
    ),
    "an unknown key of an emendation": (
        board('source = "label"', 'sauce = "label"'),
        "storyboard.toml: emendation 1 sauce: found an unknown key",
        "did you mean “source”?",
    ),
    "an unknown key of the source": (
        board("reference =", "refers ="),
        "storyboard.toml: source refers: found an unknown key",
        "",
    ),
    "an unknown key of the captions": (
        board("keep_together", "keep"),
        "storyboard.toml: captions keep: found an unknown key",
        "",
    ),
    "names that are no array": (
        board('["high affinity"]', '"high affinity"'),
        "storyboard.toml: captions keep_together: found a string",
        "an array of strings",
    ),
    "a name that is no string": (
        board('["high affinity"]', '["a", 3]'),
        "storyboard.toml: captions keep_together 2: found a whole number",
        "a string",
    ),
    "a shot that is no array": (
        board(SHOTS, "[shot]\nid = 'a'"),
        "storyboard.toml: shot: found a table",
        "tables, [[shot]]",
    ),
    "a shot without id": (
        board('id = "change"\n', ""),
        "storyboard.toml: shot 2 id: found nothing",
        "add id = …",
    ),
    "a shot without scene": (
        board('scene = "title:Title"', ""),
        "storyboard.toml: shot 'title' scene: found nothing",
        "",
    ),
    "a cue without id": (
        board('id = "binds"\n', ""),
        "storyboard.toml: shot 'change' cue 1 id: found nothing",
        "",
    ),
    "an id that is a path": (
        board('id = "title"', 'id = "../title"'),
        "storyboard.toml: shot '../title': found id",
        "lower-case letters",
    ),
    "an unknown scene": (
        board("title:Title", "title:Titel"),
        "storyboard.toml: shot 'title' scene: found unknown scene “title:Titel”",
        "did you mean “title:Title”?",
    ),
    "an unknown module": (
        board("title:Title", "nothing_like_it:Kxw"),
        "storyboard.toml: shot 'title' scene: found unknown scene",
        "write scenes/nothing_like_it.py",
    ),
    "a scene that is a path": (
        board("title:Title", "../title:Title"),
        "storyboard.toml: shot 'title' scene: found “../title:Title”",
        "module:Class",
    ),
    "a seed with decimals": (
        board("538", "5.38"),
        "storyboard.toml: shot 'change' seed: found a number with decimals",
        "",
    ),
    "a seed that is true": (
        board("538", "true"),
        "storyboard.toml: shot 'change' seed: found a boolean",
        "a whole number",
    ),
    "a seed below nothing": (board("538", "-538"), "storyboard.toml: shot 'change': found seed -538", ""),
    "a length below nothing": (
        board("1.1", "-1.1"),
        "storyboard.toml: shot 'change' lead_seconds: found -1.1 seconds",
        "",
    ),
    "a length of milliseconds": (
        board("= 9", "= 9000"),
        f"{BINDS} least_seconds: found 9000 seconds",
        "to 120",
    ),
    "a length too short to see": (
        board("0.7", "0.01"),
        "storyboard.toml: shot 'change' tail_seconds: found 0.01 seconds",
        "",
    ),
    "a length that is no number": (
        board("= 9", "= nan"),
        f"{BINDS} least_seconds: found a number that is not finite",
        "",
    ),
    "a length without end": (
        board("= 9", "= 1e999999999"),
        f"{BINDS} least_seconds: found a number that is not finite",
        "",
    ),
    "a length of more digits than can be read": (
        board("= 9", "= 1." + "0" * 5000),
        "storyboard.toml: found a value that cannot be read",
        "",
    ),
    "a length that is a string": (
        board("= 9", '= "9"'),
        f"{BINDS} least_seconds: found a string",
        "a number of seconds",
    ),
    "a length that is a date": (board("= 9", "= 1979-05-27"), f"{BINDS} least_seconds: found a date", ""),
    "a cue with nothing in it": (
        board("least_seconds = 2.5", ""),
        "storyboard.toml: shot 'change' cue 'still': found a cue without words",
        "",
    ),
    "a shot with nothing in it": (
        board("lead_seconds = 5", ""),
        "storyboard.toml: shot 'title': found a shot without cues",
        "",
    ),
    "a shot twice": (
        board('id = "title"', 'id = "change"'),
        "storyboard.toml: shot: found shot “change” 2 times",
        "",
    ),
    "a cue twice": (
        board('id = "still"', 'id = "binds"'),
        "storyboard.toml: shot 'change': found cue “binds” 2 times",
        "",
    ),
    "a label that is no string": (
        board('"helix 12"', "12"),
        "storyboard.toml: shot 'change' labels helix12: found a whole",
        "",
    ),
    "an emendation outside its quote": (
        board(QUOTE, 'quote = "stran binds with high affinity ERα,"'),
        "storyboard.toml: emendation 1: found an emendation of “elastran”",
        "inside its quote “stran binds with high affinity ERα,”",
    ),
    "an emendation of another cue": (
        board('cue = "change/leaves"', 'cue = "change/binds"'),
        "storyboard.toml: emendation 2: found an emendation of “leaves the surface of”",
        "inside its quote “elastran binds",
    ),
    "an emendation of no cue": (
        board('cue = "change/leaves"', 'cue = "change/leave"'),
        "storyboard.toml: emendation 2 cue: found “change/leave”",
        "did you mean “change/leaves”?",
    ),
    "an emendation of no quote": (
        board('found = "elastran"', 'found = "For for"'),
        "storyboard.toml: emendation 1 found: found “For for”, which is in no quote",
        "remove the emendation",
    ),
    "an emendation of words that are not there": (
        board('found = "elastran"', 'found = "elastrann"'),
        "storyboard.toml: emendation 1 found: found “elastrann”",
        "the nearest passage is “elastran”",
    ),
    "an emendation of an unknown kind": (
        board(SPELLING, SPELLING.replace("spelling", "speling")),
        "storyboard.toml: emendation 1 kind: found “speling”",
        "did you mean “spelling”?",
    ),
    "an emendation without reason": (
        board('reason = "The drug\'s name."', ""),
        "storyboard.toml: emendation 1 reason: found nothing",
        "",
    ),
    "an emendation that changes nothing": (
        board('reading = "elacestrant"', 'reading = "elastran"'),
        "storyboard.toml: emendation 1: found reading “elastran”",
        "",
    ),
    "a glossary entry without its meaning": (
        board("[captions]", '[[glossary]]\nterm = "ERα"\nsource = "label"\n\n[captions]'),
        "storyboard.toml: glossary 1 meaning: found nothing",
        "add meaning = …",
    ),
    "a glossary term given twice": (
        board(
            "[captions]",
            2 * '[[glossary]]\nterm = "ERα"\nmeaning = "it"\nsource = "label"\n' + "\n[captions]",
        ),
        "storyboard.toml: found glossary term “ERα” 2 times",
        "rename one",
    ),
    "no shots": (board(SHOTS, ""), "storyboard.toml: shot: found no shots", "add a [[shot]]"),
    "an empty file": (raw("storyboard.toml", b""), "storyboard.toml: title: found nothing", ""),
}


@pytest.mark.parametrize(("mutate", "start", "part"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named(folder: Path, mutate: Mutate, start: str, part: str) -> None:
    mutate(folder)
    before = sorted(folder.iterdir())
    faults = faults_of(folder)
    named = [fault for fault in faults if fault.startswith(start) and part in fault]
    assert len(named) == 1, faults
    assert sorted(folder.iterdir()) == before


MANY = {  # one slip of the pen, and several things that are wrong because of it
    "an empty file",  # no title, no hash, no shots
}


@pytest.mark.parametrize(("mutate", "start"), [(row[0], row[1]) for row in FAULTS.values()], ids=FAULTS)
def test_one_fault_makes_one_message(
    folder: Path, mutate: Mutate, start: str, request: pytest.FixtureRequest
) -> None:
    mutate(folder)
    faults = faults_of(folder)
    assert all("\n" not in fault for fault in faults)
    assert len(faults) == 1 or request.node.callspec.id in MANY, faults


def test_all_faults_of_both_files_are_told_together(folder: Path) -> None:
    text = (
        BOARD.replace("with high", "with low").replace("title:Title", "title:Titel").replace("seed", "sede")
    )
    (folder / "storyboard.toml").write_text(text, encoding="utf-8")
    (folder / "source.txt").write_bytes(SOURCE.encode() + b"\n")
    faults = faults_of(folder)
    assert [fault.split(": found")[0] for fault in faults] == [
        "source.txt",
        "storyboard.toml: shot 'title' scene",
        f"{BINDS} quote",
        "storyboard.toml: shot 'change' sede",
    ]


def test_scenes_are_read_from_their_files_without_importing_them(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text("class Hidden(MoaScene): ...")
    code = (
        "import manim_is_not_here\nclass Title(MoaScene): ...\nclass Panel: ...\nclass _Base(MoaScene): ...\n"
    )
    (tmp_path / "title.py").write_text(code)
    (tmp_path / "broken.py").write_text("class (")
    (tmp_path / "notes.txt").write_text("class Notes: ...")
    scenes = known_scenes(tmp_path)
    assert scenes == {"title": {"Title"}, "broken": frozenset()}
    assert require_scene("title:Title", scenes) == SceneName("title", "Title")
    with pytest.raises(ModelError, match="unknown scene “broken:Title”"):
        require_scene("broken:Title", scenes)


def test_reading_a_production_loads_nothing_heavy() -> None:
    heavy = ["manim", "numpy", "numba", "av", "difflib", "importlib.resources"]
    script = (
        f"import sys, moa_anim.script.production; print([name for name in {heavy} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.strip() == "[]"

"""No storyboard ends in a traceback, in hours of work or in megabytes of messages, and no fault hides another."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from moa_anim.errors import MOST_CHARACTERS, MOST_FAULTS, ProductionError
from moa_anim.model.edition import EDITIONS
from moa_anim.model.nearest import PassageSearch
from moa_anim.script.production import load_production

SCENES = {"title": frozenset({"Title"}), "change": frozenset({"Change", "Other"})}
SOURCE = (
    "The mechanism of Elacetrant\n"
    "For for patients, elastran binds with high affinity ERα, inducing changes in the structure. "
    "Then elastran leaves the surface of the cells. It goes on from there to other places in the body.\n"
    "References:https://example.org/a.html\nNo advice.\n"
)
BOARD = f"""\
title = "The mechanism of Elacetrant"
language = "en-US"

[source]
sha256 = "{hashlib.sha256(SOURCE.encode()).hexdigest()}"
reference = "https://example.org/a.html"
notice = "No advice."
notice_translation = "None is given."

[edition.clinic]
characters_per_second = 12
words_per_minute = 130
caption_size = 1.1
slower = 1.5

[captions]
keep_together = ["high affinity"]

[captions.colours]
receptor = ["ERα", "the structure"]

[[emendation]]
found = "elastran"
reading = "elacestrant"
kind = "spelling"
reason = "The name."

[[emendation]]
found = "leaves the surface of"
reading = "leaves"
kind = "correction"
reason = "It is inside."
source = "label"
cue = "change/leaves"

[[shot]]
id = "title"
scene = "title:Title"
lead_seconds = 5
explains = "ER"

[[shot]]
id = "change"
step = "Conformational change"
scene = "change:Change"
seed = 538
lead_seconds = 1.1
tail_seconds = 0.7
point_at = "The helix."
nuance = "It is a model."

[shot.labels]
helix12 = "helix 12"

[shot.clinic]
step = "It changes"
leave_out = ["helix12"]

[[shot.cue]]
id = "binds"
quote = "elastran binds with high affinity ERα,"
least_seconds = 9
seen = "It binds."

[[shot.cue]]
id = "leaves"
quote = "Then elastran leaves the surface of the cells."

[[shot.cue]]
id = "places"
quote = "It goes on from there to other places in the body."
occurrence = 1

[[shot.cue]]
id = "still"
least_seconds = 2.5

[[shot]]
id = "end"
scene = "change:Other"
editions = ["lecture"]
lead_seconds = 2

[[glossary]]
term = "ER"
meaning = "A receptor."
source = "label"
"""
WHOLE: dict[str, Any] = tomllib.loads(BOARD)

LONG = 300_000
"""Characters of a very long string."""


class Raw(str):
    """A value as it is written in TOML."""

    __slots__ = ()


HOSTILE = [
    *map(
        Raw,
        [
            "9" * 4000,
            "-" + "9" * 4000,
            "9" * 5000,
            "1e30",
            "-1e30",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "1e" + "9" * 5000,
            "9" * 4000 + ".5",
            "0." + "0" * 4000 + "1",
            "nan",
            "inf",
            "-inf",
            "true",
            "1979-05-27T07:32:00Z",
            "[]",
            "{}",
            "[[[[]]]]",
            "[{}]",
            "[{}, 1]",
            "0",
            "-1",
            "1",
            "0.1",
            "120",
            "121",
            '[""]',
            '["\\u202e"]',
            "[" + '"a", ' * 20_000 + "]",
            "[" + "{}, " * 20_000 + "]",
            "[" + '{id = "a", x = 1, y = 2}, ' * 5000 + "]",
            "{" + ", ".join(f'k{number} = "a"' for number in range(20_000)) + "}",
            "{" + ".".join("a" * 50_000) + " = 1}",
            "{a = " * 100 + "1" + "}" * 100,
        ],
    ),
    "",
    " ",
    "a",
    " a",
    "a\nb",
    "\0",
    "\x1b[2J",
    "\u202e",
    "\u200b",
    "\u2060\u2060",
    "\u0301",
    "\u3164",
    "\ufe0f",
    "\U000e0041",
    "a\U000e0041",
    "\uffff",
    "../x",
    "e",
    "elastran",
    "title:Title",
    "change",
    "x" * LONG,
    "x " * (LONG // 2) + "x",
    "elastran binds " * 100 + "x",
    "a.b." * 40 + "c",
    "-".join(["ab"] * 1000),
    "\u202e" * LONG,
]


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of a parsed TOML file."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        yield (*path, key)
        yield from paths(each, (*path, key))


def mutated(how: str, path: tuple[str | int, ...], value: Any, board: dict[str, Any]) -> dict[str, Any]:
    """The board with one place dropped, repeated, replaced, or with an unknown key beside it."""
    board = json.loads(json.dumps(board)) if not any(map(has_raw, board.values())) else copy_of(board)
    inside: Any = board
    last: Any = path[-1]
    for step in path[:-1]:
        if isinstance(inside, Raw | str | int | float) or not has(inside, step):
            return board
        inside = inside[step]
    if not isinstance(inside, dict | list) or not has(inside, last):
        return board
    if how == "drop":
        del inside[last]
    elif how == "repeat":
        if isinstance(inside, list):
            inside.insert(0, copy_of(inside[last]))
        else:
            inside[f"{last}-2"] = copy_of(inside[last])
    elif how == "add" and isinstance(inside, dict):
        inside["x" * 5 if not isinstance(value, Raw) and not value else str(value)[:LONG]] = 1
    else:
        inside[last] = value
    return board


def has(inside: Any, step: Any) -> bool:
    return step in inside if isinstance(inside, dict) else isinstance(step, int) and step < len(inside)


def has_raw(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(has_raw, value.values()))
    return any(map(has_raw, value)) if isinstance(value, list) else isinstance(value, Raw)


def copy_of(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: copy_of(each) for key, each in value.items()}
    return [copy_of(each) for each in value] if isinstance(value, list) else value


def toml(value: Any) -> str:
    """The value as inline TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(key))} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, Raw) or not isinstance(value, str):
        return str(value).lower() if isinstance(value, bool) else str(value)
    marks = (mark if mark.isprintable() and mark not in '"\\' else f"\\U{ord(mark):08x}" for mark in value)
    return '"' + "".join(marks) + '"'


def written(board: dict[str, Any]) -> str:
    return "".join(f"{toml(str(key))} = {toml(each)}\n" for key, each in board.items())


def outcome(text: str, source: str = SOURCE, edition: str = "lecture", most_seconds: float = 2) -> list[str]:
    """The faults of a production, none if it is right; asserts that they are few, short and soon told."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "source.txt").write_bytes(source.encode())
        (folder / "storyboard.toml").write_bytes(text.encode())
        found: ProductionError | None = None
        start = time.process_time()
        try:
            load_production(folder, SCENES, edition=edition)
        except ProductionError as error:
            found = error
        taken = time.process_time() - start
    faults = found.faults if found else ()
    assert len(faults) <= MOST_FAULTS + 1
    for fault in faults:
        assert all(len(part) <= MOST_CHARACTERS for part in asdict(fault).values())
        assert len(str(fault)) <= 4 * MOST_CHARACTERS + 30
        assert str(fault).isprintable()
    assert taken < most_seconds
    return [str(fault) for fault in faults]


mutations = st.lists(
    st.tuples(
        st.sampled_from(["drop", "repeat", "replace", "replace", "replace", "add"]),
        st.sampled_from(list(paths(WHOLE))),
        st.sampled_from(HOSTILE),
    ),
    min_size=1,
    max_size=3,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(mutations, st.sampled_from(EDITIONS))
@example([("replace", ("shot", 1, "cue", 0, "least_seconds"), Raw("9" * 4000))], "lecture")
@example([("replace", ("shot", 1, "seed"), Raw("9" * 4000))], "lecture")
@example([("replace", ("shot", 1, "cue", 2, "occurrence"), Raw("9" * 4000))], "lecture")
@example([("replace", ("edition", "clinic", "slower"), Raw("9" * 4000))], "clinic")
@example([("replace", ("captions", "colours", "receptor"), Raw('[""]'))], "lecture")
@example([("replace", ("captions", "keep_together"), Raw('[""]'))], "lecture")
def test_a_mutated_storyboard_is_read_or_refused_in_short(
    changes: list[tuple[str, tuple[str | int, ...], Any]], edition: str
) -> None:
    board = WHOLE
    for how, path, value in changes:
        board = mutated(how, path, value, board)
    outcome(written(board), edition=edition)


def test_the_storyboard_that_is_mutated_is_right() -> None:
    assert [outcome(written(WHOLE), edition=edition) for edition in EDITIONS] == [[], []]
    assert outcome(BOARD) == []


@pytest.mark.parametrize("number", range(len(list(paths(WHOLE)))))
def test_each_value_may_be_anything(number: int) -> None:
    path = list(paths(WHOLE))[number]
    for value in HOSTILE[number % 13 :: 13]:  # the random test above tries the others
        outcome(written(mutated("replace", path, value, WHOLE)))


SINGLE = {  # independent faults: what is written instead of what, and a part of the message
    "language": ('language = "en-US"', 'language = "english!"', "found language “english!”"),
    "unknown key": ("[source]", 'colour = "red"\n[source]', "storyboard.toml: colour: found an unknown key"),
    "hash": ('sha256 = "', 'sha256 = "x', "source sha256: found “x"),
    "title": ('title = "The mechanism', 'title = "A mechanism', "title: found “A mechanism"),
    "reference": ("org/a.html", "org/b.html", "source reference: found “https://example.org/b.html”"),
    "translation": (
        '"None is given."',
        '"\\u2060"',
        "source notice_translation: found invisible characters",
    ),
    "pace": ("per_second = 12", "per_second = 99", "99 characters a second"),
    "pace in words": ("per_minute = 130", "per_minute = 1300", "words a second"),
    "size": ("size = 1.1", "size = 11", "11 times the usual size"),
    "slower": ("slower = 1.5", "slower = 15", "slower = 15"),
    "word list": (
        '["high affinity"]',
        '["high affinity", "\\u202e"]',
        "keep_together 2: found control character U+202E",
    ),
    "colour words": ('"the structure"]', '""]', "captions colours receptor 2: found no words"),
    "reading": (
        'reading = "elacestrant"',
        'reading = "\\u200b"',
        "reading: found invisible characters (U+200B)",
    ),
    "kind": ('kind = "correction"', 'kind = "corection"', "kind: found “corection”"),
    "shot id": ('id = "title"', 'id = "Title!"', "found id “Title!”"),
    "unknown scene": ("change:Change", "change:Chance", "unknown scene “change:Chance”"),
    "seed": ("seed = 538", "seed = -1", "found seed -1"),
    "lead": ("lead_seconds = 1.1", "lead_seconds = 1100", "lead_seconds: found 1100 seconds"),
    "tail": ("tail_seconds = 0.7", 'tail_seconds = "x"', "tail_seconds: found a string"),
    "step": (
        'step = "Conformational change"',
        'step = "\\u3164"',
        "step: found invisible characters (U+3164)",
    ),
    "label": (
        'helix12 = "helix 12"',
        'helix12 = "\\u0301"',
        "labels helix12: found invisible characters",
    ),
    "cue id": ('id = "binds"', 'id = "Binds"', "found id “Binds”"),
    "quote": ("high affinity ERα,", "low affinity ERα,", "found “elastran binds with low affinity ERα,”"),
    "another quote": ("from there to", "from here to", "found “It goes on from here to"),
    "occurrence": ("occurrence = 1", "occurrence = 2.5", "occurrence: found a number with decimals"),
    "a cue with nothing in it": ("least_seconds = 2.5", "", "a cue without words or length"),
    "a shot with nothing in it": ("lead_seconds = 2\n", "\n", "a shot without cues or length"),
    "ids twice": ('id = "end"', 'id = "change"', "shot “change” 2 times"),
    "edition": ('["lecture"]', '["lecturer"]', "editions: found “lecturer”"),
    "glossary": ('meaning = "A receptor."', "", "glossary 1 meaning: found nothing"),
    "unknown key of a cue": ('seen = "It binds."', 'sene = "It binds."', "sene: found an unknown key"),
}


@settings(max_examples=80, deadline=None)
@given(st.sets(st.sampled_from(sorted(SINGLE)), min_size=1))
@example(set(SINGLE))
@example({"language", "unknown key"})
@example({"shot id", "seed", "unknown scene"})
@example({"cue id", "quote"})
def test_independent_faults_are_all_told_together(chosen: set[str]) -> None:
    text = BOARD
    for name in sorted(chosen):
        old, new, _ = SINGLE[name]
        assert text.count(old) == 1 or name == "cue id", old
        text = text.replace(old, new, 1)
    told = outcome(text, edition="clinic")
    missing = [name for name in chosen if not any(SINGLE[name][2] in fault for fault in told)]
    assert missing == [], told


@pytest.mark.parametrize("name", sorted(SINGLE))
def test_each_of_these_faults_is_told_alone(name: str, fault_log: Callable[[str, str, str], None]) -> None:
    old, new, part = SINGLE[name]
    told = outcome(BOARD.replace(old, new, 1))
    assert any(part in fault for fault in told)
    fault_log(f"storyboard: {new.strip() or 'without ' + old.strip()}", part, "nothing is drawn")


WORDS = [f"word{number % 997}x{number % 89}" for number in range(120_000)]
LONG_SOURCE = SOURCE + " ".join(WORDS)[: 2**20 - 1000]


def with_source(source: str, board: str = BOARD) -> str:
    old, new = (hashlib.sha256(each.encode()).hexdigest() for each in (SOURCE, source))
    return board.replace(old, new)


def cues(quotes: list[str]) -> str:
    return "".join(
        f'[[shot.cue]]\nid = "q{number}"\nquote = "{quote}"\n' for number, quote in enumerate(quotes)
    )


@pytest.mark.parametrize(
    "source", [SOURCE, LONG_SOURCE, "the " * 250_000 + SOURCE], ids=["short", "long", "repetitive"]
)
@pytest.mark.parametrize("length", [8, 120])
def test_many_wrong_quotes_are_told_in_bounded_time(
    source: str, length: int, fault_log: Callable[[str, str, str], None]
) -> None:
    quotes = [f"the wrong{number} " + " ".join(WORDS[number : number + length]) for number in range(60)]
    board = with_source(source, BOARD + "\n[[shot]]\nid = 'q'\nscene = 'change:Other'\n" + cues(quotes))
    told = outcome(board, source, most_seconds=5)
    assert len([fault for fault in told if "words of the document" in fault]) == 60
    fault_log(
        "60 wrong quotes in a document of a megabyte",
        "all told; nearest passages up to a limit of work",
        "time",
    )


def test_the_nearest_passage_is_found_in_a_long_document_even_if_the_first_words_are_wrong() -> None:
    words = "Xhem elastran leaves the surface of the bells."
    assert PassageSearch(LONG_SOURCE).nearest(words) == "Then elastran leaves the surface of the cells."


def test_after_its_limit_of_work_a_search_says_so() -> None:
    search = PassageSearch(SOURCE, most_work=20_000)
    found = [search.nearest("elastran binds with low affinity ERα,") for _ in range(30)]
    assert found[0] == "elastran binds with high affinity ERα,"
    assert found[-1] is None


LIMITS = {
    "266 hours of film": (
        "".join(f"[[shot]]\nid = 's{n}'\nscene = 'change:Other'\nlead_seconds = 120\n" for n in range(190)),
        "a film of 228",
    ),
    "too many shots": (
        "".join(f"[[shot]]\nid = 's{n}'\nscene = 'change:Other'\nlead_seconds = 1\n" for n in range(240)),
        "found 243 shots; expected at most 200",
    ),
    "eight thousand shots": (
        "".join(f"[[shot]]\nid = 's{n}'\nscene = 'change:Other'\nlead_seconds = 120\n" for n in range(8000)),
        "found 8003 items; expected at most 250",
    ),
    "too many cues": (
        "".join(
            f"[[shot]]\nid = 's{n}'\nscene = 'change:Other'\n"
            + "".join(f"[[shot.cue]]\nid = 'c{m}'\nleast_seconds = 0.2\n" for m in range(200))
            for n in range(6)
        ),
        "cues in the film",
    ),
    "too many labels": (
        "[[shot]]\nid = 's'\nscene = 'change:Other'\nlead_seconds = 1\n[shot.labels]\n"
        + "".join(f"l{n} = 'a'\n" for n in range(101)),
        "found 101 labels; expected at most 100",
    ),
    "dotted keys": ("[x]\n" + ".".join("a" * 400_000) + " = 1\n", "a key of more than 24 names"),
    "a dotted header": ("[" + " . ".join(["a"] * 100_000) + "]\n", "a key of more than 24 names"),
    "quoted dotted keys": ("[x]\n" + ".".join(['"a"'] * 200_000) + " = 1\n", "a key of more than 24 names"),
    "many dotted keys": (
        "[x]\n" + "".join(f"{'.'.join(['a'] * 23)}{n} = 1\n" for n in range(15_000)),
        "x: found an unknown key",
    ),
    "a very long key": ("[x]\n" + "a" * 900_000 + " = 1\n", "x: found an unknown key"),
    "a hundred thousand unknown keys": (
        "[x]\n" + "".join(f"a{n} = 1\n" for n in range(90_000)),
        "x: found an unknown key",
    ),
    "a hundred thousand unknown tables": ("".join(f"[t{n}]\n" for n in range(90_000)), "more unknown keys"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_has_no_bounds_is_told_soon(name: str, fault_log: Callable[[str, str, str], None]) -> None:
    more, part = LIMITS[name]
    told = outcome(BOARD + more, most_seconds=3)
    assert any(part in fault for fault in told), told[:5]
    fault_log(
        f"storyboard with {name}", next(each for each in told if part in each)[:120], "nothing is drawn"
    )


def test_words_that_take_minutes_to_read_are_no_cue(fault_log: Callable[[str, str, str], None]) -> None:
    source = SOURCE + "long words " * 150 + "end\n"
    quote = "long words " * 150 + "end"
    told = outcome(
        with_source(source, BOARD + "[[shot]]\nid = 'q'\nscene = 'change:Other'\n" + cues([quote])), source
    )
    assert [
        fault for fault in told if "found words that take 120.4 s to read; expected at most 120 s" in fault
    ]
    fault_log(
        "a cue of words for two minutes", "words that take 120.4 s to read; at most 120 s", "nothing is drawn"
    )

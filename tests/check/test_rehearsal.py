"""`check` finds what `render` would refuse, all of it at once, without drawing."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from fault_bench import HEAD, Bench
from flat_film import STORYBOARD
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from recording import film_storyboard

from moa_anim.cache.installed import package_folder
from moa_anim.check.checks import check_folder
from moa_anim.check.rehearsal import rehearse
from moa_anim.cli.commands import main
from moa_anim.errors import Fault
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import OwnFile, SceneName, Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.render import draw
from moa_anim.render.draw import playing_at
from moa_anim.script.production import load_production
from moa_anim.stage.painted import Painted
from moa_anim.stage.rehearsal import Rehearsal, play
from moa_anim.stage.scene import Cues, MoaScene
from moa_anim.stage.text_block import Line, TextBlock

FaultLog = Callable[[str, str, str], None]

MOST_PROCESSOR_SECONDS_OF_A_FILM = 3.0
"""For one edition in one language: `check` plays every shot of each."""

CHANGE = film_storyboard().shot("conformational-change")


def shot(
    identity: str, *, without: tuple[str, ...] = (), renamed: tuple[str, ...] = (), **labels: str
) -> str:
    """A shot of the shipped film as TOML, its cues without words; some labels and cues taken out, renamed or added."""
    told = film_storyboard().shot(identity)
    words = {name: text for name, text in {**told.labels, **labels}.items() if name not in without}
    lines = [f'[[shot]]\nid = "{identity}"\nstep = "{told.step}"\nscene = "{told.scene}"\nseed = {told.seed}']
    lines += ["lead_seconds = 1\ntail_seconds = 1\n[shot.labels]"]
    lines += [f'{name} = "{text}"' for name, text in words.items()]
    for cue in told.cues:
        name = f"{cue.id}-renamed" if cue.id in renamed else cue.id
        lines.append(f'[[shot.cue]]\nid = "{name}"\nleast_seconds = {float(cue.seconds):g}')
    return "\n".join(lines) + "\n"


def emended(reading: str) -> str:
    return STORYBOARD.replace('reading = "elacestrant"', f'reading = "{reading}"')


CARD = '[[shot]]\nid = "card"\nscene = "{scene}"\neditions = ["clinic"]\nlead_seconds = 3\n'
CREDITS = '[[shot]]\nid = "end"\nscene = "credits:Credits"\nlead_seconds = 10\n'
NOTICE = "tertiary structure"
TRANSLATED = (
    HEAD.replace("\n[source]", f'\n[source]\nnotice = "{NOTICE}"\nnotice_translation = "A \U00013000."')
    + CREDITS
)

REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "a glyph that the font lacks, in a label": (
        HEAD + shot("conformational-change", helix12="helix ☃"),
        ("label 'helix12': found “☃” (U+2603)",),
    ),
    "two glyphs that the font lacks, in one label": (
        HEAD + shot("conformational-change", helix12="☃ ย"),
        ("label 'helix12': found “☃” (U+2603), “ย” (U+0E22)",),
    ),
    "a glyph that the font lacks, in what a card letters": (
        TRANSLATED,
        ("“\U00013000” (U+13000) in “A \U00013000.”",),
    ),
    "a tag in a quote": (emended("<b>elacestrant</b>"), ("found “<b>”",)),
    "an arrow in a quote": (emended("elacestrant -->"), ("found “-->”",)),
    "a missing label": (
        HEAD + shot("conformational-change", without=("turn",)),
        ("shot 'conformational-change' labels: found no 'turn'",),
    ),
    "a label that is too wide": (
        HEAD + shot("conformational-change", turn="a label that goes on " * 6 + "and on"),
        (
            "label 'turn': found “a label that goes on a label",
            "pixels wide; expected a label that has a place",
        ),
    ),
    "a renamed cue": (
        HEAD + shot("conformational-change", renamed=("changes",)),
        ("found cue 'changes'; expected a cue of the shot (changes-renamed, receptor)",),
    ),
    "a renamed cue that a scene looks up before it is played": (
        HEAD + shot("binding", renamed=("specifically",)),
        ("shot 'binding' in scene binding:Binding: found cue 'specifically'",),
    ),
    "cues that the scene does not play": (STORYBOARD, ("found cue binds, changes left unspoken",)),
    "a shot that is too short for its scene": (
        HEAD + re.sub(r"least_seconds = .*", "least_seconds = 0.2", shot("proteasome-clearance")),
        (
            "shot 'proteasome-clearance' in scene proteasome_clearance:ProteasomeClearance: found a play of ",
            "expected at least one",
        ),
    ),
}
"""What is broken: a storyboard, and what both `check` and `render` say of it."""


WHILE_DRAWING = (
    "a glyph that the font lacks, in what a card letters",
    "a renamed cue",
    "cues that the scene does not play",
    "a shot that is too short for its scene",
)
"""What `render` comes upon only when it has drawn frames."""


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(tmp_path, monkeypatch)


def in_frames(text: str) -> str:
    """The text without the number of frames of a play: `check` plays at another frame rate."""
    return re.sub(r"a play of -?\d+ frames", "a play of some frames", text)


@pytest.mark.parametrize("name", REFUSED)
def test_check_finds_what_render_refuses(
    name: str, bench: Bench, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    storyboard, told = REFUSED[name]
    bench.board(storyboard)
    before = bench.files()
    assert main(["check", "--production", "production"]) == 1
    checked = capsys.readouterr().out
    assert main(["render", "dist/film.mp4", *bench.options("--jobs", "1")]) in (1, 3)
    rendered = capsys.readouterr().err.removeprefix("moa-anim: ").splitlines()
    for words in told:
        assert words in checked
    for line in rendered:
        fault = line.rpartition("; ")[0].removeprefix(
            "lettering: "
        )  # drawing knows no more of where a line stands
        assert in_frames(fault) in in_frames(checked)  # all of it but its remedy
    assert bench.files() == before
    fault_log(name, told[0], "the earlier film and its files; check reports it before render does")


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in WHILE_DRAWING])
def test_render_draws_nothing_before_it_refuses(
    name: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    monkeypatch.setattr(draw.FramePicker, "update_frame", lambda *_: drawn.append(1))
    bench.board(REFUSED[name][0])
    assert main(["render", "dist/film.mp4", *bench.options("--jobs", "1")]) in (1, 3)
    assert drawn == []


def test_all_that_is_wrong_is_reported_at_once_shot_after_shot(
    bench: Bench, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    bench.board(
        emended("<b>elacestrant")
        + shot(
            "conformational-change",
            without=("turn", "blocked"),
            renamed=("changes", "receptor"),
            spare="spare",
        )
        + shot("ubiquitination", without=("chain",), ligase="ligase ☃")
    )
    assert main(["check", "--production", "production"]) == 1
    told = capsys.readouterr().out
    for words in (
        "found “<b>”",
        "shot 'binding' in scene title:Title: found cue binds, changes left unspoken",
        "shot 'conformational-change' labels: found no 'turn'",
        "shot 'conformational-change' labels: found no 'blocked'",
        "found cue 'changes'; expected a cue of the shot (changes-renamed, receptor-renamed)",
        "found cue 'receptor'",
        "found cue changes-renamed, receptor-renamed left unspoken",
        "shot 'conformational-change' labels: found 'spare', which is never shown",
        "shot 'ubiquitination' labels: found no 'chain'",
        "shot 'ubiquitination' label 'ligase': found “☃”",
    ):
        assert told.count(words) == 1, words
    fault_log(
        "three shots with labels and cues missing, a tag, a glyph",
        "all ten faults at once",
        "nothing is drawn",
    )


def test_a_scene_that_raises_is_reported_with_its_line_and_the_other_shots_are_played(
    bench: Bench, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    from moa_anim.scenes.title import Title  # type: ignore[import-not-found,unused-ignore]

    def fail(scene: object) -> None:
        raise KeyError("specifically")

    bench.patch.setattr(Title, "construct", fail)
    bench.board(STORYBOARD + shot("conformational-change", without=("turn",)))
    assert main(["check", "--production", "production"]) == 1
    told = capsys.readouterr().out
    for identity in ("opening", "binding"):
        assert (
            f"shot '{identity}' in scene title:Title: found KeyError: 'specifically' (test_rehearsal.py line"
            in told
        )
    assert "found no 'turn'" in told
    fault_log(
        "a scene that raises KeyError",
        "the shot, the scene, its line; the other shots' faults, too",
        "all files",
    )


def test_a_card_without_a_label_is_found_in_the_edition_that_has_it(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic = "\n[edition.clinic]\ncharacters_per_second = 12\n"
    card = CARD.format(scene="cards:Welcome") + '[shot.labels]\nheading = "h"\nshows = "s"\nask = "a"\n'
    bench.board(HEAD + CREDITS + card + clinic)
    assert main(["check", "--production", "production"]) == 1
    told = capsys.readouterr().out
    assert "ok   scenes\n" in told
    assert "FAIL scenes, clinic\n     shot 'card' labels: found no 'shown-by'" in told


def test_what_a_scene_letters_of_its_own_accord_must_be_in_the_font(
    bench: Bench, capsys: pytest.CaptureFixture[str], fault_log: FaultLog
) -> None:
    from moa_anim.scenes import credits  # type: ignore[import-not-found,unused-ignore]

    page = credits._PageScene
    word = page.word
    bench.patch.setattr(
        page,
        "word",
        lambda self, name, **values: "Film CC BY ☃." if name == "rights" else word(self, name, **values),
    )
    bench.board(HEAD + CREDITS)
    assert main(["check", "--production", "production"]) == 1
    assert (
        "shot 'end' in scene credits:Credits: found “☃” (U+2603) in “Film CC BY ☃." in capsys.readouterr().out
    )
    fault_log(
        "a glyph that the font lacks, in the credits' own words",
        "the character and the line",
        "nothing is drawn",
    )


@pytest.mark.parametrize(
    ("identity", "label", "words"),
    [
        ("different-approach", "lane-tamoxifen", "a heading that is wider than its lane is"),
        ("in-the-clinic", "disease", "a line of the indication that the table has no room for " * 3),
        (
            "proteasome-clearance",
            "count",
            "words under a number that run out of the picture on the left " * 2,
        ),
    ],
)
def test_words_that_are_too_long_for_their_room_are_found(identity: str, label: str, words: str) -> None:
    told = film_storyboard().shot(identity)
    faults = played(replace(told, labels={**told.labels, label: words.strip()}))
    assert [fault.where for fault in faults] == [f"shot '{identity}' “{words.strip()}”"]
    assert "the room that they have" in faults[0].expected


class Sunk(MoaScene):
    """A footnote that runs into the captions."""

    def stage(self) -> None:
        lines = [Line("a footnote that runs on", 300.0, 700.0 + 60.0 * n, 50.0) for n in range(6)]
        self.add(TextBlock(lines))

    def cues(self) -> Cues:
        return {cue.id: lambda clock: self.hold(clock.rest) for cue in self.context.shot.shot.cues}


def test_words_that_run_under_the_captions_are_found(fault_log: FaultLog) -> None:
    faults = faults_of(Sunk, replace(film_storyboard().shot("in-short"), labels={}))
    assert faults
    assert all(fault.expected == "within 0 to 900" for fault in faults)
    fault_log("a footnote of six lines", "words from … to … pixels down; within 0 to 900", "nothing is drawn")


class Overwritten(MoaScene):
    """Two names in one place."""

    def construct(self) -> None:
        names = ("estrógeno", "ubiquitina, una etiqueta")
        self.add(*(TextBlock([Line(name, 300.0 + 40.0 * n, 400.0, 40.0)]) for n, name in enumerate(names)))
        self.hold(self.context.shot.slot.frames)


ONE_SECOND = Shot("names", SceneName("any", "Any"), lead_seconds=Fraction(1))


def faults_of(scene: type[MoaScene], shot: Shot = ONE_SECOND) -> list[Fault]:
    """What is wrong with a shot that plays `scene`."""
    board = replace(film_storyboard(), shots=(shot,))
    timeline = schedule(board, DRAFT.rate)
    rehearsal = Rehearsal(board.shots[0])
    with playing_at(DRAFT):
        play(scene, board, timeline, timeline.shots[0], rehearsal)
    return list(rehearsal.faults)


def test_names_that_are_written_over_each_other_are_found(fault_log: FaultLog) -> None:
    (fault,) = faults_of(Overwritten)
    assert fault.where == "shot 'names' “estrógeno”"
    assert fault.found == "words that are written over “ubiquitina, una etiqueta”"
    fault_log("two long names beside each other", "words that are written over “…”", "nothing is drawn")


class Figure(Painted):
    """A square figure of 200 pixels, of which so many are above the band."""

    above = 0.0

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        top = BAND_TOP - self.above
        across, down = np.meshgrid(np.linspace(800.0, 1000.0, 21), np.linspace(top, top + 200.0, 21))
        return [(np.stack([across.ravel(), down.ravel()], axis=1), 1.0)]

    def paint(self, canvas: Canvas) -> None:
        """Draw nothing."""


class SunkFigure(MoaScene):
    """A figure that stands under the caption band."""

    above = 20.0

    def construct(self) -> None:
        figure = Figure()
        figure.above = self.above
        self.add(figure)
        self.hold(self.context.shot.slot.frames)
        self._spoken = [cue.cue.id for cue in self.context.shot.cues]


class Raised(SunkFigure):
    """The same, most of it above the band."""

    above = 150.0


@pytest.mark.parametrize(
    ("scene", "own", "faults"), [(SunkFigure, True, 1), (SunkFigure, False, 0), (Raised, True, 0)]
)
def test_a_figure_of_an_own_scene_under_the_caption_band_is_found(
    scene: type[MoaScene], own: bool, faults: int
) -> None:
    name = SceneName("any", "Any", OwnFile("scenes/any.py", b"") if own else None)
    board = replace(film_storyboard(), shots=(replace(CHANGE, scene=name, step=""),))
    timeline = schedule(board, DRAFT.rate)
    rehearsal = Rehearsal(board.shots[0])
    with playing_at(DRAFT):
        play(scene, board, timeline, timeline.shots[0], rehearsal)
    assert len(rehearsal.faults) == faults
    for fault in rehearsal.faults:
        assert "the caption band covers" in fault.found
        assert "Figure" in fault.where


def test_a_label_that_only_one_edition_shows_is_used() -> None:
    lecture, clinic = (film_storyboard(edition) for edition in ("lecture", "clinic"))
    assert rehearse([lecture, clinic]) == ((), ())


def test_a_remedy_names_the_production_at_hand(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    from moa_anim.scenes.title import Title  # type: ignore[import-not-found,unused-ignore]

    bench.production.rename(bench.room / "my production")
    bench.patch.setattr(Title, "construct", lambda scene: [][0])
    assert (
        main(["render", "f.mp4", "--jobs", "1", "--quality", "draft", "--production", "my production"]) == 3
    )
    assert "`moa-anim check --production 'my production'` plays every shot" in capsys.readouterr().err
    assert main(["render", "f.mp4", "--shots", "x", "--production", "my production"]) == 2
    assert "see `moa-anim plan --production 'my production'`" in capsys.readouterr().err
    assert main(["check", "gone.mp4", "--production", "my production"]) == 1
    assert "make it with `moa-anim render --production 'my production'`" in capsys.readouterr().out


@pytest.mark.parametrize("key", ["nuance", "reason"])
def test_a_character_that_no_font_has_for_the_handout_is_found(
    key: str, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    if key == "nuance":
        bench.change("seed = 7", 'seed = 7\nnuance = "as in \U00013000"')
    else:
        bench.change('reason = "The drug\'s name."', 'reason = "as in \U00013000"')
    assert main(["check", "--production", "production"]) == 1
    assert f"{key}: found “\U00013000” (U+13000) in “as in" in capsys.readouterr().out


def played(*shots: Shot) -> tuple[Fault, ...]:
    board: Storyboard = replace(film_storyboard(), shots=shots)
    return rehearse([board])[0]


LABELS, CUES = sorted(CHANGE.labels), [cue.id for cue in CHANGE.cues]


@settings(max_examples=15, deadline=None)
@given(
    st.sets(st.sampled_from(LABELS)),
    st.sets(st.sampled_from(CUES)),
    st.sets(st.sampled_from(["spare", "old"])),
)
def test_each_label_and_cue_that_is_missing_and_each_label_too_many_is_reported(
    missing: set[str], renamed: set[str], unused: set[str]
) -> None:
    labels = {name: words for name, words in CHANGE.labels.items() if name not in missing}
    cues = tuple(replace(cue, id=f"{cue.id}-renamed") if cue.id in renamed else cue for cue in CHANGE.cues)
    found = [
        fault.found
        for fault in played(replace(CHANGE, labels=labels | dict.fromkeys(unused, "words"), cues=cues))
    ]
    expected = (
        len(missing) + len(unused) + len(renamed) + bool(renamed)
    )  # those that nobody speaks are told in one
    assert len(found) == expected
    assert all(any(words.startswith(f"no '{name}'") for words in found) for name in missing)
    assert all(f"cue '{name}'" in found for name in renamed)
    assert all(f"'{name}', which is never shown" in found for name in unused)


def test_check_of_the_shipped_film_takes_little_processor_time() -> None:
    production = load_production(package_folder("assets") / "elacestrant")
    films = len(production.editions) * len(production.languages)
    assert films == 6
    most, least = MOST_PROCESSOR_SECONDS_OF_A_FILM * films, float("inf")
    for _ in range(
        4
    ):  # the first fills the cache of arrays, if need be; other programs' work may disturb the rest
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "moa_anim", "check"]
        subprocess.run(command, check=True, capture_output=True, env=os.environ, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if least <= most:
            break
    assert least <= most


def test_check_needs_no_extra(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("pptx", "lxml", "jinja2", "typst", "dask", "distributed"):
        bench.patch.setitem(sys.modules, name, None)
    bench.board(HEAD + CREDITS)
    assert main(["check", "--production", "production"]) == 0


def test_the_shipped_production_passes() -> None:
    checks = check_folder(package_folder("assets") / "elacestrant")
    assert [str(check) for check in checks if not check.passed] == []
    looked_at = {
        f"{name}{edition}" for name in ("SubRip", "lettering", "scenes") for edition in ("", ", clinic")
    }
    assert looked_at <= {check.name for check in checks}

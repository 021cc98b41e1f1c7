"""Productions and tiny films from which the makers of a bundle make real files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flat_film import STORYBOARD, encode, write_production
from PIL import Image, ImageDraw

from moa_anim.bundle.assembly import poster_of
from moa_anim.bundle.material import Material, Still
from moa_anim.bundle.web.telling import Telling
from moa_anim.bundle.wordings import Wording, translations
from moa_anim.cache.installed import package_folder
from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.model.source import EmendedQuote
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import Timeline
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.production import load_production

MORE = """seen = "A crimson molecule enters the blue receptor."

[[glossary]]
term = "receptor"
meaning = "a protein that takes up a signal"
source = "any textbook"
"""

HOSTILE_WORDS = (
    "He wrote <script>alert(1)</script> & “it”,",
    'then "]]>" and --> and {{ 7*7 }}, #eval("1"),',
    "then 😀 and שלום עולם and مرحبا to the end.",
)
HOSTILE_DOCUMENT = (
    'A <b>title</b> & "more" ]]> -->\n' + " ".join(HOSTILE_WORDS) + "\u2028after a line separator\n"
    "\u202eturned and never turned back\nlast words </div></body>\n"
)
HOSTILE_NOTE = 'Seen: <img src=x onerror=alert(1)> & "quotes" ]]> --> 😀 שלום $x$ *b* \\\\n #sys'
HOSTILE_NOTE_READ = HOSTILE_NOTE.replace("\\\\", "\\")  # as TOML reads it


def little_plan(folder: Path) -> RenderPlan:
    """A production with a shot without cues, a beat with two cues, a guide and a glossary."""
    board = STORYBOARD.replace(
        "tail_seconds = 0.5\n", 'tail_seconds = 0.5\npoint_at = "Here."\nnuance = "A nuance."\n'
    )
    return plan_render(
        load_production(write_production(folder, board.rstrip("\n") + "\n" + MORE)), DRAFT, CaptionMode.OPEN
    )


SPANISH = {
    "Opening": "Inicio",
    "It binds": "Se une",
    "Here.": "Aquí.",
    "A nuance.": "Un matiz.",
    "The drug's name.": "El nombre del fármaco.",
    "A crimson molecule enters the blue receptor.": "Una molécula carmesí entra en el receptor azul.",
    "receptor": "receptor",
    "a protein that takes up a signal": "una proteína que capta una señal",
    "any textbook": "cualquier manual",
}
SPANISH_CUES = {
    "binding/binds": "En concreto, tras entrar en la sangre, elacestrant se une con gran afinidad a ERα,",
    "binding/changes": "lo que induce cambios en la estructura terciaria del receptor & < más,",
}
"""Words of `little_plan` in Spanish; some of them try to be markup."""


def translate_little_production(folder: Path) -> None:
    """Add a Spanish translation to the production of `little_plan` in `folder`."""
    board = load_production(folder).storyboard

    def pinned(words: EmendedQuote, text: str) -> str:
        span, digest = words.quote.span, hashlib.sha256(words.quote.text.encode()).hexdigest()
        return (
            f'span = [{span.start}, {span.stop}]\nsha256 = "{digest}"\nof = {json.dumps(words.text)}\n'
            f"text = {json.dumps(text)}\n"
        )

    cues = {f"{shot.id}/{cue.id}": cue.words for shot in board.shots for cue in shot.cues if cue.words}
    title = pinned(board.title, "Ilustración del mecanismo de acción")
    parts = [f'language = "es"\ntranslator = "somebody"\n\n[title]\n{title}\n[words]\n']
    parts += [f"{json.dumps(english)} = {json.dumps(words)}\n" for english, words in SPANISH.items()]
    parts += [f'\n[[cue]]\ncue = "{name}"\n{pinned(cues[name], text)}' for name, text in SPANISH_CUES.items()]
    (folder / "translation.es.toml").write_text("".join(parts), encoding="utf-8")


def plain(text: str) -> str:
    """The text without the scripts and signs that the handout's fonts lack."""
    return re.sub("[\u0590-\u06ff😀]+", "x", text)


def hostile_plan(folder: Path, keep: Callable[[str], str] = str) -> RenderPlan:
    """A production whose words try to be markup in every format, and to turn the writing direction.

    All texts are passed through `keep`.
    """
    folder.mkdir(parents=True)
    document = keep(HOSTILE_DOCUMENT)
    (folder / "source.txt").write_text(document, encoding="utf-8", newline="")
    note = HOSTILE_NOTE.replace('"', '\\"')
    quoted = [words.replace('"', '\\"') for words in HOSTILE_WORDS]
    cues = "".join(
        f'[[shot.cue]]\nid = "c{number}"\nquote = "{words}"\nseen = "{note}"\n\n'
        for number, words in enumerate(quoted)
    )
    board = (
        'title = "A <b>title</b> & \\"more\\" ]]> -->"\nlanguage = "en-US"\n\n[source]\n'
        f'sha256 = "{hashlib.sha256(document.encode()).hexdigest()}"\n\n'
        '[[emendation]]\nfound = "to the end"\nreading = "to the <i>end</i>"\nkind = "correction"\n'
        f'reason = "{note}"\nsource = "{note}"\n\n'
        f'[[shot]]\nid = "s"\nstep = "A <u>step</u> & --> ]]>"\nscene = "title:Title"\nlead_seconds = 0.5\n'
        f'point_at = "{note}"\nnuance = "{note}"\n\n{cues}'
        f'[[glossary]]\nterm = "{note}"\nmeaning = "{note}"\nsource = "{note}"\n'
    )
    (folder / "storyboard.toml").write_text(keep(board), encoding="utf-8")
    return plan_render(load_production(folder), DRAFT, CaptionMode.CLOSED)


def real_plan() -> RenderPlan:
    """The film that the package ships."""
    return plan_render(load_production(package_folder("assets") / "elacestrant"), DRAFT, CaptionMode.OPEN)


def tellings_of(timeline: Timeline, board: Storyboard) -> tuple[Telling, ...]:
    """The one language of a page of a film in one language."""
    return (Telling(Wording(board, timeline)),)


def with_translations(material: Material) -> Material:
    """The material with captions in every language that its production has a translation into."""
    production, timeline = material.plan.production, material.plan.timeline
    return replace(material, translations=translations(production, timeline, print))


def tiny_material(plan: RenderPlan, folder: Path) -> Material:
    """Flat films of the plan's lengths, but 4 s at most, and plain stills with one dark bar each."""
    folder.mkdir(parents=True, exist_ok=True)

    def film(name: str, frames: int, seed: int) -> Path:
        path = folder / f"{name}.mp4"
        path.write_bytes(encode(min(frames, 60), (64, 36), 15, seed))
        return path

    def picture(name: str, number: int) -> Path:
        image = Image.new("RGB", (1280, 720), (120, 160, 200))
        ImageDraw.Draw(image).rectangle((0, 600, 1280, 720), fill=(20 + number, 30, 40))
        path = folder / f"{name}.png"
        image.save(path)
        return path

    full_rendition = film("whole", plan.frames, 1)
    clips = {
        each.shot.id: film(each.shot.id, each.slot.frames, number)
        for number, each in enumerate(plan.timeline.shots, 2)
    }
    places: list[tuple[str, str | None]] = []
    for shot in plan.timeline.shots:
        places += [(shot.shot.id, cue.cue.id) for cue in shot.cues] or [(shot.shot.id, None)]
    stills = [Still(name, cue, picture(f"{name}-{cue}", number)) for number, (name, cue) in enumerate(places)]
    return Material(plan, full_rendition, full_rendition, clips, tuple(stills), poster_of(stills))

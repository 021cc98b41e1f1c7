"""A page of all scenes with a picture of each: of the middle of a shot that plays it in a shipped film."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

from moa_anim.cache.installed import package_folder
from moa_anim.files.destination import require_new_folder
from moa_anim.files.writing import writing
from moa_anim.model.edition import EDITIONS
from moa_anim.model.quality import DRAFT
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import Cue, SceneName, Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.render.colour_conversion import Pixels
from moa_anim.script.production import load_production
from moa_anim.script.scene_needs import packaged_needs

PAGE = "index.html"
"""Name of the page."""

SHOWN_SHARE = 0.62
"""Share of a shot at which its picture is taken: most labels are on then."""

PICTURE_PIXELS = (427, 240)
"""Size of a picture."""

SHIPPED = "elacestrant"
"""The shipped film in which most scenes are played."""

STAND_INS = {
    SceneName("binding", "ByMouth"): {"drug": "elacestrant"},
    SceneName("pocket_exchange", "PocketExchange"): {"drug": "elacestrant"},
    SceneName("told", "ToldWithDrug"): {"ligand": "elacestrant"},
    SceneName("told", "ToldWithHormone"): {},
    SceneName("title", "Title"): {},
}
"""Scenes of other films only, which are drawn in a shot of their own; and words for labels that stand for the drug."""


def write_scene_pictures(folder: Path) -> Path:
    """Draw the pictures into a new or empty folder, and write the page; return the page.

    Raises:
        CommandLineError: The folder has something in it.
        RenderError: Something cannot be drawn or written.
    """
    require_new_folder(folder)
    boards = [
        load_production(package_folder("assets") / SHIPPED, edition=each).storyboard for each in EDITIONS
    ]
    needs = packaged_needs()
    drawn: list[SceneNeeds] = []
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, each in needs.items():
            if _drawn(name, each, boards, folder / _file(name)):
                drawn.append(each)
        page = folder / PAGE
        page.write_text(_page(list(needs.values()), drawn), encoding="utf-8", newline="\n")
    return page


def _drawn(name: SceneName, needs: SceneNeeds, boards: list[Storyboard], out: Path) -> bool:
    """Draw the picture of a scene; return whether there is a shot for it."""
    for board in boards:
        shot = next((each for each in board.shots if each.scene == name), None)
        if shot is None and name in STAND_INS and board is boards[0]:
            shot = _stand_in(name, needs, board)
        if shot is not None:
            _draw(board, shot, out)
            return True
    return False


def _stand_in(name: SceneName, needs: SceneNeeds, board: Storyboard) -> Shot:
    """Return a shot of a scene with silent cues."""
    labels = {**needs.labels, **STAND_INS[name]}
    cues = tuple(Cue(each, None, (), cue.least_seconds) for each, cue in needs.cues.items())
    cues = cues or ((Cue("words", None, (), Fraction(3)),) if needs.any_cues else ())
    made = replace(board.shots[0], id="shown", scene=name, cues=cues, step="", labels=labels)
    return replace(made, lead_seconds=needs.lead_seconds, tail_seconds=needs.tail_seconds, seed=needs.seed)


def _draw(board: Storyboard, shot: Shot, out: Path) -> None:
    from moa_anim.render.draw import draw_frames  # loads Manim

    if shot not in board.shots:
        board = replace(board, shots=(*board.shots, shot))
    slot = next(each for each in schedule(board, DRAFT.rate).shots if each.shot.id == shot.id)

    def take(frame: int, pixels: Pixels) -> None:
        picture = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
        picture.resize(PICTURE_PIXELS, Image.Resampling.LANCZOS).save(out)

    draw_frames(board, shot.id, DRAFT, [int(SHOWN_SHARE * slot.slot.frames)], take)


def _file(name: SceneName) -> str:
    return f"{name.module}-{name.cls}.png"


def _page(scenes: list[SceneNeeds], drawn: list[SceneNeeds]) -> str:
    items = "\n".join(_item(each, each in drawn) for each in scenes)
    style = "body{font:16px sans-serif;max-width:60rem;margin:2rem auto}li{margin:1rem 0;list-style:none}img{display:block}"
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Scenes</title><style>{style}</style>\n'
        f"<h1>Scenes</h1>\n<ul>\n{items}\n</ul></html>\n"
    )


def _item(needs: SceneNeeds, has_picture: bool) -> str:
    name = str(needs.scene)
    size = f'width="{PICTURE_PIXELS[0]}" height="{PICTURE_PIXELS[1]}"'
    picture = (
        f'<img src="{escape(_file(needs.scene))}" alt="{escape(needs.tells)}" {size}>' if has_picture else ""
    )
    cues = (
        "any"
        if needs.any_cues
        else ", ".join(f"{k} {float(v.least_seconds):g} s" for k, v in needs.cues.items())
    )
    only = f"<br>Only if: {escape(', '.join(needs.facts))}" if needs.facts else ""
    return (
        f"<li>{picture}<code>{escape(name)}</code><br>{escape(needs.tells)}<br>Cues: {escape(cues or 'none')}<br>"
        f"Labels: {escape(', '.join(needs.labels) or 'none')}{only}</li>"
    )

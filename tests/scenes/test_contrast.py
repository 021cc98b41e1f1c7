"""Contrast as it is on screen: labels against the pixels really around their letters, actors against paper at their rim."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from coloraide import Color
from eyes import EYES, LEAST_DISTANCE, LEAST_LIGHTNESS, PAIRS
from numpy.typing import NDArray
from recording import film_storyboard, recording

from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.layout import FRAME_HEIGHT, LABEL_PIXELS, SPARSE_LABEL_PIXELS
from moa_anim.graphics.lettering import ASCENT, DESCENT, letter
from moa_anim.graphics.sprite import molecule_paint
from moa_anim.model.edition import EDITIONS
from moa_anim.model.palette import Role
from moa_anim.model.palette_rules import LABEL_INK_SHARE
from moa_anim.model.quality import LECTURE
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import beads_of_atoms
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.shading import Raster
from moa_anim.render.draw import draw_frames

Pixels = NDArray[np.uint8]
Values = NDArray[np.float64]

TEXT, GRAPHICS = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""

NEAR_PIXELS = 4
"""What lies so near a letter is what it is read against (the halo is 7 pixels wide)."""

SHOTS = [shot.id for shot in film_storyboard().shots if shot.cues]


def luminance(pixels: NDArray[np.generic]) -> Values:
    """WCAG's relative luminance of pixels (…, 3) of bytes."""
    parts = np.asarray(pixels, dtype=float) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def ratio(one: Values | float, other: Values | float) -> Values:
    light, dark = np.maximum(one, other), np.minimum(one, other)
    return np.asarray((light + 0.05) / (dark + 0.05))


def grown(mask: NDArray[np.bool_], pixels: int) -> NDArray[np.bool_]:
    """The mask and all that is `pixels` or nearer, along rows and columns."""
    for axis in (0, 1):
        padded = mask.copy()
        for step in range(1, pixels + 1):
            padded |= np.roll(mask, step, axis) | np.roll(mask, -step, axis)
        mask = padded
    return mask


def labelled_frames(shot: str, edition: str) -> list[int]:
    """The last moment of each set of labels that are all wholly there."""
    seen: dict[tuple[str, ...], int] = {}
    for frame in recording(shot, LECTURE, edition).frames:
        labels = frame.visible_labels
        if labels and all(label.opacity >= 1.0 for label in labels):
            seen[tuple(label.words for label in labels)] = frame.number
    return sorted(seen.values())


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("shot", SHOTS)
def test_labels_read_against_the_pixels_around_their_letters(shot: str, edition: str) -> None:
    wanted = labelled_frames(shot, edition)
    scale = LECTURE.height / FRAME_HEIGHT
    usual = SPARSE_LABEL_PIXELS if film_storyboard(edition).edition.sparse else LABEL_PIXELS
    frames = recording(shot, LECTURE, edition).frames
    faults: list[str] = []

    def take(number: int, pixels: Pixels) -> None:
        for label in frames[number].visible_labels:
            ink = tinted(label.role, LABEL_INK_SHARE)
            size = (label.box[3] - label.box[1]) / (ASCENT + DESCENT)
            weight = Weight.BOLD if round(size) == usual else Weight.MEDIUM  # a remark is smaller
            line = letter(label.words, size * scale, ink, weight)
            glyphs = line.picture[..., 3] > 0
            x = round(label.at[0] * scale) - line.origin_x
            y = round(label.at[1] * scale) - line.origin_y
            around = grown(glyphs, NEAR_PIXELS) & ~grown(glyphs, 1)
            rows, columns = glyphs.shape
            behind = pixels[y : y + rows, x : x + columns, :3][
                around[: pixels.shape[0] - y, : pixels.shape[1] - x]
            ]
            contrast = ratio(luminance(np.round(np.array(ink) * 255)), luminance(behind))
            low = float(np.quantile(contrast, 0.01))
            if low < TEXT:
                faults.append(f"“{label.words}” {low:.2f} : 1 at frame {number}")

    draw_frames(film_storyboard(edition), shot, LECTURE, wanted, take)
    assert not faults


@pytest.mark.parametrize(
    "role", [role for role in Role if role.value not in {"crowd", "ink", "paper", "band"}], ids=str
)
def test_the_rim_of_a_body_stands_out_from_paper(role: Role) -> None:
    """The outline or the fill: of the three outermost pixels all round, the one that stands out most."""
    beads = beads_of_atoms(atom_table("coactivator_helix").atoms)
    view = View(np.eye(3), beads.positions.mean(axis=0), 6.0, (150.0, 150.0))
    raster = Raster(300, 300, view, molecule_paint())
    raster.set_still([Body(beads, rgb(role))])
    picture = raster.picture
    paper = np.array(rgb(Role.PAPER)) * 255
    shown = picture[..., :3] + paper * (1 - picture[..., 3:] / 255)
    body = picture[..., 3] > 127
    contrast = ratio(luminance(shown), float(luminance(np.round(paper))))
    best = contrast.copy()
    for dy in range(-3, 4):
        for dx in range(-3, 4):
            best = np.maximum(best, np.roll(np.where(body, contrast, 0.0), (dy, dx), (0, 1)))
    rim = body & grown(~body, 1)
    assert rim.sum() > 200
    assert float(np.quantile(best[rim], 0.02)) >= GRAPHICS


# --- the palette, as it is once light, shade and haze are on it ---

MEETING = [(Role(one), Role(other)) for one, other in PAIRS if not {one, other} & {"nucleus", "cytoplasm"}]


@cache
def lit_colour(role: Role) -> tuple[float, float, float]:
    """The median colour (0…1) of a folded domain's pixels, and so of what is mostly seen of it."""
    beads = beads_of_atoms(atom_table("ubiquitin").atoms)
    view = View(np.eye(3), beads.positions.mean(axis=0), 7.0, (150.0, 150.0))
    raster = Raster(300, 300, view, molecule_paint())
    raster.set_still([Body(beads, rgb(role))])
    inside = raster.picture[raster.picture[..., 3] == 255][:, :3] / 255
    red, green, blue = np.median(inside, axis=0)
    return float(red), float(green), float(blue)


def lab(colour: tuple[float, float, float], eye: str) -> Values:
    seen = Color("srgb", list(colour))
    if eye != "normal":
        seen = seen.filter(eye).clip("srgb")
    return np.array(seen.convert("lab-d65").coords())


@pytest.mark.parametrize("eye", EYES)
def test_lit_bodies_that_meet_can_be_told_apart(eye: str) -> None:
    alike = []
    for one, other in MEETING:
        here, there = lab(lit_colour(one), eye), lab(lit_colour(other), eye)
        distance, lightness = float(np.linalg.norm(here - there)), abs(float(here[0] - there[0]))
        # Light takes a fifth of all distances at most: as much of the palette's own limits.
        if distance < 0.8 * LEAST_DISTANCE and lightness < 0.8 * LEAST_LIGHTNESS:
            alike.append(f"{one.value}/{other.value}: ΔE76 {distance:.1f}, ΔL* {lightness:.1f}")
    assert not alike


@pytest.mark.parametrize("role", sorted({role for pair in MEETING for role in pair}), ids=str)
def test_a_lit_body_keeps_its_colour(role: Role) -> None:
    """Its hue within 12°, three quarters of its lightness and colourfulness, and nothing of it is clipped."""
    plain, lit = lab(rgb(role), "normal"), lab(lit_colour(role), "normal")
    assert 0.75 * plain[0] <= lit[0] <= plain[0] + 5
    colourful = float(np.hypot(*plain[1:]))
    assert float(np.hypot(*lit[1:])) >= 0.7 * colourful
    if colourful > 15:
        turn = np.degrees(np.arctan2(lit[2], lit[1]) - np.arctan2(plain[2], plain[1]))
        assert abs((turn + 180) % 360 - 180) <= 12

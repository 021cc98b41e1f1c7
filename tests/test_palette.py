"""The palette: what meets on screen can be told apart by every eye, and all of it stands out from the paper."""

from __future__ import annotations

import math
from functools import cache

import pytest
from coloraide import Color
from eyes import EYES, LEAST_DISTANCE, LEAST_LIGHTNESS, PAIRS

from moa_anim.graphics.caption_band import CAPTION_INK
from moa_anim.graphics.colours import palette, rgb, tinted
from moa_anim.model.palette import Colour, Role, contrast_ratio
from moa_anim.model.palette_rules import LABEL_INK_SHARE
from moa_anim.molecule.style import Style

TEXT, GRAPHICS = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""

ACTORS = [
    Role(name)
    for name in (
        "receptor",
        "helix12",
        "estradiol",
        "drug",
        "ubiquitin",
        "proteasome",
        "proteasome_core",
        "proteasome_cap",
        "coactivator",
        "ligase",
        "dna",
        "rna",
        "mutation",
        "tamoxifen",
        "tablet",
        "blood",
    )
]

PALE = (Role.TABLET,)
"""Drawn pale because it is pale: its outline alone stands out, and it is named in ink."""

LABELS = [role for role in (*ACTORS, Role.INK) if role not in (Role.PROTEASOME_CORE, *PALE)]
"""The core is labelled in the proteasome's own colour."""


def colour(parts: tuple[float, float, float]) -> Colour:
    red, green, blue = (round(255 * part) for part in parts)
    return Colour(red, green, blue)


@cache
def seen(role: str, eye: str) -> tuple[float, float, float]:
    """L*, a*, b* (D65) of a role's colour as an eye sees it; what a screen cannot show is clipped as a screen would."""
    shown = Color(palette()[Role(role)].hex)
    if eye != "normal":
        shown = shown.filter(eye).clip("srgb")
    lightness, a, b = shown.convert("lab-d65").coords()
    return lightness, a, b


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=["/".join(pair) for pair in PAIRS])
def test_what_meets_can_be_told_apart(one: str, other: str, eye: str) -> None:
    here, there = seen(one, eye), seen(other, eye)
    distance, lightness = math.dist(here, there), abs(here[0] - there[0])
    assert distance >= LEAST_DISTANCE or lightness >= LEAST_LIGHTNESS, (
        f"ΔE76 {distance:.1f}, ΔL* {lightness:.1f}"
    )


@pytest.mark.parametrize("role", LABELS, ids=str)
def test_a_label_reads_on_paper(role: Role) -> None:
    assert contrast_ratio(colour(tinted(role, LABEL_INK_SHARE)), palette()[Role.PAPER]) >= TEXT


@pytest.mark.parametrize("role", ACTORS, ids=str)
def test_an_actor_stands_out_from_paper_by_its_fill_or_its_outline(role: Role) -> None:
    paper, style = palette()[Role.PAPER], Style()
    fill = contrast_ratio(palette()[role], paper)
    outline = contrast_ratio(colour(tinted(Role.INK, style.line_tint, role)), paper)
    assert max(fill, outline if style.line_pixels >= 2 else 0.0) >= GRAPHICS, (
        f"fill {fill:.2f}, outline {outline:.2f}"
    )


def test_captions_and_text_read() -> None:
    assert contrast_ratio(colour(CAPTION_INK), palette()[Role.BAND]) >= TEXT
    assert contrast_ratio(palette()[Role.INK], palette()[Role.PAPER]) >= TEXT


def test_every_colour_is_told_apart_from_paper_and_crowd_by_a_normal_eye() -> None:
    for role in set(ACTORS) - set(PALE):
        for ground in ("paper", "crowd"):
            assert math.dist(seen(role, "normal"), seen(ground, "normal")) >= LEAST_DISTANCE, (role, ground)


def test_the_simulation_is_what_it_should_be() -> None:
    """Red and green of one lightness: far apart for most, near for deutan eyes; gray stays gray for all."""
    red, green, gray = "#c86050", "#6f8a30", "#808080"
    for name, far in (("normal", True), ("deutan", False)):
        pair = [
            Color(each) if name == "normal" else Color(each).filter(name).clip("srgb")
            for each in (red, green)
        ]
        distance = math.dist(*(each.convert("lab-d65").coords() for each in pair))
        assert (distance > 40) is far, (name, distance)
    for eye in EYES[1:]:
        assert Color(gray).filter(eye).convert("srgb").coords() == pytest.approx([128 / 255] * 3, abs=0.01)


def test_roles_keep_their_hues() -> None:
    """Receptor blue, helix 12 orange, estradiol gold, elacestrant crimson, ubiquitin green and so on."""
    hues = {
        "receptor": (200, 290),
        "helix12": (20, 65),
        "estradiol": (65, 100),
        "drug": (350, 380),
        "ubiquitin": (110, 165),
        "proteasome": (285, 325),
        "coactivator": (165, 215),
    }
    for role, (low, high) in hues.items():
        hue = Color(palette()[Role(role)].hex).convert("lch-d65").coords()[2]
        assert low <= hue <= high or low <= hue + 360 <= high, f"{role}: {hue:.0f}°"
        assert rgb(Role(role)) != rgb(Role.INK)

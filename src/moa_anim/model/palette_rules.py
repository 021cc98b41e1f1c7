"""What the colours of a film must be, so that its words can be read: contrast, as WCAG 2.2 defines it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moa_anim.model.palette import Colour, Palette, Role, contrast_ratio, mixed

TEXT_CONTRAST = 4.5
"""Minimum contrast ratio of words to what is behind them (WCAG 2.2, 1.4.3, level AA)."""

LIGHT_CONTRAST = 12.0
"""Minimum contrast ratio of black to paper: molecules are shaded, and pages and slides made, for light paper."""

LABEL_INK_SHARE = 0.52
"""How much ink is mixed into a role's colour for the words of its label."""

WHITE = Colour(255, 255, 255)
BLACK = Colour(0, 0, 0)

UNLABELLED = frozenset(
    {
        Role.PROTEASOME_CORE,  # is labelled in the proteasome's colour
        Role.TABLET,  # is pale, and labelled in ink
        Role.DNA_BASE,
        Role.VESSEL,
        Role.MEMBRANE,
        Role.CYTOPLASM,
        Role.NUCLEUS,
        Role.CROWD,
        Role.PAPER,
        Role.BAND,
    }
)
"""Roles whose colours no words have."""


@dataclass(frozen=True)
class BrokenRule:
    """A rule that a palette breaks: the roles that it is about, the contrast that they have and the one that they need."""

    roles: tuple[Role, ...]
    what: str
    contrast: float
    least: float


def broken_rules(palette: Palette) -> Iterator[BrokenRule]:
    """Yield each rule that `palette` breaks."""
    paper, ink = palette[Role.PAPER], palette[Role.INK]
    for roles, what, contrast, least in (
        ((Role.PAPER,), "black on paper", contrast_ratio(BLACK, paper), LIGHT_CONTRAST),
        ((Role.INK, Role.PAPER), "ink on paper", contrast_ratio(ink, paper), TEXT_CONTRAST),
        (
            (Role.BAND,),
            "white captions on the band",
            contrast_ratio(WHITE, palette[Role.BAND]),
            TEXT_CONTRAST,
        ),
        *(
            (
                (role, Role.INK, Role.PAPER),
                f"a label of {role.value} on paper",
                contrast_ratio(mixed(palette[role], ink, LABEL_INK_SHARE), paper),
                TEXT_CONTRAST,
            )
            for role in Role
            if role not in UNLABELLED and role is not Role.INK
        ),
    ):
        if contrast < least:
            yield BrokenRule(roles, what, contrast, least)

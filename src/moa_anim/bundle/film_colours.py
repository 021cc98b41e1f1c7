"""Gives the documents of a bundle the film's paper, ink and caption band, where a production has its own."""

from __future__ import annotations

from moa_anim.graphics.colours import packaged_palette, palette
from moa_anim.model.palette import Role


def in_film_colours(style: str, *roles: Role) -> str:
    """Return a style sheet or a template with the film's colours of `roles` in place of the package's.

    It is written with the package's colours, as `#rrggbb`. Without `roles` it is paper and ink. A document's other colours
    stay: they suit every paper and ink that a palette may have (model/palette_rules.py).
    """
    for role in roles or (Role.PAPER, Role.INK):
        style = style.replace(packaged_palette()[role].hex, palette()[role].hex)
    return style


def office_colour(role: Role) -> str:
    """Return the film's colour of a role as Office writes it: six capital hexadecimal digits."""
    return palette()[role].hex.removeprefix("#").upper()

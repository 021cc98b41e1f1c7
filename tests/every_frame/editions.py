"""The films that are walked and of which goldens are kept: the package's production in each of its editions."""

from __future__ import annotations

from functools import cache

from recording import FILM

from moa_anim.script.production import Production, load_production

EDITIONS = ("lecture", "clinic")


@cache
def production_of(edition: str) -> Production:
    """The package's production, proved. Raises ValueError for an edition that it does not have."""
    if edition not in EDITIONS:
        raise ValueError(f"edition {edition!r}, not one of {', '.join(EDITIONS)}")
    return load_production(FILM, edition=edition)

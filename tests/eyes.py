"""Which colours have to be told apart, by which eyes, and how far apart they have to be."""

from __future__ import annotations

EYES = ["normal", "deutan", "protan", "tritan"]

LEAST_DISTANCE, LEAST_LIGHTNESS = 15.0, 20.0
"""ΔE76, or else a difference of L*."""

PAIRS = [
    ("receptor", "helix12"),
    ("receptor", "estradiol"),
    ("receptor", "drug"),
    ("receptor", "coactivator"),
    ("receptor", "ubiquitin"),
    ("receptor", "proteasome"),
    ("receptor", "ligase"),
    ("receptor", "dna"),
    ("helix12", "estradiol"),
    ("helix12", "drug"),
    ("helix12", "coactivator"),
    ("helix12", "ubiquitin"),
    ("helix12", "proteasome"),
    ("helix12", "ligase"),
    ("estradiol", "drug"),
    ("estradiol", "coactivator"),
    ("drug", "coactivator"),
    ("drug", "ubiquitin"),
    ("drug", "proteasome"),
    ("drug", "ligase"),
    ("ubiquitin", "ligase"),
    ("ubiquitin", "proteasome"),
    ("receptor", "proteasome_core"),
    ("receptor", "proteasome_cap"),
    ("helix12", "proteasome_core"),
    ("helix12", "proteasome_cap"),
    ("ubiquitin", "proteasome_core"),
    ("ubiquitin", "proteasome_cap"),
    ("dna", "coactivator"),
    ("rna", "dna"),
    ("rna", "receptor"),
    ("rna", "helix12"),
    ("rna", "coactivator"),
    ("rna", "ligase"),
    ("mutation", "receptor"),
    ("mutation", "helix12"),
    ("mutation", "estradiol"),
    ("mutation", "coactivator"),
    ("mutation", "drug"),
    ("mutation", "tamoxifen"),
    ("tamoxifen", "receptor"),
    ("tamoxifen", "helix12"),
    ("tamoxifen", "estradiol"),
    ("tamoxifen", "drug"),
    ("drug", "blood"),
    ("drug", "vessel"),
    ("drug", "tablet"),
    ("blood", "vessel"),
    ("receptor", "nucleus"),
    ("receptor", "cytoplasm"),
]
"""Roles that stand beside each other in a shot, or inside one another."""

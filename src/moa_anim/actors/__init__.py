"""Actors: receptors, ligands, rigid bodies, crowds and populations drawn from structure tables. Imports `stage` and below."""

"""Schematic illustrations, not drawn from measured structures: cell, blood vessel, body, tablet, tissue, structural formula.

They may import graphics, molecule, cache and model, and the base classes of stage and actors; never sets or scenes.
"""

"""A small blood vessel and what flows in it. Schematic."""

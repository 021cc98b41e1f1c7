"""moa-anim: mechanism-of-action films drawn from measured structures, captioned in the document's own words."""

from moa_anim.isolation import isolate

__version__ = "0.1.0"

isolate()  # before anything else of the package imports numpy, numba or Manim

"""moa-anim: a mechanism-of-action film, drawn from measured structures, in the document's own words."""

from moa_anim.isolation import isolate

__version__ = "0.1.0"

isolate()  # before anything else of the package imports numpy, numba or Manim

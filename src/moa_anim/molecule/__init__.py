"""Structure tables become beads, beads become shaded pictures. numpy and numba; no Manim."""
